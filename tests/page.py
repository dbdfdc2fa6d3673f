"""What is known of a page: its address's name, who may open it and the rows it needs."""

from collections.abc import Callable
from typing import NamedTuple

from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from portal.accounts.roles import Role
from tests.factories.accounts import MembershipFactory, UserFactory, log_in
from tests.factories.places import OfficeFactory

# Who opens a page, besides the staff roles: the first three are open to all.
PUBLIC = "public"  # and any proxy may keep it
QUESTION = "question"  # the same, with a form whose answer is for one person and kept by nobody
VISITOR = "visitor"  # open, but for this visitor alone: log-in and the like
PERSON = "person"
PROVED = "proved"  # a person who has just shown once more that it is them
LANGUAGES = ("id", "en")


class Page(NamedTuple):
    name: str
    who: str
    arrange: Callable = dict  # makes the rows the page needs, returns what its address names
    status: int = 200  # of a plain GET by ``who``
    fields: tuple = ()  # of the query string, that the page reads
    is_file: bool = False  # answered with something to keep, not to look at
    office: Callable = OfficeFactory  # in which a staff member opens it
    person: Callable = UserFactory  # who opens it, when it is for a person

    def address(self, language="id", **arguments):
        with override(language):
            return reverse(self.name, kwargs=arguments)

    def client(self):
        """A client logged in as whoever may open the page."""
        client = Client(headers={"host": "localhost"})
        if self.who == PERSON:
            return log_in(client, self.person())
        if self.who == PROVED:
            return log_in(client, UserFactory(second_factor=True, phone="+6281234567890"))
        if self.who in Role.values:
            return log_in(client, MembershipFactory(role=self.who, office=self.office()).user)
        return client
