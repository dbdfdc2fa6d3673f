"""The rows of the pages on which people sign up for events: an open event, a ticket, the list of who comes."""

from outreach.workflow import State
from tests.factories.outreach import EventFactory, SignUpFactory, VenueFactory
from tests.factories.places import DistrictFactory
from tests.pages_rows import the_counter


def an_open_event(**facts):
    """Of the counter, for pupils; in two sessions, the first of them full."""
    venue = VenueFactory(regency=DistrictFactory().regency, has_step_free_way=True, has_wheelchair_toilet=False)
    facts = {"state": State.PLANNED, "takes_sign_ups": True, "expects_minors": True, "sessions": 2} | facts
    event = EventFactory(office=the_counter(), sessions__venue=venue, sessions__capacity=2, **facts)
    SignUpFactory(event=event, people=2, names="Ana\nBeni", institution="SMK Contoh", guardian="Ibu Rosa")
    return {"number": event.number}


def a_ticket():
    number = an_open_event()["number"]
    waiting = SignUpFactory(event=EventFactory._meta.model.objects.get(number=number))
    return {"code": waiting.code}


def a_ticket_with_a_seat():
    event = EventFactory(state=State.PLANNED, takes_sign_ups=True, sessions__capacity=240)
    return {"code": SignUpFactory(event=event).code}


def who_comes():
    """A group with seats, and somebody who waits."""
    number = an_open_event()["number"]
    SignUpFactory(event=EventFactory._meta.model.objects.get(number=number), needs_wheelchair=True)
    return {"number": number}
