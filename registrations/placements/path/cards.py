"""The cards of own cases on the page of the path, /saya/."""

from django.urls import reverse
from django.utils.translation import gettext as _

from registrations.placements.contracts.reading import note_of as contract_note
from registrations.placements.contracts.reading import with_contract_waits
from registrations.placements.guards import NOTHING_NEW
from registrations.placements.offers.reading import with_letters_missing
from registrations.placements.path import wording
from registrations.placements.path.reading import cases_of, heading, stations, where
from registrations.placements.workflow import COMMITTED, HOME_AGAIN, OPEN, State

MOST = 5


def shown_at_home(user):
    """The cases that /saya/ speaks of, by one query."""
    found = with_contract_waits(with_letters_missing(cases_of(user)))
    return list(found.filter(state__in=sorted(OPEN | HOME_AGAIN | {State.DECEASED})).order_by("-pk")[:MOST])


def home_of(cases):
    """For /saya/: ``cards`` of what is under way, and the line of the farthest of them; {} without any.

    ``withdraw`` is "" where the registration has to stay for them (registrations/placements/holding.py).
    """
    cases = sorted(cases, key=_farthest_first)
    if any(case.state == State.DECEASED for case in cases):
        return _home_at_rest()
    if not cases:
        return {}
    cards, first = {"cards": [_card(case) for case in cases]}, cases[0]
    if any(case.state in OPEN and case.state != State.DRAFT for case in cases):
        cards["withdraw"] = ""
    # An offer that nobody has sent yet is on no way: the line stays that of the registration.
    return cards if first.state == State.DRAFT else cards | {"where": where(first), "stations": stations(first)}


def _home_at_rest():
    """Nobody's turn: nothing is asked for and nothing new begins. It tells nobody of the death."""
    note = {"kind": "info", "title": _("You need do nothing here"), "text": NOTHING_NEW}
    note |= {"address": reverse("places:office_finder"), "label": _("Nearest office")}
    quiet = {"where": _("This way has ended"), "stations": [], "steps": [], "pace": [], "points": [], "papers": None}
    return {"note": note, "withdraw": "", "is_at_rest": True} | quiet


def _farthest_first(case):
    return case.state in HOME_AGAIN, case.state not in COMMITTED, -len(case.reached), -case.pk


def _card(case):
    if case.state == State.DRAFT:
        return _card_of_draft(case)
    return {
        "title": case.work,
        "country": "" if str(case.destination.country) in case.work else case.destination.country,
        "where": where(case),
        "note": _note_of_card(case),
        "address": reverse("path:placement", args=[case.number]),
    }


def _note_of_card(case):
    """As its own page says it: an officer checks an offer by its letters, and a contract waits for who has to answer it."""
    if case.lacks_letters and case.freeze not in wording.STANDSTILLS:
        return {"kind": "turn", "title": _("Your turn: send the letters about your job")}
    found = heading(case)
    if "text" not in found and (of_contract := contract_note(case)):
        return {name: of_contract[name] for name in ("kind", "title")}
    return found


def _card_of_draft(case):
    return {
        "title": case.work,
        "country": case.destination.country,
        "where": _("Nothing is sent yet"),
        "note": {"kind": "turn", "title": _("Your turn: finish telling of your offer")},
        "address": reverse("offers:offer", args=[case.number]),
        "label": _("Go on"),
    }
