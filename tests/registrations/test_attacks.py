"""What somebody tries who means ill: each was open once."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobs.choices import Paper
from portal.accounts.adapter import TOO_MANY_TRIES
from portal.accounts.models import WorkClaim
from portal.accounts.roles import Role
from portal.accounts.staff_room.claims import claim
from portal.audit.models import Entry
from portal.workflow import StepRefused
from registrations.desk import services
from registrations.models import CorrectionWords, Disclosure, Registration, StatusPin, Suspicion
from registrations.own import own_data
from registrations.own.ledger import looks
from registrations.papers.forms import DownloadForm
from registrations.papers.reading import page as paper_page
from registrations.workflow import State
from tests.factories.accounts import MembershipFactory, UserFactory, acting, log_in
from tests.factories.places import OfficeFactory
from tests.factories.registrations import (
    CandidateFactory,
    CorrectionPointFactory,
    DocumentFactory,
    LetterFactory,
    RegistrationFactory,
)
from tests.registrations.wizard import KK, at, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def logged_in(user):
    return log_in(Client(headers={"host": "localhost"}), user)


def test_who_typed_a_file_follows_it_no_longer_once_the_person_holds_it():
    clerk = MembershipFactory(role=Role.VILLAGE_CLERK)
    facts = {"state": State.IN_REVIEW, "assisted_by": clerk, "candidate__village_id": clerk.village_id}
    registration = RegistrationFactory(**facts, candidate__user__last_login=None)
    client, sheet = logged_in(clerk.user), reverse("tracker:sheet", args=[registration.number])
    assert client.get(sheet).status_code == 200

    registration.candidate.user.last_login = timezone.now()
    registration.candidate.user.save()

    assert client.post(sheet).status_code == 404
    assert client.get(reverse("letters:of_file", args=[registration.number])).status_code == 404
    assert not StatusPin.objects.exists()


def test_an_office_that_only_typed_a_file_has_it_at_no_desk_and_takes_no_mark_back():
    typist = MembershipFactory(role=Role.BP3MI_OFFICER)
    registration = RegistrationFactory(state=State.IN_REVIEW, assisted_by=typist, candidate__user=None)
    point, client = CorrectionPointFactory(registration=registration), logged_in(typist.user)

    assert client.post(reverse("desk:reveal", args=[registration.number])).status_code == 404
    assert client.post(reverse("desk:hold", args=[registration.number]), {"do": "take"}).status_code == 404
    with pytest.raises(StepRefused):
        services.unmark(acting(typist), registration, point.pk, seen=0)


def test_a_regency_takes_no_file_out_of_the_hands_of_the_office_that_decides():
    registration = RegistrationFactory(state=State.IN_REVIEW)
    regent = MembershipFactory(role=Role.REGENCY_OFFICER, office__regency=registration.regency)

    client = logged_in(regent.user)
    assert client.get(reverse("desk:screen", args=[registration.number])).status_code == 200
    client.post(reverse("desk:hold", args=[registration.number]), {"do": "take"})

    assert not WorkClaim.objects.exists()


def test_a_file_given_to_another_office_is_held_by_nobody_of_the_former_one():
    registration = RegistrationFactory(state=State.IN_REVIEW)
    holder, giver = (MembershipFactory(role=Role.BP3MI_OFFICER, office=registration.office) for _one in range(2))
    claim(acting(holder), registration)

    facts = {"seen": 0, "reason": "Moved.", "to_office": OfficeFactory()}
    services.advance(acting(giver), registration, "transfer", **facts)

    assert not WorkClaim.objects.exists()


def test_what_an_officer_notes_of_a_paper_is_read_only_once_the_file_came_back():
    registration = RegistrationFactory(state=State.IN_REVIEW)
    document = DocumentFactory(candidate=registration.candidate)
    CorrectionWords.objects.create(point=CorrectionPointFactory(registration=registration), text="It looks forged.")

    def told(state):
        Registration.objects.update(state=state)
        return paper_page(registration.candidate, Paper.KTP, document)["previous"]["words"]

    assert [told(state) for state in ("in_review", "on_hold", "returned")] == ["", "", "It looks forged."]


def test_a_comparison_with_another_file_reads_as_a_check_and_not_at_all_while_on_hold(staff_client):
    held, other = RegistrationFactory(state=State.ON_HOLD), RegistrationFactory(state=State.IN_REVIEW)
    suspicion = Suspicion.objects.create(
        first=held.candidate, second=other.candidate, ground="alike", office=staff_client.membership.office
    )

    staff_client.get(reverse("duplicates:pair", args=[suspicion.number]))

    assert looks(held.candidate.user, held.office.zone)[0] == []
    [look] = looks(other.candidate.user, other.office.zone)[0]
    assert look["purpose"] == "To check the registration"
    [copied] = own_data.of(other.candidate.user)["who_saw_it"]
    assert copied["purpose"] == "review"


def test_the_whole_nik_of_the_copy_panel_stands_in_the_audit():
    registration = RegistrationFactory(state=State.VERIFIED)
    officer = MembershipFactory(role=Role.BP3MI_OFFICER, office=registration.office)

    logged_in(officer.user).get(reverse("official:copy_panel", args=[registration.number]))

    assert Entry.objects.get(action="registrations.nik_shown").fields == ["nik", "kk"]


def test_an_investigation_is_named_only_where_there_is_one():
    assert "investigation" not in dict(DownloadForm(is_on_hold=False).fields["purpose"].choices)
    assert "investigation" in dict(DownloadForm(is_on_hold=True).fields["purpose"].choices)
    assert not Disclosure.objects.exists()


def test_trying_the_letters_of_others_is_noted():
    letter, curious = LetterFactory(), RegistrationFactory()

    answer = logged_in(curious.candidate.user).get(reverse("letters:own_sheet", args=[letter.number]))

    assert answer.status_code == 404
    assert Entry.objects.get(action="registrations.address_refused").user_id == curious.candidate.user_id


def test_the_pin_is_taken_as_the_paper_prints_it():
    registration = RegistrationFactory(state=State.IN_REVIEW)
    StatusPin.put(registration, "480317")
    cache.clear()

    answer = Client().post(reverse("tracker:status"), {"number": registration.number, "pin": "480 317"})

    assert answer.context["found"]


def test_nobody_tries_one_nik_after_the_other(settings):
    cache.clear()
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"nik_tried": "2/h/key"}
    taken = RegistrationFactory(state=State.IN_REVIEW, candidate=CandidateFactory(nik="5304011402020009")).candidate.nik
    person = UserFactory()
    registration = RegistrationFactory(state=State.RETURNED, candidate__user=person)
    client, numbers = logged_in(person), page(registration, "nomor")
    answers = [client.post(numbers, {"nik": taken, "kk": KK}).text for _try in range(3)]

    assert [str(TOO_MANY_TRIES) in answer for answer in answers] == [False, False, True]
    Registration.objects.filter(pk=registration.pk).update(state=State.DRAFT)
    said = client.post(at("hand_in", registration), {"seen": 0}, follow=True)
    assert str(TOO_MANY_TRIES) in said.text
