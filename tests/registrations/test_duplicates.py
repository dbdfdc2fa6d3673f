"""One person in two files: when officers are asked to look, and what a merge moves, there and back."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import chain

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import F
from django.urls import reverse

from portal.accounts.acting import ActRefused
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.audit.models import Entry
from portal.lib import codes
from portal.lib.sealed import blind_index
from portal.messaging.models import Message
from portal.workflow import StepRefused, take_step
from registrations import permissions as may
from registrations.choices import FlagKind
from registrations.duplicates.likeness import alike
from registrations.duplicates.services import keep_apart, merge, unmerge
from registrations.duplicates.workflow import State as Doubt
from registrations.models import Candidate, CandidatePhone, DataRequest, Document, Flag, Registration, Suspicion
from registrations.models.candidate import NIK
from registrations.services import COME_WITH_YOUR_KTP, submit
from registrations.wizard import services as wizard
from registrations.workflow import State
from tests.factories.accounts import MembershipFactory, UserFactory, acting, log_in
from tests.factories.registrations import CandidateFactory, DocumentFactory, RegistrationFactory

ANOTHER_DAY = "1990-07-05"


def of(registration):
    return acting(registration.candidate.user)


def handed_in(**facts):
    draft = RegistrationFactory(papers=True, **facts)
    return submit(draft, by=of(draft))


def officer_for(suspicion):
    return acting(MembershipFactory(role=Role.BP3MI_OFFICER, office=suspicion.office))


def a_pair(**second):
    """A suspicion of two files that were handed in, alike in name and birth date; the registrations as well."""
    one = handed_in(candidate__name="Marselina Taek")
    other = handed_in(candidate__name="Marselina Taek", **second)
    return Suspicion.objects.get(), one, other


def merge_by_two(suspicion, *, staying, by=None, reason="x"):
    """As it has to be where somebody has an account: ``by`` comes second."""
    merge(suspicion, staying=staying, by=officer_for(suspicion), reason="The first one's words.")
    return merge(suspicion, staying=staying, by=by or officer_for(suspicion), reason=reason)


def come_second(held):
    """Somebody else hands in with the NIK of ``held`` and is refused; returns the draft."""
    draft = RegistrationFactory(
        papers=True, candidate__nik=held.candidate.nik, candidate__name="Ana Bria", candidate__birth_date=ANOTHER_DAY
    )
    with pytest.raises(StepRefused):
        submit(draft, by=of(draft))
    return draft


# Names


@pytest.mark.parametrize(
    "other",
    ["MARSELINA  TAEK", "Taek, Marselina", "Marselina Ta'ek", "Marcelina Taek", "Marselina Bete Taek"],
)
def test_another_spelling_of_a_name_is_alike(other):
    assert alike("Marselina Taek", {1: other}) == [1]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Moh. Joesoef", "Muhammad Yusuf"), ("Abd. Rahman", "ABDUL RAHMAN"), ("Djoko Tjahjono", "Joko Cahyono")],
)
def test_short_forms_and_old_spelling_are_alike(one, other):
    assert alike(one, {1: other}) == [1]


@pytest.mark.parametrize("other", ["Martina Bria", "Siti Rahayu", "Taek", "", "Marselinus Seran"])
def test_another_name_is_not(other):
    assert alike("Marselina Taek", {1: other}) == []


def test_the_likeliest_name_stands_first():
    assert alike("Maria Goreti Taek", {1: "Maria Goretti Taek", 2: "Maria Goreti Taek"}) == [2, 1]


# Raising the doubt


@pytest.mark.django_db
class TestSuspect:
    def test_a_nik_that_is_held_is_refused_with_one_sentence_and_looked_at(self):
        held = handed_in()
        draft = RegistrationFactory(papers=True, candidate__nik=held.candidate.nik, candidate__birth_date=ANOTHER_DAY)

        with pytest.raises(StepRefused) as refused:
            submit(draft, by=of(draft))

        assert str(refused.value) == str(COME_WITH_YOUR_KTP)
        assert Registration.objects.get(pk=draft.pk).state == State.DRAFT
        suspicion = Suspicion.objects.get()
        assert (suspicion.first, suspicion.second) == (held.candidate, draft.candidate)
        assert (suspicion.ground, suspicion.office) == (Suspicion.Ground.SAME_NIK, draft.office)

    def test_a_doubt_outlives_the_form_that_was_refused(self):
        held = handed_in()
        draft = RegistrationFactory(papers=True, candidate__nik=held.candidate.nik, candidate__birth_date=ANOTHER_DAY)

        with pytest.raises(StepRefused):
            wizard.hand_in(draft, by=of(draft))

        assert Suspicion.objects.get().second == draft.candidate

    def test_a_corrected_nik_that_somebody_holds_is_looked_at(self):
        held = handed_in()
        returned = RegistrationFactory(state=State.RETURNED, candidate__birth_date=ANOTHER_DAY)

        with pytest.raises(ActRefused):
            wizard.save(returned, {"nik": held.candidate.nik}, by=of(returned))

        assert Suspicion.objects.get().second == returned.candidate
        assert Candidate.objects.get(pk=returned.candidate_id).nik != held.candidate.nik

    def test_a_similar_name_of_the_same_day_is_handed_in_and_two_have_to_look(self):
        one = handed_in(candidate__name="Marselina Taek")

        other = handed_in(candidate__name="Marcelina Taek")

        assert other.state == State.IN_REVIEW
        assert Suspicion.objects.get().ground == Suspicion.Ground.ALIKE
        both = Registration.objects.filter(pk__in=[one.pk, other.pk])
        assert set(both.values_list("needs_second_pair", flat=True)) == {True}
        assert Flag.objects.standing().filter(kind=FlagKind.LOOKS_ALIKE).count() == 2

    def test_a_shared_phone_a_strangers_draft_and_another_day_are_no_sign(self):
        first = handed_in(candidate__name="Marselina Taek")
        RegistrationFactory(candidate__name="Yuliana Bria", candidate__birth_date=ANOTHER_DAY)
        second = RegistrationFactory(
            papers=True, candidate__name="Yuliana Bria", candidate__birth_date=ANOTHER_DAY, office=first.office
        )
        for registration in (first, second):
            CandidatePhone.objects.create(candidate=registration.candidate, number="+6281234567890")

        submit(second, by=of(second))

        assert not Suspicion.objects.exists()

    def test_people_of_a_list_are_known_as_well(self):
        listed = CandidateFactory(user=None, origin="list")

        handed_in()

        assert Suspicion.objects.get().first == listed

    def test_a_pair_that_was_decided_is_not_raised_again(self):
        held = handed_in()
        draft = come_second(held)
        suspicion = Suspicion.objects.get()
        keep_apart(suspicion, by=officer_for(suspicion), reason="Two identity cards seen.")

        with pytest.raises(StepRefused):
            submit(draft, by=of(draft))

        assert Suspicion.objects.get().state == Doubt.TWO

    def test_a_verified_one_is_flagged_and_stays_verified(self):
        verified = RegistrationFactory(state=State.VERIFIED, submitted_at="2026-11-01T00:00Z")

        handed_in()

        verified.refresh_from_db()
        assert (verified.state, verified.needs_second_pair) == (State.VERIFIED, False)
        assert verified.flags.count() == 1


# Deciding


@pytest.mark.django_db
@pytest.mark.usefixtures("english")
class TestDeciding:
    def test_two_people_keep_their_files_and_the_flags_end(self):
        suspicion, *_both = a_pair()

        decided = keep_apart(suspicion, by=officer_for(suspicion), reason="Twins, both cards seen.")

        assert decided.state == Doubt.TWO
        assert not Flag.objects.standing().exists()
        assert decided.history.get().reason.text == "Twins, both cards seen."

    def test_one_person_keeps_one_open_case_and_gets_it_all_back(self):
        suspicion, one, other = a_pair()
        kept, absorbed = one.candidate, other.candidate
        extra = DocumentFactory(candidate=absorbed, paper="diploma")
        by = officer_for(suspicion)
        before = list(Document.objects.order_by("pk").values_list("candidate", "paper", "version", "is_current"))

        merged = merge_by_two(suspicion, staying=kept, by=by, reason="The same card.")

        other.refresh_from_db()
        absorbed.refresh_from_db()
        assert (other.candidate, other.state, other.nik_index) == (kept, State.CLOSED, None)
        assert absorbed.merged_into == kept
        assert Registration.objects.holding_nik().get() == one
        papers = kept.documents.order_by("paper", "version").values_list("paper", "version", "is_current")
        assert list(papers) == [
            ("diploma", 1, True), ("kk", 1, True), ("kk", 2, False), ("ktp", 1, True), ("ktp", 2, False),
        ]  # fmt: skip
        assert absorbed.user is not None  # an account of its own is nobody else's

        unmerge(merged, by=by, reason="It was her sister.")

        other.refresh_from_db()
        absorbed.refresh_from_db()
        assert (other.candidate, other.state, absorbed.merged_into) == (absorbed, State.IN_REVIEW, None)
        assert other.nik_index == absorbed.nik_index
        assert (
            list(Document.objects.order_by("pk").values_list("candidate", "paper", "version", "is_current")) == before
        )
        assert extra in absorbed.documents.current()
        actions = Entry.objects.filter(action__startswith="candidate.").order_by("pk").values_list("action", flat=True)
        assert list(actions) == [
            "candidate.merged",
            "candidate.merged_away",
            "candidate.unmerged",
            "candidate.unmerged",
        ]

    def test_the_only_case_goes_along_and_holds_the_nik_of_the_row_that_stays(self):
        held = handed_in()
        draft = come_second(held)
        suspicion = Suspicion.objects.get()
        by = officer_for(suspicion)
        right = "5304015507900077"
        draft.candidate.nik = right
        draft.candidate.save()

        merge_by_two(suspicion, staying=draft.candidate, by=by, reason="The same card; the first NIK was mistyped.")

        held.refresh_from_db()
        assert (held.candidate, held.state) == (draft.candidate, State.IN_REVIEW)
        assert held.nik_index == blind_index(NIK, right)

    @pytest.mark.parametrize("without", ["kept", "absorbed", "neither"])
    def test_no_account_ever_gets_another_file(self, without):
        suspicion, one, other = a_pair()
        lacking = {"kept": one.candidate_id, "absorbed": other.candidate_id}.get(without)
        Candidate.objects.filter(pk=lacking).update(user=None)
        before = dict(Candidate.objects.values_list("pk", "user"))

        merged = merge_by_two(suspicion, staying=one.candidate)
        assert dict(Candidate.objects.values_list("pk", "user")) == before
        assert not Registration.objects.of_person(other.candidate.user).exists()

        unmerge(merged, by=officer_for(suspicion), reason="x")
        assert dict(Candidate.objects.values_list("pk", "user")) == before

    def test_one_officer_alone_merges_only_where_nobody_has_an_account(self):
        suspicion, one, other = a_pair()
        by = officer_for(suspicion)
        for _twice in range(2):
            assert merge(suspicion, staying=one.candidate, by=by, reason="x").state == Doubt.OPEN
        assert merge(suspicion, staying=other.candidate, by=officer_for(suspicion), reason="x").state == Doubt.OPEN
        assert Registration.objects.get(pk=other.pk).candidate == other.candidate
        with pytest.raises(IntegrityError, match="suspicion_merged_by_two_where_needed"), transaction.atomic():
            Suspicion.objects.update(state=Doubt.SAME, needs_two=True, proposed_by=None)
        with pytest.raises(IntegrityError, match="suspicion_merged_by_another"), transaction.atomic():
            Suspicion.objects.update(merged_by=F("proposed_by"))

        Candidate.objects.update(user=None)
        Registration.objects.update(office=suspicion.office)
        assert merge(suspicion, staying=one.candidate, by=by, reason="x").state == Doubt.SAME

    def test_both_accounts_are_told_the_same_and_the_one_left_with_nothing_may_object(self, client):
        suspicion, one, other = a_pair()
        merge(suspicion, staying=one.candidate, by=officer_for(suspicion), reason="x")
        told = Message.objects.filter(kind="registrations.files_sorted_out").order_by("pk")
        assert not told.exists()

        merge(suspicion, staying=one.candidate, by=officer_for(suspicion), reason="x")

        users = [one.candidate.user_id, other.candidate.user_id]
        assert list(told.values_list("contact__user", "is_urgent")) == [(user, True) for user in users]
        log_in(client, other.candidate.user)
        assert reverse("own:wrong") in client.get(reverse("pages:person_home")).content.decode()
        client.post(reverse("own:wrong"), {"field": "else", "words": "That file is mine."})
        for name, args in (
            ("wizard:check", [one.number]),
            ("papers:page", [one.candidate.documents.first().pages.get().file]),
        ):
            assert client.get(reverse(name, args=args)).status_code == 404
        asked = DataRequest.objects.get()
        assert (asked.candidate, asked.office) == (other.candidate, suspicion.office)
        log_in(client, officer_for(suspicion).user)
        assert client.get(reverse("own_desk:answer", args=[asked.pk])).status_code == 200

    def test_a_paper_handed_in_since_stays_where_it_was_handed_in(self):
        suspicion, one, _other = a_pair()
        merged = merge_by_two(suspicion, staying=one.candidate, by=officer_for(suspicion), reason="x")
        newer = DocumentFactory(candidate=one.candidate, paper="diploma")

        unmerge(merged, by=officer_for(suspicion), reason="x")

        newer.refresh_from_db()
        assert newer.candidate == one.candidate

    def test_nobody_reviews_a_file_that_was_merged_with_the_own_one(self):
        suspicion, one, other = a_pair()
        officer = MembershipFactory(user=User.objects.get(pk=other.candidate.user_id), office=one.office)
        merge_by_two(suspicion, staying=one.candidate, by=officer_for(suspicion), reason="x")

        by = acting(MembershipFactory._meta.model.objects.select_related("user").get(pk=officer.pk))
        assert not Registration.objects.at_desk(by).filter(pk=one.pk).exists()
        assert not may.review(by, Registration.objects.get(pk=one.pk))

    def test_a_merge_under_a_later_one_is_undone_after_it(self):
        suspicion, one, _other = a_pair()
        by = officer_for(suspicion)
        merged = merge_by_two(suspicion, staying=one.candidate, by=by, reason="x")
        third = handed_in(candidate__name="Marselina Taek", office=suspicion.office)
        later = Suspicion.objects.get(second=third.candidate)
        merge_by_two(later, staying=third.candidate, by=officer_for(later), reason="x")

        with pytest.raises(StepRefused, match="merged with another one since"):
            unmerge(merged, by=by, reason="x")

    def test_a_file_on_hold_is_not_folded(self):
        suspicion, one, other = a_pair()
        take_step(other, "hold", by=acting(MembershipFactory(office=other.office)), reason="x")

        with pytest.raises(StepRefused, match="on hold"):
            merge_by_two(suspicion, staying=one.candidate, by=officer_for(suspicion), reason="x")

        assert Candidate.objects.filter(merged_into=None).count() == 2
        assert Suspicion.objects.get().state == Doubt.OPEN

    def test_a_merge_that_would_take_a_third_ones_nik_changes_nothing(self):
        suspicion, one, other = a_pair()
        third = handed_in(candidate__birth_date=ANOTHER_DAY, candidate__name="Yosef Seran")
        take_step(one, "withdraw", by=of(one))
        one.candidate.nik = third.candidate.nik
        one.candidate.save()

        with pytest.raises(StepRefused, match="Another file holds this NIK"):
            merge_by_two(suspicion, staying=one.candidate, by=officer_for(suspicion), reason="x")

        assert Suspicion.objects.get().state == Doubt.OPEN
        assert Registration.objects.get(pk=other.pk).candidate == other.candidate

    def test_nobody_decides_about_oneself_or_at_another_office(self):
        suspicion, _one, other = a_pair()
        own = MembershipFactory(user=other.candidate.user, office=suspicion.office)

        for by in (acting(own), acting(MembershipFactory()), acting(UserFactory())):
            assert not Suspicion.objects.visible_to(by).exists()
            with pytest.raises(StepRefused):
                keep_apart(suspicion, by=by, reason="x")

    def test_whoever_was_merged_hands_nothing_in(self):
        suspicion, one, other = a_pair()
        merge_by_two(suspicion, staying=one.candidate, by=officer_for(suspicion), reason="x")
        draft = RegistrationFactory(candidate=Candidate.objects.get(pk=other.candidate_id), papers=True)

        with pytest.raises(StepRefused, match=str(COME_WITH_YOUR_KTP)):
            submit(draft, by=of(draft))


# All at once


def drafts_with_one_nik(count):
    """Complete drafts that one officer typed, straight into the tables."""
    model, nik = RegistrationFactory(assisted_by=MembershipFactory(), candidate__user=None), "5304015402020001"
    people = Candidate.objects.bulk_create(
        Candidate(
            name=f"Orang {number}", nik=nik, nik_index=blind_index(NIK, nik), kk="5304010101120001", sex="female",
            birth_date="2002-02-14", education="SMA", village=model.candidate.village, email="x@contoh.test",
        )
        for number in range(count)
    )  # fmt: skip
    papers = [Document(candidate=person, paper=paper, version=1) for person in people for paper in ("ktp", "kk")]
    Document.objects.bulk_create(papers)
    fields = {name: getattr(model, name) for name in ("office", "regency", "notice", "assisted_by")}
    rows = [Registration(candidate=one, number=codes.new_code(codes.REGISTRATION), **fields) for one in people]
    return acting(model.assisted_by), Registration.objects.bulk_create(rows)


def hand_in_each(by, registrations):
    """One officer's connection after another's; what each was answered, "" for a yes."""
    answers = []
    for registration in registrations:
        try:
            submit(registration, by=by)
        except StepRefused as refusal:
            answers.append(str(refusal))
        else:
            answers.append("")
    connection.close()
    return answers


@pytest.mark.django_db(transaction=True)
def test_of_two_hundred_at_once_with_one_nik_one_is_registered():
    by, drafts = drafts_with_one_nik(200)

    with ThreadPoolExecutor(16) as threads:
        answers = threads.map(partial(hand_in_each, by), [drafts[first::16] for first in range(16)])

    assert Counter(chain(*answers)) == {"": 1, str(COME_WITH_YOUR_KTP): 199}
    held = Registration.objects.holding_nik().get()
    assert Registration.objects.filter(state=State.DRAFT).count() == 200  # and the one that lent its facts
    assert held.history.count() == 2
    assert Suspicion.objects.count() == 199
