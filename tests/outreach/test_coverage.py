"""Which places no event has reached."""

from datetime import date

import pytest

from outreach import coverage
from outreach.models import Event, Session
from outreach.workflow import State
from tests.factories.outreach import EventFactory, VenueFactory
from tests.factories.places import DistrictFactory, VillageFactory

pytestmark = pytest.mark.django_db
SINCE = date(2026, 1, 1)


@pytest.fixture
def village():
    return VillageFactory()


def held_at(village, day, state=State.HELD):
    """An event on ``day`` in the village."""
    venue = VenueFactory(regency=village.district.regency, district=village.district, village=village)
    event = EventFactory(sourced=True, sessions=0)
    Session.objects.create(event=event, venue=venue, held_on=day)
    event.follow_sessions()
    Event.objects.filter(pk=event.pk).update(state=state)
    return event


def names_of(village):
    return list(
        coverage.villages_not_reached(village.district.regency_id, SINCE).values_list("name", "last_reached_on")
    )


def test_a_village_is_reached_from_the_day_on_and_says_when_it_was_last(village):
    assert names_of(village) == [(village.name, None)]

    held_at(village, date(2025, 12, 31))
    assert names_of(village) == [(village.name, date(2025, 12, 31))]

    held_at(village, SINCE, State.SOURCED)
    assert names_of(village) == []


@pytest.mark.parametrize("state", [State.PLANNED, State.CANCELLED])
def test_what_did_not_take_place_reaches_nobody(village, state):
    held_at(village, SINCE, state)

    assert names_of(village) == [(village.name, None)]


def test_a_session_of_no_day_counts_from_the_first_day_of_its_event(village):
    event = held_at(village, None, State.SOURCED)
    assert names_of(village) == [(village.name, None)]

    Event.objects.filter(pk=event.pk).update(starts_on=SINCE, ends_on=SINCE)
    assert names_of(village) == []


def test_a_session_in_a_village_reaches_its_district_and_no_other(village):
    other = DistrictFactory(regency=village.district.regency)

    held_at(village, SINCE)

    assert list(coverage.districts_not_reached(other.regency.province_id, SINCE)) == [other]
