"""Who gets through the door of a page, and where it leads: a new page is attacked as soon as it has an address."""

import pytest
from django.test import Client
from django.urls import reverse

from portal.accounts.middleware import BEFORE_THE_SECOND_FACTOR
from portal.accounts.models import User
from portal.accounts.roles import Role
from portal.accounts.sessions import SHARED_PHONE
from tests import addresses
from tests.accounts.visits import is_in
from tests.every_page.opened import over
from tests.factories.accounts import MembershipFactory, UserFactory, log_in
from tests.page import PERSON, PUBLIC, QUESTION, VISITOR
from tests.pages_registry import PAGES, SHOWN

pytestmark = pytest.mark.django_db

DOORS = [page for page in PAGES if page.who not in {PUBLIC, QUESTION}]
# They say the same to everybody, or nothing while there is no national log-in.
SAME_FOR_ALL = {"account_inactive", "account_password_reset_completed", "national_login", "national_callback"}
# RFC 8058: without cookie or token; the signed address is the proof.
SENT_BY_MAIL_PROGRAMS = {"refusals:stop"}
CLOSED = {name for name, view in addresses.pages() if getattr(view, "login_required", True)}
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


@over([page for page in PAGES if page.name in CLOSED - BEFORE_THE_SECOND_FACTOR])
def test_staff_without_the_second_factor_reach_nothing(opened):
    client = log_in(Client(headers={"host": "localhost"}), MembershipFactory(user=UserFactory()).user)

    for answer in (client.get(opened.address()), client.post(opened.address())):
        assert answer.status_code == 302
        assert answer.url.split("?")[0] == reverse("mfa_activate_totp")


@over([page for page in SHOWN if page.who in {PERSON, *Role.values}])
def test_a_page_on_a_shared_phone_is_not_kept_and_says_no_name_at_the_top(opened):
    client = opened.client()
    session = client.session
    session[SHARED_PHONE] = True
    session.save()
    user = User.objects.get(pk=session["_auth_user_id"])

    answer = client.get(opened.address())

    assert "no-store" in answer["Cache-Control"]
    header = answer.text.split("<header", 1)[1].split("</header>", 1)[0]
    assert user.name not in header and str(user.email) not in header
