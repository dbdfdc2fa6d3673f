"""Reading the vacancy list

20,000 demo vacancies in a database of their own; the median of interleaved rounds through the whole application
(middleware, view, template), no network between. The yardstick is one vacancy's own page, or the first page of the list.
"""

import logging
import statistics
import time
from http import HTTPStatus

from benchmarks.database import filled_database
from benchmarks.run import Ratio

VACANCIES = 20_000
ROUNDS = 15
DEEP_PAGES = 200


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
    with filled_database(vacancies=VACANCIES):
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
