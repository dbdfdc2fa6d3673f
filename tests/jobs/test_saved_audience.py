"""Heads may write to those who saved an open vacancy of a country."""

import pytest

from jobs.models import SavedVacancy
from jobs.notifications import WHO_SAVED
from portal.accounts.roles import Role
from portal.mailroom.audiences import audience_for
from portal.messaging.models import OptOut
from tests.factories.accounts import MembershipFactory, acting
from tests.factories.jobs import VacancyFactory
from tests.factories.messaging import BareContactFactory, ContactFactory

pytestmark = pytest.mark.django_db


def saver(vacancy, contact=None):
    contact = contact or ContactFactory()
    SavedVacancy.objects.create(contact=contact, vacancy=vacancy)
    return contact


def test_it_is_of_one_country_while_its_vacancies_are_open():
    by = acting(MembershipFactory(role=Role.BP3MI_HEAD))
    vacancy = VacancyFactory(checked=True)
    contact = saver(vacancy)
    ended = saver(VacancyFactory(old=True))
    country = vacancy.destination.country_id

    assert [code for code, _label in WHO_SAVED.parts(by)] == [country]
    assert list(WHO_SAVED.contacts(by, country)) == [contact]
    assert ended not in WHO_SAVED.contacts(by, country)


def test_an_address_left_for_what_was_saved_gets_nothing_else():
    by = acting(MembershipFactory(role=Role.BP3MI_HEAD))
    vacancy = VacancyFactory(checked=True)
    saver(vacancy, BareContactFactory())

    assert not WHO_SAVED.contacts(by, vacancy.destination.country_id).exists()


def test_who_refused_is_left_alone():
    by = acting(MembershipFactory(role=Role.BP3MI_HEAD))
    vacancy = VacancyFactory(checked=True)
    OptOut.objects.create(contact=saver(vacancy), topic="saved")

    assert not WHO_SAVED.contacts(by, vacancy.destination.country_id).exists()


@pytest.mark.parametrize(("role", "may"), [(Role.BP3MI_HEAD, True), (Role.REGENCY_HEAD, False)])
def test_it_is_for_those_who_open_vacancies(role, may):
    by = acting(MembershipFactory(role=role))

    assert (audience_for(by, "who_saved") is not None) is may
