"""Searching the vacancies

1,000,000 demo vacancies, 100,000 of them on the open shelves, in a database of their own: 20,000 made one by one, the rest
copies of them under other numbers and days. Each case is asked many times with changing words and countries; the p99 of its
search (the keys of a page on both shelves, and the counts with all facets) is held against the p99 of reading one vacancy by its
primary key, in the same run. Words stand in one, three or five of ten open vacancies, in one of fifty, or in one of two thousand.
"CPU": the time that PostgreSQL and Python worked for one search, against the same of a lookup; other work on the machine moves
it less. "Whole page": the request through the application, against the page of one country.
"""

import itertools
import logging
import math
import statistics
import time
from pathlib import Path

from benchmarks.database import filled_database
from benchmarks.run import Ratio

MADE = 20_000
ALL = 1_000_000
OPEN = 100_000
ROUNDS = 250
PAGE_ROUNDS = 15
DEEP_PAGES = 200
# Put into one of so many open vacancies, as the demo knows only words that many have.
SPREAD = {"zebra": 2, "zamrud": 50, "zaitun": 2000}
WORDS = ("perawat", "operator pabrik", "caregiver", "juru las", "pekerja", "taoyuan", "pramusaji hotel", *SPREAD)
COUNTRIES = ("TW", "MY", "JP", "KR", "HK", "SG", "SA", "PL")


def measure():
    from django.test import Client
    from django.test.utils import setup_test_environment, teardown_test_environment

    setup_test_environment()
    logging.disable(logging.INFO)
    with filled_database(vacancies=MADE):
        multiply()
        cases, cpu = queries(), Clock()
        taken, worked = ({name: [] for name in cases} for _ in range(2))
        for _round in range(ROUNDS):
            for name, ask in cases.items():
                before = cpu()
                taken[name].append(seconds(ask))
                worked[name].append(cpu() - before)
        pages = {name: [] for name in addresses()}
        client = Client()
        for _round in range(PAGE_ROUNDS):
            for name, address in addresses().items():
                pages[name].append(seconds(lambda address=address: client.get(address)))
    teardown_test_environment()
    lookup, lookup_cpu = percentile(taken.pop("lookup"), 99), statistics.mean(worked["lookup"])
    for name, rounds in taken.items():
        yield Ratio(f"{name}, p50", percentile(rounds, 50) / lookup, "p99 of a lookup by primary key")
        yield Ratio(f"{name}, p95", percentile(rounds, 95) / lookup, "p99 of a lookup by primary key")
        yield Ratio(f"{name}, p99", percentile(rounds, 99) / lookup, "p99 of a lookup by primary key")
        yield Ratio(f"{name}, CPU, p95", percentile(worked[name], 95) / lookup_cpu, "CPU of a lookup")
    plain = statistics.median(pages.pop("page of one country"))
    for name, rounds in pages.items():
        yield Ratio(f"{name}, whole page", statistics.median(rounds) / plain, "page of one country")


def multiply():
    """Copies until there are OPEN rows on the open shelves and ALL together, each in a place and on a day of its own."""
    from django.db import connection
    from django.db.models import Max

    from jobs.models import FacetCount, Vacancy, VacancySearch

    made = Vacancy.objects.aggregate(last=Max("pk"))["last"]
    unique = {"id", "number", "job_order_number", "source_url", "title_key", "submission_key"}
    copied = [field.column for field in Vacancy._meta.concrete_fields if field.column not in unique]
    with connection.cursor() as cursor:
        # Neither triggers nor other indexes than those of keys, and all of them again at the end: a fifth of the time.
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(INDEXES)
        indexes = dict(cursor.fetchall())
        cursor.execute(f"DROP INDEX {', '.join(indexes)}")
        for is_open, wanted in ((True, OPEN), (False, ALL - OPEN)):
            shelf = VacancySearch.objects.filter(shelf__lt=3) if is_open else VacancySearch.objects.filter(shelf=3)
            there = shelf.count()
            for copy in range(1, math.ceil(wanted / there)):
                cursor.execute(
                    COPY.format(columns=", ".join(copied)),
                    {"copy": f"{'B' if is_open else 'A'}{copy}", "days": copy, "is_open": is_open, "made": made,
                     "most": min(there, wanted - there * copy)},
                )  # fmt: skip
        for word, apart in SPREAD.items():
            cursor.execute(
                """UPDATE jobs_vacancysearch SET document = document || to_tsvector('indonesian', %s)
                   WHERE shelf < 3 AND vacancy_id %% %s = 0""",
                [word, apart],
            )
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("SET maintenance_work_mem = '256MB'")
        for statement in indexes.values():
            cursor.execute(statement.replace(" ON ONLY ", " ON "))
        FacetCount.objects.rebuild()
        cursor.execute("VACUUM ANALYZE jobs_vacancy, jobs_vacancysearch, jobs_facetcount")


INDEXES = """
SELECT indexname, indexdef FROM pg_indexes
WHERE tablename IN ('jobs_vacancy', 'jobs_vacancysearch') AND indexdef NOT LIKE 'CREATE UNIQUE %%'
"""
# The row that it was copied from stands in its number.
COPY = """
WITH chosen AS (
    SELECT v.* FROM jobs_vacancy v JOIN jobs_vacancysearch s ON s.vacancy_id = v.id
    WHERE v.id <= %(made)s AND (s.shelf < 3) = %(is_open)s ORDER BY v.id LIMIT %(most)s),
copies AS (
    INSERT INTO jobs_vacancy (number, job_order_number, source_url, title_key, {columns})
    SELECT %(copy)s || '-' || id, CASE WHEN job_order_number = '' THEN '' ELSE job_order_number || %(copy)s END,
           source_url || %(copy)s, title_key, {columns} FROM chosen RETURNING id, number)
INSERT INTO jobs_vacancysearch
    (vacancy_id, shelf, country, published_on, closes_on, pay, listed_until, age_min, age_max, tokens, document)
SELECT c.id, s.shelf, s.country, k.published_on, s.closes_on, k.pay, s.listed_until, s.age_min, s.age_max, s.tokens,
       ts_delete(s.document, jobs_steps(s.shelf, s.published_on, s.closes_on, s.pay))
           || array_to_tsvector(jobs_steps(s.shelf, k.published_on, s.closes_on, k.pay))
FROM copies c JOIN jobs_vacancysearch s ON s.vacancy_id = split_part(c.number, '-', 2)::bigint
     CROSS JOIN LATERAL (SELECT s.published_on - %(days)s * 7 %% 300, s.pay + %(days)s * 1000) AS k (published_on, pay)
"""


def queries():
    """{name: a function that asks once}: words and countries change from round to round."""
    from jobs import search, search_pages
    from jobs.choices import Shelf, Sort
    from jobs.models import Vacancy, VacancySearch
    from portal.lib.dates import WIB, today_in

    day = today_in(WIB)
    words, countries = itertools.cycle(WORDS), itertools.cycle(COUNTRIES)
    keys = itertools.cycle(list(VacancySearch.objects.values_list("pk", flat=True)[:1000]))
    deep = deep_number(day)

    def one_page(make, after=None):
        wish = make()
        search_pages.keys(wish, Shelf.OPEN, day, search.counts(wish, Shelf.OPEN, day), after)

    def case(after=None, **wish):
        made = {name: value if callable(value) else lambda value=value: value for name, value in wish.items()}
        return lambda: one_page(lambda: search.Wish(**{name: make() for name, make in made.items()}), after)

    def word():
        return next(words)

    def country():
        return (next(countries),)

    return {
        "lookup": lambda: Vacancy.objects.only("title").get(pk=next(keys)),
        "no text": case(),
        "no text, page 200": case(after=deep),
        "closing first": case(sort=Sort.CLOSING),
        "highest pay first": case(sort=Sort.PAY),
        "one country": case(countries=country),
        "one country, by pay": case(countries=country, sort=Sort.PAY),
        "two countries, by pay": case(countries=lambda: country() + country(), sort=Sort.PAY),
        "pay range": case(pay=8_000_000),
        "pay range, closing first": case(pay=12_000_000, sort=Sort.CLOSING),
        "education and sex": case(education="SMP", sex="female"),
        "text of one or two words": case(words=word),
        "text, country and kind of employer": case(words=word, countries=country, kinds=("corporate",)),
        "text, by pay": case(words=word, sort=Sort.PAY),
        "text, closing first": case(words=word, sort=Sort.CLOSING),
        "text, country and kind of employer, by pay": case(
            words=word, countries=country, kinds=("corporate",), sort=Sort.PAY
        ),
        "text, behind page 200": case(words=word, after=deep),
    }


def deep_number(day):
    """The number of the vacancy that page DEEP_PAGES ends with."""
    from jobs.models import VacancySearch
    from jobs.search_pages import PAGE_SIZE

    rows = VacancySearch.objects.on_shelves(day).order_by("shelf", "-published_on", "-vacancy_id")
    return rows.select_related("vacancy")[DEEP_PAGES * PAGE_SIZE].vacancy.number


def addresses():
    return {
        "page of one country": "/negara/TW/",
        "list": "/lowongan/",
        "list, a word": "/lowongan/?q=perawat",
        "list, a word and a country": "/lowongan/?q=perawat&negara=TW",
        "list by pay": "/lowongan/?urut=gaji",
        "archive": "/lowongan/?rak=arsip",
    }


class Clock:
    """Seconds that this process and its session of the database have worked so far."""

    def __init__(self):
        from django.db import connection

        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            self.session = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")

    def __call__(self):
        return time.process_time() + int(self.session.read_text().split()[0]) / 1e9


def seconds(ask):
    began = time.perf_counter()
    ask()
    return time.perf_counter() - began


def percentile(rounds, percent):
    return statistics.quantiles(rounds, n=100, method="inclusive")[percent - 1]
