"""The rows of the pages on which a work contract stands beside what was promised."""

from registrations.placements.recording.services import record_step
from registrations.placements.recording.table import form_for
from registrations.placements.workflow import State
from tests.factories.accounts import MembershipFactory, acting
from tests.factories.placements import PlacementFactory, WayFactory, way
from tests.pages_rows import the_counter
from tests.pages_rows_of_own_way import verified_of_person
from tests.placements import steps

_ORDER = {
    "vacancy__wage_amount_min": 28590, "vacancy__currency": "TWD", "vacancy__wage_period": "month",
    "vacancy__hours_per_day": 8, "vacancy__days_per_week": 6, "vacancy__city": "Taoyuan",
}  # fmt: skip
_LESS = {"pay": "27000", "hours_per_day": "9", "explanation": "Majikan berkata: makan dan asrama gratis."}


def _recorded(**facts):
    procedure = WayFactory(way=way(contracted={"guards": ["as_ordered"]}))
    case = PlacementFactory(state=State.OPP_DONE, procedure=procedure, **_ORDER | facts)
    by = acting(MembershipFactory(office=case.office))
    form = form_for("sign_work_contract", case, {"seen": case.version} | steps.CONTRACT | _LESS)
    assert form.is_valid(), form.errors
    return {"number": record_step(by, case, form.taken, seen=case.version, evidence=form.evidence_row()).number}


def an_own_contract():
    return _recorded(registration=verified_of_person())


def a_contract_that_differs():
    return _recorded(registration__office=the_counter())


def a_contract_of_somebody_without_account():
    return _recorded(registration__office=the_counter(), registration__candidate__user=None)


def some_contracts():
    a_contract_that_differs()
    return {}
