"""Applying to a vacancy: who may, what stands against it as a sentence, and how its places are kept."""

import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import chain

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils.translation import override

from jobs.workflow import State as VacancyState
from portal.accounts.roles import Role
from portal.lib import codes
from portal.workflow import StepRefused, take_step
from registrations.guards import COME_WITH_YOUR_KTP
from registrations.models import Candidate, Registration
from registrations.placements.models import CasePaper, Placement, PlacesTaken
from registrations.placements.services import apply_for
from registrations.placements.workflow import State
from registrations.workflow import State as RegistrationState
from tests.factories.accounts import MembershipFactory, acting
from tests.factories.jobs import PaperRuleFactory, PlacementRuleFactory
from tests.factories.placements import OpenVacancyFactory, PlacementFactory, VerifiedFactory, WayFactory
from tests.factories.registrations import RegistrationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def apply(registration, vacancy, **facts):
    return apply_for(registration, vacancy, by=acting(registration.candidate.user), **facts)


def why_not(registration, vacancy):
    """The sentence with which an application is refused."""
    with pytest.raises(StepRefused) as refusal:
        apply(registration, vacancy)
    assert not Placement.objects.exists()
    return str(refusal.value)


@pytest.fixture
def way():
    return WayFactory()


# What comes of it


def test_an_application_keeps_its_procedure_and_takes_a_place(way):
    vacancy = OpenVacancyFactory(quota_total=2, quota_female=1)

    case = apply(VerifiedFactory(), vacancy)

    assert (case.state, case.procedure, case.reached) == (State.APPLIED, way, ["applied"])
    assert case.required[-1] == "contracted"
    assert {(row.sex, row.quota, row.filled) for row in PlacesTaken.objects.all()} == {("", 2, 1), ("female", 1, 1)}


def test_it_keeps_the_papers_that_the_rules_ask_for_today(way):
    PaperRuleFactory(paper="skck", due="visa")

    case = apply(VerifiedFactory(), OpenVacancyFactory())

    assert [(row.paper, row.due) for row in CasePaper.objects.filter(placement=case)] == [("skck", "visa")]


def test_a_form_sent_twice_is_one_application(way):
    registration, vacancy, key = VerifiedFactory(), OpenVacancyFactory(), uuid.uuid4()

    first, second = (apply(registration, vacancy, key=key) for _sent in range(2))

    assert first == second
    assert PlacesTaken.objects.get(sex="").filled == 1


def test_nobody_applies_twice_to_one_vacancy(way):
    case = apply(VerifiedFactory(), OpenVacancyFactory())

    with pytest.raises(StepRefused, match="applied to this vacancy already"):
        apply(case.registration, case.vacancy)


def test_an_order_without_a_number_of_places_takes_everybody(way):
    vacancy = OpenVacancyFactory(quota_total=None)

    assert all(apply(VerifiedFactory(), vacancy) for _person in range(2))
    assert not PlacesTaken.objects.exists()


# What stands against it


def test_only_a_verified_registration_applies(way):
    registration = RegistrationFactory(state=RegistrationState.IN_REVIEW)

    assert "has to be verified first" in why_not(registration, OpenVacancyFactory())
    held_back = VerifiedFactory(is_held_back=True)  # reads verified to the person
    assert why_not(held_back, OpenVacancyFactory()).startswith(str(COME_WITH_YOUR_KTP))


def test_a_vacancy_that_is_not_open_takes_no_applications(way):
    assert "takes no applications" in why_not(VerifiedFactory(), OpenVacancyFactory(state=VacancyState.FILLED))


def test_after_the_closing_date_nobody_applies(way):
    assert "last day was" in why_not(VerifiedFactory(), OpenVacancyFactory(closed=True))


def test_the_order_tells_what_it_asks_for_and_the_person_lacks(way):
    vacancy = OpenVacancyFactory(age_min=40, education_min="S1")

    said = why_not(VerifiedFactory(candidate__birth_date=date(2002, 2, 14), candidate__education="SMA"), vacancy)

    assert "40" in said
    assert "Bachelor's degree" in said


def test_a_closed_country_takes_no_applications(way):
    vacancy = OpenVacancyFactory()
    PlacementRuleFactory(destination=vacancy.destination, employer_kind="corporate", action="banned")

    assert "country is closed" in why_not(VerifiedFactory(), vacancy)


def test_a_scheme_whose_procedure_nobody_wrote_down_takes_no_applications():
    assert "not written down" in why_not(VerifiedFactory(), OpenVacancyFactory())


def test_whoever_has_signed_an_agreement_applies_nowhere_else_and_signs_no_other(way):
    bound = PlacementFactory(state=State.PLACEMENT_AGREED, procedure=way)

    asked_before = PlacementFactory(state=State.SELECTED, procedure=way, registration=bound.registration)

    with pytest.raises(StepRefused, match="on the way with another vacancy"):
        apply(bound.registration, OpenVacancyFactory())
    with pytest.raises(StepRefused, match="on the way with another vacancy"):
        take_step(asked_before, "sign_placement_agreement", by=acting(MembershipFactory(office=bound.office)))


def test_the_database_binds_a_person_once():
    bound = PlacementFactory(state=State.FIT)

    with pytest.raises(IntegrityError, match="placement_binds_a_person_once"), transaction.atomic():
        PlacementFactory(registration=bound.registration, state=State.INSURED, procedure=bound.procedure)


# Places


def test_women_take_no_place_that_is_kept_for_men(way):
    vacancy = OpenVacancyFactory(quota_total=3, quota_male=2, quota_female=1)
    apply(VerifiedFactory(candidate__sex="female"), vacancy)

    with pytest.raises(StepRefused, match="places of this vacancy are taken"):
        apply(VerifiedFactory(candidate__sex="female"), vacancy)

    assert apply(VerifiedFactory(candidate__sex="male"), vacancy).holds_place


def test_who_withdraws_gives_the_place_back(way):
    vacancy = OpenVacancyFactory(quota_total=1)
    case = apply(VerifiedFactory(), vacancy)

    take_step(case, "withdraw", by=acting(case.candidate.user))

    assert apply(VerifiedFactory(), vacancy).holds_place


def test_an_order_that_shrinks_takes_nobodys_place_away(way):
    vacancy = OpenVacancyFactory(quota_total=2)
    apply(VerifiedFactory(), vacancy)
    apply(VerifiedFactory(), vacancy)
    vacancy.quota_total = 1
    vacancy.save(update_fields=["quota_total"])

    with pytest.raises(StepRefused, match="taken"):
        apply(VerifiedFactory(), vacancy)

    assert Placement.objects.filter(holds_place=True).count() == 2


def test_the_database_refuses_more_than_the_order_has():
    vacancy = OpenVacancyFactory()

    with pytest.raises(IntegrityError, match="places_taken_never_exceed_the_quota"), transaction.atomic():
        PlacesTaken.objects.create(vacancy=vacancy, quota=1, filled=2)


def people_at_the_door(count):
    """(an officer who acts for them, verified registrations of as many people), written at once."""
    officer = MembershipFactory(role=Role.BP3MI_OFFICER)
    model = VerifiedFactory(office=officer.office, assisted_by=officer)
    people = Candidate.objects.bulk_create(
        Candidate(name=f"Orang {number}", birth_date=date(2000, 1, 1), sex="female", education="SMA", user=None)
        for number in range(count)
    )
    facts = {
        name: getattr(model, name) for name in ("office", "regency", "notice", "state", "verified_by", "assisted_by")
    }
    digests = (number.to_bytes(32) for number in range(1, count + 1))
    rows = [
        Registration(candidate=one, number=codes.new_code(codes.REGISTRATION), nik_index=digest, **facts)
        for one, digest in zip(people, digests, strict=True)
    ]  # fmt: skip
    return acting(officer), Registration.objects.bulk_create(rows)


def apply_each(vacancy, registrations, by):
    answers = []
    with override("en"):  # a thread begins with the language of the house
        for registration in registrations:
            try:
                apply_for(registration, vacancy, by=by)
            except StepRefused as refusal:
                answers.append(str(refusal))
            else:
                answers.append("")
    connection.close()
    return answers


@pytest.mark.django_db(transaction=True)
def test_of_three_hundred_at_once_a_hundred_get_a_place():
    WayFactory()
    vacancy, (by, people) = OpenVacancyFactory(quota_total=100), people_at_the_door(300)

    with ThreadPoolExecutor(16) as threads:
        answers = threads.map(lambda some: apply_each(vacancy, some, by), [people[first::16] for first in range(16)])

    assert Counter(chain(*answers)) == {"": 100, "All places of this vacancy are taken.": 200}
    assert Placement.objects.filter(vacancy=vacancy, holds_place=True).count() == 100
    assert PlacesTaken.objects.get(vacancy=vacancy).filled == 100
