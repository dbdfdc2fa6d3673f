"""Which events the public is shown, in their order, a page at a time by key."""

from datetime import timedelta

from django.core.cache import cache
from django.db import connection
from django.db.models import Exists, F, OuterRef, Prefetch, Q

from outreach.models import Event, EventChange, Party, Session, Speaker
from outreach.public.wish import EventShelf
from outreach.workflow import State
from portal.lib import codes

PAGE_SIZE = 20
# How far back the list looks for what began already and still runs; what runs for longer stands among the past ones.
LONGEST_DAYS = 92
# Seconds for which the numbers on the map are kept; with the minute of the proxies nobody reads older ones.
COUNTED_FOR = 60


def coming(day):
    """What is still to come or under way on ``day``, cancelled ones too: whoever wrote the day down must learn of it."""
    return Event.objects.listed().filter(starts_on__gte=day - timedelta(days=LONGEST_DAYS), ends_on__gte=day)


def past(day):
    """What took place, those without a day too; a cancelled one never did."""
    began_long_ago = Q(starts_on__lt=day - timedelta(days=LONGEST_DAYS))
    over = Q(starts_on=None) | Q(Q(ends_on__lt=day) | began_long_ago, starts_on__lt=day)
    return Event.objects.listed().exclude(state=State.CANCELLED).filter(over)


def narrowed(events, wish):
    if wish.area:
        events = events.in_area(wish.area)
    if wish.has_consultation:
        events = events.filter(has_consultation=True)
    if wish.has_sign_language:
        events = events.filter(has_sign_language=True)
    if wish.is_step_free:
        reached = Session.objects.filter(event=OuterRef("pk"), venue__has_step_free_way=True)
        events = events.filter(Exists(reached))
    return events


def page(wish, day, after="", size=PAGE_SIZE, load=None):
    """(at most ``size`` events, number of the last one when more follow, else "").

    ``after``: number of the event that the page before ended with; one that is gone begins anew. ``load``: adds what is
    shown of them, card details unless it says otherwise.
    """
    last = Event.objects.public().filter(number=after).only("starts_on").first() if after else None
    find = _coming_behind if wish.shelf == EventShelf.COMING else _past_behind
    rows = find(wish, day, last, size + 1, load or with_card_details)
    return rows[:size], rows[size - 1].number if len(rows) > size else ""


def _coming_behind(wish, day, last, most, load):
    rows = narrowed(coming(day), wish)
    if last and last.starts_on:
        rows = rows.filter(Q(starts_on__gt=last.starts_on) | Q(pk__gt=last.pk), starts_on__gte=last.starts_on)
    return list(load(rows).order_by("starts_on", "pk")[:most])


def _past_behind(wish, day, last, most, load):
    """The newest first; those whose day nobody recorded stand behind all others."""
    rows, found = load(narrowed(past(day), wish)), []
    if last is None or last.starts_on:
        dated = rows.filter(starts_on__lt=day)
        if last:
            dated = dated.filter(Q(starts_on__lt=last.starts_on) | Q(pk__lt=last.pk), starts_on__lte=last.starts_on)
        found = list(dated.order_by("-starts_on", "-pk")[:most])
    if len(found) < most:
        undated = rows.filter(starts_on=None)
        if last and not last.starts_on:
            undated = undated.filter(pk__lt=last.pk)
        found += undated.order_by("-pk")[: most - len(found)]
    return found


def with_card_details(events):
    sessions = Session.objects.select_related("venue__regency", "venue__province")
    return with_moves(events).prefetch_related(Prefetch("sessions", queryset=sessions))


def with_moves(events):
    """``moves``: what announced sessions were before they were changed, the newest first."""
    changes = EventChange.objects.filter(session__isnull=False, fields__overlap=list(EventChange.TOLD_OF))
    changes = changes.select_related("venue__regency", "venue__province").order_by("-pk")
    return events.prefetch_related(Prefetch("changes", queryset=changes, to_attr="moves"))


def event_at(number):
    """The Event with all that its page shows, None when the public has none of this number."""
    parties, speakers = Party.objects.select_related("office"), Speaker.objects.order_by("pk")
    sessions = Session.objects.select_related("venue__province", "venue__regency", "venue__district", "venue__village")
    found = Event.objects.public().select_related("series", "same_as").filter(number=codes.parse(number) or "")
    return (
        with_moves(found)
        .prefetch_related(
            Prefetch("sessions", queryset=sessions),
            Prefetch("parties", queryset=parties),
            Prefetch("speakers", queryset=speakers),
        )
        .first()
    )


def cancelled_why(event):
    """The officer's words on why it doesn't take place; "" when they were emptied."""
    step = event.history.filter(event="cancel").select_related("reason").order_by("-pk").first()
    return step.reason.text if step and hasattr(step, "reason") else ""


def counted(day):
    """{code of a province or regency: how many events are to come there on ``day``}, cancelled ones left out; "" for all."""
    return cache.get_or_set(f"outreach-coming-{day.isoformat()}", lambda: _count(day), COUNTED_FOR)


def _count(day):
    ids, params = coming(day).exclude(state=State.CANCELLED).values("areas").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT code, count(*) FROM ({ids}) AS listed, LATERAL unnest(listed.areas || ''::varchar) AS code
                WHERE length(code) < 6 GROUP BY code""",  # noqa: S608
            params,
        )
        return dict(cursor.fetchall())


def for_calendars(wish, day, most, kept_days):
    """The coming events and those of the last days, so that a calendar doesn't lose what has just been."""
    since = day - timedelta(days=kept_days)
    rows = narrowed(Event.objects.listed().filter(starts_on__gte=since - timedelta(days=LONGEST_DAYS)), wish)
    return with_card_details(rows.filter(ends_on__gte=since).order_by(F("starts_on"), "pk"))[:most]


def of_area(code, day, most):
    """The next events in an area of any level that do take place."""
    rows = coming(day).exclude(state=State.CANCELLED).in_area(code)
    return with_card_details(rows.order_by("starts_on", "pk"))[:most]


def next_ones(day, most):
    """For the home page."""
    rows = coming(day).exclude(state=State.CANCELLED)
    return list(with_card_details(rows.order_by("starts_on", "pk"))[:most])
