"""An address that was given up as dead takes messages again once a code came back from it."""

import pytest
from django.urls import reverse

from portal.messaging.dead import bury
from portal.messaging.models import Channel, DeadAddress
from tests.accounts.own_ways import NEW_ADDRESS, proved
from tests.accounts.phone import NUMBER, at_home, begin, confirm, last_code, person
from tests.accounts.visits import is_in, mailed_code, post
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_gateway")]
ELSEWHERE = "+6281234567899"


@pytest.fixture(autouse=True)
def _others_stay_dead():
    bury(Channel.SMS, ELSEWHERE, "unknown_number")
    yield
    assert DeadAddress.objects.count() == 1


def test_a_number_by_which_somebody_logs_in(client, gateway):
    at_home(client, person())
    bury(Channel.SMS, NUMBER, "unknown_number")
    bury(Channel.WHATSAPP, NUMBER, "not_on_whatsapp")

    begin(client)
    assert DeadAddress.objects.count() == 3
    confirm(client, last_code(gateway))


def test_an_address_by_which_somebody_logs_in(client):
    user = UserFactory()
    bury(Channel.EMAIL, user.email, "smtp_550")

    post(client, "account_request_login_code", email=user.email)
    post(client, "account_confirm_login_code", code=mailed_code())

    assert is_in(client)


def test_a_new_address_of_an_account():
    client = proved(UserFactory())
    bury(Channel.EMAIL, NEW_ADDRESS, "smtp_550")

    post(client, "account_new_email", email=NEW_ADDRESS)
    post(client, "account_new_email_code", code=mailed_code())


def test_an_address_confirmed_at_the_sign_up(client):
    bury(Channel.EMAIL, "baru@contoh.test", "smtp_550")

    post(client, "account_signup", name="Ina", email="baru@contoh.test", password1="Kucing-hujan-99!")
    answer = client.post(reverse("account_email_verification_sent"), {"code": mailed_code()})

    assert answer.status_code == 302
