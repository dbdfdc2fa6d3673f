"""Writing to many: only within one's own scope, previewed, tried, sent once, stopped."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roles import Role
from portal.lib.dates import WIB, today_in
from portal.mailroom import audiences
from portal.mailroom.compose import services
from portal.mailroom.models import Announcement, Trial
from portal.messaging.kinds import kind_named
from portal.messaging.models import Message
from portal.workflow import StepRefused
from tests.factories.accounts import MembershipFactory, UserFactory, acting, log_in
from tests.factories.messaging import AnnouncementFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def head():
    return MembershipFactory(role=Role.BP3MI_HEAD)


@pytest.fixture
def written(head):
    """A draft of the head, to the colleagues of the office: the head and one officer."""
    MembershipFactory(office=head.office, user__name="Rosa")
    MembershipFactory(user__name="Somebody of another office")
    return AnnouncementFactory(membership=head)


def names():
    return sorted(Message.objects.values_list("contact__user__name", flat=True))


def send(written, head):
    services.schedule(acting(head), written, seen=written.version)
    services.release_due()
    written.refresh_from_db()


def test_it_reaches_the_own_office_and_nobody_else(written, head):
    send(written, head)

    assert names() == sorted([head.user.name, "Rosa"])
    assert (written.state, written.recipients) == ("released", 2)


def test_the_dry_run_counts_what_would_be_sent(written, head):
    MembershipFactory(office=head.office, user=UserFactory(email="", phone="+6281234567890"))

    assert services.count(acting(head), written) == {"total": 3, "email": 2, "phone": 1}


def test_whose_role_ended_gets_nothing(written, head):
    MembershipFactory(office=head.office, valid_to=today_in(WIB) - timedelta(days=2), user__name="Left")

    send(written, head)

    assert "Left" not in names()


def test_nothing_leaves_before_its_moment(written, head):
    services.schedule(acting(head), written, seen=written.version, send_at=timezone.now() + timedelta(hours=1))

    assert services.release_due() == 0
    assert not Message.objects.exists()


def test_one_that_cannot_be_released_keeps_no_other_back(written, head, monkeypatch):
    def break_down(by, part):
        raise ValueError("an audience with a fault")

    ministry = MembershipFactory(role=Role.MINISTRY_ADMIN)
    broken = AnnouncementFactory(membership=ministry, audience="who_agreed")
    services.schedule(acting(ministry), broken, seen=broken.version)
    services.schedule(acting(head), written, seen=written.version)
    found = services.audience_for(acting(ministry), "who_agreed")
    monkeypatch.setitem(audiences._audiences, "who_agreed", replace(found, contacts=break_down))

    with pytest.raises(ValueError, match="an audience with a fault"):
        services.release_due()

    written.refresh_from_db()
    assert written.state == "released"


def test_released_twice_it_is_sent_once(written, head):
    send(written, head)

    assert services.release_due() == 0
    assert Message.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_release_it_once():
    head = MembershipFactory(role=Role.BP3MI_HEAD)
    written = AnnouncementFactory(membership=head)
    services.schedule(acting(head), written, seen=written.version)
    together, released = threading.Barrier(2), []

    def work():
        together.wait()
        released.append(services.release_due())
        connection.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sum(released) == 1
    assert Message.objects.count() == 1


def test_cancelled_after_its_release_the_rest_is_no_longer_due(written, head):
    send(written, head)

    services.move(acting(head), written, "cancel", seen=written.version)

    assert not kind_named("mailroom.to_staff").still_due(Announcement.objects.all()).exists()


def test_what_was_scheduled_does_not_leave_once_its_author_left(written, head):
    services.schedule(acting(head), written, seen=written.version)
    head.ended_at = timezone.now()
    head.save()

    services.release_due()

    written.refresh_from_db()
    assert (written.state, Message.objects.count()) == ("cancelled", 0)


def test_a_trial_goes_to_its_author_alone_and_once_for_the_same_words(written, head):
    services.try_on_oneself(acting(head), written)
    services.try_on_oneself(acting(head), written)

    assert names() == [head.user.name]
    assert Trial.objects.count() == 1


def test_changed_words_can_be_tried_again(written, head):
    services.try_on_oneself(acting(head), written)
    changed = services.change(acting(head), written, seen=written.version, body="Rapat pukul sepuluh.")

    services.try_on_oneself(acting(head), changed)

    assert Message.objects.count() == 2


def test_of_two_who_change_it_at_once_the_later_is_told(written, head):
    services.change(acting(head), written, seen=written.version, body="Satu")

    with pytest.raises(StepRefused, match="Sudah ada yang mengubah ini"):
        services.change(acting(head), written, seen=written.version, body="Dua")


def test_nobody_puts_words_into_anothers_mouth(written, head):
    other = MembershipFactory(role=Role.BP3MI_HEAD, office=head.office)

    with pytest.raises(StepRefused):
        services.schedule(acting(other), written, seen=written.version)


def test_a_colleague_may_stop_it(written, head):
    other = MembershipFactory(role=Role.BP3MI_HEAD, office=head.office)

    assert services.move(acting(other), written, "cancel", seen=written.version).state == "cancelled"


def test_another_office_does_not_see_it(written, client):
    log_in(client, MembershipFactory(role=Role.BP3MI_HEAD).user)

    assert client.get(written.get_absolute_url()).status_code == 404


def test_an_officer_does_not_write_to_many(client):
    log_in(client, MembershipFactory().user)

    assert client.get(reverse("compose:announcements")).status_code == 404


def test_the_ministry_writes_to_a_role_and_to_who_agreed():
    ministry = MembershipFactory(role=Role.MINISTRY_ADMIN)
    MembershipFactory(role=Role.REGENCY_HEAD, user__name="Kepala")
    UserFactory(name="Has not agreed")
    by = acting(ministry)

    heads = AnnouncementFactory(membership=ministry, part=Role.REGENCY_HEAD)
    agreed = AnnouncementFactory(membership=ministry, audience="who_agreed")

    assert services.count(by, heads)["total"] == 1
    assert services.count(by, agreed)["total"] == 0


def test_an_audience_of_others_cannot_be_chosen(written, head):
    written.audience = "who_agreed"
    written.save()

    assert services.count(acting(head), written) == {"total": 0}
    with pytest.raises(StepRefused):
        services.schedule(acting(head), written, seen=written.version)


@pytest.mark.parametrize("subject", ["Panggil 081234567890", "Tulis ke ina@contoh.test"])
def test_a_subject_says_nothing_personal(client, head, subject):
    log_in(client, head.user)

    response = client.post(reverse("compose:new"), {"to": "staff", "subject": subject, "body": "Halo"})

    assert "subject" in response.context["form"].errors
    assert not Announcement.objects.exists()


def test_a_form_sent_twice_is_one_draft(client, head):
    log_in(client, head.user)
    told = {"to": "staff", "subject": "Rapat", "body": "Halo", "key": "5b0c1f9e-3c0b-4a57-9d0a-6c1f5f3a2b11"}

    addresses = {client.post(reverse("compose:new"), told).url for _ in range(2)}

    assert len(addresses) == 1
    assert Announcement.objects.count() == 1


def test_a_form_without_key_is_a_draft_of_its_own(client, head):
    log_in(client, head.user)
    told = {"to": "staff", "subject": "Rapat", "body": "Halo"}

    client.post(reverse("compose:new"), told)
    client.post(reverse("compose:new"), told | {"body": "Besok libur"})

    assert sorted(Announcement.objects.values_list("body", flat=True)) == ["Besok libur", "Halo"]


def test_a_moment_that_has_passed_is_refused_with_a_sentence(client, written, head):
    log_in(client, head.user)
    yesterday = today_in(WIB) - timedelta(days=1)

    response = client.post(
        reverse("compose:schedule", args=[written.key]), {"seen": written.version, "day": f"{yesterday:%d/%m/%Y}"}
    )

    assert "day" in response.context["form"].errors
    written.refresh_from_db()
    assert written.state == "draft"
