"""The acts of an officer for somebody without phone or e-mail: begin, and give the file into their own hands."""

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from portal.accounts.acting import ActRefused
from portal.accounts.counter import services as counter
from portal.accounts.counter.purposes import Purpose
from portal.audit.services import record
from registrations import permissions as may
from registrations import spoken
from registrations.choices import Origin
from registrations.models import Candidate, Registration
from registrations.wizard.services import open_draft
from registrations.workflow import OPEN


def begin(by, facts, *, key):
    """A draft for the person who stands there, without an account; returns the Registration.

    The same ``key`` once more is the same file. A village clerk begins in the own village, which alone the role reaches.
    """
    try:
        with transaction.atomic():
            person = Candidate.objects.create(origin=Origin.ASSISTED, village_id=by.village_id, **facts)
            origin = {"origin": Origin.ASSISTED, "assisted_by": by.membership, "submission_key": key}
            return open_draft(by, person, fields=facts, **origin)
    except IntegrityError:
        before = Registration.objects.filter(submission_key=key, assisted_by=by.membership).first()
        if before is None:
            raise
        return before


def typed_here(by):
    """What ``by`` may go on with: typed in the own office or from its lists, open, not in the person's own hands yet."""
    in_own_hands = Q(candidate__user__last_login__isnull=False)
    ours = Q(assisted_by__office=by.office_id)
    if by.role in may.REVIEWERS:
        ours |= Q(assisted_by=None, origin=Origin.LIST, office=by.office_id)
    elif by.role in may.REGENCY_READERS:
        regency = by.membership.office.regency_id
        ours |= Q(assisted_by=None, origin=Origin.LIST, listed__office=by.office_id, regency=regency)
    rows = Registration.objects.filter(ours, state__in=OPEN).exclude(in_own_hands)
    if by.village_id:
        rows = rows.filter(candidate__village=by.village_id)
    return rows.exclude(candidate__user=by.user_id, candidate__user__isnull=False)


@transaction.atomic
def hand_over(registration, *, by, facts, key):
    """Open an account for the person, or a new code for the one opened before; returns the ClaimCode to print.

    From the person's first log-in on no officer types in the file any more. Raises ActRefused.
    """
    registration = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
    person = Candidate.objects.select_for_update(of=("self",)).select_related("user").get(pk=registration.candidate_id)
    if not may.assist(by, registration):
        raise ActRefused(_("The person has taken this file into their own hands."))
    if person.user:
        return counter.ask(by, account=person.user, purpose=Purpose.HAND_OVER, facts=facts, key=key)
    claim = counter.open_account(by, name=person.name, facts=facts, key=key)
    person.user = claim.account
    person.save(update_fields=["user"])
    spoken.carry_over(by, person)
    record(by, "registrations.handed_over", registration)
    return claim
