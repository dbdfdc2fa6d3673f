"""Not one of a person's words in a line of the log, whatever page they are told to."""

import pytest

from tests.every_page.opened import over
from tests.pages.test_logs import lines  # noqa: F401 - a fixture
from tests.pages.test_logs_of_journeys import EMAIL, NAME, WRONG, said_of_a_person
from tests.pages_registry import PAGES


@pytest.mark.django_db
@over(PAGES)
def test_what_is_asked_of_a_page_is_not_logged(opened, lines):  # noqa: F811
    client, address = opened.client(raise_request_exception=False), opened.address()

    client.get(address, {"q": NAME, "email": EMAIL, "next": f"/{EMAIL}"}, headers={"referer": f"http://x/?q={NAME}"})
    client.post(address, {"name": NAME, "login": EMAIL, "email": EMAIL, "password": WRONG, "next": f"//{EMAIL}"})
    client.get(f"{address}{EMAIL}/")

    assert said_of_a_person(lines()) == []
