"""The rows of the lists of cases for officers and heads."""

from registrations.placements.workflow import State
from tests.factories.jobs import days_ago
from tests.pages_rows_of_placements import a_placement


def a_flight():
    """Today's, with one who may leave and one who has left."""
    for state in (State.READY, State.DEPARTED):
        a_placement(state, planned_departure_on=days_ago(0), planned_carrier="GA 312", planned_port="Kualanamu")
    return {}


def a_flight_to_take():
    return a_flight() | {"which": "keberangkatan"}
