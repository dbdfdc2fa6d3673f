"""The person's path: whose turn it is, what to do, how long it takes; a hold reads like any other check."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.lib.dates import today_in
from portal.workflow import take_step
from registrations.models import CorrectionPoint, CorrectionWords, RegistrationStep
from registrations.own.reading import TOLD, path_of
from registrations.pace import Pace, pace_of
from registrations.services import transfer
from registrations.workflow import INTERNAL_EVENTS, STEPS, State
from tests.factories.accounts import MembershipFactory, acting, log_in
from tests.factories.places import HolidayFactory, OfficeFactory
from tests.factories.registrations import (
    CandidateFactory,
    CorrectionPointFactory,
    DocumentFactory,
    PinnedPaperFactory,
    RegistrationFactory,
)

pytestmark = pytest.mark.django_db
HOME = reverse("pages:person_home")


@pytest.fixture(autouse=True)
def no_pace_is_known():
    cache.clear()


def officer_of(registration, role="bp3mi_officer"):
    return acting(MembershipFactory(office=registration.office, role=role))


def step(registration, event, at, **facts):
    """A step that was taken at ``at``; the history itself can't be changed afterwards."""
    facts = {"source": "in_review", "target": "in_review", "version": 0, "office": registration.office} | facts
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.utils.timezone.now", lambda: at)
        return RegistrationStep.objects.create(registration=registration, event=event, **facts)


def waiting(**facts):
    """With the office since just now, by the person's own hand; its paper has a number of pages and a state."""
    registration = RegistrationFactory(state=State.IN_REVIEW, submitted_at=timezone.now(), **facts)
    step(registration, "submit", timezone.now(), office=None, source="draft")
    return registration


def page(client, registration):
    log_in(client, registration.candidate.user)
    return client.get(HOME).content.decode()


def without_tokens(text):
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", text)


# A hold


def test_a_hold_changes_no_sign_of_the_page(client):
    registration = waiting()
    before = without_tokens(page(client, registration))

    held = take_step(registration, "hold", by=officer_of(registration), reason="Trafficking?")

    assert without_tokens(page(client, held)) == before


def test_what_an_office_does_by_itself_is_no_part_of_the_history(client):
    registration = waiting()
    for event in sorted(INTERNAL_EVENTS):
        step(registration, event, timezone.now())

    assert [row["title"] for row in path_of(registration.candidate.user)["history"]] == [TOLD["submit"]]


def test_why_one_office_gives_it_to_another_is_no_word_to_the_person():
    registration = waiting()
    reason = {"by": officer_of(registration), "reason": "Ask the regency about his broker"}

    moved = transfer(registration, to_office=OfficeFactory(), **reason)

    path = path_of(moved.candidate.user)
    assert (path["history"][0]["title"], path["messages"]) == (TOLD["transfer"], [])


def test_every_step_is_told_or_the_offices_own():
    assert TOLD.keys() | INTERNAL_EVENTS == STEPS.keys() - {"assign"}  # the moment of handing in


# The turn


def returned(words="Cap desa tidak kelihatan."):
    registration = waiting()
    paper = CorrectionPointFactory(registration=registration, paper="kk", reason="stamp_unreadable")
    CorrectionWords.objects.create(point=paper, text=words)
    CorrectionPointFactory(registration=registration, paper="", field="birth_date", reason="birth_date_differs")
    return take_step(registration, "return", by=officer_of(registration))


def test_what_to_correct_is_named_field_by_field_with_its_page(client):
    registration = returned()

    path = path_of(registration.candidate.user)

    assert path["note"]["kind"] == "turn"
    assert [(point["title"], point["words"]) for point in path["points"]] == [
        ("Tanggal lahir", ""),
        ("Kartu Keluarga (KK)", "Cap desa tidak kelihatan."),
    ]
    assert path["points"][1]["address"] == reverse("papers:paper", args=["kk"])
    assert "Cap desa tidak kelihatan." in page(client, registration)


def test_what_an_officer_notes_before_returning_it_is_not_said_yet(client):
    registration = waiting()
    point = CorrectionPointFactory(registration=registration)
    CorrectionWords.objects.create(point=point, text="Only among us so far")

    assert "Only among us so far" not in page(client, registration)
    assert path_of(registration.candidate.user)["points"] == []


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (State.DRAFT, "Stasiun 1 dari 6, langkah 1 dari 3"),
        (State.RETURNED, "Stasiun 1 dari 6, langkah 2 dari 3"),
        (State.ON_HOLD, "Stasiun 1 dari 6, langkah 2 dari 3"),
        (State.VERIFIED, "Stasiun 1 dari 6, langkah 3 dari 3"),
        (State.LAPSED, "Pendaftaran ini sudah berakhir"),
    ],
)
def test_where_one_stands_is_said_in_words(client, state, words):
    registration = RegistrationFactory(state=state, return_by=today_in(timezone.get_current_timezone()))

    text = page(client, registration)

    assert words in text
    assert "SISKOP2MI: belum ada." in text


def test_in_every_state_the_page_says_what_to_do_or_that_it_is_not_ones_turn():
    for state in State:
        decided = {"rejection_proposed_by": MembershipFactory().user, "rejection_ground": "under_age"}
        today = today_in(timezone.get_current_timezone())
        registration = RegistrationFactory(state=state, return_by=today, **decided if state == State.REJECTED else {})
        if state == State.REJECTED:
            step(registration, "reject", timezone.now())

        path = path_of(registration.candidate.user)

        assert path["note"]["title"] and path["note"]["text"], state


def test_a_recorded_one_stands_at_the_second_station_with_its_number(client):
    registration = RegistrationFactory(state=State.VERIFIED, official_id="SISKO-77")

    text = page(client, registration)

    assert "Stasiun 2 dari 6" in text
    assert "SISKOP2MI: SISKO-77." in text


def test_papers_stand_by_turn_and_later_ones_name_their_station(client):
    registration = waiting()
    for paper, due in (("ktp", "submitted"), ("kk", "submitted"), ("visa", "opp"), ("marital", "verified")):
        PinnedPaperFactory(registration=registration, paper=paper, due=due)
    DocumentFactory(candidate=registration.candidate, paper="ktp", state="accepted")
    DocumentFactory(candidate=registration.candidate, paper="kk")

    path = path_of(registration.candidate.user)

    papers, note = path["papers"], path["note"]
    assert (note["kind"], note["title"]) == ("turn", "Giliran Anda: kirim surat keterangan status perkawinan")
    assert note["address"] == reverse("papers:paper", args=["marital"])
    assert [row["look"] for row in papers.rows] == ["turn", "info", "ok"]
    assert papers.counted == "1 diterima, 1 diperiksa petugas, 1 giliran Anda"
    assert [row["label"] for row in papers.later] == ["Stasiun 5"]


def test_nobody_reads_the_path_of_somebody_else(client):
    returned("Hanya untuk Marselina")
    log_in(client, CandidateFactory().user)

    assert "Hanya untuk Marselina" not in client.get(HOME).content.decode()


# How long it takes


def answered(office, days, came=datetime(2026, 9, 7, 2, tzinfo=UTC)):
    """A file that came on a Monday and was answered so many days later."""
    registration = RegistrationFactory(state=State.VERIFIED, office=office)
    step(registration, "submit", came, office=None)
    step(registration, "approve", came + timedelta(days=days))


@pytest.fixture
def autumn(monkeypatch):
    """It is 30 September 2026, a Wednesday."""
    monkeypatch.setattr("portal.lib.dates.now_in", datetime(2026, 9, 30, 4, tzinfo=UTC).astimezone)


def test_the_middle_half_of_ten_answers_says_how_long_it_takes_in_working_days(autumn):
    office = OfficeFactory()
    HolidayFactory(day=datetime(2026, 9, 9, tzinfo=UTC).date())  # the Wednesday after
    for days in (1, 2, 2, 3, 4, 7, 7, 8, 9, 10):
        answered(office, days)

    pace = pace_of(office)

    assert (pace.answers, pace.least, pace.most) == (10, 1, 5)


def test_nine_answers_say_nothing(client, autumn):
    office = OfficeFactory()
    for _file in range(9):
        answered(office, 2)

    assert (pace_of(office).answers, pace_of(office).most) == (9, None)


def test_another_office_and_what_was_long_ago_do_not_count(autumn):
    office = OfficeFactory()
    answered(OfficeFactory(), 2)
    answered(office, 2, came=datetime(2026, 5, 4, 2, tzinfo=UTC))

    assert pace_of(office).answers == 0


def test_a_file_that_came_on_a_friday_is_at_its_first_day_on_monday():
    friday = datetime(2026, 9, 4, tzinfo=UTC).date()
    pace = Pace(0, None, None, None, None, frozenset({friday + timedelta(days=4)}))

    days = [pace.day_of(friday, friday + timedelta(days=ahead)) for ahead in range(6)]

    assert days == [0, 0, 0, 1, 1, 2]


def test_too_little_is_known_is_said(client):
    text = page(client, waiting())

    assert "Belum cukup data" in text
    assert "Berkas Anda masuk hari ini." in text


# What it costs


def test_the_page_costs_twelve_queries_at_most_at_any_history(client):
    registration = waiting()
    officer = officer_of(registration)
    for _time in range(12):
        point = CorrectionPointFactory(registration=registration, raised_by=officer.membership)
        CorrectionWords.objects.create(point=point, text="Tolong foto ulang.")
        registration = take_step(registration, "return", by=officer, reason="Kurang jelas")
        CorrectionPoint.objects.update(corrected_at=timezone.now())
        registration = take_step(registration, "resubmit", by=acting(registration.candidate.user))
    for paper in ("ktp", "kk", "diploma"):
        PinnedPaperFactory(registration=registration, paper=paper)
        DocumentFactory(candidate=registration.candidate, paper=paper)
    for _time in range(3):
        RegistrationFactory(candidate=registration.candidate, state=State.WITHDRAWN, office=registration.office)
    cache.clear()
    log_in(client, registration.candidate.user)

    for most in (13, 12):  # the first look of a day at an office costs one more
        with CaptureQueriesContext(connection) as asked:
            assert client.get(HOME).status_code == 200

        assert len(asked) <= most, "\n".join(query["sql"][:160] for query in asked)
