"""The privacy notice: found from each page, and before the first personal field."""

import re

import pytest
from django.apps import apps
from django.conf import settings as project
from django.urls import reverse
from django.utils.translation import override

from portal.accounts.consent.reading import sections
from portal.accounts.models import PolicyText, Purpose, User
from tests.factories.accounts import new_version

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_notice_is_linked_before_the_first_field_of_the_sign_up(client, language):
    with override(language):
        page = client.get(reverse("account_signup")).content.decode()
        notice = f'href="{reverse("pages:privacy")}"'

    assert -1 < page.find(notice) < page.find('name="name"')


def test_the_notice_is_linked_in_the_foot_of_public_pages(client):
    page = client.get(reverse("places:office_finder")).content.decode()

    assert f'href="{reverse("pages:privacy")}"' in page.partition('<footer class="foot">')[2]


def test_in_practice_mode_the_notice_says_that_nobody_answers_yet(client, settings):
    practice = client.get(reverse("pages:privacy")).content.decode()
    settings.PUBLIC_BODY = "BP3MI Contoh"
    real = client.get(reverse("pages:privacy")).content.decode()

    assert "Belum ada: ini situs latihan." in practice
    assert "Belum ada: ini situs latihan." not in real
    assert "BP3MI Contoh." in real


def test_the_notice_says_what_heads_see_of_their_members(client):
    page = client.get(reverse("pages:privacy")).content.decode()

    assert "Kepala melihat nama, e-mail, dan peran anggota kantornya sendiri." in page


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_newest_notice_names_each_purpose_with_its_basis_and_whether_it_was_checked(language):
    with override(language):
        # The newest version, which may be in force only from tomorrow.
        found = sections(PolicyText.objects.notices().latest("number").body_label)
        rows = {fact["term"]: fact["value"] for section in found for fact in section["facts"]}

        for purpose in Purpose.objects.current():
            article = (
                purpose.article.replace("UU", "Law").replace("Pasal", "art.") if language == "en" else purpose.article
            )
            unchecked = {"id": " (belum diperiksa)", "en": " (not checked yet)"}[language]
            mark = "" if purpose.is_checked else unchecked
            assert rows[purpose.label] == f"{purpose.get_basis_display()}, {article}{mark}"


def test_the_document_on_privacy_names_each_purpose_with_its_basis():
    document = (project.BASE_DIR / "docs/privacy.md").read_text()
    rows = re.findall(r"^\| `(\w+)` \| .*? \| (\w+) \|", document, re.MULTILINE)

    assert dict(rows) == dict(Purpose.objects.current().values_list("code", "basis"))


def test_the_document_on_privacy_names_each_table_that_points_at_an_account():
    document = (project.BASE_DIR / "docs/privacy.md").read_text()
    named = set(re.findall(r"`([a-z]+\.[A-Z]\w+)`", document))
    models = {model._meta.label: model for model in apps.get_models()}
    ours = {label: model for label, model in models.items() if model.__module__.startswith(("portal.", "jobs."))}
    about_people = {label for label, model in ours.items() if any(f.related_model is User for f in model._meta.fields)}

    assert (about_people - named, named - set(models)) == (set(), set())


@pytest.mark.parametrize("language, words", [("id", "Versi {}, berlaku sejak"), ("en", "Version {}, in force from")])
def test_the_notice_says_which_version_it_is(client, language, words):
    with override(language):
        text = PolicyText.objects.notices().current()
        assert f"{words.format(text.number)} {text.since}." in client.get(reverse("pages:privacy")).text


def test_an_earlier_version_stays_readable_and_says_that_it_is_one(client):
    first = PolicyText.objects.notices().current()
    second = new_version(None)

    now = client.get(reverse("pages:privacy")).text
    then = client.get(first.get_absolute_url()).text

    assert "Lebih jelas." in now
    assert f'href="{first.get_absolute_url()}"' in now
    assert "Lebih jelas." not in then
    assert "Ini versi sebelumnya" in then
    assert f'href="{second.get_absolute_url()}"' in then


@pytest.mark.parametrize("address", ["versi/99/", "versi/0/", "persetujuan/kabar-lowongan/2/", "persetujuan/akun/1/"])
def test_a_version_that_is_not_in_force_yet_is_no_page(client, address):
    assert client.get(f"/panduan/data-pribadi/{address}").status_code == 404


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("id", ["Kunci sandi (passkey)", "akun nasional", "HP bersama", "Di loket", "sampai enam akun"]),
        ("en", ["Passkeys", "national account", "This phone is shared", "At the counter", "Up to six accounts"]),
    ],
)
def test_the_notice_tells_of_every_way_in(client, language, words):
    with override(language):
        page = client.get(reverse("pages:privacy")).text

    assert [word for word in words if word not in page] == []
