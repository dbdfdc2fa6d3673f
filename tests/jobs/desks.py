"""People of an office at their screens, for the tests of the rooms of vacancies, companies and rules."""

from django.test import Client

from tests.factories.accounts import MembershipFactory, acting, log_in


def member(role):
    """A client logged in with the second factor, with its Acting: ``member(Role.BP3MI_HEAD).acting``."""
    membership = MembershipFactory(role=role)
    client = log_in(Client(headers={"host": "localhost"}), membership.user)
    client.acting = acting(membership)
    return client
