"""Who gets into which page: strangers, citizens, staff without and with their second factor."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib import admin
from django.test import Client, RequestFactory
from django.urls import path, reverse
from django.utils import timezone

from portal.accounts.decorators import staff_page
from portal.accounts.roles import STAFF_ROLES, Role
from portal.audit.models import Entry
from portal.lib.client_ip import client_ip
from portal.lib.dates import today_in
from portal.lib.public import public_page
from portal.pages.errors import csrf_failure
from portal.urls import handler400, handler403, handler404, handler429, handler500  # noqa: F401
from portal.urls import urlpatterns as site_patterns
from tests.accounts.visits import is_in
from tests.factories.accounts import PASSWORD, MembershipFactory, UserFactory, log_in
from tests.factories.places import OfficeFactory


@public_page
def open_page(request):
    return csrf_failure(request)


@staff_page(Role.BP3MI_HEAD)
def for_heads(request):
    return csrf_failure(request)


def unmarked(request):
    return csrf_failure(request)


urlpatterns = [
    path("terbuka/", open_page),
    path("petugas/kepala/", for_heads),
    path("tanpa-tanda/", unmarked),
    path("sehat/uji/", unmarked),
    *site_patterns,
]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]

MINE = ["pages:person_home", "account_change_password", "mfa_index", "mfa_activate_totp"]
STAFF = ["pages:staff_home", "admin:index", "admin:accounts_user_changelist", "admin:accounts_membership_changelist"]


def test_a_public_page_reads_no_session_even_with_a_cookie(client, django_assert_num_queries):
    log_in(client, UserFactory())

    with django_assert_num_queries(0):
        answer = client.get("/terbuka/")

    assert "Cookie" not in answer.get("Vary", "")
    assert not answer.cookies


def test_a_page_is_closed_unless_it_says_otherwise(client):
    assert client.get("/tanpa-tanda/").url == reverse("account_login") + "?next=/tanpa-tanda/"


def test_health_has_a_guard_of_its_own(client):
    assert client.get("/sehat/uji/").status_code == 403  # the view's own answer


@pytest.mark.parametrize("name", [*MINE, *STAFF])
def test_a_stranger_is_led_to_the_log_in(client, name):
    answer = client.get(reverse(name), follow=True)

    # Most people have a phone and no e-mail.
    door = reverse("account_phone_login" if name == "pages:person_home" else "account_login")
    assert answer.redirect_chain[-1] == (f"{door}?next={reverse(name)}", 302)


@pytest.mark.parametrize("name", [*MINE, *STAFF])
def test_a_citizen_sees_the_own_pages_and_no_staff_page(client, name):
    log_in(client, UserFactory(second_factor=name != "mfa_activate_totp"))

    answer = client.get(reverse(name), follow=True)

    if name == "mfa_activate_totp":
        assert answer.redirect_chain[-1][0].startswith(reverse("account_reauthenticate"))
    else:
        assert answer.status_code == (200 if name in MINE else 404)


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_every_staff_role_comes_home_with_the_second_factor(client, role):
    membership = MembershipFactory(role=role)
    log_in(client, membership.user)

    page = client.get(reverse("pages:staff_home"))

    assert page.status_code == 200
    assert page.context["acting"] == membership
    assert "no-store" in page["Cache-Control"]
    assert page.content.decode().count(membership.office.name) >= 2  # header and page


def test_a_page_for_heads_is_not_there_for_officers(client):
    officer, head = MembershipFactory(), MembershipFactory(role=Role.BP3MI_HEAD)

    assert log_in(client, officer.user).get("/petugas/kepala/").status_code == 404
    assert log_in(client, head.user).get("/petugas/kepala/").status_code == 403  # the view's own answer


@pytest.mark.parametrize("roles", [(), (Role.CITIZEN,), ("king",)])
def test_a_staff_page_must_name_staff_roles(roles):
    with pytest.raises(ValueError, match="names the staff roles"):
        staff_page(*roles)


@pytest.mark.parametrize("name", STAFF)
def test_staff_without_the_second_factor_reach_nothing(client, name):
    log_in(client, MembershipFactory(user=UserFactory()).user)

    assert client.get(reverse(name)).url.split("?")[0] == reverse("mfa_activate_totp")


def test_staff_who_have_an_app_but_did_not_use_it_are_asked_for_the_code(client):
    log_in(client, MembershipFactory().user, second_factor=False)

    answer = client.get(reverse("pages:staff_home"))

    assert answer.url.split("?")[0] == reverse("mfa_reauthenticate")


def test_a_second_factor_that_was_taken_away_counts_no_more(client):
    membership = MembershipFactory()
    log_in(client, membership.user)
    membership.user.authenticator_set.all().delete()

    assert client.get(reverse("pages:staff_home")).url.split("?")[0] == reverse("mfa_activate_totp")


def test_an_administrator_needs_the_second_factor_too(client):
    keeper = UserFactory(is_staff=True, is_superuser=True)
    log_in(client, keeper)

    assert client.get(reverse("admin:index")).url.split("?")[0] == reverse("mfa_activate_totp")


def test_the_admin_shows_accounts_and_notes_who_looked_but_changes_nothing(client):
    keeper = UserFactory(is_staff=True, is_superuser=True, second_factor=True)
    seen = MembershipFactory()
    log_in(client, keeper)

    page = client.get(reverse("admin:accounts_user_change", args=[seen.user.pk]))

    assert page.status_code == 200
    assert "secret" not in page.content.decode()
    entry = Entry.objects.get(action="admin.seen")
    assert (entry.user_id, entry.subject_id) == (keeper.pk, str(seen.user.pk))
    assert client.get(reverse("admin:accounts_user_add")).status_code == 403
    assert client.post(reverse("admin:accounts_user_change", args=[seen.user.pk]), {"name": "X"}).status_code == 403
    assert client.post(reverse("admin:accounts_user_delete", args=[seen.user.pk]), {"post": "yes"}).status_code == 403
    assert {model._meta.model_name for model in admin.site._registry} & {"authenticator", "emailaddress"} == set()


def test_staff_cannot_switch_their_second_factor_off(staff_client):
    page = staff_client.get(reverse("mfa_deactivate_totp"))
    answer = staff_client.post(reverse("mfa_deactivate_totp"))

    assert "btn-danger" not in page.content.decode()
    assert answer.status_code == 200
    assert staff_client.membership.user.authenticator_set.filter(type="totp").exists()


def test_who_may_open_the_admin_cannot_switch_it_off_either(client):
    keeper = UserFactory(is_staff=True, second_factor=True)
    log_in(client, keeper)

    client.post(reverse("mfa_deactivate_totp"))

    assert keeper.authenticator_set.filter(type="totp").exists()


def test_a_citizen_may_switch_it_off(client):
    user = UserFactory(second_factor=True)
    log_in(client, user)

    assert client.post(reverse("mfa_deactivate_totp")).url == reverse("mfa_index")
    assert not user.authenticator_set.exists()


def test_a_person_of_two_offices_chooses_which_one_acts(staff_client):
    other = MembershipFactory(user=staff_client.membership.user)
    home = reverse("pages:staff_home")
    assert staff_client.get(home).url.startswith(reverse("account_choose_office"))

    answer = staff_client.post(reverse("account_choose_office"), {"membership": other.pk})

    assert answer.url == home
    assert staff_client.get(home).context["acting"] == other
    assert Entry.objects.filter(action="accounts.office_chosen", subject_id=str(other.pk)).exists()


@pytest.mark.parametrize("choice", ["foreign", "ended", "", "abc", "9" * 40, "\x00", "١"])
def test_no_other_office_can_be_chosen(staff_client, choice):
    mine = staff_client.membership
    if choice == "foreign":
        choice = MembershipFactory().pk
    elif choice == "ended":
        choice = MembershipFactory(user=mine.user, valid_to=mine.valid_from).pk

    staff_client.post(reverse("account_choose_office"), {"membership": choice})

    assert staff_client.get(reverse("pages:staff_home")).context["acting"] == mine


def test_an_office_is_not_chosen_by_a_link(staff_client):
    other = MembershipFactory(user=staff_client.membership.user)

    staff_client.get(reverse("account_choose_office"), {"membership": other.pk})

    assert staff_client.get(reverse("pages:staff_home")).status_code == 302


def test_an_ended_officer_with_an_open_page_is_a_citizen_again(staff_client):
    membership = staff_client.membership
    membership.valid_to = membership.valid_from
    membership.save()

    assert staff_client.get(reverse("pages:staff_home")).status_code == 404
    assert staff_client.get(reverse("pages:person_home")).status_code == 200


@pytest.mark.parametrize(("first", "last"), [(-5, -1), (1, 5)])
def test_a_membership_over_yesterday_or_beginning_tomorrow_opens_no_staff_page(client, first, last):
    office = OfficeFactory()
    today = today_in(office.zone)
    membership = MembershipFactory(
        office=office, valid_from=today + timedelta(days=first), valid_to=today + timedelta(days=last)
    )

    log_in(client, membership.user)

    assert client.get(reverse("pages:staff_home")).status_code == 404


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "10.9.9.9, 203.0.113.9", "203.0.113.9"),
        (2, "10.9.9.9, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "192.0.2.1"),
        (1, "x" * 9000, ""),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
    ],
)
def test_an_address_counts_as_far_as_our_own_proxies_vouch_for_it(proxies, forwarded, address):
    meta = RequestFactory(REMOTE_ADDR="192.0.2.1").get("/").META
    if forwarded:
        meta["HTTP_X_FORWARDED_FOR"] = forwarded

    assert client_ip(meta, proxies) == address


def test_the_own_page_says_who_one_is_and_shows_nobody_else(client):
    other = UserFactory(name="Orang Lain")
    user = UserFactory(name="Sonia <b>")
    log_in(client, user)

    page = client.get(reverse("pages:person_home")).content.decode()

    assert "Sonia &lt;b&gt;" in page
    assert user.email in page
    assert other.name not in page
    assert other.email not in page


def test_the_staff_home_warns_of_an_unreliable_calendar(staff_client):
    assert staff_client.get(reverse("pages:staff_home")).context["calendar_warning"] != ""


@pytest.mark.parametrize("ended", ["role", "account"])
def test_an_ended_officer_with_an_open_page_gets_no_further(ended):
    membership = MembershipFactory()
    client = log_in(Client(headers={"host": "localhost"}), membership.user)
    assert client.get(reverse("pages:staff_home")).status_code == 200

    if ended == "role":
        membership.ended_at = timezone.now()
        membership.save(update_fields=["ended_at"])
    else:
        membership.user.is_active = False
        membership.user.save(update_fields=["is_active"])

    assert client.get(reverse("pages:staff_home")).status_code in {302, 404}
    # To whoever has no office, the choice of one doesn't exist.
    assert client.post(reverse("account_choose_office"), {"membership": membership.pk}).status_code in {302, 404}
    assert client.get(reverse("pages:staff_home")).status_code in {302, 404}


def test_a_session_that_was_planted_is_worth_nothing_after_the_log_in(client):
    user = UserFactory()
    client.session.save()  # the thief's: the client's cookie holds its key
    planted = client.cookies[settings.SESSION_COOKIE_NAME].value

    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})

    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert is_in(client) and not is_in(thief)
