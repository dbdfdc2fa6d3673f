"""What became of a message: for the office that answers for it."""

import pytest
from django.urls import reverse

from portal.accounts.roles import Role
from portal.audit.models import Entry
from portal.messaging.models import State
from tests.factories.accounts import MembershipFactory, log_in
from tests.factories.messaging import MessageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(client):
    membership = MembershipFactory(role=Role.BP3MI_OFFICER)
    log_in(client, membership.user)
    return membership


def test_the_list_shows_what_failed_in_the_own_office(client, officer):
    MessageFactory(state=State.FAILED, office=officer.office, contact__user__name="Ina")
    MessageFactory(state=State.SENT, office=officer.office, contact__user__name="Got it")
    MessageFactory(state=State.FAILED, contact__user__name="Of nobody")

    page = client.get(reverse("log:failed")).content.decode()

    assert "Ina" in page
    assert "Got it" not in page
    assert "Of nobody" not in page


def test_a_message_of_another_office_does_not_exist(client, officer):
    other = MessageFactory(state=State.FAILED, office=MembershipFactory().office)

    assert client.get(reverse("log:message", args=[other.key])).status_code == 404
    client.post(reverse("log:try_again", args=[other.key]))
    other.refresh_from_db()
    assert other.state == State.FAILED


def test_a_message_that_failed_is_tried_again_once(client, officer):
    one = MessageFactory(state=State.FAILED, office=officer.office, tried=True)

    for _press in range(2):
        client.post(reverse("log:try_again", args=[one.key]))

    one.refresh_from_db()
    assert (one.state, one.tries, one.reason) == (State.QUEUED, 0, "")
    assert Entry.objects.filter(action="messages.tried_again").count() == 1


def test_no_page_shows_an_address(client, officer):
    one = MessageFactory(state=State.FAILED, office=officer.office, tried=True)

    pages = [reverse("log:failed"), reverse("log:message", args=[one.key]), reverse("log:of_person", args=[one.key])]

    assert [page for page in pages if one.contact.user.email in client.get(page).content.decode()] == []


def test_whose_names_were_read_in_a_list_is_noted(client, officer):
    one, _of_another_office = (
        MessageFactory(state=State.FAILED, office=officer.office),
        MessageFactory(state=State.FAILED),
    )

    client.get(reverse("log:failed"))

    seen = Entry.objects.filter(action="messages.recipients_seen").values_list("subject_id", "fields")
    assert list(seen) == [(str(one.pk), ["name"])]


def test_a_look_at_one_person_is_noted(client, officer):
    one = MessageFactory(state=State.SENT, office=officer.office)

    client.get(reverse("log:of_person", args=[one.key]))

    assert Entry.objects.filter(action="messages.person_seen", subject_id=str(one.contact.pk)).exists()
