"""The rows of the pages on which officers record the steps of placements."""

from jobs.models import ProcedureRule
from registrations.placements.models import Insurance, OnBehalf, PlacementStep, Selection
from registrations.placements.workflow import State
from tests.factories.accounts import MembershipFactory
from tests.factories.jobs import days_ago
from tests.factories.placements import PlacementFactory, WayFactory
from tests.pages_rows import the_counter


def a_placement(state=State.INSURED, **facts):
    """At the counter's office, with steps of its history that rest on something."""
    procedure = ProcedureRule.objects.exclude(way=[]).filter(scheme="P_TO_P").first() or WayFactory()
    case = PlacementFactory(registration__office=the_counter(), state=state, procedure=procedure, **facts)
    officer = MembershipFactory(office=case.office)
    by = {"placement": case, "user": officer.user, "role": officer.role, "office": officer.office}
    selected = PlacementStep.objects.create(event="shortlist", source="applied", target="selected", version=0, **by)
    Selection.objects.create(step=selected, held_on=days_ago(9), where="ltsa")
    OnBehalf.objects.create(step=selected, body="p3mi", name="PT Contoh Jaya", dated_on=days_ago(10))
    insured = PlacementStep.objects.create(event="insure", source="passport_ok", target="insured", version=1, **by)
    Insurance.objects.create(step=insured, number="12345678901", paid_on=days_ago(2), paid=370_000, months=24)
    return case


def some_placements():
    for state in (State.APPLIED, State.FIT, State.INSURED, State.AT_WORK):
        a_placement(state)
    return {}


def a_case_of_the_counter():
    return {"number": a_placement().number}


def a_case_to_clear():
    return {"number": a_placement(State.CONTRACTED, e_card_number="E-1", planned_departure_on=days_ago(-9)).number}


def an_agreement_to_record():
    return {"number": a_placement(State.SELECTED).number, "event": "sign_placement_agreement"}


def a_file_of_a_case():
    return {"number": a_placement().registration.number}
