"""Reading the vacancy list

20,000 demo vacancies in a database of their own; the median of interleaved rounds through the whole application
(middleware, view, template), no network between. The yardstick is one vacancy's own page, or the first page of the list.
"""

import io
import logging
import statistics
import time
from contextlib import contextmanager, redirect_stdout
from http import HTTPStatus

from benchmarks.run import Ratio

VACANCIES = 20_000
ROUNDS = 15
DEEP_PAGES = 200


@contextmanager
def filled_database():
    """A database made for this run and dropped after it, so that nobody's data is touched."""
    from django.core.management import call_command
    from django.db import connection

    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        with redirect_stdout(io.StringIO()):
            call_command("sync_places")
            call_command("sync_jobs")
            call_command("seed_demo", vacancies=VACANCIES, seed=1)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def seconds(client, address):
    began = time.perf_counter()
    response = client.get(address)
    taken = time.perf_counter() - began
    if response.status_code != HTTPStatus.OK:
        raise RuntimeError(f"{address} answered {response.status_code}")
    return taken


def measure():
    from django.test import Client
    from django.test.utils import setup_test_environment, teardown_test_environment

    setup_test_environment()
    logging.disable(logging.INFO)
    with filled_database():
        client = Client()
        addresses = {
            "detail": first_detail(client),
            "first": "/lowongan/",
            "deep": deep_page(client),
            "country": "/lowongan/?negara=TW",
            "words": "/lowongan/?q=perawat",
            "archive": "/lowongan/?rak=arsip",
            "home": "/",
        }
        taken = {name: [] for name in addresses}
        for _round in range(ROUNDS):
            for name, address in addresses.items():
                taken[name].append(seconds(client, address))
    teardown_test_environment()
    middle = {name: statistics.median(rounds[2:]) for name, rounds in taken.items()}
    yield Ratio("first page of 20 cards", middle["first"] / middle["detail"], "one vacancy's own page")
    yield Ratio(f"page {DEEP_PAGES}", middle["deep"] / middle["first"], "first page")
    yield Ratio("one country", middle["country"] / middle["first"], "first page")
    yield Ratio("search for a word", middle["words"] / middle["first"], "first page")
    yield Ratio("archive", middle["archive"] / middle["first"], "first page")
    yield Ratio("home", middle["home"] / middle["first"], "first page")


def first_detail(client):
    return client.get("/lowongan/").context["cards"][0].address


def deep_page(client):
    """The address of a page far down, found as a visitor finds it."""
    address = "/lowongan/"
    for _page in range(DEEP_PAGES):
        following = client.get(address).context["next_address"]
        if not following:
            break
        address = f"/lowongan/{following}"
    return address
