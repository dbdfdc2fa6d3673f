"""Django's admin: for repair only, behind the second factor, under the same content policy as every page."""

import html
import re
from urllib.parse import parse_qs

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from portal.accounts.acting import Acting
from portal.audit.models import Entry
from portal.audit.sealing import seal_entries
from portal.audit.services import record
from portal.places.models import Holiday
from tests.factories.accounts import PASSWORD, MembershipFactory, UserFactory, log_in
from tests.factories.jobs import PlacementRuleFactory, RecruitmentPermitFactory, VacancyFactory

pytestmark = pytest.mark.django_db

INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=|javascript:", re.I)


@pytest.fixture
def administrator():
    return UserFactory(name="Ina Boli", is_staff=True, is_superuser=True, second_factor=True)


@pytest.fixture
def admin_client(client, administrator):
    return log_in(client, administrator)


@pytest.fixture
def entry():
    return record(Acting.for_system("sync_places"), "places.synced", fields=["name"])


def test_the_admin_lies_where_the_settings_say():
    assert reverse("admin:index") == f"/{settings.ADMIN_PATH}/"


@pytest.mark.parametrize(
    ("prefix", "heading", "switch"), [("", "Administrasi situs", "/en{}"), ("/en", "Site administration", "{}")]
)
def test_the_admin_speaks_both_languages(admin_client, prefix, heading, switch):
    address = f"/{settings.ADMIN_PATH}/"

    page = admin_client.get(prefix + address).content.decode()

    assert f"<h1>{heading}</h1>" in page
    assert f'<a href="{switch.format(address)}" lang=' in page


def test_a_stranger_is_sent_to_the_one_log_in(client):
    response = client.get(reverse("admin:index"), follow=True)

    assert [address for address, _ in response.redirect_chain][-1].startswith(reverse("account_login"))


def test_the_second_factor_comes_first(client, administrator):
    response = log_in(client, administrator, second_factor=False).get(reverse("admin:index"))

    assert response.status_code == 302
    assert response.url.startswith(reverse("mfa_reauthenticate"))


def test_a_person_of_the_staff_without_the_right_finds_nothing(client):
    log_in(client, UserFactory(second_factor=True))

    assert client.get(reverse("admin:index"), follow=True).status_code == 404


@pytest.mark.parametrize("kind", ["entry", "seal"])
def test_entries_and_seals_are_there_to_look_at_only(admin_client, entry, kind):
    row = entry.pk
    if kind == "seal":
        seal_entries()
        row = 1
        record(Acting.for_system("x"), "x")
    page = f"admin:audit_{kind}"

    assert admin_client.get(reverse(f"{page}_changelist")).status_code == 200
    assert admin_client.get(reverse(f"{page}_add")).status_code == 403
    assert admin_client.post(reverse(f"{page}_change", args=[row]), {"action": "x"}).status_code in {302, 403}
    assert admin_client.post(reverse(f"{page}_delete", args=[row]), {"post": "yes"}).status_code in {302, 403}
    assert Entry.objects.filter(pk=entry.pk, action="places.synced").exists()


def test_who_looked_at_a_row_is_in_the_audit(admin_client, administrator, entry):
    admin_client.get(reverse("admin:audit_entry_change", args=[entry.pk]))

    seen = Entry.objects.get(action="admin.seen")
    assert (seen.user_id, seen.subject_kind, seen.subject_id) == (administrator.pk, "audit.entry", str(entry.pk))


def test_a_password_is_changed_at_one_place_only(admin_client):
    assert admin_client.get(reverse("admin:password_change")).url == reverse("account_change_password")
    assert admin_client.post(reverse("admin:password_change"), {"old_password": PASSWORD}).status_code == 302


def test_who_looked_at_a_list_is_in_the_audit(admin_client, administrator):
    admin_client.get(reverse("admin:accounts_user_changelist"))

    listed = Entry.objects.get(action="admin.listed")
    assert (listed.user_id, listed.reason_code) == (administrator.pk, "accounts.user")


@pytest.mark.parametrize(
    "asked",
    [
        "password__startswith=p",
        "password=x",
        "email__regex=(",
        "memberships__user__password__gt=a",
        "is_staff__regex=(",
    ],
)
def test_a_list_answers_only_for_the_filters_it_offers(admin_client, asked):
    changelist = reverse("admin:accounts_user_changelist")

    assert admin_client.get(f"{changelist}?{asked}").status_code == 400
    assert admin_client.get(f"{changelist}?is_staff__exact=1&q=a").status_code == 200


def test_every_filter_that_a_list_shows_works(admin_client):
    for _number in range(2):
        MembershipFactory()
        VacancyFactory()
        RecruitmentPermitFactory()
    answered = 0
    for model, model_admin in admin.site._registry.items():
        changelist = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        page = admin_client.get(changelist).content.decode()
        links = re.findall(r'<a href="\?([^"]+)"', page)
        # A filter's choices differ in their value only: one of each is asked.
        for link in {tuple(sorted(parse_qs(html.unescape(link)))): f"?{link}" for link in links}.values():
            assert admin_client.get(changelist + link.replace("&amp;", "&")).status_code == 200, (model_admin, link)
            answered += 1
    assert answered > 30


def test_what_is_done_in_the_admin_is_in_the_audit_and_copies_no_value(admin_client):
    page = "admin:places_holiday"
    typed = {"day": "2041-01-02", "kind": "national", "name": "Hari Contoh", "legal_basis": "SKB Contoh"}

    admin_client.post(reverse(f"{page}_add"), typed)
    number = Holiday.objects.get().pk
    admin_client.post(reverse(f"{page}_change", args=[number]), typed | {"legal_basis": "SKB lain", "checked": "on"})

    changes = Entry.objects.filter(subject_kind="places.holiday", action__in=["admin.added", "admin.changed"])
    assert list(changes.order_by("id").values_list("action", "fields", "subject_id")) == [
        ("admin.added", [], str(number)),
        ("admin.changed", ["checked", "legal_basis"], str(number)),
    ]
    assert not LogEntry.objects.exists()


def test_a_changed_inline_row_is_in_the_audit_too(admin_client):
    rule = PlacementRuleFactory()
    row = {"action": "open", "employer_kind": "", "occupation": "", "legal_basis": "Dibaca", "is_checked": "on"}
    forms = {f"rules-0-{name}": value for name, value in row.items()}
    counts = {f"{rows}-{name}": 0 for rows in ("rules", "figures") for name in ("TOTAL_FORMS", "INITIAL_FORMS")}

    answer = admin_client.post(
        reverse("admin:jobs_destination_change", args=[rule.destination.pk]),
        counts | forms | {
            "rules-TOTAL_FORMS": 1, "rules-INITIAL_FORMS": 1, "rules-0-id": rule.pk,
            "rules-0-destination": rule.destination.pk, "country": "TW", "mission": rule.destination.mission,
            "languages": "Mandarin", "languages_en": "Mandarin", "source_name": "Laporan Contoh", "source_date": "2025",
        },
    )  # fmt: skip

    assert answer.status_code == 302
    assert Entry.objects.get(action="admin.changed").fields == ["is_checked", "legal_basis"]


def test_every_page_of_the_admin_works_under_the_content_policy(admin_client, administrator, entry):
    pages = [reverse("admin:index"), reverse("admin:audit_entry_change", args=[entry.pk]), reverse("admin:jsi18n")]
    for model in admin.site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        pages += [reverse(f"{name}_changelist"), reverse(f"{name}_changelist") + "?q=1", reverse(f"{name}_add")]
    pages.append(reverse("admin:accounts_user_change", args=[administrator.pk]))

    for page in pages:
        response = admin_client.get(page)

        assert response.status_code in {200, 403}, page
        assert "script-src 'self'" in response.headers["Content-Security-Policy"], page
        assert not INLINE.findall(response.text), page


def test_the_admin_writes_nothing_into_a_public_cache(admin_client):
    assert "no-store" in admin_client.get(reverse("admin:index")).headers["Cache-Control"]
