"""The paper that ends a visit, and the question how far it is."""

import re

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.audit.models import Entry
from portal.lib import codes
from portal.lib.dates import long_date, today_in
from portal.workflow import take_step
from registrations.models import StatusPin
from registrations.workflow import State
from tests.factories.accounts import MembershipFactory, acting, log_in
from tests.factories.registrations import CorrectionPointFactory, RegistrationFactory

pytestmark = pytest.mark.django_db
STATUS = reverse("tracker:status")
PIN = "480317"


@pytest.fixture(autouse=True)
def nobody_has_tried():
    cache.clear()


def with_pin(**facts):
    registration = RegistrationFactory(**{"state": State.IN_REVIEW} | facts)
    StatusPin.put(registration, PIN)
    return registration


def ask(client, number, pin=PIN):
    return client.post(STATUS, {"number": number, "pin": pin})


def main(answer, *typed):
    """What stands in the page, without the token and what was typed."""
    text = re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", answer.content.decode())
    for one in typed:
        text = text.replace(one, "")
    return text


def test_number_and_pin_tell_whose_turn_it_is_and_a_day_and_no_more(client):
    registration = with_pin()

    page = ask(client, registration.number.lower().replace("-", " ")).content.decode()

    since = long_date(registration.state_since.astimezone(registration.office.zone).date())
    assert f"<h2>Giliran petugas</h2><p>Sejak {since}.</p>" in page
    assert [word for word in ("Marselina", registration.office.name) if word in page] == []


def test_a_returned_one_says_until_when(client):
    registration = with_pin()
    CorrectionPointFactory(registration=registration)
    officer = acting(MembershipFactory(office=registration.office))
    registration = take_step(registration, "return", by=officer)

    page = ask(client, registration.number).content.decode()

    assert f"<h2>Giliran Anda</h2><p>Sampai {long_date(registration.return_by)}.</p>" in page


def test_a_hold_answers_like_a_check(client):
    registration = with_pin()
    before = main(ask(client, registration.number))

    take_step(registration, "hold", by=acting(MembershipFactory(office=registration.office)), reason="A hint")

    assert main(ask(client, registration.number)) == before


def test_a_wrong_pin_and_a_number_that_nobody_has_get_the_same_answer_by_the_same_work(client):
    known, unknown = with_pin().number, codes.new_code(codes.REGISTRATION)
    client.get(STATUS)
    answers, queries = [], []
    for number in (known, unknown, "R-1234"):
        with CaptureQueriesContext(connection) as asked:
            answers.append(ask(client, number, "999888"))
        queries.append([re.sub(r"'[^']*'", "", query["sql"]) for query in asked])

    assert main(answers[0], known) == main(answers[1], unknown) == main(answers[2], "R-1234")
    assert queries[0] == queries[1] == queries[2]
    assert len(answers[0].content) - len(known) == len(answers[1].content) - len(unknown)


@pytest.mark.parametrize("is_known", [True, False])
def test_tries_are_counted_for_each_number_known_or_not(client, is_known):
    number = with_pin().number if is_known else codes.new_code(codes.REGISTRATION)

    pages = [ask(client, number, "999888").content.decode() for _try in range(11)]

    assert ["Terlalu banyak percobaan" in page for page in pages] == [False] * 10 + [True]
    assert "Terlalu banyak percobaan" in ask(client, number).content.decode()
    assert "Giliran petugas" in ask(client, with_pin().number).content.decode()


def test_the_pin_on_the_paper_is_shown_once_and_ends_the_one_before(client):
    registration = with_pin()
    log_in(client, MembershipFactory(office=registration.office).user)
    address = reverse("tracker:sheet", args=[registration.number])

    page = client.post(address).content.decode()
    again = client.get(address).content.decode()

    [printed] = re.findall(r'<strong class="code">([0-9]{3} [0-9]{3})</strong>', page)
    assert printed not in again
    assert "tidak cocok" in ask(client, registration.number).content.decode()
    assert "Giliran petugas" in ask(client, registration.number, printed.replace(" ", "")).content.decode()
    assert Entry.objects.filter(action="registrations.status_pin_printed").count() == 1


def test_the_paper_says_what_next_and_bears_no_name(client):
    registration = RegistrationFactory(state=State.RETURNED, return_by=today_in(with_pin().office.zone))
    log_in(client, MembershipFactory(office=registration.office).user)

    page = client.get(reverse("tracker:sheet", args=[registration.number])).content.decode()

    paper = page.partition('<section class="sheet"')[2]
    assert [
        word for word in (registration.number, "Giliran Anda", long_date(registration.return_by)) if word not in paper
    ] == []
    assert "<svg" in paper
    assert registration.candidate.name not in paper
    assert "/akun/klaim/" in paper or reverse("account_claim") in paper


def test_an_officer_of_another_office_prints_no_paper(client):
    registration = with_pin()
    log_in(client, MembershipFactory().user)

    assert client.post(reverse("tracker:sheet", args=[registration.number])).status_code == 404


def test_whoever_registers_chooses_a_pin_that_nobody_guesses(client):
    registration = with_pin()
    log_in(client, registration.candidate.user)
    assert client.post(reverse("own:pin"), {"pin": "123456"}).status_code == 200

    assert client.post(reverse("own:pin"), {"pin": "903718"}).status_code == 302

    client.logout()
    assert "Giliran petugas" in ask(client, registration.number, "903718").content.decode()
