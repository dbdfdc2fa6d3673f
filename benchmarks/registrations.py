"""Registering at full size

Demo registrations with up to six papers each in a database of their own, nearly a quarter of them at the office that is asked; fewer with
`python -m benchmarks.run registrations=20000`. Each case of an officer (its rows with all that they show; a search by NIK with what it
writes down about itself) is asked in turns, for other people each time, and its p99 held against the p99 of reading one registration by
its primary key. "Whole page": the request through the application. Moves: 8 processes, each with files of its own, approve or return
them by `take_step` with all checks, history and outbox; by hand it is psycopg2 with the same checks and the same rows in five round
trips.
"""

import itertools
import logging
import statistics
from contextlib import redirect_stdout
from io import StringIO

from benchmarks import moving
from benchmarks.database import filled_database
from benchmarks.messages import ask, seconds
from benchmarks.run import Ratio
from benchmarks.search import percentile

SIZE = 1_000_000
ROUNDS, PAGE_ROUNDS = 250, 25
DEEP_PAGE = 100
MOST_QUERIES = 12
HISTORIES = (1, 200)


def measure(size=SIZE):
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import setup_test_environment, teardown_test_environment

    setup_test_environment()
    logging.disable(logging.INFO)
    with filled_database():
        with redirect_stdout(StringIO()):
            call_command("sync_consent_texts")
            call_command("seed_demo_accounts")
            call_command("seed_demo", vacancies=0, registrations=size, seed=1)
        ask("VACUUM ANALYZE")
        yield from reading()
        yield from pages()
        yield from own_page()
        yield from moves(connection.settings_dict["NAME"])
    teardown_test_environment()


def reading():
    cases = queries()
    taken = {name: [] for name in cases}
    for _round in range(ROUNDS):
        for name, act in cases.items():
            taken[name].append(seconds(act))
    lookup = percentile(taken.pop("lookup"), 99)
    for name, rounds in taken.items():
        yield Ratio(f"{name}, p50", percentile(rounds, 50) / lookup, "p99 of a lookup by primary key")
        yield Ratio(f"{name}, p99", percentile(rounds, 99) / lookup, "p99 of a lookup by primary key")


def queries():
    """{name: a function that asks once}."""
    from jobs.search import capped_count
    from portal.accounts.roles import Role
    from registrations.desk import finding, queue
    from registrations.desk.queue import Sort, Tab
    from registrations.models import Registration
    from registrations.official import views as official

    by, regency = officer(), officer(Role.REGENCY_OFFICER)
    keys = itertools.cycle(list(Registration.objects.order_by("-pk").values_list("pk", flat=True)[:1000]))
    own = Registration.objects.at_desk(by).exclude(state="draft").select_related("candidate").order_by("number")[:500]
    known = itertools.cycle([(file.number, file.candidate.nik, file.candidate.name[:8]) for file in own])

    def rows(who, tab, sort=Sort.OLDEST, depth=0):
        found = queue.of_tab(Registration.objects.at_desk(who), tab, who)
        order = queue._order(tab, sort, None)[0]
        there = min(depth * queue.ROWS, max(found.count() - queue.ROWS - 1, 0))
        after = found.order_by(*order)[there] if depth else None
        return lambda: queue.page_of(queue.of_tab(Registration.objects.at_desk(who), tab, who), tab, sort, after)

    def numbers(who):
        scope = Registration.objects.at_desk(who)
        return lambda: [capped_count(queue.of_tab(scope, tab, who)) for tab in Tab]

    def unrecorded(who):
        return lambda: list(official._unrecorded(who).with_people().order_by("state_since", "pk")[: official.ROWS])

    return {
        "lookup": lambda: Registration.objects.only("number").get(pk=next(keys)),
        "queue, first page": rows(by, Tab.TURN),
        f"queue, page {DEEP_PAGE}": rows(by, Tab.TURN, depth=DEEP_PAGE),
        "queue, flagged first": rows(by, Tab.TURN, Sort.RISK),
        f"queue, flagged first, page {DEEP_PAGE}": rows(by, Tab.TURN, Sort.RISK, DEEP_PAGE),
        "returned files, lapsing first": rows(by, Tab.PERSON, Sort.DEADLINE),
        f"finished files, page {DEEP_PAGE}": rows(by, Tab.DONE, depth=DEEP_PAGE),
        "queue of a regency, first page": rows(regency, Tab.TURN),
        "finished files of a regency": rows(regency, Tab.DONE),
        "numbers on all tabs": numbers(by),
        "numbers on all tabs of a regency": numbers(regency),
        "next file to take": lambda: queue.next_for(by).first(),
        "files without a number of SISKOP2MI": unrecorded(by),
        "files without a number of SISKOP2MI of a regency": unrecorded(regency),
        "search by number": lambda: finding.find(by, next(known)[0]),
        "search by NIK": lambda: finding.find(by, next(known)[1]),
        "search by name": lambda: finding.find(by, next(known)[2]),
        "one file, as the reader may see it": lambda: list(
            Registration.objects.visible_to(by).filter(number=next(known)[0])
        ),
    }


def officer(role=None):
    from portal.accounts.acting import Acting
    from portal.accounts.demo import email_of
    from portal.accounts.models import Membership
    from portal.accounts.roles import Role

    members = Membership.objects.select_related("user", "office__province")
    member = members.filter(user__email=email_of(role or Role.BP3MI_OFFICER)).order_by("-pk")[0]
    return Acting(user=member.user, membership=member, ip="192.0.2.7")


def pages():
    from django.test import Client

    from tests.factories.accounts import log_in

    client = log_in(Client(), officer().user)
    address = "/petugas/berkas/"
    first = client.get(address)
    if first.status_code != 200 or not first.context["rows"]:
        raise RuntimeError("The officer's queue is empty.")
    second = address + first.context["next_address"]
    public = statistics.median(seconds(lambda: client.get("/lowongan/")) for _round in range(PAGE_ROUNDS))
    for name, where in (("queue, first page", address), ("queue, second page", second)):
        taken = [seconds(lambda where=where: client.get(where)) for _round in range(PAGE_ROUNDS)]
        yield Ratio(f"{name}, whole page", statistics.median(taken) / public, "empty list of vacancies, whole page")


def own_page():
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    from portal.accounts.demo import email_of
    from portal.accounts.roles import Role
    from registrations.models import Registration
    from tests.factories.accounts import log_in

    of_citizen = Registration.objects.filter(candidate__user__email=email_of(Role.CITIZEN))
    file = of_citizen.select_related("candidate__user").get()
    client = log_in(Client(), file.candidate.user)
    client.get("/saya/")  # the first look of a day counts how long the office takes
    have = file.history.count()
    for wanted in HISTORIES:
        ask(
            "INSERT INTO registrations_registrationstep (registration_id, event, source, target, version, role, system, taken_at)"
            " SELECT %s, 'data_changed', 'verified', 'in_review', number, '', 'benchmark', now()"
            " FROM generate_series(1, %s) AS number",
            [file.pk, max(wanted - have, 0)],
        )
        with CaptureQueriesContext(connection) as asked:
            page = client.get("/saya/")
        if page.status_code != 200 or "path" not in page.context:
            raise RuntimeError("The person's page shows no path.")
        steps = file.history.count()
        yield Ratio(
            f"queries of the person's page, {steps} steps", len(asked) / MOST_QUERIES, f"{MOST_QUERIES} queries"
        )


def moves(name):
    for event, ours, by_hand in moving.rates(name, officer().membership):
        yield Ratio(f"moves a second, {moving.CLIENTS} clients, {event}", ours / by_hand, "the same by hand")
