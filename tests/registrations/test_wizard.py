"""The pages on which a person registers: each saves one thing, on any device, and nothing is lost or told."""

import logging
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import Consent, NoticeShown
from portal.audit.models import Entry
from portal.lib.dates import WIB, today_in
from portal.workflow import take_step
from registrations.asked import FIELDS
from registrations.choices import FlagKind
from registrations.models import Candidate, Document, Passport, Registration, Suspicion
from registrations.services import COME_WITH_YOUR_KTP
from registrations.wizard import pages, reading
from registrations.wizard.forms import grown_up_on
from registrations.workflow import State
from tests.factories.accounts import MembershipFactory, UserFactory, acting, log_in
from tests.factories.jobs import PaperRuleFactory, VacancyFactory
from tests.factories.registrations import (
    CandidateFactory,
    CorrectionPointFactory,
    DocumentFactory,
    RegistrationFactory,
)
from tests.registrations.wizard import KK, NAME, NIK, PAPERS, a_listed_village, answers, at, page

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(client):
    user = UserFactory(name="Marselina Taek")
    log_in(client, user)
    return user


def draft_of(user, **facts):
    return RegistrationFactory(candidate__user=user, papers=True, **facts)


def returned(user, *fields):
    registration = RegistrationFactory(candidate__user=user, papers=True, state=State.IN_REVIEW)
    for field in fields:
        CorrectionPointFactory(registration=registration, paper="", field=field, reason="other")
    officer = MembershipFactory(office=registration.office)
    return take_step(registration, "return", by=acting(officer))


def text_of(response):
    return response.content.decode()


# Each table names the other


def test_every_field_that_is_asked_stands_on_a_page():
    assert {asked.page for asked in FIELDS.values()} == {page.slug for page in pages.PAGES if page.form} - {"data-anda"}


# The way through


def test_page_by_page_to_the_office_and_each_page_is_saved_before_the_next(client, person):
    village = a_listed_village()
    first = client.post(reverse("wizard:begin"), NAME)
    registration = Registration.objects.get()
    for slug, sent in answers(village).items():
        assert client.get(at("registration", registration)).url.startswith(at("registration", registration))
        assert client.post(page(registration, slug), sent).status_code == 302, slug
    for paper in PAPERS:
        DocumentFactory(candidate=registration.candidate, paper=paper)

    resumed = client.get(at("registration", registration))
    done = client.post(at("hand_in", registration), {"seen": 0}, follow=True)

    registration = Registration.objects.select_related("candidate").get()
    told = registration.candidate
    assert first.url == page(registration, "nomor")
    assert resumed.url == at("check", registration)
    assert registration.state == State.IN_REVIEW
    assert (told.nik, told.kk, told.village, told.education) == (NIK, KK, village, "SMA")
    assert str(told.phones.get().number) == "+6281234567890"
    assert registration.number in text_of(done)
    assert registration.notice.number == NoticeShown.objects.get(user=person).text.number
    assert not registration.flags.exists()


def test_the_pages_say_where_one_is_and_what_is_saved(client, person):
    shown = text_of(client.get(page(draft_of(person), "paspor")))

    assert "Stasiun 1 dari 6, langkah 1 dari 3: isian 3 dari 9" in shown
    assert "Sudah tersimpan" in shown
    assert "WITA: nama, tanggal lahir" in shown


def test_it_goes_on_from_another_device_with_the_first_page_that_lacks_something(client, person):
    registration = draft_of(person, candidate__education="")
    other_device = log_in(Client(headers={"host": "localhost"}), person)

    assert other_device.get(reverse("wizard:begin")).url == at("registration", registration)
    assert other_device.get(at("registration", registration)).url == page(registration, "sekolah")


def test_a_way_that_asks_for_more_before_handing_in_says_so_and_where_to_get_it(client, person):
    PaperRuleFactory(scheme="G_TO_G", paper="ak1", due="submitted")
    registration = draft_of(person, scheme="G_TO_G")

    assert client.get(at("registration", registration)).url == page(registration, "surat")
    listed = text_of(client.get(page(registration, "surat")))
    assert reverse("papers:paper", args=["ak1"]) in listed
    assert "Tempat mengurus" in listed
    assert page(registration, "minat") in listed
    refused = text_of(client.post(at("hand_in", registration), {"seen": 0}, follow=True))
    assert "Masih kurang: kartu pencari kerja (AK1)." in refused
    DocumentFactory(candidate=registration.candidate, paper="ak1")
    client.post(at("hand_in", registration), {"seen": 0})

    assert Registration.objects.get().state == State.IN_REVIEW
    assert Registration.objects.get().papers_missing_to_submit() == []


def test_save_and_go_on_later_saves_and_leads_home(client, person):
    registration = draft_of(person)

    answer = client.post(page(registration, "sekolah"), {"education": "S1", "marital": "widowed", "later": "1"})

    assert answer.url == reverse("pages:person_home")
    assert Candidate.objects.get().education == "S1"


def test_two_tabs_begin_one_registration(client, person):
    for _ in range(2):
        assert client.post(reverse("wizard:begin"), NAME).status_code == 302

    assert Registration.objects.count() == 1


def test_a_second_click_hands_in_once(client, person):
    registration = draft_of(person)

    handed_in = [client.post(at("hand_in", registration), {"seen": 0}).url for _ in range(2)]

    assert handed_in == [at("done", registration)] * 2
    assert registration.history.filter(event="submit").count() == 1


def test_what_was_typed_stays_beside_all_errors(client, person):
    registration = draft_of(person)

    shown = text_of(client.post(page(registration, "nomor"), {"nik": "53040154020200O3", "kk": "123"}))

    assert 'value="53040154020200O3"' in shown
    assert "Ada 2 isian yang perlu diperbaiki" in shown
    assert Candidate.objects.get().nik != "53040154020200O3"


def test_a_village_is_asked_for_without_reproach_and_missing_only_when_none_is_chosen(client, person):
    a_listed_village()
    address, typed = page(draft_of(person), "tinggal"), {"village": "tohe", "address": "Rumah kedua"}

    asked = client.post(address, typed)
    again = client.post(address, typed | {"village_untuk": "tohe"})

    assert not asked.context["form"].errors
    assert "Rumah kedua" in text_of(asked) and 'name="village_kode"' in text_of(asked)
    assert again.context["form"].errors.keys() == {"village"}


# Under 18


@pytest.mark.parametrize("days", [0, 1])
def test_under_18_is_told_the_day_and_nothing_is_kept(client, person, days):
    today = today_in(WIB)
    born = today.replace(year=today.year - 18, day=min(today.day, 28)) + timedelta(days=days + (today.day > 28) * 3)

    answer = client.post(reverse("wizard:begin"), NAME | {"birth_date": f"{born:%d/%m/%Y}"})

    is_grown_up = grown_up_on(born) <= today
    assert Candidate.objects.exists() == is_grown_up
    assert (answer.status_code == 302) == is_grown_up
    assert is_grown_up or "/panduan/" in text_of(answer)
    assert not is_grown_up or Registration.objects.exists()


def test_who_types_an_age_under_18_later_keeps_the_answers_of_before(client, person):
    registration = draft_of(person)

    client.post(page(registration, "nama"), NAME | {"birth_date": "01/01/2020", "name": "Other"})

    assert Candidate.objects.get().name == "Marselina Taek"


# Identity


def test_a_nik_that_says_another_birth_date_is_taken_and_an_officer_looks(client, person):
    registration = draft_of(person, candidate__birth_date="1999-03-03")

    assert client.post(page(registration, "nomor"), {"nik": NIK, "kk": KK}).status_code == 302
    assert not registration.flags.exists()
    client.post(at("hand_in", registration), {"seen": 0})

    registration.refresh_from_db()
    assert (registration.state, registration.needs_second_pair) == (State.IN_REVIEW, True)
    assert registration.flags.get().kind == FlagKind.NIK_MISMATCH


def test_a_held_nik_reads_like_every_doubt_and_stays_a_draft(client, person):
    RegistrationFactory(state=State.IN_REVIEW, submitted_at=timezone.now(), candidate__nik=NIK)
    registration = draft_of(person, candidate__nik=NIK)

    answer = client.post(at("hand_in", registration), {"seen": 0}, follow=True)

    assert str(COME_WITH_YOUR_KTP) in text_of(answer)
    assert Registration.objects.get(pk=registration.pk).state == State.DRAFT
    assert Suspicion.objects.exists()  # officers look at both


def test_a_nik_corrected_to_a_held_one_is_refused_with_the_same_sentence(client, person):
    RegistrationFactory(state=State.IN_REVIEW, candidate__nik=NIK)
    registration = returned(person, "nik")
    before = registration.candidate.nik

    shown = text_of(client.post(page(registration, "nomor"), {"nik": NIK, "kk": KK}))

    assert str(COME_WITH_YOUR_KTP) in shown
    assert Candidate.objects.get(user=person).nik == before
    assert registration.open_points().exists()


def test_a_second_passport_leaves_the_first_in_history(client, person):
    registration = draft_of(person)
    for number in ("C1234567", "c 1234567", "X7654321"):
        client.post(page(registration, "paspor"), {"number": number, "expires_on": "5 Nov 2030"})

    assert [row.number for row in Passport.objects.order_by("pk")] == ["C1234567", "X7654321"]
    assert Passport.objects.get(is_current=True).number == "X7654321"


def test_the_lines_of_a_passport_are_read_and_a_wrong_sign_is_shown_where_it_stands(client, person):
    registration = draft_of(person)
    upper = "P<IDNTAEK<<MARSELINA".ljust(44, "<")
    lower = "C1234567<3IDN0202149F3011050<<<<<<<<<<<<<<00"

    shown = text_of(client.post(page(registration, "paspor"), {"line1": upper, "line2": lower}))

    assert 'href="#id_line2"' in shown
    assert not Passport.objects.exists()


def test_where_somebody_lives_decides_the_office_and_is_shown(client, person):
    village = a_listed_village()
    registration = draft_of(person, candidate__village=village, office=None)
    other = a_listed_village()

    client.post(page(registration, "tinggal"), answers(other)["tinggal"] | {"address": "Rumah kedua"})

    registration = Registration.objects.select_related("candidate").get()
    assert (registration.candidate.village, registration.candidate.address) == (other, "Rumah kedua")
    assert str(registration.office) in text_of(client.get(at("check", registration)))


def test_a_household_shares_its_phone_without_suspicion(client, person):
    neighbour = CandidateFactory()
    neighbour.phones.create(number="+6281234567890", whose="own")
    registration = draft_of(person)

    client.post(page(registration, "kontak"), answers(registration.candidate.village)["kontak"])
    client.post(at("hand_in", registration), {"seen": 0})

    assert not Registration.objects.get(pk=registration.pk).flags.exists()


# Notice and consents


def test_no_box_is_ticked_before_and_only_what_is_ticked_is_agreed_to(client, person):
    registration = draft_of(person, notice=None)
    address = page(registration, "data-anda")
    shown = text_of(client.get(address))
    sent = answers(registration.candidate.village)["data-anda"]
    ticked = {"agrees_vacancy_news": "on", "version_vacancy_news": 1, "seen_vacancy_news": 0}

    refused = client.post(address, {"version": sent["version"]} | ticked)
    assert not Consent.objects.exists()
    client.post(address, sent | ticked)

    assert "checked" not in shown
    assert refused.status_code == 200
    assert [consent.purpose_id for consent in Consent.objects.all()] == ["vacancy_news"]


# When somebody wants to leave


def test_the_day_of_departure_is_a_wish_within_five_years_and_may_stay_when_it_has_passed(client, person):
    today, registration = today_in(WIB), draft_of(person)

    def kept(day):
        client.post(page(registration, "minat"), {"planned_departure_on": f"{day:%d/%m/%Y}"})
        registration.refresh_from_db()
        return registration.planned_departure_on

    soon = today + timedelta(days=1)
    assert [kept(soon), kept(today), kept(today + timedelta(days=2000))] == [soon] * 3
    Registration.objects.update(planned_departure_on=today - timedelta(days=9))
    assert kept(today - timedelta(days=9)) == today - timedelta(days=9)
    client.post(page(registration, "minat"), {})
    registration.refresh_from_db()
    assert registration.planned_departure_on is None


# From a vacancy


def test_from_the_page_of_a_vacancy_its_interest_comes_along(client, person):
    vacancy = VacancyFactory(checked=True)
    start = text_of(client.get(reverse("wizard:start"), {"lowongan": vacancy.number}))

    client.post(f"{reverse('wizard:begin')}?lowongan={vacancy.number}", NAME)

    registration = Registration.objects.get()
    assert vacancy.title in start
    assert (registration.vacancy, registration.destination) == (vacancy, vacancy.destination)


def test_a_vacancy_nobody_may_see_is_told_nothing_of(client, person):
    hidden = VacancyFactory(state="draft", title="Belum terbit")

    assert "Belum terbit" not in text_of(client.get(reverse("wizard:start"), {"lowongan": hidden.number}))


# Returned, verified, withdrawn


def test_correcting_the_field_an_officer_pointed_at_closes_the_point_and_one_button_sends_it_back(client, person):
    registration = returned(person, "name", "kk")
    check = at("check", registration)
    sent = {"birth_date": "14/02/2002", "birth_place": "Atambua", "sex": "female"}

    assert page(registration, "nama") in text_of(client.get(check))
    client.post(page(registration, "nama"), NAME)  # the same name: nothing is corrected by it
    assert registration.open_points().count() == 2
    client.post(page(registration, "nama"), sent | {"name": "Marselina Taek Bau"})
    client.post(page(registration, "nomor"), {"nik": registration.candidate.nik, "kk": KK})
    assert at("hand_in", registration) in text_of(client.get(check))
    client.post(at("hand_in", registration), {"seen": registration.version})

    assert Registration.objects.get().state == State.IN_REVIEW


def test_of_each_point_the_person_may_say_that_it_is_right_as_it_is_and_the_officer_reads_why(client, person):
    registration = returned(person, "name")
    point = CorrectionPointFactory(registration=registration, paper="ktp")
    client_of_officer = log_in(Client(headers={"host": "localhost"}), point.raised_by.user)
    Document.objects.filter(paper="ktp").update(
        state="returned", return_reason="blurred", reviewed_by=point.raised_by, reviewed_at=timezone.now()
    )
    addresses = [reverse("wizard:as_it_is", args=[registration.number, key]) for key in registration.points.values_list("pk", flat=True)]  # fmt: skip
    shown = text_of(client.get(at("check", registration)))
    assert all(address in shown for address in addresses)

    assert client.post(addresses[0], {"words": " "}).status_code == 200  # an answer needs words
    for address, words in zip(addresses, ("Nama saya hanya satu kata", "Semua angka terbaca"), strict=True):
        assert client.post(address, {"words": words}).url == at("check", registration)
    assert client.get(addresses[0]).status_code == 404
    assert "Nama saya hanya satu kata" in text_of(client.get(at("check", registration)))
    assert Document.objects.get(paper="ktp").state == "handed_in"
    client.post(at("hand_in", registration), {"seen": registration.version})

    assert Registration.objects.get().state == State.IN_REVIEW
    Registration.objects.update(office=point.raised_by.office)
    screen = text_of(client_of_officer.get(reverse("desk:screen", args=[registration.number])))
    assert "Nama saya hanya satu kata" in screen
    assert "Semua angka terbaca" in screen
    assert client.get(addresses[1]).url == at("check", registration)  # nothing is asked any more


def test_a_verified_file_goes_back_to_the_office_when_the_identity_changes_and_that_is_told_before(client, person):
    registration = draft_of(person, state=State.VERIFIED)
    address = page(registration, "nama")
    told = text_of(client.get(address))

    client.post(page(registration, "kontak"), answers(registration.candidate.village)["kontak"])
    assert Registration.objects.get().state == State.VERIFIED
    client.post(address, NAME | {"birth_place": "Kupang"})

    assert "dicek lagi" in told
    assert Registration.objects.get().state == State.IN_REVIEW
    assert client.post(address, NAME).url == at("check", registration)
    assert Candidate.objects.get().birth_place == "Kupang"


@pytest.mark.parametrize("state", [State.DRAFT, State.RETURNED, State.ON_HOLD, State.VERIFIED])
def test_a_person_withdraws_at_any_time_after_a_question(client, person, state):
    registration = draft_of(person, state=state)
    address = at("withdraw", registration)

    assert client.get(address).status_code == 200
    assert Registration.objects.get().state == state
    for _ in range(2):
        assert client.post(address).status_code == 302

    assert Registration.objects.get().state == State.WITHDRAWN


def test_who_withdrew_begins_anew_with_what_was_said_before(client, person):
    draft_of(person, state=State.WITHDRAWN)

    client.post(reverse("wizard:begin"), NAME)

    registration = Registration.objects.get(state=State.DRAFT)
    assert Candidate.objects.count() == 1
    assert reading.first_gap(registration).slug == "data-anda"


# Of others


@pytest.mark.parametrize("name", ["registration", "check", "hand_in", "done", "withdraw", "page", "as_it_is"])
def test_the_number_of_another_is_no_page_and_leaves_a_line(client, person, name):
    foreign = RegistrationFactory(papers=True)
    address = {
        "page": lambda: page(foreign, "nama"),
        "as_it_is": lambda: reverse("wizard:as_it_is", args=[foreign.number, 1]),
    }.get(name, lambda: at(name, foreign))()

    answer = client.post(address, NAME) if name == "hand_in" else client.get(address)

    assert answer.status_code == 404
    assert Entry.objects.get(action="registrations.address_refused").subject_id == str(foreign.pk)
    assert Registration.objects.get().state == State.DRAFT


def test_nothing_personal_stands_in_addresses_logs_or_the_audit(client, person, caplog):
    caplog.set_level(logging.DEBUG)
    client.post(reverse("wizard:begin"), NAME)
    registration = Registration.objects.get()
    answer = client.post(page(registration, "nomor"), {"nik": NIK, "kk": KK})

    entries = str(list(Entry.objects.values("action", "fields", "reason_code", "subject_id")))
    for secret in (NIK, KK, "Marselina", "Atambua"):
        assert secret not in caplog.text + answer.url + entries
    assert NIK not in text_of(client.get(at("check", registration)))
