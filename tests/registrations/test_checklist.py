"""What a person needs, why, and how each paper stands: from the rules until it is handed in, from the pins after."""

from datetime import timedelta

import pytest
from django.utils import timezone

from jobs.choices import Paper
from jobs.models import PaperRule
from portal.lib.dates import WIB, today_in
from portal.workflow import StepRefused, take_step
from registrations import checklist, services
from registrations.checklist import State, checklist_of
from registrations.models import Document
from registrations.stations import OF_PAPER, OF_STEP, Station
from registrations.wizard.services import save
from registrations.workflow import State as Life
from tests.factories.accounts import MembershipFactory, acting
from tests.factories.jobs import DestinationFactory, PaperRuleFactory, ValidityRuleFactory
from tests.factories.registrations import DocumentFactory, RegistrationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def states(registration):
    return {entry.paper: entry.state for entry in checklist_of(registration).entries}


def test_every_paper_and_every_step_has_its_station():
    assert set(OF_PAPER) == set(Paper)
    assert len(OF_STEP) == 9


def test_a_paper_says_why_where_and_by_when_and_what_nobody_checked():
    draft = RegistrationFactory(scheme="P_TO_P")
    PaperRuleFactory(paper="marital", due="verified", cost="Rp0", cost_en="Free")
    ValidityRuleFactory(paper="marital", months=3)

    entry = next(one for one in checklist_of(draft).entries if one.paper == "marital")

    assert (entry.name, entry.due_words) == ("Statement of marital status", "before an officer ends the check")
    assert (entry.station, entry.state, entry.reason) == (Station.REGISTER, State.MISSING, "")
    assert entry.why.startswith("It settles who gives consent")
    assert (entry.where, entry.cost) == ("The village office, KUA or Dukcapil.", "Free")
    assert entry.validity == "Counts for 3 months from the day it was issued. Not checked yet."
    assert (entry.basis, entry.is_checked) == ("Law 18/2017, article 13. Kementerian Contoh, 2017", False)
    assert entry.guide == "/en/panduan/surat/status-perkawinan/"


def test_papers_stand_by_station_and_step_and_the_later_ones_are_locked_with_their_reason():
    draft = RegistrationFactory(scheme="P_TO_P")
    for paper, due in (("visa", "opp"), ("health", "opp"), ("placement_agreement", "medical"), ("jkn", "verified")):
        PaperRuleFactory(paper=paper, due=due)
    PaperRuleFactory(paper="ak1", due="")

    found = checklist_of(draft)

    assert [entry.paper for entry in found.entries] == [
        "ktp", "kk", "jkn", "ak1", "placement_agreement", "health", "visa",
    ]  # fmt: skip
    assert [entry.paper for entry in found.later] == ["placement_agreement", "health", "visa"]
    reasons = {entry.paper: entry.reason for entry in found.later}
    assert reasons["visa"] == "Opens at station 5: Social security and visa."
    assert "Don't go for the exam before the placement agreement" in reasons["health"]
    assert (found.is_whole, found.next.paper) == (True, "ktp")


def test_without_a_known_way_only_what_each_way_needs_is_asked_for():
    for scheme in ("P_TO_P", "G_TO_G"):
        PaperRuleFactory(scheme=scheme, paper="passport", due="visa")
    PaperRuleFactory(paper="marital", due="verified")

    for scheme in ("", "SEAFARER"):
        found = checklist_of(RegistrationFactory.build(pk=1, scheme=scheme, candidate__pk=1))
        assert ([entry.paper for entry in found.entries], found.is_whole) == (["ktp", "kk", "passport"], False)


def test_how_a_paper_stands_comes_from_the_wallet():
    registration = RegistrationFactory(scheme="P_TO_P")
    for paper in ("marital", "jkn", "diploma", "health", "photo"):
        PaperRuleFactory(paper=paper, due="verified" if paper != "health" else "opp")
    for paper, state in (("ktp", "accepted"), ("kk", "waiting_scan"), ("jkn", "handed_in"), ("diploma", "returned")):
        DocumentFactory(candidate=registration.candidate, paper=paper, state=state)
    DocumentFactory(candidate=registration.candidate, paper="health", state="accepted")
    yesterday = today_in(WIB) - timedelta(days=1)
    DocumentFactory(candidate=registration.candidate, paper="marital", state="accepted", expires_on=yesterday)

    assert states(registration) == {
        "ktp": State.ACCEPTED, "kk": State.WAITING_SCAN, "jkn": State.HANDED_IN, "diploma": State.RETURNED,
        "marital": State.RUNS_OUT, "health": State.ACCEPTED, "photo": State.MISSING,
    }  # fmt: skip
    found = {entry.paper: entry for entry in checklist_of(registration).entries}
    assert found["diploma"].reason == "Too blurred or dark to read."
    assert found["marital"].reason.startswith("It counted until")
    assert checklist_of(registration).next.paper == "diploma"


def test_a_running_registration_keeps_what_it_was_handed_in_with():
    rule = PaperRuleFactory(paper="marital", due="verified")
    PaperRuleFactory(paper="skck", need="if_asked", due="visa", sex="male")
    draft = RegistrationFactory(scheme="P_TO_P", papers=True)
    registration = services.submit(draft, by=acting(draft.candidate.user))
    PaperRule.objects.filter(pk=rule.pk).update(valid_to=today_in(WIB) - timedelta(days=1))
    PaperRuleFactory(paper="photo", due="verified")

    assert set(states(registration)) == {"ktp", "kk", "marital"}
    assert set(states(RegistrationFactory(scheme="P_TO_P"))) == {"ktp", "kk", "photo"}


def test_a_paper_that_one_country_asks_for_on_a_way_nobody_wrote_down_takes_no_other_away():
    PaperRuleFactory(paper="marital", due="verified")
    asked_there = PaperRuleFactory(scheme="SEAFARER", paper="health", due="visa", destination=DestinationFactory())

    there = RegistrationFactory(scheme="SEAFARER", destination=asked_there.destination)

    assert set(states(there)) == {"ktp", "kk", "marital", "health"}
    assert not checklist_of(there).is_whole
    assert set(states(RegistrationFactory(scheme=""))) == {"ktp", "kk", "marital"}


def test_an_officer_approves_only_what_is_accepted_and_counts_still():
    PaperRuleFactory(paper="marital", due="verified")
    PaperRuleFactory(paper="visa", due="opp")
    draft = RegistrationFactory(scheme="P_TO_P", papers=True)
    registration = services.submit(draft, by=acting(draft.candidate.user))
    officer = MembershipFactory(office=registration.office, role="bp3mi_officer")
    accepted = {"state": "accepted", "reviewed_by": officer, "reviewed_at": registration.created_at}
    DocumentFactory(candidate=registration.candidate, paper="marital")
    Document.objects.update(**accepted)
    ValidityRuleFactory(paper="marital", months=3)
    long_ago = today_in(WIB) - timedelta(days=120)

    Document.objects.filter(paper="marital").update(issued_on=long_ago)
    with pytest.raises(StepRefused, match="Not accepted yet: statement of marital status"):
        take_step(registration, "approve", by=acting(officer))
    Document.objects.filter(paper="marital").update(issued_on=long_ago + timedelta(days=60))
    assert take_step(registration, "approve", by=acting(officer)).state == Life.VERIFIED


def test_another_way_asks_for_its_own_papers_and_sends_a_verified_file_back():
    PaperRuleFactory(paper="marital", due="verified")
    PaperRuleFactory(scheme="G_TO_G", paper="ak1", due="submitted")
    PaperRuleFactory(scheme="UKPS", paper="photo", need="if_asked")
    registration = RegistrationFactory(
        scheme="P_TO_P", state=Life.VERIFIED, submitted_at=timezone.now(), official_id="1"
    )
    checklist.pin(registration)
    for paper in ("ktp", "kk", "marital"):
        DocumentFactory(candidate=registration.candidate, paper=paper, state="accepted")
    person = acting(registration.candidate.user)

    states_after = []
    for answers in ({"isco08": ""}, {"scheme": "UKPS"}, {"scheme": "G_TO_G"}):
        save(registration, answers, by=person)
        registration.refresh_from_db()
        states_after.append((registration.state, sorted(registration.pinned.values_list("paper", flat=True))))

    assert states_after == [
        (Life.VERIFIED, ["kk", "ktp", "marital"]),
        (Life.VERIFIED, ["kk", "ktp", "photo"]),
        (Life.IN_REVIEW, ["ak1", "kk", "ktp"]),
    ]


@pytest.mark.parametrize("count", [2, 20])
@pytest.mark.parametrize("is_pinned", [False, True])
def test_it_costs_three_queries_for_any_history(django_assert_num_queries, count, is_pinned):
    registration = RegistrationFactory(scheme="P_TO_P", submitted_at="2026-01-01T00:00Z" if is_pinned else None)
    for paper in Paper.values[:count]:
        PaperRuleFactory(paper=paper)
        DocumentFactory(candidate=registration.candidate, paper=paper)
    DocumentFactory(candidate=registration.candidate, paper="ktp", version=2, is_current=False)
    checklist.pin(registration)

    with django_assert_num_queries(3):
        assert len(checklist_of(registration).entries) == count
