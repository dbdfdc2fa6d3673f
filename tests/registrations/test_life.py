"""The life of a registration: who moves it, what must be true, and what the database itself refuses."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from portal.accounts.acting import Acting
from portal.accounts.roles import Role
from portal.lib.dates import WIB, today_in
from portal.messaging.models import Message
from portal.workflow import StepRefused, take_step
from registrations import services
from registrations.choices import FlagKind
from registrations.disclosures import disclose
from registrations.flagging import end_flag, raise_flag
from registrations.models import Disclosure, Flag, Registration, RegistrationStep
from registrations.stations import OF_STATE, Station, Turn, standing
from registrations.workflow import HOLDS_NIK, OPEN, STEPS, TERMINAL, State
from tests.factories.accounts import MembershipFactory, acting
from tests.factories.places import OfficeCoverageFactory, OfficeFactory, VillageFactory
from tests.factories.registrations import (
    CandidateFactory,
    CorrectionPointFactory,
    DocumentFactory,
    PinnedPaperFactory,
    RegistrationFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def of(registration):
    """The person, acting."""
    return acting(registration.candidate.user)


def officer_of(registration, role=Role.BP3MI_OFFICER):
    return acting(MembershipFactory(office=registration.office, role=role))


def in_review(**facts):
    return RegistrationFactory(state=State.IN_REVIEW, **facts)


# The table


@pytest.mark.parametrize("state", State)
def test_a_person_may_withdraw_only_what_is_open(state):
    facts = {"rejection_ground": "under_age", "rejection_proposed_by": MembershipFactory().user}
    registration = RegistrationFactory(state=state, **(facts if state == State.REJECTED else {}))

    if state in OPEN:
        assert take_step(registration, "withdraw", by=of(registration)).state == State.WITHDRAWN
    else:
        with pytest.raises(StepRefused):
            take_step(registration, "withdraw", by=of(registration))


def test_only_rejected_lapsed_and_withdrawn_end_it():
    assert {State.REJECTED, State.LAPSED, State.WITHDRAWN} == TERMINAL


def test_on_hold_reads_like_in_review():
    assert (State.ON_HOLD.label, OF_STATE[State.ON_HOLD]) == (State.IN_REVIEW.label, OF_STATE[State.IN_REVIEW])


def test_every_state_names_its_station_and_whose_turn_it_is():
    assert set(OF_STATE) == set(State)


def test_an_officer_never_moves_the_own_file():
    officer = MembershipFactory(role=Role.BP3MI_HEAD)
    registration = in_review(office=officer.office, candidate__user=officer.user)

    for event in STEPS.keys() - {"data_changed", "submit", "resubmit", "withdraw", "renew"}:
        with pytest.raises(StepRefused):
            take_step(registration, event, by=acting(officer), reason="x")


def test_an_officer_of_another_office_moves_nothing():
    registration = in_review()

    with pytest.raises(StepRefused):
        take_step(registration, "approve", by=acting(MembershipFactory(role=Role.BP3MI_OFFICER)))


# Handing in


def test_handing_in_gives_it_to_the_office_and_holds_the_nik():
    registration = services.submit(draft := RegistrationFactory(papers=True), by=of(draft))

    assert registration.state == State.IN_REVIEW
    assert registration.nik_index == registration.candidate.nik_index
    assert list(registration.history.order_by("pk").values_list("event", "system")) == [
        ("submit", ""),
        ("assign", "submit"),
    ]


def test_a_registration_that_ended_lets_go_of_the_nik():
    registration = services.submit(draft := RegistrationFactory(papers=True), by=of(draft))

    ended = take_step(registration, "withdraw", by=of(registration))

    assert Registration.objects.get(pk=ended.pk).nik_index is None


def test_what_is_missing_is_named():
    draft = RegistrationFactory(candidate__birth_date=None, candidate__education="")

    with pytest.raises(StepRefused) as refused:
        services.submit(draft, by=of(draft))

    assert "Still missing: birth date and last school." in str(refused.value)
    assert "identity card (e-KTP) and family card (KK)" in str(refused.value)


@pytest.mark.parametrize(("days", "is_refused"), [(0, False), (1, True)])
def test_eighteen_years_are_counted_to_the_day(days, is_refused):
    today = today_in(WIB)
    born = today.replace(year=today.year - 18) if (today.month, today.day) != (2, 29) else today - timedelta(days=6575)
    draft = RegistrationFactory(papers=True, candidate__birth_date=born + timedelta(days=days))

    if is_refused:
        with pytest.raises(StepRefused, match="18 years"):
            services.submit(draft, by=of(draft))
    else:
        assert services.submit(draft, by=of(draft)).state == State.IN_REVIEW


def test_a_second_registration_with_a_held_nik_stays_a_draft_and_is_told_nothing_of_the_first():
    held = in_review()
    draft = RegistrationFactory(papers=True, candidate__nik=held.candidate.nik)

    with pytest.raises(StepRefused) as refused:
        services.submit(draft, by=of(draft))

    draft.refresh_from_db()
    assert (draft.state, draft.nik_index, draft.history.count()) == (State.DRAFT, None, 0)
    assert str(refused.value) == str(services.COME_WITH_YOUR_KTP)


def test_a_strangers_draft_does_not_block_the_owner():
    owner = RegistrationFactory(papers=True)
    RegistrationFactory(candidate__nik=owner.candidate.nik)

    assert services.submit(owner, by=of(owner)).state == State.IN_REVIEW


@pytest.mark.parametrize("state", sorted(HOLDS_NIK))
def test_the_database_lets_one_registration_hold_a_nik(state):
    held = in_review()

    with pytest.raises(IntegrityError, match="registration_holds_a_nik_alone"), transaction.atomic():
        RegistrationFactory(state=state, candidate=held.candidate, office=held.office)


# Where it goes


def test_the_office_of_the_regency_goes_before_the_office_of_the_province():
    village = VillageFactory()
    near, province_wide = OfficeFactory(), OfficeFactory()
    OfficeCoverageFactory(office=province_wide, province=village.district.regency.province)
    OfficeCoverageFactory(office=near, province=None, regency=village.district.regency)

    assert services.office_for(village) == near


def test_without_a_covering_office_nobody_is_named():
    assert services.office_for(VillageFactory(district__regency__province__code="91")) is None


def test_a_transfer_says_from_where_to_where():
    registration = in_review(first_by=MembershipFactory().user)
    other = OfficeFactory()

    moved = services.transfer(registration, to_office=other, by=officer_of(registration), reason="Moved house")

    assert (moved.office, moved.state, moved.first_by) == (other, State.IN_REVIEW, None)
    assert moved.history.get().transfer.to_office == other


# Correcting


def test_it_is_returned_only_with_a_point_to_correct():
    registration = in_review()
    officer = officer_of(registration)
    with pytest.raises(StepRefused):
        take_step(registration, "return", by=officer)
    CorrectionPointFactory(registration=registration)

    returned = take_step(registration, "return", by=officer)

    assert returned.state == State.RETURNED
    assert returned.return_by == today_in(registration.office.zone) + timedelta(days=30)


def test_the_regencys_officer_returns_files_of_the_own_area_and_approves_none():
    regency_office = OfficeFactory(labour=True)
    registration = in_review(candidate__village=VillageFactory(district__regency=regency_office.regency))
    officer = acting(MembershipFactory(office=regency_office, role=Role.REGENCY_OFFICER))
    CorrectionPointFactory(registration=registration)
    with pytest.raises(StepRefused):
        take_step(registration, "approve", by=officer)

    assert take_step(registration, "return", by=officer).state == State.RETURNED


def test_it_comes_back_when_every_point_is_corrected():
    registration = in_review()
    point = CorrectionPointFactory(registration=registration)
    registration = take_step(registration, "return", by=officer_of(registration))
    with pytest.raises(StepRefused, match="1 thing is still"):
        take_step(registration, "resubmit", by=of(registration))
    point.corrected_at = point.raised_at
    point.save()

    assert take_step(registration, "resubmit", by=of(registration)).return_by is None


def test_it_lapses_only_after_its_time():
    registration = RegistrationFactory(state=State.RETURNED, return_by=today_in(WIB) + timedelta(days=2))
    system = Acting.for_system("lapse_registrations")
    with pytest.raises(StepRefused):
        take_step(registration, "lapse", by=system)
    Registration.objects.filter(pk=registration.pk).update(return_by=today_in(WIB) - timedelta(days=2))

    assert take_step(registration, "lapse", by=system).state == State.LAPSED


# Deciding


def test_it_is_verified_when_every_paper_due_by_then_is_accepted():
    registration = in_review()
    PinnedPaperFactory(registration=registration, paper="kk")
    PinnedPaperFactory(registration=registration, paper="visa", due="opp")
    paper = DocumentFactory(candidate=registration.candidate, paper="kk")
    officer = officer_of(registration)
    with pytest.raises(StepRefused, match="family card"):
        take_step(registration, "approve", by=officer)
    paper.state, paper.reviewed_by, paper.reviewed_at = "accepted", officer.membership, paper.handed_in_at
    paper.save()

    verified = take_step(registration, "approve", by=officer)

    assert (verified.state, verified.verified_by) == (State.VERIFIED, officer.user)


def test_where_two_must_look_the_second_is_another_person():
    registration = in_review(needs_second_pair=True)
    first = officer_of(registration)
    with pytest.raises(StepRefused, match="Another officer"):
        take_step(registration, "approve", by=first)
    registration = take_step(registration, "approve_first", by=first)
    with pytest.raises(StepRefused):
        take_step(registration, "approve", by=first)

    assert take_step(registration, "approve", by=officer_of(registration)).state == State.VERIFIED


def test_who_typed_a_file_for_somebody_does_not_verify_it():
    registration = in_review(candidate__user=None)
    typist = officer_of(registration)
    Registration.objects.filter(pk=registration.pk).update(assisted_by=typist.membership)
    with pytest.raises(StepRefused):
        take_step(registration, "approve", by=typist)

    assert take_step(registration, "approve", by=officer_of(registration)).state == State.VERIFIED


def test_who_handed_in_a_paper_for_somebody_does_not_verify_the_file_either():
    registration = in_review(candidate__user=None)
    helper = officer_of(registration)
    DocumentFactory(candidate=registration.candidate, paper="kk", handed_in_by=helper.membership, is_current=True)
    with pytest.raises(StepRefused):
        take_step(registration, "approve", by=helper)

    registration.candidate.documents.update(is_current=False)
    assert take_step(registration, "approve", by=helper).state == State.VERIFIED


def test_the_database_too_wants_two_different_people():
    registration = in_review(needs_second_pair=True)
    user = MembershipFactory().user

    with pytest.raises(IntegrityError, match="another_than_the_first"), transaction.atomic():
        Registration.objects.filter(pk=registration.pk).update(state="verified", first_by=user, verified_by=user)
    with pytest.raises(IntegrityError, match="by_two_where_needed"), transaction.atomic():
        Registration.objects.filter(pk=registration.pk).update(state="verified", verified_by=user)


def test_a_head_rejects_what_another_officer_proposed():
    registration = in_review()
    head = officer_of(registration, Role.BP3MI_HEAD)
    with pytest.raises(StepRefused):
        take_step(registration, "reject", by=head, reason="x")
    services.propose_rejection(registration, ground="under_age", by=officer_of(registration), reason="Too young")

    assert take_step(registration, "reject", by=head, reason="Too young").state == State.REJECTED


def test_who_proposed_a_rejection_does_not_decide_it():
    registration = in_review()
    head = officer_of(registration, Role.BP3MI_HEAD)
    services.propose_rejection(registration, ground="under_age", by=head, reason="Too young")

    with pytest.raises(StepRefused):
        take_step(registration, "reject", by=head, reason="Too young")


def test_a_hold_at_the_office_goes_back_to_being_checked():
    registration = in_review()
    held = services.hold(registration, by=officer_of(registration), reason="A hint")

    released = take_step(held, "release", by=officer_of(registration, Role.BP3MI_HEAD), reason="Cleared")

    assert (held.state, released.state) == (State.ON_HOLD, State.IN_REVIEW)


@pytest.mark.parametrize(
    ("state", "back"), [(State.RETURNED, "resubmit"), (State.VERIFIED, "data_changed"), (State.VERIFIED, "renew")]
)
def test_what_is_held_elsewhere_keeps_its_state_until_it_comes_to_the_office(state, back):
    registration = RegistrationFactory(state=state)
    held = services.hold(registration, by=officer_of(registration), reason="A hint")
    head = officer_of(registration, Role.BP3MI_HEAD)
    assert (held.state, held.is_held) == (state, True)
    for event in ("hold_back", "record_external_id", "close"):
        with pytest.raises(StepRefused):
            take_step(held, event, by=head, reason="x")

    came = take_step(held, back, by=of(registration))

    assert (came.state, Registration.objects.get().state, came.is_held_back) == (State.ON_HOLD, State.ON_HOLD, False)
    assert take_step(came, "release", by=head, reason="Cleared").state == State.IN_REVIEW


def test_a_hold_from_elsewhere_is_let_go_by_a_head_alone_and_goes_on_as_before():
    verified = RegistrationFactory(state=State.VERIFIED)
    services.hold(verified, by=officer_of(verified), reason="A hint")
    with pytest.raises(StepRefused):
        take_step(verified, "let_go", by=officer_of(verified), reason="x")

    free = take_step(verified, "let_go", by=officer_of(verified, Role.BP3MI_HEAD), reason="Cleared")

    assert (free.state, free.is_held) == (State.VERIFIED, False)
    assert take_step(free, "data_changed", by=of(verified)).state == State.IN_REVIEW


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.RETURNED, State.VERIFIED])
def test_nobody_gets_rid_of_a_hold_or_a_flag_by_withdrawing(state):
    registration = RegistrationFactory(state=state, submitted_at="2026-11-01T00:00Z")
    raise_flag(Acting.for_system("test"), registration, FlagKind.TRAFFICKING)
    held = services.hold(registration, by=officer_of(registration), reason="A hint")
    disclose(officer_of(held), held.candidate, Disclosure.Seen.FILE, registration=held)
    ended = take_step(held, "withdraw", by=of(held))
    disclose(officer_of(held), held.candidate, Disclosure.Seen.PAPER, registration=ended)
    assert not Disclosure.objects.told_to_the_person().exists()
    owed = Message.objects.count()

    own = services.submit(again := RegistrationFactory(candidate=held.candidate, papers=True), by=of(again))
    take_step(own, "withdraw", by=of(own))
    other = RegistrationFactory(candidate__nik=held.candidate.nik, candidate__birth_date="1990-07-05", papers=True)
    others = services.submit(other, by=of(other))

    for one in (own, others):
        one.refresh_from_db()
        assert one.needs_second_pair
        assert {FlagKind.TRAFFICKING, FlagKind.HELD_BEFORE} <= set(one.flags.values_list("kind", flat=True))
    assert set(Message.objects.order_by("pk")[owed:].values_list("kind", flat=True)) == {"registrations.with_office"}
    assert not Disclosure.objects.told_to_the_person().exists()

    for flag in own.flags.all():
        end_flag(officer_of(own, Role.BP3MI_HEAD), flag)
    assert not Flag.objects.standing().filter(registration__candidate=own.candidate).exists()
    assert Disclosure.objects.told_to_the_person().count() == 2


def test_changed_data_take_a_verified_file_back_to_the_office():
    registration = RegistrationFactory(state=State.VERIFIED)

    changed = take_step(registration, "data_changed", by=of(registration))

    assert (changed.state, changed.verified_by) == (State.IN_REVIEW, None)


def test_a_closed_registration_is_renewed_unless_another_holds_the_nik():
    closed = RegistrationFactory(state=State.CLOSED)
    assert services.renew(closed, by=of(closed)).state == State.IN_REVIEW

    second = RegistrationFactory(state=State.CLOSED, candidate__nik=closed.candidate.nik)
    with pytest.raises(StepRefused, match="KTP"):
        services.renew(second, by=of(second))


# The turn


def test_a_verified_file_waits_for_the_office_until_its_official_number_is_recorded():
    registration = RegistrationFactory(state=State.VERIFIED)
    assert standing(registration) == (Station.REGISTER, Turn.OFFICE)

    registration.official_id = "SISKO-1"
    assert standing(registration) == (Station.APPLY, Turn.PERSON)


def test_the_history_refuses_to_be_changed():
    registration = in_review()
    take_step(registration, "withdraw", by=of(registration))

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        RegistrationStep.objects.update(event="approve")


# Who sees it


def test_each_sees_the_own_files_alone():
    registration = in_review()
    draft = RegistrationFactory(office=registration.office)
    CandidateFactory()

    assert list(Registration.objects.visible_to(officer_of(registration))) == [registration]
    assert list(Registration.objects.visible_to(of(draft))) == [draft]
    assert not Registration.objects.visible_to(acting(MembershipFactory(role=Role.BP3MI_OFFICER))).exists()
    assert not Registration.objects.visible_to(acting(MembershipFactory(role=Role.MINISTRY_ADMIN))).exists()
    assert not Registration.objects.visible_to(Acting()).exists()
