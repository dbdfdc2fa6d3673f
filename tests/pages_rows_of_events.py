"""The rows of the public pages of events."""

from outreach.choices import Topic
from outreach.workflow import State
from tests.factories.jobs import VacancyFactory
from tests.factories.outreach import EventFactory, VenueFactory
from tests.factories.places import RegencyFactory


def a_public_event():
    venue = VenueFactory(has_step_free_way=True)
    facts = {"has_consultation": True, "topics": list(Topic), "takes_sign_ups": True}
    event = EventFactory(state=State.PLANNED, sessions=2, sessions__venue=venue, sessions__capacity=40, **facts)
    return {"number": event.number}


def some_public_events():
    a_public_event()
    EventFactory(sourced=True, sessions__days=-3)
    VacancyFactory(checked=True)
    return {}


def a_regency_with_events():
    venue = VenueFactory(regency=RegencyFactory(name="Kabupaten Contoh"))
    EventFactory(state=State.PLANNED, sessions__venue=venue)
    VacancyFactory(checked=True)
    return {"code": venue.regency_id}
