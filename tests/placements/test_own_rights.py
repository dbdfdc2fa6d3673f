"""The copy of one's own data and letting go, for all tables of placements."""

import re
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.workflow import take_step
from registrations.placements import own_data
from registrations.placements.concerns.services import raise_concern
from registrations.placements.models import (
    Agreement,
    ContractDifference,
    Freeze,
    PlacementStep,
    PlacementStepReason,
    WorkContract,
)
from tests.factories.accounts import MembershipFactory, acting
from tests.factories.placements import PlacementFactory
from tests.factories.programmes import SignUpFactory
from tests.pages_rows_of_abroad import abroad

pytestmark = pytest.mark.django_db
NOT_IN_THE_COPY = {
    "BatchChange": "the days of a batch, of nobody",
    "BatchStep": "acts of officers on a batch",
    "CardList": "numbers of cards, held by heads against the clearances",
    "ContractFlag": "asks the office to look; read by the office alone",
    "Death": "the family hears of it from a person",
    "DeathDoubt": "as of the death itself",
    "DeathTakenBack": "as of the death itself",
    "ControlFinding": "what heads look into by themselves",
    "ControlRun": "counts of a run",
    "ListedCard": "numbers of cards on official lists, without names",
    "OppChange": "about a session",
    "PlacesTaken": "counts of a vacancy",
    "ScoreList": "codes and points of a day, which stand with each sign-up",
    "StepPace": "counted from ten cases or more",
    "TestPart": "about nobody; its name stands with the points",
}


def stepped(case, event="passport_ok", **facts):
    given = {"source": "competent", "target": "passport_ok", "version": 0, "office": case.office}
    return PlacementStep.objects.create(placement=case, event=event, **given | facts)


def test_the_copy_reads_each_table_or_says_why_not():
    case = abroad()
    contract = WorkContract.objects.get(step__placement=case)
    ContractDifference.objects.create(contract=contract, term="place", signed="Taoyuan", verdict="unknown")
    Agreement.objects.create(step=stepped(case), signed_on="2026-01-02", number="PP-1", copy_given=True)
    told = {"kind": "money", "is_about_office": True, "reach": "here", "text": "He asks for 5 million", "key": uuid4()}
    raise_concern(case, **told)
    SignUpFactory(registration=case.registration, candidate=case.candidate, standing="not_on_roster")

    with CaptureQueriesContext(connection) as asked:
        own_data.of(case.candidate.user)

    # What is selected counts: a table that is only passed by on the way to another one is not given out.
    selected = " ".join(query["sql"].split(" FROM ")[0] for query in asked)
    read = set(re.findall(r'"(placements_\w+)"\."', selected))
    tables = {model._meta.db_table: model.__name__ for model in apps.get_app_config("placements").get_models()}
    silent = {name for table, name in tables.items() if table not in read}
    assert silent - NOT_IN_THE_COPY.keys() == set()
    assert NOT_IN_THE_COPY.keys() - set(tables.values()) == set()


def test_a_hold_and_words_of_officers_among_themselves_are_silent_in_the_copy():
    case = PlacementFactory(state="selected")
    for reason in ("permit", "registration"):
        Freeze.objects.create(placement=case, reason=reason, ended_at="2026-01-02T00:00Z")
    for event in ("prepare_card", "allow_contract"):
        PlacementStepReason.objects.create(step=stepped(case, event, role="bp3mi_head"), text="Between us")
    take_step(case, "close", by=acting(MembershipFactory(office=case.office, role="bp3mi_head")), reason="For you")

    (way,) = own_data.of(case.candidate.user)["ways"]

    assert [row["reason"] for row in way["standstills"]] == ["permit"]
    assert [row["reason"] for row in way["history"] if row["reason"]] == ["For you"]
