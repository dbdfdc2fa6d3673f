"""The orientation as its person reads it: its day and place, or by when the office names one. It costs nothing."""

from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobs.choices import Milestone
from portal.audit.services import record
from portal.lib.dates import long_date, zone_label
from registrations.placements.models import OppRequest, OppSeat
from registrations.placements.models.opp_request import ask
from registrations.placements.opp.reading import day_of, hours_of
from registrations.placements.path import wording
from registrations.placements.workflow import ON_WAY


@dataclass(frozen=True)
class Card:
    """``facts`` for components/facts.html; ``may_ask``: they wait for a day, and have not asked for it themselves yet."""

    kind: str
    title: str
    text: str
    facts: list = field(default_factory=list)
    may_ask: bool = False
    is_invited: bool = False


def card_of(case):
    """A Card of a case with ``freeze``, None where no orientation comes next, is planned or was held."""
    seat = OppSeat.objects.filter(placement=case, state=OppSeat.State.INVITED)
    seat = seat.select_related("session__office__province").first()
    if seat and not seat.session.is_over:
        return _invited(seat.session, wording.STANDSTILLS.get(case.freeze))
    if case.has_own_certificate:
        facts = [{"term": _("Number of the certificate"), "value": case.on_record("attendance").certificate_number}]
        return Card(
            "ok", _("You attended the orientation"), _("Your office keeps the proof: hand in no photo of it."), facts
        )
    return _waiting(case) if waits(case) else None


def _invited(session, standstill):
    rows = (
        (_("Day"), day_of(session)),
        (_("Time"), hours_of(session)),
        (_("Place"), session.place),
        (_("Address online"), session.link),
        (_("Your office"), session.office),
    )
    text = _("Bring your KTP, your passport and this page. The orientation is free: pay nobody for it.")
    facts = [{"term": term, "value": value} for term, value in rows if value]
    if standstill:  # nobody's attendance is recorded meanwhile
        title = _("Your orientation: %(day)s") % {"day": day_of(session)}
        return Card(
            "info", title, _("It stands still now. Ask your office before you go there."), facts, is_invited=True
        )
    return Card("turn", _("Come to the orientation: %(day)s") % {"day": day_of(session)}, text, facts, is_invited=True)


def _waiting(case):
    request = OppRequest.objects.filter(placement=case, ended_at=None).first()
    free = _("The orientation is free: pay nobody for it.")
    if request is None:
        return Card("info", _("Your orientation has no day yet"), free, may_ask=True)
    there = request.answer_by.astimezone(case.office.zone)
    facts = {
        "day": long_date(there.date(), weekday=True),
        "hour": f"{there:%H.%M}",
        "zone": zone_label(case.office.zone),
    }
    if request.answer_by > timezone.now():
        text = _("Your office answers by %(day)s, %(hour)s %(zone)s.") % facts
    else:
        text = _("Your office should have answered by %(day)s, %(hour)s %(zone)s. Ask there, or come by.") % facts
    title = _("Your office looks for a day of your orientation")
    return Card("info", title, f"{text} {free}", may_ask=request.by_person_at is None)


def waits(case):
    """Whether the orientation comes next for ``case``."""
    return case.state in ON_WAY and Milestone.OPP_SCHEDULED in {step.milestone for step in case.coming()}


@transaction.atomic
def ask_for_day(by, case):
    """Note that the person asked on their own page; once for each time that they wait. Returns whether it was new."""
    if not waits(case):
        return False
    ask(case)
    open_one = OppRequest.objects.filter(placement=case, ended_at=None, by_person_at=None)
    is_new = open_one.update(by_person_at=timezone.now()) > 0
    if is_new:
        record(by, "placements.orientation_asked", case)
    return is_new
