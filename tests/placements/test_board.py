"""The board and its lists: filters, late cases, ages, the list of a flight."""

from datetime import timedelta

import pytest

from portal.lib.dates import WIB, today_in
from portal.workflow import take_step
from registrations.placements.workflow import State
from tests.factories.accounts import MembershipFactory, acting
from tests.factories.placements import PlacementFactory, WayFactory, way

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def test_late_is_what_stays_longer_than_the_usual_days_of_its_next_step():
    """The step after next has days too; where nobody has written them down nothing is late by guess."""
    case = PlacementFactory(procedure=WayFactory(way=way(fit={"days": [3, 14]}, competent={"days": None})))
    by = acting(MembershipFactory(office=case.office, role="bp3mi_officer"))
    today = today_in(case.office.zone)

    found = []
    for event in ("shortlist", "sign_placement_agreement", "medical_fit"):
        case = take_step(case, event, by=by)
        case.refresh_from_db()
        found.append(case.late_after)
    assert found == [None, today + timedelta(days=14), None]

    gone = today_in(WIB) - timedelta(days=1)
    type(case).objects.update(planned_departure_on=gone)
    case.refresh_from_db()
    assert case.late_after == gone
    type(case).objects.filter(pk=case.pk).update(state=State.AT_WORK)
    case.refresh_from_db()
    assert case.late_after is None
