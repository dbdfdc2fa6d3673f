"""A number belongs to at most six accounts. The database keeps that, also when two people come at once."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from portal.accounts.models import User
from portal.accounts.phone import numbers
from portal.accounts.phone.numbers import NumberIsFull, give_number
from tests.accounts.phone import NUMBER, person
from tests.factories.accounts import UserFactory

OTHER = "+6281234567891"


def places(number=NUMBER):
    return sorted(User.objects.filter(phone=number).values_list("place_at_number", flat=True))


@pytest.mark.django_db
def test_six_people_have_a_number_and_a_seventh_has_not():
    for _ in range(6):
        give_number(UserFactory(email=None), NUMBER)
    seventh = UserFactory(email=None)

    with pytest.raises(NumberIsFull):
        give_number(seventh, NUMBER)

    assert places() == [1, 2, 3, 4, 5, 6]
    seventh.refresh_from_db()
    assert (seventh.phone, seventh.place_at_number) == (None, None)


@pytest.mark.django_db
def test_whoever_leaves_a_number_makes_room_at_it():
    household = [person() for _ in range(6)]
    give_number(household[2], OTHER)

    give_number(UserFactory(email=None), NUMBER)
    give_number(household[5], None)

    assert places() == [1, 2, 3, 4, 5]
    assert places(OTHER) == [1]


@pytest.mark.django_db
def test_a_full_number_leaves_a_person_the_former_one():
    for _ in range(6):
        person()
    user = UserFactory(phone=OTHER)

    with pytest.raises(NumberIsFull):
        give_number(user, NUMBER)

    assert user.phone == OTHER
    user.refresh_from_db()
    assert (user.phone, user.place_at_number) == (OTHER, 1)


@pytest.mark.django_db
def test_the_same_number_again_keeps_the_place():
    person()
    user = person()

    give_number(user, NUMBER)

    assert user.place_at_number == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    "facts",
    [
        {"phone": NUMBER, "place_at_number": None},
        {"phone": NUMBER, "place_at_number": 0},
        {"phone": NUMBER, "place_at_number": 7},
        {"phone": NUMBER, "place_at_number": 1},
        {"phone": None, "place_at_number": 1},
    ],
    ids=["no place", "before the first", "a seventh", "somebody's place", "a place at no number"],
)
def test_the_database_refuses_what_no_function_would_write(facts):
    person()
    other = UserFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.filter(pk=other.pk).update(**facts)


@pytest.mark.django_db
def test_another_broken_rule_is_not_taken_for_a_race():
    UserFactory(email="maria@contoh.test")

    with pytest.raises(IntegrityError, match="email"):
        give_number(User(email="maria@contoh.test"), NUMBER)


@pytest.mark.django_db(transaction=True)
def test_of_two_people_who_come_at_once_each_gets_a_place_of_their_own(monkeypatch):
    """Both look at the same moment and see the same place free; each on a connection of their own."""
    for _ in range(3):
        person()
    both_looked, look, looked = threading.Barrier(2, timeout=15), numbers.free_place, threading.local()

    def look_together(phone):
        place = look(phone)
        if not getattr(looked, "once", False):
            looked.once = True
            both_looked.wait()
        return place

    monkeypatch.setattr(numbers, "free_place", look_together)
    newcomers = [User(), User()]

    at_once(lambda user: give_number(user, NUMBER), newcomers)

    assert places() == [1, 2, 3, 4, 5]


@pytest.mark.django_db(transaction=True)
def test_of_many_who_come_at_once_only_six_get_in():
    outcome = []

    def come(user):
        try:
            give_number(user, NUMBER)
        except NumberIsFull:
            outcome.append("full")

    at_once(come, [User() for _ in range(9)])

    assert (places(), outcome) == ([1, 2, 3, 4, 5, 6], ["full"] * 3)


def at_once(act, users):
    problems = []

    def run(user):
        try:
            act(user)
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[user]) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert problems == []
