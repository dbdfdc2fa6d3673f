"""Acts on a problem of somebody abroad, and the report of an arrival. Each is one transaction; sent twice it is one."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts.acting import ActRefused
from portal.audit.services import record
from portal.messaging.kinds import kind_named
from portal.messaging.services import contact_of_office, owe
from registrations.owing import contact_of_candidate
from registrations.placements import permissions as may
from registrations.placements.models import Arrival, CaseAbroad, CaseNote, Placement
from registrations.placements.recording.services import record_step

MOST_NOTES = 200
NOT_OPEN = _("This problem is no longer open.")
TOO_MANY = _("There are too many messages here already. Please call the office.")


@transaction.atomic
def report_problem(by, case, facts, words, *, seen, key):
    """Open a case for what the person tells of themselves; ``facts``: columns of CaseAbroad. Returns the CaseAbroad.

    ``words`` may be "". The office is told that something is there, not what. Raises StepRefused.
    """
    evidence = CaseAbroad(**facts, mission=case.destination.mission)
    moved = record_step(by, case, "open_case", seen=seen, evidence=evidence)
    problem = problem_of(moved)
    if words:
        _note(by, problem, words, key)
    owe(kind_named("placements.problem_abroad"), subject=problem, contact=contact_of_office(case.office))
    return problem


def problem_of(case):
    """The problem of ``case`` that is being worked on, or was last; None when there never was one."""
    found = CaseAbroad.objects.filter(step__placement=case).select_related("step")
    return found.order_by("-pk").first()


@transaction.atomic
def add_words(by, case, words, *, key):
    """More from the person about their open problem. Raises ActRefused."""
    _note(by, _open_problem(case), words, key)


@transaction.atomic
def answer(by, case, words, *, key, kind=CaseNote.Kind.SAID):
    """What the office or the mission writes to the person, who is told that something is there only if they said that this is safe.

    ``kind`` TO_MISSION: that it was sent on, with what is written about it. Raises ActRefused.
    """
    problem = _open_problem(case)
    if not may.answer_problem(by, case):
        raise ActRefused(NOT_OPEN)
    note, is_new = _note(by, problem, words, key, kind=kind, membership=by.membership)
    contact = contact_of_candidate(case.candidate) if problem.reach == CaseAbroad.Reach.MESSAGE else None
    if is_new and contact:
        owe(kind_named("placements.case_answered"), subject=note, contact=contact)


def _open_problem(case):
    """Waits for whoever is settling it just now."""
    case = Placement.objects.select_for_update(of=("self",)).get(pk=case.pk)
    problem = problem_of(case) if case.state == case.steps["open_case"].target else None
    if problem is None:
        raise ActRefused(NOT_OPEN)
    return problem


def _note(by, problem, words, key, **facts):
    if known := CaseNote.objects.filter(submission_key=key).first():
        return known, False
    if problem.notes.count() >= MOST_NOTES:
        raise ActRefused(TOO_MANY)
    note = CaseNote.objects.create(case=problem, user=by.user, text=words, submission_key=key, **facts)
    record(by, "placements.problem_written_about", problem.step.placement)
    return note, True


def report_arrival(by, case, *, arrived_on, mission, seen):
    """The person says that they have arrived; ``mission``: whom they told, "" for nobody yet. Raises StepRefused."""
    return record_step(by, case, "report_arrival", seen=seen, evidence=Arrival(arrived_on=arrived_on, mission=mission))
