"""The first second step: only for whoever is the person, and the way goes on to where they were going."""

from datetime import timedelta

import pytest
from django.urls import reverse

from portal.accounts.roles import Role
from portal.lib.dates import WIB, today_in
from tests.factories.accounts import PASSWORD, MembershipFactory, UserFactory, a_paper, code_of, log_in

pytestmark = pytest.mark.django_db


def by_password(client, user):
    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})


@pytest.mark.parametrize("page", ["account_new_email", "account_new_phone", "account_pin"])
def test_a_stolen_password_puts_no_contact_at_an_account_whose_role_begins_later(client, page, gateway):
    person = UserFactory(phone="+6281234567890")
    MembershipFactory(user=person, valid_from=today_in(WIB) + timedelta(days=3))
    by_password(client, person)

    answer = client.get(reverse(page))

    assert answer.url.split("?")[0] == reverse("mfa_activate_totp")
    said = client.get(answer.url)
    assert "mfa/totp/prove_mailbox.html" in [template.name for template in said.templates]


def test_after_the_set_up_the_sheet_lies_open_again(client):
    _invitation, token = a_paper()
    by_password(client, UserFactory())
    sheet = reverse("account_invitation", args=[token])
    set_up = client.post(sheet).url
    secret = client.get(set_up).context["form"].secret

    codes = client.post(set_up, {"code": code_of(secret)}, follow=True)

    assert codes.context["onward"] == sheet
    assert client.post(sheet).url == reverse("pages:person_home")


@pytest.mark.parametrize("target", ["https://jahat.test/", "//jahat.test/"])
def test_the_way_on_never_leaves_the_site(client, target):
    by_password(client, UserFactory())
    set_up = f"{reverse('mfa_activate_totp')}?next={target}"
    secret = client.get(set_up).context["form"].secret

    assert "jahat" not in client.post(set_up, {"code": code_of(secret)}, follow=True).context["onward"]


def test_an_account_without_an_e_mail_is_sent_to_its_head(client):
    person = MembershipFactory(user=UserFactory(email=None, phone="+6281234567890"), role=Role.REGENCY_OFFICER).user
    log_in(client, person)

    page = client.get(reverse("pages:staff_home"), follow=True).content.decode()

    assert "kepala kantor" in page
    assert reverse("account_request_login_code") not in page.split("<main")[1].split("</main")[0]


@pytest.mark.parametrize(("seconds", "said"), [(300, "5 menit"), (600, "10 menit")])
def test_the_page_that_asks_again_names_the_minutes_of_the_setting(client, settings, seconds, said):
    settings.WEIGHTY_SECONDS = seconds
    log_in(client, MembershipFactory().user)

    assert said in client.get(reverse("mfa_reauthenticate")).content.decode()
