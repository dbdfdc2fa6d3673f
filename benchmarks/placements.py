"""Placements at full size

Rows multiplied by the database itself (INSERT … SELECT), in a database of their own: one office with 100,000 open cases in all
states, some late, some standing still, some of other countries, schemes and companies; and people whose registrations and cases
ask for a million papers with dates, half of them with a day of departure. Fewer with
`python -m benchmarks.run placements=100000` (papers). Each look at the board is asked in turns with the others; "whole page": the
request through the application. The forecast is renewed as in the first night, when everything is written, and as in any
other, when a thousandth has changed.
"""

import logging
from datetime import timedelta

from benchmarks.database import empty_database
from benchmarks.messages import ask, seconds
from benchmarks.run import Ratio
from benchmarks.search import percentile

PAPERS = 1_000_000
MOST_CASES = 100_000  # of the office that is asked
ELSEWHERE = 20_000
ROUNDS, PAGE_ROUNDS = 200, 100
AIM_OF_BOARD, AIM_OF_NIGHT = 0.1, 120  # seconds
ASKED = ("diploma", "health", "skck", "passport", "competence", "visa")
CHANGED = 1000  # one paper of so many, each night


def measure(papers=PAPERS):
    from django.test.utils import setup_test_environment, teardown_test_environment

    setup_test_environment()
    logging.disable(logging.INFO)
    with empty_database():
        officer = fill(papers // len(ASKED))
        yield from looks(officer)
        yield from pages(officer)
        yield from nights()
    teardown_test_environment()


def fill(people):
    """Rows of ``people`` with their papers and cases; returns an officer of the office with the most cases."""
    from portal.accounts.roles import Role
    from portal.lib.dates import WIB, today_in
    from tests.factories.accounts import MembershipFactory
    from tests.factories.jobs import DestinationFactory, ValidityRuleFactory
    from tests.factories.placements import OpenVacancyFactory, PlacementFactory, WayFactory
    from tests.factories.registrations import DocumentFactory, PinnedPaperFactory

    day = today_in(WIB)
    for place, paper in enumerate(ASKED):
        ValidityRuleFactory(paper=paper, months=place + 3)
    ValidityRuleFactory(paper="passport", months=6, counted="after_departure")
    case = PlacementFactory(procedure=WayFactory(), planned_departure_on=day + timedelta(days=90))
    case.registration.planned_departure_on = case.planned_departure_on
    case.registration.save(update_fields=["planned_departure_on"])
    for paper in ASKED:
        PinnedPaperFactory(registration=case.registration, paper=paper, due="opp")
        DocumentFactory(candidate=case.candidate, paper=paper, issued_on=day - timedelta(days=30), state="accepted")
    vacancies = [OpenVacancyFactory(destination=case.destination) for _each in range(40)]
    officer = MembershipFactory(office=case.office, role=Role.BP3MI_OFFICER)
    elsewhere = MembershipFactory(role=Role.BP3MI_OFFICER).office
    countries = [case.destination_id, *(DestinationFactory(country__iso2=iso2).pk for iso2 in ("JP", "KR", "MY", "DE"))]
    multiply(case, people)
    spread_cases(case, countries, vacancies, elsewhere)
    ask("VACUUM ANALYZE")
    return officer


def multiply(case, people):
    """The one person ``people`` times, with registration, papers and case: each copy under keys of its own."""
    from registrations.models import Candidate, Document, PinnedPaper, Registration
    from registrations.placements.models import Placement

    key = "1000 + n"
    copies(Candidate, people, id=key, user_id="NULL", nik_index="NULL", name="'Maria ' || n")
    # Half of them know when they will leave.
    departure = "CASE WHEN n % 2 = 0 THEN current_date + 30 + n % 300 END"
    index = "decode(lpad(to_hex(n), 64, '0'), 'hex')"
    facts = {"number": "'R-B' || n", "official_id": "'B-' || n", "nik_index": index, "planned_departure_on": departure}
    copies(Registration, people, id=key, candidate_id=key, **facts)
    until = "CASE WHEN n % 3 = 0 THEN current_date + n % 900 END"
    copies(Document, people, candidate_id=key, issued_on="current_date - n % 700", expires_on=until)
    copies(PinnedPaper, people, registration_id=key)
    cases = min(people, MOST_CASES + ELSEWHERE)
    copies(Placement, cases, id=key, number="'J-B' || n", registration_id=key, candidate_id=key)


def copies(model, count, **changes):
    """Insert every row of the model ``count`` times; ``changes``: SQL of columns, where ``n`` counts the copies."""
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    names = [field.column for field in fields if "id" in changes or not field.primary_key]
    values = ", ".join(changes.get(name, f"template.{name}") for name in names)
    ask(
        f"INSERT INTO {model._meta.db_table} ({', '.join(names)}) SELECT {values}"  # noqa: S608 - names of ours
        f" FROM {model._meta.db_table} template, generate_series(1, {count}) n"
    )


def spread_cases(case, countries, vacancies, elsewhere):
    """Over states, ages, vacancies and countries; the last ones are of another office."""
    from registrations.placements.recording.board import ON_BOARD

    states = [state for state in ON_BOARD if state not in {"ready", "departed"}]  # they need a second officer each
    lists = {"states": states, "vacancies": [one.pk for one in vacancies], "countries": countries}
    ask(
        """UPDATE placements_placement SET
            state = (%(states)s::text[])[id %% %(many)s + 1],
            state_since = now() - (id %% 400) * interval '1 day',
            vacancy_id = (%(vacancies)s::bigint[])[id / 7 %% 40 + 1],
            destination_id = (%(countries)s::bigint[])[CASE WHEN id %% 50 = 0 THEN id / 50 %% 5 ELSE 0 END + 1],
            scheme = CASE WHEN id %% 90 = 0 THEN 'UKPS' ELSE scheme END,
            office_id = CASE WHEN id > %(last)s THEN %(elsewhere)s ELSE office_id END,
            stands_still = id %% 100 = 0,
            usual_until = CASE WHEN id %% 10 = 0 THEN current_date - (id %% 40)::int END,
            planned_departure_on = CASE WHEN id %% 2 = 0 THEN current_date + (id %% 90)::int END
        WHERE id >= 1000""",
        lists | {"many": len(states), "elsewhere": elsewhere.pk, "last": 1000 + MOST_CASES},
    )


# What is measured -----------------------------------------------------------------------------------


def looks(officer):
    """The board and its lists without the page around them, narrowed by each filter."""
    from portal.lib.dates import WIB, today_in
    from registrations.placements.models import Placement
    from registrations.placements.recording import board
    from registrations.placements.recording.filters import Wish
    from tests.factories.accounts import acting

    by, day = acting(officer), today_in(WIB)
    some = Placement.objects.filter(office=officer.office_id, pk__gte=1000).select_related("vacancy__placement_company")
    rare = some.exclude(destination=some[0].destination_id).select_related("destination")[0].destination
    wishes = {
        "all": {}, "late": {"telat": True}, "standing still": {"diam": True}, "a rare scheme": {"skema": "UKPS"},
        "a rare country": {"negara": rare.country_id}, "a vacancy": {"cari": some[0].vacancy.number},
        "a company": {"cari": str(some[0].vacancy.placement_company)},
        "a rare country, late": {"negara": rare.country_id, "telat": True},
    }  # fmt: skip
    scope = Placement.objects.visible_to(by)
    acts = {}
    for name, asked in wishes.items():
        wish = Wish(day, **asked)
        acts[f"board, {name}"] = lambda wish=wish: board.late_and_still(board.columns(scope, wish, WIB), scope, wish)
    state = Wish(day, tahap="fit")
    after = scope.filter(state="fit").order_by("state_since", "pk")[2000 if scope.count() > 50_000 else 50]
    acts["one state, far back"] = lambda: board.page_of(scope, state, WIB, after)
    for act in acts.values():
        act()
    taken = {name: [] for name in acts}
    for _round in range(ROUNDS):
        for name, act in acts.items():
            taken[name].append(seconds(act))
    for name, rounds in taken.items():
        p99 = percentile(rounds, 99)
        yield Ratio(f"{name}: p99, here {p99 * 1000:.0f} ms", p99 / AIM_OF_BOARD, "100 ms")


def pages(officer):
    from django.test import Client
    from django.urls import reverse

    from tests.factories.accounts import log_in

    client = log_in(Client(), officer.user)
    address = reverse("recording:board")
    for name, query in (("board", ""), ("board, late ones", "?telat=1"), ("one state", "?tahap=fit")):
        if client.get(address + query).status_code != 200:
            raise RuntimeError(f"{address}{query} did not answer.")
        p99 = percentile(
            [seconds(lambda query=query: client.get(address + query)) for _round in range(PAGE_ROUNDS)], 99
        )
        yield Ratio(f"{name}, whole page: p99, here {p99 * 1000:.0f} ms", p99 / AIM_OF_BOARD, "100 ms")


def nights():
    from django.db.models import F

    from registrations import forecast
    from registrations.models import Document, PaperForecast

    count = Document.objects.count()
    first = seconds(forecast.renew_all)
    ask("ANALYZE registrations_paperforecast")
    again = seconds(forecast.renew_all)
    some = Document.objects.annotate(rest=F("pk") % CHANGED).filter(rest=0, expires_on=None)
    some.update(issued_on=F("issued_on") + timedelta(days=40))
    night = seconds(forecast.renew_all)
    if not PaperForecast.objects.exists():
        raise RuntimeError("Nothing was forecast.")
    for name, taken in (("first night", first), ("a night without a change", again), ("a usual night", night)):
        yield Ratio(f"forecast of {count:,} papers, {name}: here {taken:.1f} s", taken / AIM_OF_NIGHT, "2 minutes")
