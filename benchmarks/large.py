"""Acts and long lists at full size

1,000,000 vacancies, 100,000 of them open, as in "Searching the vacancies", those on the first shelf with their checks and none
of them marked as invented. What a rule would change is counted twice, without it and with it; a ban is published for the
country with a ninth of the vacancies, from the click until no page shows one of them, and held against the minute within which that is
promised (proxies may keep a page for as long again). The sitemap is all of its parts through the whole application; "does it
fit me" is the answer to five questions. The yardstick is the page of one country.
"""

import logging
import statistics
import time

from benchmarks.database import filled_database
from benchmarks.run import Ratio
from benchmarks.search import MADE, multiply

ROUNDS = 5
PROMISED = 60  # seconds until a ban has closed its country
PAGE = "/negara/JP/"
ANSWERS = {"pendidikan": "SMA", "bahasa": "en", "kerja": "care", "lama": "24", "usia": "24", "negara": ""}


def measure():
    from django.test import Client
    from django.test.utils import setup_test_environment, teardown_test_environment

    from tests.jobs.rules_desk import decree, handed_in, keeper
    from tests.jobs.rules_desk import page as address

    setup_test_environment()
    logging.disable(logging.INFO)
    with filled_database(vacancies=MADE):
        multiply()
        with_checks()
        client = Client()
        page = statistics.median(seconds(lambda: client.get(PAGE)) for _round in range(ROUNDS))
        fit = statistics.median(seconds(lambda: answered(client)) for _round in range(ROUNDS))
        parts = sitemap(client)
        drafter, second = keeper(), keeper()
        previews, waiting = {}, {}
        for name, kind, facts in rules():
            waiting[name] = handed_in(drafter, address("new", kind), decree(**facts))
            previews[name] = seconds(
                lambda name=name: drafter.get(address("draft", waiting[name].pk)).context["page"].rows
            )
        ban = seconds(lambda: published(second, waiting["a ban"], client))
    teardown_test_environment()
    yield Ratio("does it fit me, the list", fit / page, "page of one country")
    yield Ratio(f"sitemap, each of {len(parts)} parts", statistics.mean(parts) / page, "page of one country")
    yield Ratio("sitemap, all of it", sum(parts) / page, "page of one country")
    for name, taken in previews.items():
        yield Ratio(f"preview of {name}", taken / page, "page of one country")
    yield Ratio("seconds until a ban has closed its country", ban / PROMISED, f"{PROMISED} s")


def seconds(act):
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


def with_checks():
    """The copies of checked vacancies get the checks of those they were copied from."""
    from django.db import connection

    from jobs.models import Check

    columns = ", ".join(
        field.column for field in Check._meta.concrete_fields if field.column not in {"id", "vacancy_id"}
    )
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(
            f"""INSERT INTO jobs_check (vacancy_id, {columns}) SELECT v.id, {columns}
                FROM jobs_vacancysearch s JOIN jobs_vacancy v ON v.id = s.vacancy_id
                JOIN jobs_check c ON c.vacancy_id = split_part(v.number, '-', 2)::bigint
                WHERE s.shelf = 1 AND v.number ~ '^B[0-9]+-[0-9]+$'"""  # noqa: S608
        )
        cursor.execute(
            "UPDATE jobs_vacancy SET is_demo = false WHERE id IN (SELECT vacancy_id FROM jobs_vacancysearch WHERE shelf < 3)"
        )
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE jobs_vacancy, jobs_check")


def answered(client):
    from django.urls import reverse

    response = client.post(reverse("fit:proposals"), ANSWERS)
    if not response.context["matches"]:
        raise RuntimeError("Nothing fits: the questions were not understood.")


def sitemap(client):
    """Seconds of each part."""
    index = client.get("/sitemap.xml").content.decode()
    addresses = [part.split("</loc>")[0] for part in index.split("<loc>")[1:]]
    return [seconds(lambda address=address: b"".join(client.get(address))) for address in addresses]


def rules():
    """(name, kind, facts) of drafts: a rule of each kind that vacancies follow from."""
    from jobs.models import Destination

    japan = Destination.objects.get(country=PAGE.split("/")[2]).pk
    anything = {"employer_kind": "", "occupation": ""}
    yield "a ban", "placement", {"destination": japan, "action": "banned", **anything}
    yield (
        "a cost for every country",
        "cost",
        {"destination": "", "occupation": "", "component": "visa", "stance": "zero"},
    )
    yield "an age for every country", "age", {"destination": "", "min_age": "19", **anything}


def published(second, draft, client):
    """Publish it; raises RuntimeError while a vacancy of the country is still shown."""
    from tests.jobs.rules_desk import publish

    publish(second, draft)
    if client.get("/lowongan/", {"negara": PAGE.split("/")[2]}).context["cards"]:
        raise RuntimeError("The country is not closed.")
