"""What stands on the paper that a person takes home: whose turn, what next, by when. No name: papers get lost."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.share.qr import svg
from portal.accounts.models import Channel
from portal.lib.dates import long_date, today_in
from portal.messaging.links import full_address
from registrations.checklist import checklist_of
from registrations.pace import pace_of, usually
from registrations.stations import Turn, standing
from registrations.workflow import State

_HOW = {Channel.COUNTER: gettext_lazy("read out"), Channel.PAPER: gettext_lazy("told on paper")}


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
        "next_paper": next_paper.name if next_paper and turn == Turn.PERSON else "",
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
        "notice": _notice(registration),
        "help": reverse("places:office_finder"),
    }


def _notice(registration):
    """Which notice about the own data was told, by whom and when, and where it can be read again; None before."""
    notice = registration.notice
    if notice is None:
        return None
    told = registration.candidate.spoken_consents.filter(text=notice).select_related("taken_by__office").first()
    facts = {"number": notice.number}
    if told is None:
        words = _("version %(number)s, read on the site") % facts
    else:
        day = long_date(told.given_at.astimezone(told.taken_by.office.zone).date())
        facts |= {"how": _HOW[told.channel], "office": told.taken_by.office, "day": day}
        words = _("version %(number)s, %(how)s on %(day)s, %(office)s") % facts
    address = full_address("pages:privacy_version", notice.number).partition("://")[2]
    return {"words": words, "address": address}


def _by_when(registration, turn):
    if registration.return_by:
        return long_date(registration.return_by)
    if turn == Turn.OFFICE and registration.office:
        return usually(pace_of(registration.office))
    return _("no fixed day")
