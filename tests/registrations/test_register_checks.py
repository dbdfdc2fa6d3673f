"""Looks into other registers are evidence: who, when, how, what it showed."""

from datetime import date

import pytest
from django.urls import reverse

from portal.accounts.acting import ActRefused
from portal.accounts.roles import Role
from portal.audit.models import Entry
from registrations.models import Disclosure, RegisterCheck, Registration
from registrations.register_checks.services import record_register_check
from registrations.workflow import State
from tests.factories.accounts import MembershipFactory, acting, log_in
from tests.factories.registrations import RegistrationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
LOOK = {"register": "dukcapil", "way": "eye", "result": "differs", "looked_on": "02/11/2026", "reference": "B-17/2026"}


def page_of(registration):
    return reverse("register_checks:checks", args=[registration.number])


def test_a_look_is_written_down_and_shown_and_its_number_is_sealed(staff_client):
    registration = RegistrationFactory(state=State.IN_REVIEW, office=staff_client.membership.office)

    answer = staff_client.post(page_of(registration), LOOK)

    assert answer.status_code == 302
    row = staff_client.get(page_of(registration)).context["rows"][0]
    assert (row["result"], row["day"], row["reference"]) == ("Says something else", "2 Nov 2026", "B-17/2026")
    assert RegisterCheck.objects.get().checked_by == staff_client.membership
    assert Disclosure.objects.get().candidate == registration.candidate
    assert Entry.objects.filter(action="registrations.register_checked", reason_code="dukcapil.differs").count() == 1


def test_a_look_of_tomorrow_is_refused_and_nothing_is_written(staff_client):
    registration = RegistrationFactory(state=State.IN_REVIEW, office=staff_client.membership.office)

    page = staff_client.post(page_of(registration), LOOK | {"looked_on": "01/01/2100", "result": ""})

    assert set(page.context["form"].errors) == {"looked_on", "result"}
    assert not RegisterCheck.objects.exists()


def test_only_officers_of_the_file_look_and_nobody_into_the_own_one(client):
    registration = RegistrationFactory(state=State.IN_REVIEW)
    elsewhere = MembershipFactory(role=Role.REGENCY_OFFICER)
    own = MembershipFactory(office=registration.office)
    type(registration.candidate).objects.filter(pk=registration.candidate_id).update(user=own.user)
    registration = Registration.objects.get()

    for stranger in (elsewhere, own, MembershipFactory()):
        log_in(client, stranger.user)
        assert client.post(page_of(registration), LOOK).status_code == 404
        with pytest.raises(ActRefused):
            record_register_check(acting(stranger), registration, **LOOK | {"looked_on": date(2026, 11, 2)})
    assert not RegisterCheck.objects.exists()
