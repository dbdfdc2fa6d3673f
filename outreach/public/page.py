"""One event on its own page: every shown value ready to print, and what nobody has recorded."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from outreach.choices import Category, Mode, PartyRole, Topic
from outreach.public import reading, wording
from outreach.workflow import State
from portal.lib import money
from portal.lib.dates import WEEKDAYS, short_date
from portal.lib.language import as_sentence, is_english, listed


@dataclass(frozen=True)
class EventPage:
    title: str
    language: str  # of the title, when it differs from the page's; else ""
    look: str
    label: str
    notes: list[dict]  # as components/note.html takes them: cancelled, moved, over
    keys: list[dict]
    agenda: list[dict]
    topics: list[str]
    speakers: list[dict]
    parties: list[dict]
    access: list[dict]
    more: list[dict]
    is_ahead: bool  # one may still go there
    looks_at_papers: bool
    takes_sign_ups: bool
    is_full: bool
    source: str


def describe(event, day):
    look, label = wording.standing(event, day)
    is_sourced, is_cancelled = event.state == State.SOURCED, event.state == State.CANCELLED
    is_ahead = not is_cancelled and not wording.is_over(event, day)
    return EventPage(
        title=wording.title(event),
        language=wording.title_language(event),
        look=look,
        label=label,
        notes=_notes(event, day),
        keys=_keys(event, day, is_ahead=is_ahead, is_sourced=is_sourced),
        agenda=_agenda(event, day),
        topics=[str(wording.TOPICS[Topic(letter)]) for letter in sorted(event.topics)],
        speakers=_speakers(event),
        parties=_parties(event),
        access=[] if is_sourced else _access(event),
        more=_more(event, is_sourced),
        is_ahead=is_ahead,
        looks_at_papers=is_ahead and bool(event.has_consultation),
        takes_sign_ups=is_ahead and event.takes_sign_ups and event.state == State.PLANNED,
        is_full=look == "off",
        source=wording.source(event),
    )


def _notes(event, day):
    if event.state == State.CANCELLED:
        why = as_sentence(reading.cancelled_why(event)) or _("The reason was not recorded.")
        return [{"kind": "bad", "title": _("This event does not take place"), "text": why}]
    notes = []
    if moves := wording.moves(event, day):
        notes.append({"kind": "turn", "title": _("The plan has changed"), "text": _moved(moves, event)})
    if event.starts_on and wording.is_over(event, day) and event.state != State.SOURCED:
        notes.append({"kind": "off", "title": _("This event is over"), "text": _("Others are still to come.")})
    return notes


def _moved(moves, event):
    """All moves of an event; of one with several sessions each begins with the session it is about."""
    several = len(event.sessions.all()) > 1
    return " ".join(
        f"{session.title or short_date(session.held_on, weekday=True)}: {wording.moved(session, change)}"
        if several and (session.title or session.held_on)
        else wording.moved(session, change)
        for session, change in moves
    )


def _keys(event, day, *, is_ahead, is_sourced):
    session = wording.next_session(event, day)
    keys = [_when(event, session)]
    place = session.venue if session else None
    if place:
        keys.append({"term": _("Place"), "value": place.name, "note": _around(place)})
    else:
        keys.append({"term": _("Place"), "value": wording.place_of(event)})
    if is_ahead and not is_sourced:
        keys.append({"term": _("Cost"), "value": _("Free"), "css": "free"})
        if event.takes_sign_ups and (seats := wording.seats(event, day)):
            left, all_seats = map(money.number, seats)
            keys.append({"term": _("Seats left"), "value": left, "note": _("of %(count)s") % {"count": all_seats}})
    return keys


def _when(event, session):
    told = wording.hours(session) if session else ""
    if event.starts_on is None:
        return {"term": _("Day"), "value": wording.days(event) or str(wording.UNKNOWN), "note": told}
    if event.ends_on == event.starts_on:
        term = WEEKDAYS["en" if is_english() else "id"][event.starts_on.weekday()]
        return {"term": term, "value": short_date(event.starts_on), "note": told}
    until = _("to %(day)s") % {"day": short_date(event.ends_on, weekday=True)}
    return {"term": _("From"), "value": short_date(event.starts_on), "note": f"{until}, {told}" if told else until}


def _around(venue):
    """Where the venue lies, from its street outwards."""
    areas = [venue.village, venue.district, venue.regency, venue.province if not venue.regency else None]
    names = [venue.address, *(area.name for area in areas if area)]
    return ", ".join(filter(None, names)) or venue.area_as_published


def _agenda(event, day):
    """The sessions in their order, as stations; one alone without a title says no more than the figures above."""
    sessions = list(event.sessions.all())
    if len(sessions) < 2 and not any(session.title for session in sessions):
        return []
    has_days, has_places = event.starts_on != event.ends_on, len({one.venue_id for one in sessions}) > 1
    return [_station(session, event, day, has_days, has_places) for session in sessions]


def _station(session, event, day, has_days, has_places):
    when = [short_date(session.held_on, weekday=True) if session.held_on and has_days else "", wording.hours(session)]
    text = [session.title, wording.where(session) if has_places else ""]
    is_ahead = event.state != State.CANCELLED and session.held_on and session.held_on >= day
    if is_ahead and event.takes_sign_ups and session.capacity is not None and len(event.sessions.all()) > 1:
        text.append(_("seats left: %(count)s") % {"count": money.number(session.left)})
    return {
        "title": ", ".join(filter(None, when)) or _("Hours not recorded yet"),
        "text": ". ".join(filter(None, text)),
        "state": "all",
        "symbol": "clk",
    }


def _speakers(event):
    if event.state == State.SOURCED:
        named = event.speakers_as_published
        return [{"term": _("Speakers"), "value": named}] if named else []
    return [
        {"term": speaker.name, "value": ", ".join(filter(None, [speaker.position, speaker.institution])) or "-",
         "note": listed(wording.TOPICS[Topic(letter)] for letter in speaker.topics)}
        for speaker in event.speakers.all()
    ]  # fmt: skip


def _parties(event):
    """Whoever holds it, by role in the order of the roles."""
    rows = []
    for role in PartyRole:
        names = [str(party) for party in event.parties.all() if party.role == role]
        if names:
            rows.append({"term": role.label, "value": listed(names)})
    return rows


def _access(event):
    """Of the first venue; a webinar has none."""
    said = {True: _("Yes"), False: _("No"), None: str(wording.UNKNOWN)}
    rows = [{"term": _("Sign language"), "value": said[event.has_sign_language]}]
    venues = {session.venue_id: session.venue for session in event.sessions.all() if session.venue_id}
    if event.mode == Mode.DARING:
        return rows
    for venue in venues.values():
        of = f" ({venue.name})" if len(venues) > 1 else ""
        rows += [
            {"term": _("Way without steps") + of, "value": said[venue.has_step_free_way], "note": venue.access_note},
            {"term": _("Toilet for wheelchairs") + of, "value": said[venue.has_wheelchair_toilet]},
        ]
    if not venues:
        rows.append({"term": _("Way without steps"), "value": said[None]})
    return rows


def _more(event, is_sourced):
    audience = listed(Category(one).label for one in event.audience) or event.audience_as_published
    rows = [
        (_("Kind"), event.get_kind_display()),
        (_("How it is held"), event.get_mode_display() if not is_sourced else ""),
        (_("For whom"), audience),
        (_("Series"), str(event.series) if event.series_id else ""),
        (_("Topics, as published"), event.topics_as_published if is_sourced else ""),
        (_("Handed out"), event.materials_as_published if is_sourced else ""),
    ]
    return [{"term": term, "value": value} for term, value in rows if value]
