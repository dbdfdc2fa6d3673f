"""A number changes hands: on a new device, and where the device can't say who comes, one more proof is asked."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import make_password
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.counter.claims import make_code
from portal.accounts.models import ClaimCode, User
from portal.accounts.phone.numbers import give_number
from portal.audit.models import Entry
from tests.accounts.phone import PIN, at_home, begin, confirm, last_code, person
from tests.accounts.visits import is_in, post
from tests.factories.accounts import ClaimFactory, MembershipFactory, UserFactory, totp_code

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_gateway")]


def paper_for(user):
    """The code that the counter printed for a log-in on a new device."""
    return make_code(ClaimFactory(account=user, purpose=ClaimCode.Purpose.NEW_DEVICE))


def come_to_the_proof(client, gateway, secret=PIN, **fields):
    begin(client, secret, **fields)
    assert confirm(client, last_code(gateway)).url == reverse("account_phone_proof")
    assert not is_in(client)


def prove(client, code):
    return post(client, "account_phone_proof", code=code)


def who_is_in(client):
    return int(client.session["_auth_user_id"]) if is_in(client) else None


def test_a_claim_code_lets_a_new_device_in_and_makes_it_known(client, gateway):
    user = person()
    come_to_the_proof(client, gateway)

    assert prove(client, paper_for(user)).url == reverse("pages:person_home")
    assert who_is_in(client) == user.pk

    post(client, "account_logout")
    begin(client)
    confirm(client, last_code(gateway))
    assert who_is_in(client) == user.pk


def test_the_way_to_the_office_stands_on_the_page(client, gateway):
    user = person()
    come_to_the_proof(client, gateway)

    page = client.get(reverse("account_phone_proof")).text

    assert reverse("places:office_finder") in page and "KTP" in page
    assert Entry.objects.filter(action="accounts.phone_refused", subject_id=str(user.pk)).count() == 1


def test_a_claim_code_opens_once_and_for_its_account_only(client, gateway):
    user, other = person(), UserFactory(phone="+6281234567891", email=None)
    come_to_the_proof(client, gateway)
    foreign, own = paper_for(other), paper_for(user)

    assert prove(client, foreign).status_code == 200
    assert not is_in(client)
    prove(client, own)
    thief = Client()
    come_to_the_proof(thief, gateway)
    prove(thief, own)

    assert is_in(client) and not is_in(thief)


def test_a_claim_code_is_no_use_before_the_number_is_proved(client, gateway):
    user = person()
    begin(client)

    assert prove(client, paper_for(user)).url == reverse("account_phone_login")
    assert not is_in(client)


def test_five_wrong_claim_codes_end_the_visit(client, gateway):
    user = person()
    come_to_the_proof(client, gateway)
    for _ in range(5):
        prove(client, "S-AAAA-BBBB-CCCC-D")
    ClaimCode.objects.all().delete()

    prove(client, paper_for(user))

    assert not is_in(client)


def test_the_account_unused_for_ninety_days_is_asked_on_its_own_device_too(client, gateway):
    user = person()
    at_home(client, user)
    User.objects.filter(pk=user.pk).update(last_login=timezone.now() - timedelta(days=91))

    come_to_the_proof(client, gateway)


def test_no_claim_code_lets_staff_in(client, gateway):
    officer = MembershipFactory(user=person()).user
    at_home(client, officer)
    come_to_the_proof(client, gateway)

    prove(client, paper_for(officer))

    assert not is_in(client)


def test_an_account_that_gave_its_number_away_meanwhile_is_not_proved(client, gateway):
    user = person()
    come_to_the_proof(client, gateway)
    give_number(user, None)

    prove(client, paper_for(user))

    assert not is_in(client)


class TestEqualPins:
    """Two people of a household chose the same PIN. Neither may learn that, and neither gets into the other's."""

    @pytest.fixture
    def household(self):
        return [person(), person(pin=make_password("111222")), person()]

    def test_the_device_says_who_comes(self, client, gateway, household):
        at_home(client, household[2])

        begin(client)
        confirm(client, last_code(gateway))

        assert who_is_in(client) == household[2].pk

    @pytest.mark.parametrize("known", [(), (0, 2)], ids=["a new device", "a device of both"])
    def test_where_the_device_cannot_the_claim_code_does(self, client, gateway, household, known):
        for place in known:
            at_home(client, household[place])
        come_to_the_proof(client, gateway)

        prove(client, paper_for(household[2]))

        assert who_is_in(client) == household[2].pk

    def test_the_paper_of_somebody_with_another_pin_opens_nothing(self, client, gateway, household):
        come_to_the_proof(client, gateway)

        prove(client, paper_for(household[1]))

        assert not is_in(client)

    def test_a_code_from_the_app_says_who_comes_and_is_not_asked_twice(self, client, gateway):
        person(), person(second_factor=True)
        other = User.objects.latest("pk")
        come_to_the_proof(client, gateway)

        assert prove(client, totp_code(other)).url == reverse("pages:person_home")

        assert who_is_in(client) == other.pk
        assert Entry.objects.get(action="accounts.logged_in").reason_code == "password.sms.mfa"

    def test_the_pages_look_as_for_one_person(self, gateway, household):
        alone = person(phone="+6281234567891")
        pages = []
        for number in ("0812 3456 7890", "0812 3456 7891"):
            visitor = Client()
            come_to_the_proof(visitor, gateway, number=number)
            page = visitor.get(reverse("account_phone_proof"))
            pages.append([line for line in page.text.splitlines() if "csrf" not in line])

        assert pages[0] == pages[1]
        assert alone.pk
