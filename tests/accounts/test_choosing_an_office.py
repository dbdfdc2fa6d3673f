"""One person in several offices chooses which one acts, and nothing is done for another one silently."""

from datetime import timedelta

import pytest
from django.urls import reverse

from portal.accounts.models import Membership
from portal.lib.dates import WIB, today_in
from tests.factories.accounts import MembershipFactory, UserFactory, log_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(client):
    first = MembershipFactory()
    second = MembershipFactory(user=first.user)
    log_in(client, first.user)
    return first, second


def choose(client, membership, **more):
    return client.post(reverse("account_choose_office"), {"membership": membership.pk} | more)


def test_whoever_has_two_roles_is_asked_first_and_comes_back(client, two):
    answer = client.get(reverse("pages:staff_home"))
    assert answer.url == f"{reverse('account_choose_office')}?next=%2Fpetugas%2F"

    page = client.get(answer.url).content.decode()
    assert all(str(membership.office) in page for membership in two)
    assert choose(client, two[1], next="/petugas/").url == "/petugas/"

    home = client.get(reverse("pages:staff_home"))
    assert home.context["acting"] == two[1]
    assert str(two[1].office) in home.content.decode().split("</header>")[0]


def test_whoever_has_one_role_is_not_asked(client):
    log_in(client, MembershipFactory().user)

    assert client.get(reverse("pages:staff_home")).status_code == 200


def test_before_the_choice_the_own_pages_open_and_nothing_is_acted(client, two):
    assert client.get(reverse("pages:person_home")).status_code == 200
    assert client.get(reverse("pages:person_home")).wsgi_request.acting.membership is None


def test_a_form_of_the_chosen_office_does_not_act_for_the_other_when_the_first_ended(client, two):
    choose(client, two[0])
    Membership.objects.filter(pk=two[0].pk).update(
        valid_from=today_in(WIB) - timedelta(days=90), valid_to=today_in(WIB) - timedelta(days=9)
    )

    answer = client.post(reverse("pages:staff_home"))

    assert answer.url.startswith(reverse("account_choose_office"))


@pytest.mark.parametrize("address", ["https://jahat.test/", "//jahat.test/", "javascript:alert(1)", "\\\\jahat.test"])
def test_the_choice_leads_to_no_other_site(client, two, address):
    assert choose(client, two[0], next=address).url == reverse("pages:staff_home")


def test_nobody_chooses_a_role_of_somebody_else(client, two):
    choose(client, MembershipFactory())

    assert client.get(reverse("pages:staff_home")).status_code == 302


def test_a_citizen_has_nothing_to_choose(client):
    log_in(client, UserFactory())

    assert client.get(reverse("account_choose_office")).status_code == 404
