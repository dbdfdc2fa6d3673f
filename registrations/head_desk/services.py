"""Dealing files out to officers, and writing down what came of a call."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.acting import ActRefused
from portal.accounts.models import Membership
from portal.accounts.staff_room.holding import hold_membership
from portal.audit.services import record, record_each
from registrations.models import Call, Registration
from registrations.models.registration import OFFICERS_TURN
from registrations.permissions import REVIEWERS
from registrations.workflow import State

SENT_TWICE = timedelta(minutes=1)


@transaction.atomic
def deal_out(by, numbers, to):
    """Make files of the office the work of ``to``, a Membership of it, or of whoever takes them (None); returns how many.

    What was decided or went elsewhere meanwhile is left out. Raises ActRefused.
    """
    head = hold_membership(by)
    if to is not None:
        to = Membership.objects.filter(pk=to.pk, office=head.office_id, role__in=REVIEWERS, ended_at=None).first()
        if to is None:
            raise ActRefused(_("This officer no longer works in the office."))
    files = Registration.objects.at_desk(by).filter(OFFICERS_TURN, number__in=numbers)
    files = list(files.select_for_update(of=("self",)).order_by("pk"))
    Registration.objects.filter(pk__in=[file.pk for file in files]).update(assigned_to=to)
    record_each(by, "registrations.dealt_out" if to else "registrations.dealt_to_anybody", files)
    return len(files)


@transaction.atomic
def note_call(by, registration, outcome):
    """Keep what came of a call to whoever has this returned file; the same outcome by the same officer at once again is the
    same call. Raises ActRefused once it is the office's turn again.
    """
    held = Registration.objects.at_desk(by).select_for_update(of=("self",)).filter(pk=registration.pk).first()
    if held is None or held.state != State.RETURNED:
        raise ActRefused(_("They have answered meanwhile: it is the office's turn."))
    just_now = {"made_by": by.membership, "made_at__gt": timezone.now() - SENT_TWICE}
    if known := held.calls.filter(outcome=outcome, **just_now).order_by("-pk").first():
        return known
    record(by, "registrations.called", held, reason_code=outcome)
    return Call.objects.create(registration=held, outcome=outcome, made_by=by.membership)
