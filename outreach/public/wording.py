"""The words that list, page, calendars and sheets of events share: when, where, whether there is room."""

from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jobs.models.sources import day_of_source
from outreach.choices import Mode, Topic
from outreach.workflow import State
from portal.lib import money
from portal.lib.dates import MONTHS, WIB, long_date, zone_label
from portal.lib.language import in_page_language, is_english

# Of a session, what somebody may have written down.
_ANNOUNCED = ("held_on", "begins_at", "ends_at", "venue_id")
# So few seats are told as the last ones.
FEW_SEATS = 10
UNKNOWN = gettext_lazy("not recorded yet")
# The letters of the law in the words of those who come.
TOPICS = {
    Topic.RIGHTS: gettext_lazy("What you may ask for, and what is asked of you"),
    Topic.VACANCIES: gettext_lazy("Which jobs are open: the work, the employer, the place, what they ask for"),
    Topic.SOCIAL_SECURITY: gettext_lazy("What the social security pays for, and for whom at home"),
    Topic.PROCEDURE: gettext_lazy("The official path, step by step"),
    Topic.COST: gettext_lazy("What it costs and who pays for it"),
    Topic.RISKS: gettext_lazy("How to notice traffickers, and how to stay safe and healthy"),
    Topic.LAW_AND_CULTURE: gettext_lazy("Law and customs of the country"),
    Topic.CONTRACTS: gettext_lazy("What stands in the papers that you sign"),
    Topic.COMPANIES: gettext_lazy("Which placement companies have a licence now"),
    Topic.COUNTRIES: gettext_lazy("Which countries are open and which are closed"),
    Topic.COMPLAINTS: gettext_lazy("Where to complain, and who helps"),
}


def month_of(day):
    return f"{MONTHS['en' if is_english() else 'id'][day.month - 1]} {day.year}"


def hours(session):
    """``09.00 sampai 12.00 WITA`` of a Session, or of one as it was before; "" where nobody recorded them."""
    if session.begins_at is None:
        return ""
    zone = ZoneInfo(session.time_zone) if session.time_zone else WIB
    begins, ends = session.begins_at.astimezone(zone), session.ends_at.astimezone(zone)
    return _("%(begins)s to %(ends)s %(zone)s") % {
        "begins": f"{begins:%H.%M}", "ends": f"{ends:%H.%M}", "zone": zone_label(zone)
    }  # fmt: skip


def days(event):
    """``26 November 2026`` or from when to when; as its source has it where no day is known; "" for nothing at all."""
    if event.starts_on is None:
        found = day_of_source(event.date_as_published)
        return found.long() if found else ""
    if event.ends_on == event.starts_on:
        return long_date(event.starts_on)
    return _("%(begins)s to %(ends)s") % {"begins": long_date(event.starts_on), "ends": long_date(event.ends_on)}


def area_of(venue):
    """``Kabupaten Belu``, the province where no regency is known, else what the source calls it."""
    area = venue.regency or venue.province
    return area.name if area else venue.area_as_published


def where(session):
    venue = session.venue
    if venue is None:
        return ""
    # A venue of an import may be no more than its area.
    return ", ".join(dict.fromkeys(part for part in (venue.name, area_of(venue)) if part))


def place_of(event):
    """Of the first session with a place, and how many others there are; what is known of it where none has one."""
    places = list(dict.fromkeys(filter(None, map(where, event.sessions.all()))))
    if not places:
        return _("Online") if event.mode == Mode.DARING else _("Place not recorded yet")
    if len(places) == 1:
        return places[0]
    others = ngettext("and %(count)d other place", "and %(count)d other places", len(places) - 1)
    return f"{places[0]}, {others % {'count': len(places) - 1}}"


def next_session(event, day):
    """The first one that is not over on ``day``, else the first; None without any."""
    sessions = list(event.sessions.all())
    return next((one for one in sessions if one.held_on and one.held_on >= day), sessions[0] if sessions else None)


def is_over(event, day):
    return event.ends_on is None or event.ends_on < day


def seats(event, day):
    """(seats left, seats) of what is still to come; None where any of it has no limit."""
    ahead = [one for one in event.sessions.all() if one.held_on is None or one.held_on >= day]
    if not ahead or any(one.capacity is None for one in ahead):
        return None
    return sum(one.left for one in ahead), sum(one.capacity for one in ahead)


def standing(event, day):
    """(look, label) of components/status_badge.html; ("", "") where there is nothing to say."""
    if event.state == State.CANCELLED:
        return "bad", _("Cancelled")
    if event.state == State.SOURCED:
        return "", ""
    if is_over(event, day):
        return "off", _("Over")
    if not event.takes_sign_ups:
        return "ok", _("No sign-up, just come")
    if (found := seats(event, day)) is None:
        return "ok", _("There is room")
    if not found[0]:
        return "off", _("Full, there is a waiting list")
    if found[0] <= FEW_SEATS:
        return "turn", ngettext("Only %(count)s seat left", "Only %(count)s seats left", found[0]) % {"count": found[0]}
    return "ok", _("%(count)s seats left") % {"count": money.number(found[0])}


def moves(event, day):
    """(session, EventChange) of each session to come that was announced for another day, hour or place, the last one each.

    ``event.moves``: its changes, the newest first (``reading.with_moves``).
    """
    if event.state == State.CANCELLED:
        return []
    found = []
    for session in event.sessions.all():
        change = next((one for one in event.moves if one.session_id == session.pk), None)
        is_ahead = session.held_on is None or session.held_on >= day
        if change and is_ahead and any(getattr(change, name) != getattr(session, name) for name in _ANNOUNCED):
            found.append((session, change))
    return found


def moved(session, change):
    """``Berubah: semula Kamis, 26 November 2026, 09.00 sampai 12.00 WITA, Aula Kantor Bupati.`` What stayed is left out."""
    said = []
    if change.held_on and change.held_on != session.held_on:
        said.append(long_date(change.held_on, weekday=True))
    if change.begins_at and (change.begins_at, change.ends_at) != (session.begins_at, session.ends_at):
        said.append(hours(change))
    if change.venue_id and change.venue_id != session.venue_id:
        said.append(where(change))
    if not said:
        return _("Changed: day, hours or place were not known before.")
    return _("Changed: it was to be %(before)s.") % {"before": ", ".join(said)}


def source(event):
    """``Menurut Koran Contoh, 12 Okt 2025``; "" for an event of this portal's own offices."""
    if event.state != State.SOURCED:
        return ""
    known = event.source_day
    day = known.short() if known else _("no date")
    return _("As published by %(source)s, %(day)s") % {"source": event.source_name, "day": day}


def title_language(event):
    """Of the title, when it differs from the page's; else ""."""
    return "id" if is_english() and not event.title_en else ""


def title(event):
    return in_page_language(event.title, event.title_en)


def share_text(event, address, day):
    """What one sends on: title, day and hours, place, address."""
    session = next_session(event, day)
    when = ", ".join(filter(None, [days(event), hours(session) if session else ""]))
    if event.state == State.CANCELLED:
        told = _("Cancelled: %(title)s. %(when)s.")
    elif event.state == State.SOURCED or is_over(event, day):
        told = _("%(title)s. %(when)s. %(place)s.")
    else:
        told = _("%(title)s. %(when)s. %(place)s. Free, also without KTP.")
    return f"{told % {'title': title(event), 'when': when, 'place': place_of(event)}} {address}"
