"""One event as its offices read it: facts, sessions, what is empty, what became of it."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from outreach.choices import Category, Mode, PartyRole, Topic
from outreach.models import CountChange, Event, Session
from outreach.plan.lines import SLUGS, TITLES
from outreach.plan.lists import LOOKS, Line
from outreach.workflow import STEPS, TOOK_PLACE, State
from portal.lib import money
from portal.lib.dates import long_date, short_date, short_moment, zone_label
from portal.places.models import Country
from portal.workflow import open_events

# Steps of the report belong to its own room.
PRESSED = ("publish", "record", "hold", "cancel")
LABELS = {
    "publish": gettext_lazy("Publish"),
    "record": gettext_lazy("Record that it was held"),
    "hold": gettext_lazy("It was held"),
    "cancel": gettext_lazy("Cancel the event"),
}
HISTORY = 30
_NOT_OF_COLUMNS = {
    **TITLES,
    "venue": gettext_lazy("Place"),
    "session_added": gettext_lazy("a session was added"),
    "session_removed": gettext_lazy("a session was taken out"),
}


def pressed(event, by):
    """(step, label) of what ``by`` may do now. What lies ahead can't have been held, what is over can't be published."""
    open_ones = [one for one in open_events(event, by) if one in PRESSED]
    return [(one, LABELS[one]) for one in open_ones if one == "cancel" or not _is_idle(event, one)]


def _is_idle(event, step):
    """Of the two ways out of a draft the one that its day rules out; both stay while no day is known."""
    guards = STEPS[step].guards
    return bool(event.starts_on) and any(guard(event) for guard in guards)


def when_of(event):
    if event.starts_on is None:
        return _("No day yet")
    if event.ends_on == event.starts_on:
        return short_date(event.starts_on, weekday=True)
    return f"{short_date(event.starts_on)} – {short_date(event.ends_on)}"


def line_of(event):
    """A Line of the list; its sessions and parties stand prefetched."""
    venues = [session.venue for session in event.sessions.all() if session.venue]
    names = dict.fromkeys(str(venue.regency or venue) for venue in venues)
    return Line(
        number=event.number,
        title=str(event),
        when=when_of(event),
        place=", ".join(names) or (_("Online") if event.mode == Mode.DARING else _("No place yet")),
        offices=", ".join(str(party) for party in event.parties.all() if party.role in _LEADING),
        look=LOOKS[State(event.state)],
        state=event.get_state_display(),
    )


_LEADING = {PartyRole.ORGANISER, PartyRole.CO_ORGANISER}


def sessions_of(event):
    """Each with its place in the event (1, 2, 3), ready to print."""
    counts = {count.session_id: count for count in event.counts.all()}
    return [
        {
            "place": place,
            "title": session.title or _("Session %(place)s") % {"place": place},
            "when": hours_of(session),
            "facts": _facts_of_session(session, event.state in TOOK_PLACE, counts.get(session.pk)),
        }
        for place, session in enumerate(event.sessions.all(), start=1)
    ]


def hours_of(session):
    """``Kamis, 26 November 2026, 09.00 sampai 12.00 WITA``."""
    if session.held_on is None:
        return _("No day yet")
    day = long_date(session.held_on, weekday=True)
    if session.begins_at is None:
        return day
    begins, ends = (moment.astimezone(session.zone) for moment in (session.begins_at, session.ends_at))
    facts = {"from": f"{begins:%H.%M}", "until": f"{ends:%H.%M}", "zone": zone_label(session.zone)}
    return f"{day}, " + _("%(from)s to %(until)s %(zone)s") % facts


def _facts_of_session(session, took_place, count):
    venue = session.venue
    areas = [venue.village, venue.district, venue.regency] if venue else []
    rows = [
        (_("Place"), ", ".join(dict.fromkeys(map(str, filter(None, [venue, *areas])))) or _("No place yet")),
        (_("Address"), venue and venue.address),
        (_("For wheelchairs"), venue and _way_in(venue)),
        (_("Address online"), session.link),
        (_("Seats"), session.capacity and money.number(session.capacity)),
    ]
    if took_place:
        rows.append((_("Came"), money.number(count.total) if count and count.total is not None else _("not counted")))
    return [{"term": term, "value": value} for term, value in rows if value]


def _way_in(venue):
    said = {True: _("way in without steps"), False: _("steps on the way in"), None: _("nobody has looked")}
    parts = [said[venue.has_step_free_way]]
    if venue.has_wheelchair_toilet is not None:
        parts.append(_("toilet for wheelchairs") if venue.has_wheelchair_toilet else _("no toilet for wheelchairs"))
    return ", ".join([*parts, *filter(None, [venue.access_note])])


def facts_of(event):
    countries = [str(one) for one in Country.objects.filter(pk__in=event.countries)]
    rows = [
        (_("Kind"), event.get_kind_display()),
        (_("How it is held"), event.get_mode_display()),
        (_("For whom"), ", ".join(str(Category(one).label) for one in event.audience)),
        (_("Aim"), event.purpose),
        (_("Topics"), "; ".join(f"{one}. {Topic(one).label}" for one in event.topics)),
        (_("Countries"), ", ".join(sorted(countries))),
        (_("Series"), event.series and str(event.series)),
        (_("Papers are looked at there"), _said(event.has_consultation)),
        (_("Sign language"), _said(event.has_sign_language)),
        (_("People sign up before"), _said(event.takes_sign_ups)),
        (_("People under 18"), event.expects_minors and _("expected: no NIK is asked, no photo bears a name")),
        (_("Paid from"), event.get_budget_source_display()),
        (_("Amount"), event.budget_amount is not None and money.amount(event.budget_amount, "IDR")),
    ]
    return [{"term": term, "value": value} for term, value in rows if value]


def _said(answer):
    return "" if answer is None else _("yes") if answer else _("no")


def lines_of(event):
    """The four sorts of lines: slug, title, and their rows in words."""
    words = {
        "parties": lambda row: f"{row.get_role_display()}: {row}",
        "letters": _letter,
        "speakers": _speaker,
        "materials": _material,
    }
    return [
        {"slug": slug, "title": TITLES[name], "rows": [words[name](row) for row in getattr(event, name).all()]}
        for slug, name in SLUGS.items()
    ]


def _letter(row):
    day = f", {short_date(row.dated_on)}" if row.dated_on else ""
    return f"{row.get_kind_display()}: {row}{day}"


def _speaker(row):
    minutes = _("%(count)s minutes") % {"count": row.minutes} if row.minutes else ""
    topics = _("topics %(letters)s") % {"letters": ", ".join(row.topics)} if row.topics else ""
    standing = _("confirmed") if row.confirmed_on else _("not confirmed yet")
    return ", ".join(filter(None, [row.name, row.position, row.institution, topics, minutes, standing]))


def _material(row):
    copies = _("%(count)s copies") % {"count": money.number(row.copies)} if row.copies is not None else ""
    return f"{row.get_kind_display()}: " + ", ".join(filter(None, [row.title, copies]))


def empty_of(event):
    """What is still empty, in words; nothing of it keeps a draft from being saved."""
    sessions = list(event.sessions.all())
    is_online = event.mode == Mode.DARING
    missing = [
        (not event.kind, _("kind")),
        (not event.audience, _("for whom")),
        (not event.topics, _("topics")),
        (not event.purpose, _("aim")),
        (not event.budget_source, _("who pays")),
        (not event.letters.all(), _("letter")),
        (not event.speakers.all(), _("speakers")),
        (not sessions or any(session.held_on is None for session in sessions), _("day")),
        (not sessions or any(session.begins_at is None for session in sessions), _("hours")),
        (not is_online and (not sessions or any(session.venue is None for session in sessions)), _("place")),
    ]
    return [name for is_missing, name in missing if is_missing]


def history_of(event, zone):
    """Newest first: steps, changes of what people may know, corrected counts."""
    found = [
        (row.taken_at, State(row.target).label, row.user, getattr(row, "reason", None))
        for row in event.history.select_related("user", "reason").order_by("-pk")[:HISTORY]
    ]
    found = [(at, title, user, reason.text if reason else "") for at, title, user, reason in found]
    changes = event.changes.select_related("changed_by", "venue").order_by("-pk")[:HISTORY]
    found += [(row.changed_at, _("Changed"), row.changed_by, _change(row)) for row in changes]
    corrected = CountChange.objects.filter(count__event=event).select_related("changed_by").order_by("-pk")[:HISTORY]
    found += [(row.changed_at, _("Count corrected"), row.changed_by, row.reason) for row in corrected]
    found.sort(key=lambda entry: entry[0], reverse=True)
    return [
        {
            "title": str(title),
            "text": text,
            "who": user.name if user else _("The portal, by itself"),
            "when": short_moment(at, zone),
        }
        for at, title, user, text in found[:HISTORY]
    ]


def _change(row):
    names = ", ".join(_name_of(field) for field in row.fields)
    before = _before(row)
    return f"{names}. " + _("Before: %(facts)s.") % {"facts": before} if before else f"{names}."


def _name_of(field):
    if field in _NOT_OF_COLUMNS:
        return str(_NOT_OF_COLUMNS[field])
    model = next(model for model in (Event, Session) if field in {one.name for one in model._meta.fields})
    return str(capfirst(model._meta.get_field(field).verbose_name))


def _before(row):
    if row.held_on is None and row.venue is None:
        return ""
    session = Session(**{name: getattr(row, name) for name in (*row.TOLD_OF, "time_zone")})
    return ", ".join(filter(None, [row.held_on and hours_of(session), row.venue and str(row.venue), row.link]))
