from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.acting import ActRefused
from portal.audit.services import record
from portal.messaging.kinds import kind_named
from portal.messaging.services import owe
from registrations import permissions as may
from registrations.models import DataRequest, DataRequestWords, Disclosure, DisclosureRelease, Registration, StatusPin
from registrations.owing import contact_of_candidate

ANSWERED = "registrations.data_answered"


def ask_to_change(by, candidate, office, *, field, words):
    """Ask ``office`` to change a field of ``candidate`` ("": something else). Raises ActRefused; ``office`` may be None."""
    if office is None:
        raise ActRefused(_("No office has your data yet: you can change them yourself."))
    try:
        with transaction.atomic():
            request = DataRequest.objects.create(candidate=candidate, office=office, field=field)
            DataRequestWords.objects.create(request=request, asked=words)
            record(by, "registrations.data_change_asked", request, fields=(field,) if field else ())
    except IntegrityError:
        raise ActRefused(_("You have asked for this already. The office answers within three days.")) from None
    return request


@transaction.atomic
def answer(by, request, *, outcome, words):
    """Say what came of it; of two officers at once the second is told. Raises ActRefused."""
    request = (
        DataRequest.objects.select_for_update(of=("self",)).select_related("candidate", "office").get(pk=request.pk)
    )
    if request.answered_at:
        raise ActRefused(_("A colleague has answered this already."))
    if by.is_same_person(request.candidate.user_id):
        raise ActRefused(_("Nobody answers an own request."))
    request.outcome, request.answered_by, request.answered_at = outcome, by.membership, timezone.now()
    request.save(update_fields=["outcome", "answered_by", "answered_at"])
    request.words.answered = words
    request.words.save(update_fields=["answered"])
    record(by, "registrations.data_change_answered", request, reason_code=str(outcome))
    if contact := contact_of_candidate(request.candidate):
        owe(kind_named(ANSWERED), subject=request, contact=contact, office=request.office)
    return request


@transaction.atomic
def release_withheld(by, registration, reason):
    """Let the person read who looked, though the investigation goes on; returns how many entries. Raises ActRefused."""
    registration = (
        Registration.objects.select_for_update(of=("self",)).select_related("candidate").get(pk=registration.pk)
    )
    if not may.decide(by, registration):
        raise ActRefused(_("Only the head of the office releases this."))
    rows = Disclosure.objects.filter(registration=registration, is_withheld=True).update(is_withheld=False)
    if not rows:
        raise ActRefused(_("Nothing is withheld any more."))
    DisclosureRelease.objects.create(registration=registration, membership=by.membership, reason=reason, rows=rows)
    record(by, "registrations.withheld_released", registration)
    return rows


@transaction.atomic
def choose_pin(by, registration, pin):
    """``pin`` opens the answer at /status/ from now on, and no earlier one."""
    StatusPin.put(registration, pin)
    record(by, "registrations.status_pin_chosen", registration)
