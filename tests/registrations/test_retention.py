"""What is kept no longer goes by a command that counts; what was done stays countable."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portal.audit.models import Entry
from portal.lib.dates import WIB, today_in
from portal.workflow import take_step
from registrations import retention
from registrations.choices import FlagKind
from registrations.disclosures import disclose
from registrations.flagging import end_flag
from registrations.models import (
    Candidate,
    CandidatePhone,
    CorrectionAnswer,
    CorrectionWords,
    DataRequest,
    DataRequestWords,
    Disclosure,
    DocumentPage,
    Flag,
    RegisterCheck,
    Registration,
    RegistrationStepReason,
    StrayFile,
    Suspicion,
    SuspicionReason,
)
from registrations.workflow import State
from tests.commands import run
from tests.factories.accounts import MembershipFactory, acting
from tests.factories.places import OfficeFactory
from tests.factories.registrations import (
    CandidateFactory,
    CorrectionPointFactory,
    DocumentFactory,
    PinnedPaperFactory,
    RegistrationFactory,
)

pytestmark = pytest.mark.django_db


def aged(days, **facts):
    registration = RegistrationFactory(**facts)
    then = timezone.now() - timedelta(days=days)
    Registration.objects.filter(pk=registration.pk).update(updated_at=then, state_since=then)
    return registration


def test_a_draft_of_ninety_days_goes_with_its_papers_and_numbers():
    old, young = aged(91), aged(89)
    PinnedPaperFactory(registration=old)
    page = DocumentFactory(candidate=old.candidate, number="53-1").pages.get()
    CandidatePhone.objects.create(candidate=old.candidate, number="+6281234567890")

    counts = run("apply_retention").counts

    assert {name: count for name, count in counts.items() if count} == {"people": 1, "drafts": 1, "files": 1}
    assert list(Registration.objects.all()) == [young]
    left = Candidate.objects.get(pk=old.candidate_id)
    assert (left.name, left.nik, left.nik_index, left.birth_date, left.village) == ("", "", None, None, None)
    assert (left.phones.count(), left.documents.get().number, DocumentPage.objects.count()) == (0, "", 0)
    assert StrayFile.objects.get().name == page.file
    assert Entry.objects.get(action="registrations.let_go").subject_id == str(left.pk)


def test_a_draft_that_an_officer_saw_is_emptied_and_the_look_stays():
    seen, checked = aged(91), aged(91)
    disclose(acting(MembershipFactory()), seen.candidate, Disclosure.Seen.FILE, registration=seen)
    facts = {"way": "counter", "result": "agrees", "looked_on": today_in(WIB), "reference": "53-1"}
    officer = MembershipFactory()
    RegisterCheck.objects.create(registration=checked, register="dukcapil", checked_by=officer, **facts)

    assert run("apply_retention").counts["people"] == 2

    assert set(Registration.objects.all()) == {seen, checked}
    assert (Disclosure.objects.get().registration, RegisterCheck.objects.get().reference) == (seen, "")


def test_no_words_of_anybody_stay_about_whom_is_let_go():
    gone, known = aged(91), CandidateFactory()
    take_step(gone, "withdraw", by=acting(gone.candidate.user), reason="I stay with my mother")
    point = CorrectionPointFactory(registration=gone)
    CorrectionWords.objects.create(point=point, text="Ask Mrs Taek")
    CorrectionAnswer.objects.create(point=point, text="It is my only name")
    asked = DataRequest.objects.create(candidate=gone.candidate, office=gone.office)
    DataRequestWords.objects.create(request=asked, asked="Maria Bere")
    doubt = Suspicion.objects.create(
        first=gone.candidate, second=known, ground=Suspicion.Ground.ALIKE, office=gone.office
    )
    doubt.record_step({"event": "keep_apart", "source": "open", "target": "two", "version": 0}, "Maria is her twin")
    Registration.objects.update(state_since=timezone.now() - timedelta(days=366))

    run("apply_retention")

    for model in (RegistrationStepReason, CorrectionWords, CorrectionAnswer, DataRequestWords):
        assert not model.objects.exists()
    assert (SuspicionReason.objects.get().text, doubt.history.count(), gone.history.count()) == ("", 1, 1)


def test_a_list_brings_anew_whom_it_brought_before_they_were_let_go(tmp_path):
    office, path = OfficeFactory(kind="bp3mi"), tmp_path / "rows.csv"
    path.write_text("nik,name,old_number\n5304015402020001,Maria Taek,A/7\n", encoding="utf-8")
    run("import_registrations", path, f"--office={office.code}")
    then = timezone.now() - timedelta(days=91)
    Registration.objects.update(updated_at=then)
    run("apply_retention")

    counts = run("import_registrations", path, f"--office={office.code}").counts

    assert (counts["created"], sorted(Candidate.objects.values_list("name", flat=True))) == (1, ["", "Maria Taek"])


def test_a_second_run_and_a_dry_one_remove_nothing():
    aged(91)

    dry = run("apply_retention", dry_run=True).counts
    counts = [run("apply_retention").counts["people"] for _twice in range(2)]

    assert (dry["people"], counts) == (1, [1, 0])


@pytest.mark.parametrize(("days", "is_gone"), [(364, False), (366, True)])
def test_what_lapsed_is_let_go_after_a_year_and_its_history_stays(days, is_gone):
    registration = RegistrationFactory(state=State.DRAFT)
    take_step(registration, "withdraw", by=acting(registration.candidate.user))
    Registration.objects.update(state_since=timezone.now() - timedelta(days=days))

    run("apply_retention")

    left = Registration.objects.select_related("candidate").get()
    assert (left.candidate.name == "", left.history.count()) == (is_gone, 1)


@pytest.mark.parametrize("state", [State.IN_REVIEW, State.VERIFIED, State.ON_HOLD, State.RETURNED, State.CLOSED])
def test_somebody_with_one_registration_that_is_kept_stays_whole(state):
    old = aged(400)
    aged(400, state=state, candidate=old.candidate)

    assert run("apply_retention").counts["people"] == 0


@pytest.mark.parametrize(
    ("days", "facts", "is_gone"),
    [
        (729, {"state": State.CLOSED}, False),
        (731, {"state": State.CLOSED}, True),
        (731, {"state": State.REJECTED, "rejection_ground": "under_age"}, True),
        (1825, {"state": State.CLOSED, "official_id": "PMI-1"}, False),
        (1827, {"state": State.CLOSED, "official_id": "PMI-1"}, True),
    ],
)
def test_what_was_closed_or_rejected_has_its_own_periods(days, facts, is_gone):
    if facts["state"] == State.REJECTED:
        facts = facts | {"rejection_proposed_by": MembershipFactory().user}
    aged(days, **facts)

    assert run("apply_retention").counts["people"] == is_gone


def test_a_row_merged_away_goes_with_the_one_that_stayed_and_not_before():
    kept, away = aged(364, state=State.WITHDRAWN).candidate, CandidateFactory()
    Candidate.objects.filter(pk=away.pk).update(merged_into=kept)
    assert run("apply_retention").counts["people"] == 0

    Registration.objects.update(state_since=timezone.now() - timedelta(days=366))

    assert run("apply_retention").counts["people"] == 2
    assert not Candidate.objects.exclude(name="", nik="").exists()


def test_what_ended_on_hold_stays_until_a_head_has_ended_the_investigation():
    ended = aged(400, state=State.WITHDRAWN)
    flag = Flag.objects.create(registration=ended, kind=FlagKind.HELD_BEFORE)
    assert run("apply_retention").counts["people"] == 0

    end_flag(acting(MembershipFactory(role="bp3mi_head", office=ended.office)), flag)

    assert run("apply_retention").counts["people"] == 1


def test_the_command_tells_after_each_batch_how_far_it_is(monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 1)
    aged(91), aged(91)
    drawn = []

    retention.apply(drawn.append)

    assert (retention.count(), drawn) == (0, [1, 2])
