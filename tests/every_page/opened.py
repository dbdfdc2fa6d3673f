"""A page of the registry with its rows made once, for all tests that look at it."""

from copy import deepcopy

import pytest
from django.test import Client


class Opened:
    """``page``: its row of the registry. What a test does here is undone after it, what was made for all stays."""

    def __init__(self, page):
        self.page, self._answers = page, {}
        # In this order: some rows belong to whoever is logged in.
        self._cookies, self.arguments = page.client().cookies, page.arrange()

    def address(self, language="id"):
        return self.page.address(language, **self.arguments)

    def client(self, **facts):
        """A new client, logged in as whoever may open the page."""
        client = Client(headers={"host": "localhost"}, **facts)
        client.cookies = deepcopy(self._cookies)
        return client

    def answer(self, language="id"):
        """To a plain GET; asked once for all tests."""
        if language not in self._answers:
            self._answers[language] = self.client().get(self.address(language))
        return self._answers[language]


def over(pages):
    """A test over ``pages``, which finds its page in ``opened``; named by their addresses' names."""
    return pytest.mark.parametrize("opened", pages, ids=[page.name for page in pages], indirect=True)


def page_by_page(items):
    """Each item's place in line: tests about one page come together, whatever their file."""
    first = {}
    for place, item in enumerate(items):
        page = item.callspec.params.get("opened") if hasattr(item, "callspec") else None
        yield first.setdefault(page.name, place) if page else place
