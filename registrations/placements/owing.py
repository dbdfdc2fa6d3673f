"""What a step of a placement owes the person, written in the same act. Texts: ``registrations/placements/told.py``."""

from portal.lib.dates import WIB, today_in
from portal.messaging.kinds import kind_named
from portal.messaging.services import contact_of_office, owe
from portal.places.models import Office
from registrations.owing import contact_of_candidate

OWED = {
    "apply": "placements.applied",
    "shortlist": "placements.selected",
    "not_fit": "placements.not_selected",
    "roster_is_over": "placements.not_selected",
    "record_contract": "placements.contract_to_read",
    "schedule_opp": "placements.opp_invited",
    "opp_called_off": "placements.opp_called_off",
    "issue_e_card": "placements.ready",
    "clear_again": "placements.ready",
    "clearance_lapses": "placements.clearance_lapsed",
    "extend": "placements.extended",
}


def owe_missions(problem):
    """Owe the missions of the country word that there is ``problem``, a CaseAbroad: not what, and not of whom."""
    country = problem.step.placement.destination.country_id
    for mission in Office.objects.missions_in(country, today_in(WIB)):
        owe(kind_named("placements.problem_abroad"), subject=problem, contact=contact_of_office(mission))


def owe_answer(step):
    """Owe the person word of an answer to what they told, unless they don't want to be reached. No office hears of it."""
    concern = step.concern
    if step.event == "take" or concern.reach == "here":
        return False
    contact = contact_of_candidate(concern.placement.candidate)
    return contact is not None and owe(kind_named("placements.answered"), subject=step, contact=contact)


def owe_word_of(step):
    """Owe the person word of ``step``, a PlacementStep just taken. Returns whether anything was owed."""
    name = OWED.get(step.event)
    contact = contact_of_candidate(step.placement.candidate) if name else None
    if contact is None:
        return False
    return owe(kind_named(name), subject=step, contact=contact, office=step.placement.office)
