"""One event as one card of a list: every shown value ready to print."""

from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobs.models.sources import day_of_source
from outreach.models import Event
from outreach.public import wording
from outreach.workflow import State
from portal.lib.dates import SHORT_MONTHS, WEEKDAYS
from portal.lib.language import is_english


@dataclass(frozen=True, slots=True)
class Card:
    event: Event  # what it is made from
    address: str
    title: str
    language: str  # of the title, when it differs from the page's; else ""
    month: str  # "" where nobody knows even that
    day: str  # of the month, or the year of a source that names no day
    weekday: str
    group: str  # heading above it
    lines: tuple[str, ...]
    look: str  # of its badge; "" for none
    label: str
    symbol: str  # its icon
    source: str  # "" unless it is known from a source alone
    is_cancelled: bool


def cards_of(events, day):
    """The Cards of these events (``reading.with_card_details``), for ``day``."""
    any_address = reverse("outreach:event", args=["KODE"])
    return [_card(event, day, any_address) for event in events]


def by_month(cards):
    """[(heading, cards)] in the order given."""
    return [(heading, list(group)) for heading, group in groupby(cards, key=lambda card: card.group)]


def _card(event, day, any_address):
    look, label = wording.standing(event, day)
    return Card(
        event=event,
        address=any_address.replace("KODE", event.number),
        title=wording.title(event),
        language=wording.title_language(event),
        **_date(event, day),
        lines=tuple(filter(None, [_moved(event, day), _when(event, day), wording.place_of(event)])),
        look=look,
        label=label,
        symbol="todo" if look == "off" else look,
        source=wording.source(event),
        is_cancelled=event.state == State.CANCELLED,
    )


def _date(event, day):
    language = "en" if is_english() else "id"
    starts = event.starts_on
    if starts:
        # What began last month and still runs stands under the present one.
        shown = max(starts, day) if event.ends_on >= day else starts
        weekday = WEEKDAYS[language][starts.weekday()]
        month = SHORT_MONTHS[language][starts.month - 1]
        return {"month": month, "day": str(starts.day), "weekday": weekday, "group": wording.month_of(shown)}
    published = day_of_source(event.date_as_published)
    if published is None:
        return {"month": "", "day": "?", "weekday": "", "group": _("Day not known")}
    month = "" if published.precision == "year" else SHORT_MONTHS[language][published.first.month - 1]
    return {"month": month, "day": str(published.first.year), "weekday": "", "group": _("Day not known")}


def _moved(event, day):
    return " ".join(wording.moved(*move) for move in wording.moves(event, day)[:1])


def _when(event, day):
    session = wording.next_session(event, day)
    told = wording.hours(session) if session else ""
    if event.starts_on and event.ends_on != event.starts_on:
        return ", ".join(filter(None, [wording.days(event), told]))
    others = len(event.sessions.all()) - 1
    if told and others > 0:
        more = ngettext("and %(count)d other session", "and %(count)d other sessions", others) % {"count": others}
        return f"{told}, {more}"
    return told
