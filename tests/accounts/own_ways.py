"""Somebody who looks after the own ways in."""

from django.test import Client

from portal.accounts.models import User
from tests.accounts.phone import PIN
from tests.accounts.visits import post
from tests.factories.accounts import PASSWORD, log_in

OTHER_TYPED, OTHER = "0813 5739 4680", "+6281357394680"
NEW_ADDRESS = "baru@contoh.test"


def proved(user, client=None):
    """A client of ``user`` who has just given PIN or password."""
    client = log_in(client or Client(), user)
    post(client, "account_reauthenticate", password=PIN if user.pin else PASSWORD)
    return client


def fresh(user):
    return User.objects.get(pk=user.pk)
