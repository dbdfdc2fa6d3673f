"""What a browser is asked for a passkey: a finger, a face or the device's PIN each time (decision 13)."""

import json

import pytest
from django.urls import reverse

from tests.accounts.own_ways import proved
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


def test_logging_in_asks_the_device_who_holds_it(client):
    answer = client.get(reverse("mfa_login_webauthn"), headers={"accept": "application/json"})

    assert answer.json()["publicKey"]["userVerification"] == "required"


def test_adding_a_passkey_asks_the_device_who_holds_it(settings):
    client = proved(UserFactory())

    answer = client.get(reverse("mfa_add_webauthn"), headers={"host": settings.PASSKEY_DOMAIN})

    asked = json.loads(answer.context["options"])["publicKey"]["authenticatorSelection"]
    assert (asked["userVerification"], asked["residentKey"]) == ("required", "required")
