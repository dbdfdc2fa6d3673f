"""Officers decide about two files side by side; nobody else learns that there are two."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.accounts.roles import Role
from portal.audit.models import Entry
from registrations.duplicates.workflow import State
from registrations.models import Candidate, Disclosure, Suspicion
from tests.factories.accounts import MembershipFactory, UserFactory, log_in
from tests.factories.registrations import CandidateFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def a_suspicion(office, **facts):
    first, second = CandidateFactory(name="Marselina Taek"), CandidateFactory(name="Marcelina Taek", kk="")
    return Suspicion.objects.create(first=first, second=second, ground="alike", office=office, **facts)


def address(suspicion, name="pair"):
    return reverse(f"duplicates:{name}", args=[suspicion.number])


def test_two_officers_compare_and_merge_and_one_takes_it_back(staff_client, client):
    suspicion = a_suspicion(staff_client.membership.office)

    listed = staff_client.get(reverse("duplicates:pairs"))
    page = staff_client.get(address(suspicion))

    assert [row["names"] for row in listed.context["rows"]] == [["Marselina T.", "Marcelina T."]]
    marks = {line.label: line.word for line in page.context["lines"]}
    assert (marks["Name"], marks["NIK"], marks["Birth date"], marks["Family card"]) == (
        "similar", "differs", "the same", "not stated",
    )  # fmt: skip
    seen = Disclosure.objects.filter(purpose="same_person", membership=staff_client.membership)
    assert set(seen.values_list("candidate", flat=True)) == {suspicion.first_id, suspicion.second_id}
    assert Entry.objects.filter(action="suspicion.seen", subject_id=str(suspicion.pk)).count() == 1

    answers = {"decision": "second", "reason": "The same card."}
    staff_client.post(address(suspicion, "decide"), answers | {"seen": 0})
    assert "Another officer has to say the same" in staff_client.get(address(suspicion)).content.decode()
    log_in(client, MembershipFactory(office=suspicion.office, role=Role.BP3MI_OFFICER).user)
    client.post(address(suspicion, "decide"), answers | {"seen": 1})
    merged = Candidate.objects.get(pk=suspicion.first_id)
    assert merged.merged_into_id == suspicion.second_id
    after = staff_client.get(address(suspicion))
    assert (after.context["stays"], after.context["history"][0]["reason"]) == ("B", "The same card.")

    staff_client.post(address(suspicion, "look_again"), {"reason": "It was her sister.", "seen": 2})
    merged.refresh_from_db()
    assert (merged.merged_into_id, Suspicion.objects.get().state) == (None, State.OPEN)


def test_two_people_is_an_answer_that_can_be_looked_at_again(staff_client):
    suspicion = a_suspicion(staff_client.membership.office)

    staff_client.post(address(suspicion, "decide"), {"decision": "two", "reason": "Twins.", "seen": 0})
    assert Suspicion.objects.get().state == State.TWO
    assert not staff_client.get(reverse("duplicates:pairs")).context["rows"]

    staff_client.post(address(suspicion, "look_again"), {"reason": "A card was false.", "seen": 1})
    assert Suspicion.objects.get().state == State.OPEN


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"decision": "two", "reason": "Twins.", "seen": 7}, "Somebody changed this meanwhile"),
        ({"reason": "Twins.", "seen": 0}, "This field is required"),
        ({"decision": "first", "reason": "", "seen": 0}, "This field is required"),
    ],
)
def test_what_cannot_be_taken_is_said_and_what_was_typed_is_kept(staff_client, answers, sentence):
    suspicion = a_suspicion(staff_client.membership.office)

    page = staff_client.post(address(suspicion, "decide"), answers)

    assert sentence in page.content.decode()
    assert page.context["form"]["reason"].value() == answers["reason"]
    assert Suspicion.objects.get().state == State.OPEN


def test_to_everybody_else_there_is_no_such_page(client):
    own = MembershipFactory()
    suspicion = a_suspicion(own.office)
    Candidate.objects.filter(pk=suspicion.second_id).update(user=own.user)
    regency = MembershipFactory(office=suspicion.office, role=Role.REGENCY_OFFICER)

    for user in (own.user, regency.user, MembershipFactory().user, UserFactory(), suspicion.first.user):
        log_in(client, user)
        assert client.get(address(suspicion)).status_code == 404
        assert (
            client.post(address(suspicion, "decide"), {"decision": "first", "reason": "x", "seen": 0}).status_code
            == 404
        )
    assert Suspicion.objects.get().state == State.OPEN


def test_a_list_of_many_asks_no_more_often(staff_client, django_assert_max_num_queries):
    office = staff_client.membership.office
    first = a_suspicion(office).first
    with CaptureQueriesContext(connection) as asked:
        staff_client.get(reverse("duplicates:pairs"))
    for _number in range(3):
        Suspicion.objects.create(first=first, second=CandidateFactory(user=None), ground="same_nik", office=office)

    with django_assert_max_num_queries(len(asked)):
        assert len(staff_client.get(reverse("duplicates:pairs")).context["rows"]) == 4
