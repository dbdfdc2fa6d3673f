"""A person's own consents on /saya/persetujuan/, walked as a browser would."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.consent.services import give, has_consent, note_notice_shown
from portal.accounts.models import Consent, NoticeShown
from tests.factories.accounts import UserFactory, acting, log_in, new_version

pytestmark = pytest.mark.django_db
NEWS = "vacancy_news"
PAGE = "/saya/persetujuan/kabar-lowongan/"


@pytest.fixture
def user(client):
    user = UserFactory()
    log_in(client, user)
    return user


def form_of(client):
    """What the browser would send from the page of the consent: its hidden fields."""
    return dict(re.findall(r'name="(version|seen)" value="([^"]*)"', client.get(PAGE).content.decode()))


def agree(client):
    return client.post(PAGE, form_of(client) | {"agrees": "on"})


def test_a_person_agrees_and_sees_when_and_to_which_version(client, user):
    assert agree(client).url == reverse("consent:own")

    assert has_consent(user, NEWS)
    page = client.get("/en/saya/persetujuan/").text
    assert re.search(r"Agreed on \d+ \w+ \d{4}, version 1\.", page)
    assert reverse("pages:consent_text", args=["kabar-lowongan", 1]) in page
    assert "Kabar lowongan yang cocok" in client.get("/saya/").text


def test_no_box_is_ticked_before_the_person_ticks_it(client, user):
    agrees = client.get(PAGE).context["form"]["agrees"]

    assert not agrees.value()
    assert "checked" not in str(agrees)


def test_without_the_tick_nothing_is_agreed_to_and_the_box_is_named(client, user):
    answer = client.post(PAGE, form_of(client))

    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["agrees"]
    assert not Consent.objects.exists()


def test_stopping_takes_one_button(client, user):
    agree(client)

    assert client.post(f"{PAGE}berhenti/").url == reverse("consent:own")

    assert not has_consent(user, NEWS)
    assert "Kabar lowongan yang cocok" not in client.get("/saya/").text


def test_a_form_sent_again_after_stopping_gives_nothing_back(client, user):
    first = form_of(client) | {"agrees": "on"}
    client.post(PAGE, first)
    client.post(f"{PAGE}berhenti/")

    answer = client.post(PAGE, first, follow=True)

    assert "Halaman ini sudah berubah. Mohon baca lagi." in answer.text
    assert not has_consent(user, NEWS)
    assert Consent.objects.count() == 2


@pytest.mark.parametrize("version", ["0", "2", "-1", "9" * 30, "9" * 5000, "", "1;"])
def test_a_tampered_version_gives_nothing(client, user, version):
    client.post(PAGE, {"version": version, "seen": "0", "agrees": "on"})

    assert not Consent.objects.exists()


def test_the_page_is_about_ones_own_consent_whatever_the_form_names(client, user):
    other = UserFactory()
    give(acting(other), other, NEWS, version=1, language="id")

    client.post(PAGE, form_of(client) | {"agrees": "on", "user": other.pk, "user_id": other.pk})
    client.post(f"{PAGE}berhenti/", {"user": other.pk, "user_id": other.pk})

    assert has_consent(other, NEWS)
    assert not has_consent(user, NEWS)
    assert "Setuju pada" not in client.get("/saya/persetujuan/").text


def test_a_stranger_decides_nothing():
    stranger = Client()

    for address in (PAGE, f"{PAGE}berhenti/", "/saya/persetujuan/pemberitahuan/", "/saya/data-saya/"):
        assert stranger.post(address, {"version": "1", "seen": "0", "agrees": "on"}).status_code in {302, 403}

    assert not Consent.objects.exists()


def test_another_site_cannot_send_the_form(user):
    strict = log_in(Client(enforce_csrf_checks=True), user)

    assert strict.post(PAGE, {"version": "1", "seen": "0", "agrees": "on"}).status_code == 403
    assert not Consent.objects.exists()


@pytest.mark.parametrize("slug", ["akun", "catatan", "tidak-ada", "vacancy_news"])
def test_what_rests_on_no_consent_has_no_page(client, user, slug):
    assert client.get(f"/saya/persetujuan/{slug}/").status_code == 404
    assert client.post(f"/saya/persetujuan/{slug}/berhenti/").status_code == 404


def test_a_newer_text_is_offered_beside_the_one_agreed_to(client, user):
    agree(client)
    new_version(NEWS)

    page = client.get(PAGE)
    assert reverse("pages:consent_text", args=["kabar-lowongan", 1]) in page.text
    assert form_of(client) == {"version": "2", "seen": "1"}

    agree(client)
    assert Consent.objects.latest(user, NEWS).text.number == 2
    assert 'name="agrees"' not in client.get(PAGE).text


def test_a_purpose_whose_article_nobody_has_read_says_so(client, user):
    page = client.get("/saya/persetujuan/").text

    assert "Pelayanan publik, UU 27/2022 Pasal 20 (belum diperiksa)" in page
    assert "Kewajiban hukum, UU 27/2022 Pasal 31 (belum diperiksa)" in page


def test_a_new_notice_is_told_quietly_until_it_was_read(client, user):
    note_notice_shown(acting(user), user, language="id")
    assert client.get("/saya/").context["new_notice"] is None

    new = new_version(None)
    page = client.get("/saya/")
    assert page.status_code == 200
    assert reverse("pages:privacy") in page.text
    assert f"berlaku dalam versi {new.number}" in page.text

    client.post("/saya/persetujuan/pemberitahuan/", {"version": new.number})
    assert client.get("/saya/").context["new_notice"] is None


@pytest.mark.parametrize("version", ["", "0", "1", "99", "x", "9" * 5000])
def test_only_the_notice_in_force_can_be_said_to_be_read(client, user, version):
    new_version(None)

    client.post("/saya/persetujuan/pemberitahuan/", {"version": version})

    assert not NoticeShown.objects.exists()


def test_an_english_page_names_the_legal_basis_in_english(client, user):
    for address in (f"/en{PAGE}", "/en/panduan/data-pribadi/persetujuan/kabar-lowongan/1/"):
        page = client.get(address).text
        assert "Basis: Your consent, UU 27/2022 Pasal 20." in page
        assert "Persetujuan Anda" not in page
