"""The way of a scheme: read as steps, refused when it would lead nowhere, written one step to a line."""

import pytest
from django.utils.translation import override

from jobs.choices import Actor, DueStep, Milestone, Scheme, StepGuard
from jobs.procedures import problems_of_way, procedure_for, ways, why_no_way
from jobs.way_lines import lines_of, way_of
from tests.factories.jobs import ProcedureRuleFactory, a_way, days_ago

pytestmark = pytest.mark.usefixtures("english")


def one(**changed):
    """A way whose second step says something else."""
    way = a_way()
    way[1] = {**way[1], **changed}
    return way


def test_a_way_is_read_as_steps_in_the_language_of_the_page():
    text = "selected | kp2mi | applied | placement_agreed | 3-14 | Seleksi | Selection | at_labour_office, cost_table"
    rule = ProcedureRuleFactory.build(way=way_of(text)[0])

    (step,) = ways(rule)

    assert (step.milestone, step.station, step.actor) == (Milestone.SELECTED, 2, Actor.KP2MI)
    assert (step.after, step.due, step.days) == ((Milestone.APPLIED,), DueStep.PLACEMENT_AGREED, (3, 14))
    assert step.guards == (StepGuard.AT_LABOUR_OFFICE, StepGuard.COST_TABLE)
    assert step.title == "Selection"
    with override("id"):
        assert step.title == "Seleksi"


@pytest.mark.parametrize(
    ("way", "problem"),
    [
        ("applied", "A way is a list of steps."),
        ([{"milestone": "applied"}], "Step 1: Not the parts of a step."),
        (one(days=True), "Step 2: Not the parts of a step."),
        (one(guards=[{}]), "Step 2: Not the parts of a step."),
        (one(actor="broker"), "Step 2: “broker” is nobody whose turn it could be."),
        (one(due="never"), "Step 2: “never” is no step before which papers are due."),
        (one(guards=["bribe"]), "Step 2: “bribe” is no condition that is known here."),
        (one(station=7), "Step 2: There is no station 7."),
        (one(station=1), "Step 2: It goes back from station 2 to station 1."),
        (one(title_en=""), "Step 2: It has a title in Indonesian and one in English."),
        (one(title="x" * 121), "Step 2: Its title is longer than 120 letters."),
        (one(days=[3]), "Step 2: Its days are a first and a last number, the first not above the last."),
        (one(days=[14, 3]), "Step 2: Its days are a first and a last number, the first not above the last."),
        (one(after=["fit"]), "Step 2: It waits for “fit”, which does not come before it."),
        (one(after=["selected"]), "Step 2: It waits for “selected”, which does not come before it."),
        (one(after=["fitt"]), "Step 2: It waits for “fitt”, which is no step of this way."),
        (one(after=["applied", "applied"]), "Step 2: It waits twice for the same step."),
        (a_way()[1:], "A way begins with “applied”."),
        (a_way()[:-1], "A way ends with “ready”, “departed”, “at_work”."),
    ],
)
def test_a_way_that_leads_nowhere_is_refused_and_says_where(way, problem):
    assert problem in problems_of_way(way)


def test_a_step_that_stands_there_twice_or_is_unknown_is_refused():
    twice = a_way()
    twice.insert(2, twice[1])

    assert problems_of_way(twice) == ["Step 3: “selected” stands there twice."]
    assert "Step 2: “chosen” is nothing that a placement reaches." in problems_of_way(one(milestone="chosen"))


def test_a_sound_way_has_no_problems_and_none_at_all_neither():
    short = a_way("applied", "fit", "ready", "departed", "at_work")

    assert [problems_of_way(way) for way in ([], a_way(), short, one(days=[0, 0]))] == [[], [], [], []]


def test_what_is_written_line_by_line_reads_back_the_same():
    way = one(days=[3, 14], guards=["cost_table"], due="medical", after=[])

    assert way_of(lines_of(way)) == (way, [])


def test_a_way_in_another_order_than_usual_goes_back_to_no_station():
    order = ["applied", "fit", "placement_agreed", "competent", "ready", "departed", "at_work"]

    assert [step["station"] for step in a_way(*order)] == [2, 3, 3, 4, 6, 6, 6]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("ready | bp3mi", "Line 3: It has 2 parts between strokes, not 7."),
        ("ready | bp3mi | | | soon | Siap | Ready", "Line 3: “soon” are no days. Write for instance: 3-14."),
        ("ready | bp3mi | | | | | Ready", "Line 3: It has a title in Indonesian and one in English."),
    ],
)
def test_a_line_that_cannot_be_read_is_named_by_its_number(line, problem):
    _way, problems = way_of(f"applied | person | | | | Lamar | Apply\n\n{line}")

    assert problems[0] == problem


@pytest.mark.django_db
def test_the_procedure_of_a_scheme_is_the_one_with_a_way_in_force():
    ended = ProcedureRuleFactory(walked=True, valid_to=days_ago(1))
    held = ProcedureRuleFactory(walked=True, valid_from=days_ago(0), source_name="")
    ProcedureRuleFactory(scheme="UKPS")

    assert procedure_for(Scheme.P_TO_P, days_ago(1)) == ended
    assert procedure_for(Scheme.P_TO_P, days_ago(0)) == held
    assert procedure_for(Scheme.UKPS, days_ago(0)) is None
    assert "regulation 22/2022" in why_no_way(Scheme.SEAFARER)
    assert "nobody can apply under it" in why_no_way(Scheme.UKPS)
