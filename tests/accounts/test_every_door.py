"""What holds on each page of the accounts, found by introspection: a new page is attacked as soon as it has an address."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.accounts.visits import is_in
from tests.factories.accounts import PASSWORD, MembershipFactory, UserFactory, log_in
from tests.opened import over
from tests.page import PUBLIC, QUESTION, VISITOR
from tests.pages_registry import PAGES

pytestmark = pytest.mark.django_db

DOORS = [page for page in PAGES if page.who not in {PUBLIC, QUESTION}]
# They say the same to everybody, or nothing while there is no national log-in.
SAME_FOR_ALL = {"account_inactive", "account_password_reset_completed", "national_login", "national_callback"}
# RFC 8058: without cookie or token; the signed address is the proof.
SENT_BY_MAIL_PROGRAMS = {"refusals:stop"}
OWN = [page for page in DOORS if page.name not in SAME_FOR_ALL and not page.name.startswith("drafts:")]
FOREIGN = [
    "//jahat.test/",
    "/\\jahat.test/",
    "https://jahat.test/",
    "https:jahat.test",
    "http:///jahat.test",
    "\tjavascript:alert(1)",
]


@over(DOORS)
def test_no_page_leads_to_a_foreign_next(opened):
    page, client, address = opened.page, opened.client(), opened.address()
    # Most pages read no such address, and those that do read it with the same check: each begins with another one.
    for target in FOREIGN if page.who == VISITOR else [FOREIGN[PAGES.index(page) % len(FOREIGN)]]:
        for answer in (client.get(address, {"next": target}), client.post(address, {"next": target})):
            assert "jahat.test" not in answer.get("Location", "").split("?")[0]
            assert page.is_file or f'href="{target}"' not in answer.text


@over(DOORS)
def test_no_page_of_a_person_is_shown_in_a_foreign_frame(opened):
    answer = opened.answer()

    assert answer["X-Frame-Options"] == "DENY"
    if answer.status_code == 200:
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


@over(OWN)
def test_no_answer_of_a_person_is_kept_or_framed_not_even_that_to_a_form(opened):
    for answer in (opened.answer(), opened.client().post(opened.address())):
        assert "no-store" in answer["Cache-Control"] and "private" in answer["Cache-Control"]
        assert answer["X-Frame-Options"] == "DENY"


@over([page for page in DOORS if page.name not in SENT_BY_MAIL_PROGRAMS])
def test_no_form_is_taken_from_another_site(opened):
    answer = opened.client(enforce_csrf_checks=True).post(opened.address(), headers={"origin": "https://jahat.test"})

    assert answer.status_code in {403, 405}


@over([page for page in DOORS if page.who != VISITOR])
def test_a_get_ends_no_session(opened):
    opened.answer()

    assert is_in(opened.client())


@pytest.mark.parametrize("ended", ["role", "account"])
def test_an_ended_officer_with_an_open_page_gets_no_further(ended):
    membership = MembershipFactory()
    client = log_in(Client(headers={"host": "localhost"}), membership.user)
    assert client.get(reverse("pages:staff_home")).status_code == 200

    if ended == "role":
        membership.ended_at = timezone.now()
        membership.save(update_fields=["ended_at"])
    else:
        membership.user.is_active = False
        membership.user.save(update_fields=["is_active"])

    assert client.get(reverse("pages:staff_home")).status_code in {302, 404}
    # To whoever has no office, the choice of one doesn't exist.
    assert client.post(reverse("account_choose_office"), {"membership": membership.pk}).status_code in {302, 404}
    assert client.get(reverse("pages:staff_home")).status_code in {302, 404}


def test_a_session_that_was_planted_is_worth_nothing_after_the_log_in(client):
    user = UserFactory()
    client.session.save()  # the thief's: the client's cookie holds its key
    planted = client.cookies[settings.SESSION_COOKIE_NAME].value

    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})

    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = planted
    assert is_in(client) and not is_in(thief)
