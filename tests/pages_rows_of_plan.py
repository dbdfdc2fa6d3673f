"""The rows of the pages on which events are planned: one in each state, with all that stands with it."""

from outreach.choices import Category, LetterKind, MaterialKind
from outreach.models import CountLine, Letter, Material, Speaker
from outreach.workflow import State
from tests.factories.outreach import EventFactory, HeadCountFactory
from tests.pages_rows import the_counter


def _an_event(state, **facts):
    event = EventFactory(office=the_counter(), state=state, audience=[Category.CPMI], topics=["a", "d"], **facts)
    Speaker.objects.create(event=event, name="Ibu Contoh", topics=["a"], minutes=30)
    Letter.objects.create(event=event, kind=LetterKind.ASSIGNMENT, number="000/ST/XI/2026")
    Material.objects.create(event=event, kind=MaterialKind.LEAFLET, title="Migrasi aman", copies=100)
    return event


def an_event_planned():
    return {"number": _an_event(State.PLANNED).number}


def a_session_of_an_event():
    return an_event_planned() | {"place": 1}


def lines_of_an_event():
    return an_event_planned() | {"slug": "narasumber"}


def a_step_of_an_event():
    return an_event_planned() | {"step": "cancel"}


def an_event_held():
    event = _an_event(State.HELD, sessions__days=-2)
    CountLine.objects.create(count=HeadCountFactory(event=event, total=9), institution="Kampus Contoh", total=3)
    return {"number": event.number}


def a_session_held():
    return an_event_held() | {"place": 1}


def some_events():
    for _one in range(2):
        an_event_planned()
    an_event_held()
    return {}


def a_likely_double():
    """Two drafts of one office that look like one event."""
    draft = _an_event(State.DRAFT)
    venue = draft.sessions.get().venue
    twin = EventFactory(office=the_counter(), sessions__venue=venue)
    return {"number": draft.number, "other": twin.number}
