"""What is kept no longer of a way, whatever becomes of the person; and what the audit says of it."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError
from django.urls import reverse
from django.utils import timezone

from portal.accounts.acting import Acting
from portal.accounts.roles import Role
from portal.audit import kept
from portal.audit.proof import proof_of
from portal.workflow import take_step
from registrations.placements import retention
from registrations.placements.concerns.services import raise_concern
from registrations.placements.models import (
    Agreement,
    CaseAbroad,
    CaseNote,
    Competence,
    ConcernAnswer,
    ConcernWords,
    ContractDifference,
    Departure,
    HomeNeed,
    Insurance,
    MedicalResult,
    PassportSeen,
    Placement,
    PlacementStep,
    PlacementStepReason,
    Visa,
    WorkContract,
)
from registrations.placements.workflow import State
from tests.commands import run
from tests.factories.accounts import MembershipFactory, acting, log_in
from tests.factories.placements import OfferCaseFactory, PlacementFactory
from tests.pages_rows_of_abroad import abroad, with_problem

pytestmark = pytest.mark.django_db
SYSTEM = Acting.for_system("test")


def ago(days):
    return timezone.now() - timedelta(days=days)


def ended(case, days, state=State.PURNA):
    Placement.objects.filter(pk=case.pk).update(state=state, state_since=ago(days))
    return case


def row(case, evidence, **facts):
    """Evidence on a step of its own, sealed as those of officers are."""
    given = {"event": "insure", "source": "fit", "target": "fit", "version": 0}
    evidence.step = PlacementStep.objects.create(placement=case, **given | facts)
    evidence.save()
    kept.keep(SYSTEM, evidence)
    return evidence


def recorded(case):
    return [
        row(case, Agreement(signed_on="2020-01-02", number="PP-1", copy_given=True)),
        row(case, Competence(issued_on="2020-01-02", number="S-1", issuer="LSP Contoh")),
        row(case, PassportSeen(number="C1234567", expires_on="2025-01-02")),
        row(case, Insurance(number="12345678901", paid_on="2020-01-02", paid=370000, months=24)),
        row(case, Visa(kind="work", number="V-1", granted_on="2020-01-02", valid_until="2023-01-02", is_for_employer=1, is_for_job=1)),
        row(case, PlacementStepReason(text="His brother says he fled.")),
    ]  # fmt: skip


def test_what_was_recorded_of_somebody_home_is_emptied_after_five_years_and_the_audit_knows(client):
    old, young = ended(abroad(), 1827), ended(abroad(), 1825)
    rows, others = recorded(old), recorded(young)
    HomeNeed.objects.create(placement=old, topic="health", answer="yes")

    counts = run("apply_retention").counts

    assert (counts["people"], counts["needs"], counts["of_ended_ways"]) == (0, 1, 8)  # with its departure and arrival
    for one in (*rows, *others):
        one.refresh_from_db()
    agreement, skill, passport, insurance, visa, reason = rows
    assert {agreement.number, skill.number} == {f"-{agreement.pk}", f"-{skill.pk}"}
    assert {skill.issuer, passport.number, insurance.number, visa.number, reason.text} == {""}
    assert (others[0].number, others[2].number, others[5].text) == ("PP-1", "C1234567", "His brother says he fled.")
    assert Departure.objects.get(step__placement=young).carrier == "GA 1"
    assert proof_of([*rows, *others]).faults == []
    assert not any(retention.apply().values())
    officer = MembershipFactory(office=old.office, role=Role.BP3MI_OFFICER).user
    for user, name in ((old.candidate.user, "path:placement"), (officer, "recording:case")):
        log_in(client, user)
        assert client.get(reverse(name, args=[old.number])).status_code == 200


def test_a_way_that_somebody_is_on_and_one_that_a_way_back_leans_on_stay_whole():
    abroad_now = ended(abroad(), 3000, State.AT_WORK)
    earlier = ended(abroad(), 3000)
    facts = {
        "registration": earlier.registration,
        "earlier": earlier,
        "procedure": None,
        "door": "re_entry",
        "scheme": "RE_ENTRY",
    }
    PlacementFactory(vacancy=None, destination=earlier.destination, occupation=None, employer_kind="", **facts)
    recorded(abroad_now), recorded(earlier)

    assert not any(retention.apply().values())


def test_words_of_what_was_wrong_go_two_years_after_it_was_settled_and_never_before(settings):
    case = abroad()
    told = {"kind": "money", "is_about_office": False, "reach": "here", "text": "He took 5 million"}
    settled, open_one = (raise_concern(case, key=uuid4(), **told) for _each in range(2))
    head = acting(MembershipFactory(office=case.office, role=Role.BP3MI_HEAD))
    take_step(settled, "settle", by=head, reason="Come to us.")
    take_step(open_one, "answer", by=head, reason="We look.")
    assert retention.apply()["settled_words"] == 0
    settings.PLACEMENT_WORDS_DAYS = 0

    assert retention.apply()["settled_words"] == 2

    assert list(ConcernWords.objects.order_by("pk").values_list("text", flat=True)) == ["", "He took 5 million"]
    assert list(ConcernAnswer.objects.order_by("pk").values_list("text", flat=True)) == ["", "We look."]
    assert proof_of(ConcernAnswer.objects.all()).faults == []


def test_words_of_a_problem_abroad_go_two_years_after_it_was_settled_and_never_before(settings):
    case = with_problem(abroad())
    CaseAbroad.objects.update(safe_words="+886 912 345 678")
    # A death that was none ended no problem.
    steps = case.history
    steps.create(event="die", source="case_open", target="deceased", version=8)
    steps.create(event="take_back_death", source="deceased", target="case_open", version=9)
    settings.PLACEMENT_WORDS_DAYS = 0
    assert retention.apply()["settled_words"] == 0
    settle = {"event": "settle_case", "source": "case_open", "target": "at_work"}
    row(case, PlacementStepReason(text="He has his wage."), **settle)
    settings.PLACEMENT_WORDS_DAYS = 730
    assert retention.apply()["settled_words"] == 0
    settings.PLACEMENT_WORDS_DAYS = 0

    assert retention.apply()["settled_words"] == 3

    assert (CaseAbroad.objects.get().safe_words, CaseNote.objects.get().text) == ("", "")
    assert PlacementStepReason.objects.get().text == ""


def test_whether_somebody_was_fit_goes_a_year_after_the_departure(settings):
    gone = abroad(gone=400)
    waits = PlacementFactory(state=State.UNFIT_TEMP, procedure=gone.procedure)
    facts = {"outcome": "unfit", "examined_on": "2020-01-02", "retest_on": "2020-02-02"}
    results = [row(case, MedicalResult(**facts)) for case in (gone, waits)]
    assert retention.apply()["medical_results"] == 0
    settings.PLACEMENT_MEDICAL_DAYS = 0

    assert retention.apply()["medical_results"] == 1

    for one in results:
        one.refresh_from_db()
    assert [(one.outcome, one.retest_on is None) for one in results] == [("", True), ("unfit", False)]
    assert proof_of(results).faults == []


def test_an_offer_that_nobody_went_on_with_is_emptied_and_can_be_told_again():
    case = OfferCaseFactory()
    Placement.objects.filter(pk=case.pk).update(updated_at=ago(91))

    assert retention.apply()["own_offers"] == 1

    case.own_offer.refresh_from_db()
    assert (case.own_offer.employer_contact, case.own_offer.employer_name) == ("", "")


def test_the_words_of_a_contract_can_be_emptied_and_nothing_else_of_it_changed():
    case = PlacementFactory(state=State.CLOSED)
    contract = row(case, WorkContract(signed_on="2020-01-02", is_for_job=True, pay=9, currency="TWD", period="month",
                                      hours_per_day=8, days_per_week=6, place="Taoyuan", months=24,
                                      explanation="She asked for it"))  # fmt: skip
    ContractDifference.objects.create(contract=contract, term="place", signed="Taoyuan", verdict="unknown")
    ended(case, 731, State.CLOSED)

    assert retention.apply()["of_ended_ways"] == 1

    contract.refresh_from_db()
    assert (contract.explanation, contract.place) == ("", "Taoyuan")
    for change in ({"pay": 10}, {"place": "Taipei"}, {"explanation": "", "months": 2}):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            WorkContract.objects.update(**change)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        connection.cursor().execute("DELETE FROM placements_workcontract")
    ContractDifference.objects.update(promised="", signed="")
