"""Writing down what another register showed."""

from django.db import transaction
from django.utils.translation import gettext as _

from portal.accounts.acting import ActRefused
from portal.audit.services import record
from registrations import permissions as may
from registrations.models import RegisterCheck


@transaction.atomic
def record_register_check(by, registration, *, register, way, result, looked_on, reference=""):
    """Keep one look as evidence; it decides nothing by itself. Raises ActRefused for whoever may not judge the file."""
    if not may.return_(by, registration):
        raise ActRefused(_("This step is not open to you now."))
    check = RegisterCheck.objects.create(
        registration=registration,
        register=register,
        way=way,
        result=result,
        looked_on=looked_on,
        reference=reference,
        checked_by=by.membership,
    )
    record(by, "registrations.register_checked", registration, reason_code=f"{register}.{result}")
    return check
