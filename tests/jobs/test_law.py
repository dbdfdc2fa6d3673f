"""What the rules in force say of a country, in one word."""

import pytest

from jobs.choices import EmployerKind, RuleAction
from jobs.law import Openness, law_of
from jobs.models import PlacementRule

OPEN = PlacementRule(pk=1, action=RuleAction.OPEN)
OPEN_FOR_COMPANIES = PlacementRule(pk=2, action=RuleAction.OPEN, employer_kind=EmployerKind.CORPORATE)
STOPPED = PlacementRule(pk=4, action=RuleAction.STOPPED)
BANNED = PlacementRule(pk=5, action=RuleAction.BANNED)
HOUSEHOLDS_STOPPED = PlacementRule(pk=6, action=RuleAction.STOPPED, employer_kind=EmployerKind.HOUSEHOLD)


@pytest.mark.parametrize(
    ("rules", "openness"),
    [
        ([], Openness.NOT_OPENED),
        ([OPEN], Openness.OPEN),
        ([OPEN, HOUSEHOLDS_STOPPED], Openness.PARTLY),
        ([OPEN_FOR_COMPANIES], Openness.PARTLY),
        ([OPEN_FOR_COMPANIES, HOUSEHOLDS_STOPPED], Openness.PARTLY),
        ([HOUSEHOLDS_STOPPED], Openness.CLOSED),
        ([BANNED], Openness.CLOSED),
        ([OPEN_FOR_COMPANIES, STOPPED], Openness.CLOSED),
    ],
)
def test_a_stop_of_the_whole_country_wins_and_half_an_opening_is_half(rules, openness):
    assert law_of(rules).openness == openness
    assert law_of(rules[::-1]).openness == openness
    assert law_of(rules).is_closed == (openness in {Openness.CLOSED, Openness.NOT_OPENED})
