"""Cases from before something was kept: each night finds them, by the rule that their next step would go by."""

import pytest

from registrations.placements.catching_up import catch_up
from registrations.placements.models import OppRequest, Placement
from registrations.placements.workflow import State
from tests.factories.jobs import days_ago
from tests.factories.placements import PlacementFactory, WayFactory, way

pytestmark = pytest.mark.django_db


def test_older_cases_get_the_usual_day_and_the_request_that_a_step_would_give_them():
    # Two steps may come after the agreement; of one nobody wrote down how long it takes.
    order = way(selected={"days": [1, 3]}, fit={"days": [2, 9]}, opp_scheduled={"days": [0, 3]})
    order[4]["after"] = ["placement_agreed"]
    facts = {"procedure": WayFactory(way=order), "registration__office__province__code": "91"}
    facts["registration__office__province__time_zone"] = "Asia/Jayapura"
    states = (State.APPLIED, State.SELECTED, State.PLACEMENT_AGREED, State.VISA_OK, State.AT_WORK)
    cases = [PlacementFactory(state=state, **facts) for state in states]
    told = PlacementFactory(state=State.APPLIED, usual_until=days_ago(400), **facts)

    assert catch_up() == (2, 1)

    for case in cases:
        assert Placement.objects.get(pk=case.pk).usual_until == case.usual_last_day()
    assert Placement.objects.get(pk=told.pk).usual_until == days_ago(400)
    request = OppRequest.objects.get(ended_at=None)
    assert (request.placement, request.office) == (cases[3], cases[3].office)
    assert catch_up() == (0, 0)
