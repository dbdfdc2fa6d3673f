"""What a stolen account, a broker or a scraper would try on the way to departure, and does not get."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from portal.accounts.roles import Role
from portal.audit import kept
from portal.audit.proof import proof_of
from portal.workflow import open_events, take_step
from registrations import retention
from registrations.models import Registration
from registrations.placements import own_data
from registrations.placements.concerns.services import raise_concern
from registrations.placements.models import (
    ConcernAnswer,
    ExperienceSheet,
    Freeze,
    PlacementStep,
    PlacementStepReason,
)
from registrations.placements.workflow import State
from tests.factories.accounts import MembershipFactory
from tests.factories.placements import OfferCaseFactory, PlacementFactory
from tests.pages_rows_of_abroad import abroad, with_problem
from tests.placements import steps
from tests.placements.test_recording import a_case, officer_of, record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


# One stolen account


def test_whoever_wrote_down_a_paper_of_the_card_clears_nobody_though_another_wrote_the_last():
    case = a_case(State.PASSPORT_OK)
    thief, other = officer_of(case), officer_of(case)
    case = record(case, "insure", steps.INSURED, thief)
    case = record(case, "prepare_card", steps.CARD, other)
    type(case).objects.filter(pk=case.pk).update(state=State.CONTRACTED, reached=case.required)
    case.refresh_from_db()

    assert "issue_e_card" not in open_events(case, thief)
    assert "issue_e_card" in open_events(case, officer_of(case))


def test_an_employer_who_withdraws_takes_the_card_along():
    case = a_case(State.SELECTED)
    officer = officer_of(case)
    case = record(case, "prepare_card", steps.CARD, officer)

    case = take_step(case, "employer_withdraws", by=officer, reason="order cancelled")

    assert (case.e_card_number, case.planned_departure_on, case.prepared_by) == ("", None, None)


# What is kept of whom


def of_old(case):
    """The case, whose person withdrew the registration two years ago."""
    then = timezone.now() - timedelta(days=730)
    Registration.objects.filter(pk=case.registration_id).update(state="withdrawn", state_since=then)
    type(case).objects.filter(pk=case.pk).update(state_since=then)
    return case


def test_nobody_at_work_abroad_is_let_go_of_though_the_registration_was_withdrawn_long_ago():
    of_old(abroad())
    of_old(abroad(State.RETURNED))

    assert retention.apply()["people"] == 0


def test_with_the_person_go_the_words_of_the_way_and_the_audit_knows():
    case = of_old(PlacementFactory(state=State.WITHDRAWN))
    concern = raise_concern(
        case, kind="money", is_about_office=False, reach="here", text="He took 5 million", key=uuid4()
    )
    officer = officer_of(case, Role.BP3MI_HEAD)
    take_step(concern, "answer", by=officer, reason="Come to us.")
    step = PlacementStep.objects.create(placement=case, event="close", source="fit", target="closed", version=0)
    kept.keep(officer, PlacementStepReason.objects.create(step=step, text="His brother says he fled."))
    sheet = ExperienceSheet.objects.create(placement=case)

    assert retention.apply()["people"] == 1

    texts = [PlacementStepReason.objects.get().text, concern.words.__class__.objects.get().text]
    texts += list(ConcernAnswer.objects.values_list("text", flat=True))
    assert (texts, ExperienceSheet.objects.filter(pk=sheet.pk).exists()) == (["", "", ""], False)
    rows = [*PlacementStepReason.objects.all(), *ConcernAnswer.objects.all()]
    assert proof_of(rows).faults == []


def test_a_draft_with_an_offer_on_it_holds_up_no_letting_go():
    case = OfferCaseFactory(own_offer__employer_name="Contoh")
    then = timezone.now() - timedelta(days=100)
    Registration.objects.filter(pk=case.registration_id).update(state="draft", updated_at=then)

    assert retention.apply()["people"] == 1

    case.own_offer.refresh_from_db()
    assert case.own_offer.employer_name == ""


def test_the_copy_of_the_own_data_has_the_way_but_neither_a_hold_nor_what_the_office_alone_reads():
    case = abroad()
    with_problem(case, words="Upah belum dibayar")
    raise_concern(case, kind="money", is_about_office=False, reach="here", text="He took 5 million", key=uuid4())
    Freeze.objects.create(placement=case, reason="registration")

    copy = json.dumps(own_data.of(case.candidate.user), cls=DjangoJSONEncoder)

    assert all(text in copy for text in (case.number, "Upah belum dibayar", "He took 5 million", "Taoyuan"))
    assert '"registration"' not in copy
    assert own_data.of(MembershipFactory().user) == {}
