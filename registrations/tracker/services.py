from django.db import transaction

from portal.audit.services import record
from registrations.models import StatusPin
from registrations.models.status_pin import new_pin


@transaction.atomic
def print_pin(by, registration):
    """A fresh PIN for the paper, told once; an earlier one opens nothing any more."""
    pin = new_pin()
    StatusPin.put(registration, pin, printed_by=by.membership)
    record(by, "registrations.status_pin_printed", registration)
    return pin
