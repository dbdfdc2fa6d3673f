"""A browser's window on pages that are answered in the test itself: no server, no second connection to the database.

What a test has made inside its transaction can so be looked at, and is gone with it. Paths that lead through several
pages are walked on the running portal instead (conftest.py).
"""

from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders

ORIGIN = "http://localhost"


class Window:
    """``page``: of playwright. ``show`` brings one address of a registered page there, and all that it asks for."""

    def __init__(self, context):
        self._opened = self._client = None
        self._answers = {}
        context.route("**/*", self._answer)
        self.page = context.new_page()

    def show(self, opened, language):
        """Status of the answer. ``opened``: as of opened.py, which keeps the page's answer in each language."""
        self._client = opened.client(raise_request_exception=False)
        address = opened.address(language)
        self._answers = {address: opened.answer(language)}
        return self.page.goto(ORIGIN + address).status

    def _answer(self, route):
        asked = urlsplit(route.request.url)
        if f"{asked.scheme}://{asked.netloc}" != ORIGIN:
            route.abort()  # conftest.py has noted the stranger
        elif asked.path.startswith(settings.STATIC_URL):
            route.fulfill(path=static(asked.path.removeprefix(settings.STATIC_URL)))
        else:
            address = asked._replace(scheme="", netloc="", fragment="").geturl()
            response = self._answers.get(address) or self._client.get(address)
            route.fulfill(status=response.status_code, headers=dict(response.items()), body=response.getvalue())


@lru_cache
def static(name):
    found = finders.find(name)
    assert found, f"no static file {name}"
    return Path(found)
