"""What a person may ask and read about the own data; and what an investigation keeps back until it ends."""

from datetime import timedelta

import pytest
from django.db.utils import IntegrityError
from django.urls import reverse
from django.utils import timezone

from portal.accounts.acting import ActRefused
from portal.workflow import take_step
from registrations.disclosures import disclose
from registrations.models import DataRequest, Disclosure, DisclosureRelease
from registrations.own import own_data, services
from registrations.own.ledger import looks
from registrations.workflow import State
from tests.factories.accounts import MembershipFactory, acting, log_in
from tests.factories.registrations import RegistrationFactory

pytestmark = pytest.mark.django_db


def in_review(**facts):
    return RegistrationFactory(state=State.IN_REVIEW, **facts)


def officer_of(registration, role="bp3mi_officer"):
    return acting(MembershipFactory(office=registration.office, role=role))


def look(registration, by=None):
    disclose(by or officer_of(registration), registration.candidate, Disclosure.Seen.FILE, registration=registration)


def rows_of(registration):
    zone = registration.office.zone
    return looks(registration.candidate.user, zone)[0]


def ask(registration, field="name", words="Taek, bukan Take"):
    person = registration.candidate
    return services.ask_to_change(acting(person.user), person, registration.office, field=field, words=words)


# Who saw it


def test_the_ledger_names_office_and_role_and_never_the_officer(client):
    registration = in_review()
    look(registration, by := officer_of(registration))
    log_in(client, registration.candidate.user)

    page = client.get(reverse("own:looks")).content.decode()

    assert str(registration.office) in page
    assert by.membership.get_role_display() in page
    assert by.user.email not in page


def test_looks_during_a_hold_are_read_once_it_is_released():
    registration = in_review()
    held = take_step(registration, "hold", by=officer_of(registration), reason="A hint")
    look(held)
    assert (rows_of(held), own_data.of(held.candidate.user)["who_saw_it"]) == ([], [])

    take_step(held, "release", by=officer_of(held, "bp3mi_head"), reason="Cleared")

    assert len(rows_of(held)) == 1


def test_a_look_at_the_counter_is_read_even_during_a_hold():
    held = RegistrationFactory(state=State.ON_HOLD)
    about = {"purpose": Disclosure.Purpose.COUNTER, "registration": held}

    disclose(officer_of(held), held.candidate, Disclosure.Seen.FILE, **about)

    assert len(rows_of(held)) == 1


def test_a_withdrawal_during_a_hold_tells_nobody_of_it():
    registration = in_review()
    held = take_step(registration, "hold", by=officer_of(registration), reason="A hint")
    look(held)

    take_step(held, "withdraw", by=acting(held.candidate.user))

    assert rows_of(held) == []


def test_a_head_releases_withheld_looks_with_a_reason_and_nobody_else_does(client):
    registration = RegistrationFactory(state=State.ON_HOLD)
    look(registration)
    with pytest.raises(ActRefused):
        services.release_withheld(officer_of(registration), registration, "x")
    head = MembershipFactory(office=registration.office, role="bp3mi_head")
    log_in(client, head.user)
    address = reverse("own_desk:withheld", args=[registration.number])
    assert client.post(address, {"reason": ""}).status_code == 200

    assert client.post(address, {"reason": "Penyidik setuju"}).status_code == 302

    release = DisclosureRelease.objects.get()
    assert (release.membership, release.reason, release.rows) == (head, "Penyidik setuju", 1)
    assert len(rows_of(registration)) == 1


def test_the_head_of_another_office_finds_no_withheld_looks(client):
    registration = RegistrationFactory(state=State.ON_HOLD)
    look(registration)
    log_in(client, MembershipFactory(role="bp3mi_head").user)

    assert client.get(reverse("own_desk:withheld", args=[registration.number])).status_code == 404


# The copy


def test_the_copy_of_the_own_data_reads_a_hold_as_the_check_it_is():
    registration = in_review()
    before = own_data.of(registration.candidate.user)

    take_step(registration, "hold", by=officer_of(registration), reason="A hint")

    assert own_data.of(registration.candidate.user) == before
    assert before["person"]["nik"] == registration.candidate.nik


def test_who_never_began_has_nothing_in_the_copy():
    assert own_data.of(MembershipFactory().user) == {}


def test_the_page_of_the_own_data_asks_once_more_who_it_is(client):
    registration = in_review()
    log_in(client, registration.candidate.user)

    answer = client.get(reverse("own:data"))

    assert answer.status_code == 302
    assert registration.candidate.nik not in answer.content.decode()


# What is wrong


def test_a_question_is_asked_once_until_it_is_answered():
    registration = in_review()
    ask(registration)

    with pytest.raises(ActRefused):
        ask(registration)
    services.answer(officer_of(registration), DataRequest.objects.get(), outcome="kept", words="Bawa KTP.")

    assert ask(registration).pk


def test_the_person_reads_the_answer_and_is_told_that_there_is_one(client):
    registration = in_review()
    asked = ask(registration)
    services.answer(officer_of(registration), asked, outcome="kept", words="Di KTP tertulis Take.")
    log_in(client, registration.candidate.user)

    page = client.get(reverse("own:wrong")).content.decode()

    assert "Di KTP tertulis Take." in page
    assert registration.candidate.user.contact.messages.get().kind == "registrations.data_answered"


def test_two_officers_answer_once_and_nobody_the_own_question():
    registration = in_review()
    asked = ask(registration)
    with pytest.raises(ActRefused):
        own = MembershipFactory(user=registration.candidate.user, office=registration.office)
        services.answer(acting(own), asked, outcome="changed", words="x")
    services.answer(officer_of(registration), asked, outcome="changed", words="Sudah.")

    with pytest.raises(ActRefused):
        services.answer(officer_of(registration), asked, outcome="kept", words="x")


def test_an_answer_names_who_gave_it():
    asked = ask(in_review())

    with pytest.raises(IntegrityError, match="data_request_is_answered_by_somebody"):
        DataRequest.objects.filter(pk=asked.pk).update(answered_at=timezone.now())


def test_a_question_is_late_after_three_days_round_the_clock_and_of_the_own_office_alone(client):
    registration = in_review()
    asked = ask(registration)
    DataRequest.objects.update(asked_at=timezone.now() - timedelta(hours=73))
    log_in(client, MembershipFactory(office=registration.office).user)

    [row] = client.get(reverse("own_desk:requests")).context["rows"]

    assert row["is_late"]
    log_in(client, MembershipFactory().user)
    assert client.get(reverse("own_desk:requests")).context["rows"] == []
    assert client.get(reverse("own_desk:answer", args=[asked.pk])).status_code == 404
