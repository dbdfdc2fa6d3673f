"""What a person wants to hear, and how: saved once however often it is sent, and never over what stands there since."""

import pytest
from django.urls import reverse

from portal.audit.models import Entry
from portal.messaging.models import Contact, OptOut
from portal.messaging.services import contact_of
from tests.factories.accounts import UserFactory, log_in

pytestmark = pytest.mark.django_db
PAGE = "/saya/pesan/pengaturan/"


@pytest.fixture
def person(client):
    user = UserFactory()
    log_in(client, user)
    return user


def form_of(client):
    return client.get(PAGE).context["form"]


def send(client, form, **changes):
    """Fill in ``form`` as its page shows it, but for ``changes``, and send it."""
    shown = {name: form[name].value() for name in form.fields}
    return client.post(PAGE, {name: value for name, value in (shown | changes).items() if value})


def refused(user):
    return set(OptOut.objects.filter(contact__user=user).values_list("topic", "channel"))


def test_what_is_not_ticked_is_refused_and_what_is_ticked_again_comes_again(client, person):
    send(client, form_of(client), topic_saved=["inbox"], zone="Asia/Jayapura", channel="email", language="en")
    assert refused(person) == {("saved", "email")}
    contact = Contact.objects.get(user=person)
    person.refresh_from_db()
    assert (contact.zone, contact.channel, person.language) == ("Asia/Jayapura", "email", "en")

    send(client, form_of(client), topic_saved=[])
    assert refused(person) == {("saved", "")}

    send(client, form_of(client), topic_saved=["email"])
    assert refused(person) == set()


def test_the_same_form_twice_is_saved_once(client, person):
    form = form_of(client)

    answers = [send(client, form, topic_saved=[]).status_code for _twice in range(2)]

    assert answers == [302, 302]
    assert refused(person) == {("saved", "")}
    assert Entry.objects.filter(action="mailroom.topic_chosen").count() == 1


def test_an_old_window_does_not_undo_what_was_refused_since(client, person):
    old = form_of(client)
    OptOut.objects.create(contact=contact_of(person), topic="saved")

    answer = send(client, old, zone="Asia/Makassar")

    form = answer.context["form"]
    assert "di jendela lain" in form.non_field_errors()[0]
    assert (refused(person), form["zone"].value()) == ({("saved", "")}, "Asia/Makassar")
    # Seen and sent again, it counts.
    send(client, form)
    assert refused(person) == set()
    assert contact_of(person).zone == "Asia/Makassar"


def test_what_is_owed_is_told_and_cannot_be_ticked_away(client, person):
    page = client.get(PAGE)

    assert not {name for name in page.context["form"].fields if name in {"topic_work", "topic_checks"}}
    text = page.content.decode()
    assert "Keamanan akun Anda" in text
    assert "Izin yang akan berakhir" not in text
    assert "Dari kantor Anda" not in text


def test_whoever_has_a_role_also_chooses_what_comes_with_it(staff_client):
    page = staff_client.get(PAGE)

    assert "topic_desk" in page.context["form"].fields
    assert "Dari kantor Anda" in page.content.decode()


def test_nonsense_is_refused_with_all_that_was_typed(client, person):
    answer = send(client, form_of(client), zone="Asia/Tokyo", topic_saved=["pigeon"])

    assert set(answer.context["form"].errors) == {"zone", "topic_saved"}
    assert refused(person) == set()
    assert reverse("preferences:own") == PAGE
