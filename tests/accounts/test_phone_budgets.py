"""Who uses up the tries of a number keeps nobody outside who comes with a device of their own."""

import time
from itertools import cycle

import pytest
from django.test import Client

from portal.accounts.adapter import TOO_MANY_TRIES
from tests.accounts.phone import TYPED, at_home, begin, confirm, last_code, person
from tests.accounts.visits import is_in, post, tries_in_a_day
from tests.factories.accounts import UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quick_gateway")]


def is_refused(answer):
    return answer.status_code == 200 and answer.context["form"].non_field_errors() == [TOO_MANY_TRIES]


def by_code(client, number=TYPED):
    return post(client, "account_phone_code_only", phone=number)


def use_up(act):
    while not is_refused(act(Client())):
        pass


@pytest.mark.parametrize("act", [by_code, begin])
def test_a_stranger_blocks_other_strangers_but_not_a_known_device(client, gateway, act):
    at_home(client, person())
    use_up(act)

    assert is_refused(act(Client()))
    assert act(client).status_code == 302
    confirm(client, last_code(gateway))

    assert is_in(client)


def test_wrong_codes_of_a_stranger_cost_a_known_device_nothing(client, gateway, monkeypatch):
    at_home(client, person())
    now = time.time()
    for minutes in range(3):
        monkeypatch.setattr(time, "time", lambda minutes=minutes: now + 60 * minutes + 1)
        for _ in range(2):
            stranger = Client()
            by_code(stranger)
            for _ in range(5):
                confirm(stranger, "00000x")
    by_code(client)

    confirm(client, last_code(gateway))

    assert is_in(client)


def test_a_stranger_neither_replaces_nor_spends_the_code_of_another_visit(client, gateway):
    at_home(client, person())
    by_code(client)
    code, stranger = last_code(gateway), Client()
    by_code(stranger)
    for _ in range(5):
        confirm(stranger, "00000x")

    confirm(client, code)

    assert is_in(client)


def test_a_code_sent_to_another_visit_opens_nothing_here(client, gateway):
    at_home(client, person())
    by_code(client)
    by_code(Client())
    theirs = last_code(gateway)

    confirm(client, theirs)

    assert is_in(client) is (gateway.taken[0]["text"] == gateway.taken[1]["text"])


def test_a_device_of_somebody_elsewhere_has_no_budget_here():
    person()
    use_up(begin)
    stranger = Client()
    at_home(stranger, UserFactory(phone="+6281234567891", email=None))

    assert is_refused(begin(stranger))


def test_somebody_with_several_accounts_at_a_number_has_no_more_tries_for_the_other_pins_than_a_stranger(monkeypatch):
    """Also when they log in again and again, which renews the cookies."""
    mine = cycle([person(), person(), person()])
    person()

    def attempt():
        at_home(thief := Client(), next(mine))
        return begin(thief, "111222").status_code == 302

    assert tries_in_a_day(monkeypatch, attempt) == 40


def test_the_budget_costs_the_same_queries_for_every_number(django_assert_num_queries):
    user, counts = person(), []
    for number in (TYPED, "0812 0000 1111"):
        at_home(client := Client(), user)
        with django_assert_num_queries(1000, exact=False) as asked:
            begin(client, "111222", number)
        counts.append(len(asked))

    assert counts[0] == counts[1]
