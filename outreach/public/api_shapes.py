"""The shapes of what the open interface tells of events."""

from datetime import date, datetime
from typing import Literal

from ninja import Field, Schema

from jobs.api_shapes import Iso2, Source
from outreach.choices import Category, Kind, Mode, PartyKind, PartyRole, Topic
from outreach.workflow import PUBLIC

# Not as classes: vacancies have a State, companies a Kind of their own, and a description names each once.
State = Literal[tuple(sorted(map(str, PUBLIC)))]
EventKind = Literal[tuple(Kind.values)]


class Area(Schema):
    code: str = Field(description="of the Ministry of Home Affairs (Kemendagri)")
    name: str


class Venue(Schema):
    name: str
    address: str | None
    province: Area | None
    regency: Area | None
    district: Area | None
    village: Area | None
    area_as_published: str | None
    latitude: float | None = Field(description="WGS 84")
    longitude: float | None
    has_step_free_way: bool | None = Field(description="null: nobody has looked")
    has_wheelchair_toilet: bool | None


class Sitting(Schema):
    title: str | None
    day: date | None
    begins_at: datetime | None
    ends_at: datetime | None
    time_zone: str | None = Field(description="IANA name, of the venue")
    venue: Venue | None
    seats: int | None = Field(description="null: no limit, or not recorded")
    seats_left: int | None


class Organisation(Schema):
    name: str
    role: PartyRole
    kind: PartyKind | None


class Event(Schema):
    number: str
    page: str
    page_en: str
    calendar: str
    title: str
    title_en: str | None
    state: State = Field(description="sourced: known from a published source alone, nobody here has checked it")
    is_demo: bool = Field(description="true: invented, for demonstration only")
    same_as: str | None = Field(description="number of the row that tells of the same event and counts")
    kind: EventKind | None
    mode: Mode
    starts_on: date | None
    ends_on: date | None
    date_as_published: str | None
    takes_sign_ups: bool
    has_consultation: bool | None = Field(description="papers are looked at there; null: not recorded")
    has_sign_language: bool | None
    audience: list[Category]
    topics: list[Topic] = Field(description="letters of PP 59/2021 art. 4(4)")
    countries: list[Iso2]
    sessions: list[Sitting]
    organisations: list[Organisation]
    source: Source | None


class EventPage(Schema):
    items: list[Event]
    next: str | None = Field(description="address of the next page; null on the last one")
