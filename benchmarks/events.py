"""Reading the list of events

100,000 events in a database of their own, most of them over, 10,000 to come: spread over the regencies of Indonesia, one of
five with a way without steps, one of fifty with sign language. Each case is the question for one page with all that its cards
show (three queries), asked many times with changing places; its p99 is held against the p99 of reading one event by its primary
key, in the same run. "Whole page": the request through the application, against one event's own page.
"""

import itertools
import logging
import statistics

from benchmarks.database import filled_database
from benchmarks.run import Ratio
from benchmarks.search import percentile, seconds

EVENTS = 100_000
COMING = 10  # one of so many is still to come
ROUNDS = 250
PAGE_ROUNDS = 15
DEEP_PAGES = 200


def measure(events=EVENTS):
    from django.test import Client
    from django.test.utils import setup_test_environment, teardown_test_environment

    setup_test_environment()
    logging.disable(logging.INFO)
    with filled_database():
        fill(events)
        cases = questions()
        taken = {name: [] for name in cases}
        for _round in range(ROUNDS):
            for name, ask in cases.items():
                taken[name].append(seconds(ask))
        client = Client()
        pages = addresses()
        opened = {name: [] for name in pages}
        for _round in range(PAGE_ROUNDS):
            for name, address in pages.items():
                opened[name].append(seconds(lambda address=address: client.get(address)))
    teardown_test_environment()
    lookup = percentile(taken.pop("lookup"), 99)
    for name, rounds in taken.items():
        yield Ratio(f"{name}, p50", percentile(rounds, 50) / lookup, "p99 of a lookup by primary key")
        yield Ratio(f"{name}, p99", percentile(rounds, 99) / lookup, "p99 of a lookup by primary key")
    one = statistics.median(opened.pop("one event"))
    for name, rounds in opened.items():
        yield Ratio(f"{name}, whole page", statistics.median(rounds) / one, "one event's own page")


# The numbers are no codes: nobody types them here. Days lie from so far back that a tenth is still to come.
FILL = """
WITH seats AS (SELECT code, province_id, row_number() OVER (ORDER BY code) AS place, count(*) OVER () AS many
               FROM places_regency WHERE valid_to IS NULL),
venues AS (
    INSERT INTO outreach_venue (name, kind, province_id, regency_id, area_as_published, address, has_step_free_way, access_note)
    SELECT 'Aula ' || code, 'aula', province_id, code, '', '', CASE WHEN place %% 5 = 0 THEN true END, '' FROM seats
    RETURNING id, province_id, regency_id),
placed AS (SELECT *, row_number() OVER (ORDER BY regency_id) AS place, count(*) OVER () AS many FROM venues),
made AS (
    INSERT INTO outreach_event (
        source_name, source_url, source_date, source_fingerprint, number, state, version, title, title_en, title_key, kind, mode, purpose, audience,
        topics, countries, has_sign_language, expects_minors, takes_sign_ups, audience_as_published, topics_as_published,
        speakers_as_published, materials_as_published, date_as_published, budget_source, starts_on, ends_on, areas, is_demo,
        created_at, updated_at)
    SELECT '', '', '', '', 'K' || n, CASE WHEN at < %(day)s THEN 'checked' ELSE 'planned' END, 1, 'Sosialisasi ' || n, '',
           'sosialisasi ' || n, 'SOSIALISASI', 'luring', '', '{}', '{}', '{}', CASE WHEN n %% 50 = 0 THEN true END, false,
           true, '', '', '', '', '', '', at, at + n %% 20 / 19, ARRAY[v.province_id, v.regency_id], true, now(), now()
    FROM generate_series(1, %(events)s) AS n
         CROSS JOIN LATERAL (SELECT (%(day)s::date - n * 1000 / %(events)s + 1000 / %(coming)s)::date AS at) AS day
         JOIN placed v ON v.place = n %% v.many + 1
    RETURNING id, starts_on, areas)
INSERT INTO outreach_session (event_id, venue_id, title, held_on, time_zone, link, capacity, seated, last_seat)
SELECT m.id, v.id, '', m.starts_on, 'Asia/Makassar', '', 100, m.id %% 101, 0
FROM made m JOIN venues v ON v.regency_id = m.areas[2]
"""


def fill(events):
    from django.db import connection

    from portal.lib.dates import WIB, today_in

    with connection.cursor() as cursor:
        facts = {"events": events, "day": today_in(WIB), "coming": COMING}
        cursor.execute(FILL, facts)
        cursor.execute("VACUUM ANALYZE outreach_event, outreach_session, outreach_venue")


def questions():
    """{name: a function that asks once}: places change from round to round."""
    from outreach.models import Event
    from outreach.public import reading
    from outreach.public.wish import EventShelf, Wish
    from portal.lib.dates import WIB, today_in
    from portal.places.models import Regency

    day = today_in(WIB)
    keys = itertools.cycle(list(Event.objects.order_by("?").values_list("pk", flat=True)[:1000]))
    regencies = itertools.cycle(list(Regency.objects.current().order_by("?").values_list("pk", flat=True)))

    def case(after="", **wish):
        return lambda: reading.page(
            Wish(**{name: made() if callable(made) else made for name, made in wish.items()}), day, after
        )

    def regency():
        return next(regencies)

    past = {"shelf": EventShelf.PAST}
    return {
        "lookup": lambda: Event.objects.only("title").get(pk=next(keys)),
        "to come": case(),
        f"to come, page {DEEP_PAGES}": case(after=behind(reading.coming(day).order_by("starts_on", "pk"))),
        "one province": case(province=lambda: regency()[:2]),
        "one regency": case(regency=regency),
        "sign language": case(has_sign_language=True),
        "a way without steps": case(is_step_free=True),
        "past": case(**past),
        f"past, page {DEEP_PAGES}": case(after=behind(reading.past(day).order_by("-starts_on", "-pk")), **past),
        "past of one regency": case(regency=regency, **past),
        "numbers of the map": lambda: reading._count(day),
    }


def behind(events):
    """The number of the event that page DEEP_PAGES ends with, or the last one of a small run."""
    from outreach.public.reading import PAGE_SIZE

    numbers = list(events.values_list("number", flat=True)[: DEEP_PAGES * PAGE_SIZE])
    return numbers[-1]


def addresses():
    from outreach.models import Event
    from portal.lib import codes

    event = Event.objects.latest("pk")
    event.number = codes.new_code(codes.EVENT)
    event.save(update_fields=["number"])
    return {
        "one event": event.get_absolute_url(),
        "to come": "/kegiatan/",
        "one province": "/kegiatan/?provinsi=53",
        "past": "/kegiatan/?rak=lalu",
        "calendar of one regency": "/feeds/kegiatan.ics?kabupaten=53.04",
    }
