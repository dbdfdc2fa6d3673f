"""The steps of a log-in by phone number, as a browser takes them."""

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from portal.accounts import devices
from portal.accounts.models import User
from tests.accounts.visits import post
from tests.factories.accounts import UserFactory

TYPED, NUMBER = "0812-3456-7890", "+6281234567890"
PIN = "580213"


def person(**fields):
    """Somebody without e-mail, at the number of all these tests."""
    return UserFactory(**{"phone": NUMBER, "email": None, "pin": make_password(PIN)} | fields)


def at_home(client, user):
    """The person was logged in with this browser before."""
    User.objects.filter(pk=user.pk).update(last_login=timezone.now())
    known = [client.cookies[devices.COOKIE].value] if devices.COOKIE in client.cookies else []
    client.cookies[devices.COOKIE] = "~".join([*known, devices._signer(user).sign("seen")])


def begin(client, secret=PIN, number=TYPED, **fields):
    return post(client, "account_phone_login", phone=number, secret=secret, **fields)


def confirm(client, code):
    return post(client, "account_phone_code", code=code)


def last_code(gateway):
    return gateway.taken[-1]["text"].removeprefix("Jalur Resmi: ")
