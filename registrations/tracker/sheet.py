"""What stands on the paper that a person takes home: whose turn, what next, by when. No name: papers get lost."""

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from jobs.share.qr import svg
from portal.lib.dates import long_date, today_in
from portal.messaging.links import full_address
from registrations.checklist import checklist_of
from registrations.own.pace import pace_of, usually
from registrations.stations import Turn, standing
from registrations.workflow import State


def sheet_of(registration):
    """Ready to print, in the active language; its candidate, office and their account are loaded."""
    office, candidate = registration.office, registration.candidate
    station, turn = standing(registration)
    next_paper = checklist_of(registration).next if station else None
    is_claimed = candidate.is_in_own_hands
    claim = "account_claim" if not is_claimed else "tracker:status"
    return {
        "number": registration.number,
        "turn": turn.label,
        "is_persons": turn == Turn.PERSON,
        "next_paper": capfirst(next_paper.name) if next_paper and turn == Turn.PERSON else "",
        "points": [point.title for point in registration.open_points().order_by("pk")]
        if registration.state == State.RETURNED
        else [],
        "by_when": _by_when(registration, turn),
        "office": office,
        "printed_on": long_date(today_in(office.zone)) if office else "",
        "is_claimed": is_claimed,
        "claim_address": full_address(claim).partition("://")[2],
        "claim_code": svg(full_address(claim)),
        "status_address": full_address("tracker:status").partition("://")[2],
        "official_id": registration.official_id or _("none yet"),
        "help": reverse("places:office_finder"),
    }


def _by_when(registration, turn):
    if registration.return_by:
        return long_date(registration.return_by)
    if turn == Turn.OFFICE and registration.office:
        return usually(pace_of(registration.office))
    return _("no fixed day")
