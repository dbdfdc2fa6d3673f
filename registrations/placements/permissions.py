"""Who may do what with a placement. ``by`` is an Acting, ``case`` a Placement with its registration and candidate.

Whoever has no account here (company, clinic, certifier, mission) acts through the office that records it for them.
"""

from portal.accounts.roles import Role
from portal.lib.dates import today_in
from portal.places.models import Office
from registrations.permissions import REGENCY_READERS, REVIEWERS, is_own, may_be_own
from registrations.permissions import act_as_candidate as act_for_registration

# They may see a case; what each may do there, the steps say.
READERS = REVIEWERS | REGENCY_READERS
# Who reads of problems abroad: the office, and the mission of the country while one is open.
SEES_PROBLEMS = REVIEWERS | {Role.MISSION_OFFICER}
# Who records that somebody is home again and what they need.
AT_HOME = READERS | {Role.VILLAGE_CLERK}


def act_as_candidate(by, case):
    """The person, or the office that typed for them while the person has not taken the file into own hands."""
    return act_for_registration(by, case.registration)


def apply_(by, case):
    """Onto a roster people come by their own sign-up; that an employer chose them, the office records."""
    return act_as_candidate(by, case) or (case.sign_up_id is not None and record(by, case))


def record(by, case):
    """An officer of the office that clears, never in the own case."""
    return by.role in REVIEWERS and by.office_id == case.office_id and not may_be_own(by, case.registration)


def record_in_regency(by, case):
    """Selection and placement agreement are held at the regency's labour office."""
    in_area = (
        by.role in REGENCY_READERS
        and case.regency_id is not None
        and by.membership.office.regency_id == case.regency_id
        and not may_be_own(by, case.registration)
    )
    return record(by, case) or in_area


def select(by, case):
    """An own offer is looked at by the office that clears: nobody is selected there."""
    return record(by, case) if case.own_offer_id else record_in_regency(by, case)


def clear(by, case):
    """Neither who verified the registration, alone or as the first of two, nor who had a hand in what the card rests on: one
    stolen account clears nobody, whoever wrote down the last paper.
    """
    before = {case.registration.verified_by_id, case.registration.first_by_id, case.prepared_by_id}
    return record(by, case) and by.user_id not in before and not case.was_prepared_by(by)


def answer_contract(by, case):
    """The person; for somebody without an account in own hands another officer than who recorded the contract."""
    return is_own(by, case.registration) or _answer_at_counter(by, case)


def _answer_at_counter(by, case):
    return not case.candidate.is_in_own_hands and record(by, case) and not _recorded_contract(by, case)


def allow_contract(by, case):
    """The head, of a contract that somebody else recorded."""
    return decide(by, case) and not _recorded_contract(by, case)


def go_on_with_contract(by, case):
    return is_own(by, case.registration) or record(by, case)


def _recorded_contract(by, case):
    contract = case.on_record("contract")
    return contract is not None and by.is_same_person(contract.step.user_id)


def take_back_clearance(by, case):
    """The portal, when a paper runs out before the day of departure; or the head."""
    return by.is_system or decide(by, case)


def act_as_system(by, case):
    return by.is_system


see_off = record


def answer_problem(by, case):
    """The office; and whoever works at a mission of the country, which holds no more of the case than its open problem."""
    return record(by, case) or answer_from_mission(by, case)


def answer_from_mission(by, case):
    if by.role != Role.MISSION_OFFICER or may_be_own(by, case.registration):
        return False
    country = case.destination.country_id
    return Office.objects.missions_in(country, today_in(by.zone)).filter(pk=by.office_id).exists()


def report_from_abroad(by, case):
    return act_as_candidate(by, case) or record(by, case)


def record_at_home(by, case):
    same_village = by.role == Role.VILLAGE_CLERK and by.village_id == case.candidate.village_id
    return record_in_regency(by, case) or (same_village and not may_be_own(by, case.registration))


def decide(by, case):
    """The head of the office that clears."""
    return by.is_head_of(case.office_id) and record(by, case)


def doubt_death(by, case):
    """An officer: what the only head proposed would wait for nobody."""
    return record(by, case) and not by.is_head_of(case.office_id)


def decide_on_death(by, case):
    """The head, of a death that another officer proposes to take back; not whoever proposed it and is the head by now."""
    doubt = case.standing_doubt()
    return decide(by, case) and not (doubt and by.is_same_person(doubt.step.user_id))


def read(by, case):
    return act_as_candidate(by, case) or record_in_regency(by, case)
