"""The page of one's work says first who waits."""

from datetime import UTC, datetime, timedelta

import pytest
from celery.schedules import crontab
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from portal.accounts.counter import services
from portal.accounts.models import ClaimCode
from portal.accounts.roles import Role
from portal.celery import SCHEDULE
from portal.pages import periodic, tasks
from portal.workflow import take_step
from tests.accounts.counter import a_person, asked, two_officers
from tests.factories.accounts import MembershipFactory, a_paper, acting, log_in, take_paper
from tests.factories.jobs import OrderFactory, RuleDraftFactory
from tests.factories.messaging import MessageFactory
from tests.factories.places import OfficeFactory

pytestmark = pytest.mark.django_db


def waiting_for(client, member):
    log_in(client, member.user)
    return [(row["title"], row["address"]) for row in client.get(reverse("pages:staff_home")).context["waiting"]]


def test_a_colleague_sees_who_waits_for_a_second_officer_and_the_one_who_asked_does_not(client):
    first, second = two_officers()
    asked(first, a_person())

    assert waiting_for(client, first) == []
    assert waiting_for(client, second) == [("1 orang menunggu petugas kedua", reverse("counter:waiting"))]


def test_both_officers_find_what_is_confirmed_until_it_is_printed(client):
    first, second = two_officers()
    claim = asked(first, a_person())
    services.confirm(acting(second), claim)

    for officer in (first, second):
        assert waiting_for(client, officer) == [("1 kode siap dicetak", reverse("counter:waiting"))]
    assert list(client.get(reverse("counter:waiting")).context["ready"]) == [claim]
    assert waiting_for(client, MembershipFactory(office=first.office)) == []

    services.print_code(acting(first), ClaimCode.objects.get())
    assert waiting_for(client, second) == []


def test_a_head_sees_who_took_a_sheet_and_which_roles_are_to_be_reviewed(client):
    head = MembershipFactory(role=Role.REGENCY_HEAD, office=OfficeFactory(labour=True), unused_days=1)
    assert waiting_for(client, head) == []  # the own role is the ministry's to review

    take_paper(a_paper(head)[0])
    MembershipFactory(role=Role.REGENCY_OFFICER, office=head.office, unused_days=1)

    room, review = (reverse(f"staff:{name}", args=[head.office.code]) for name in ("office_members", "review"))
    assert [address for _title, address in waiting_for(client, head)] == [room, review]
    assert [row["is_taken"] for row in client.get(room).context["taken"]] == [True]


def test_officers_find_what_is_being_checked_and_heads_what_they_may_open(client):
    officer, head = MembershipFactory(role=Role.BP3MI_OFFICER), MembershipFactory(role=Role.BP3MI_HEAD)
    OrderFactory()
    take_step(OrderFactory(proven=True), "verify", by=acting(officer))
    take_step(OrderFactory(proven=True), "verify", by=acting(head))  # not for this head to open
    queue = reverse("check_room:queue")

    assert waiting_for(client, officer) == [("Lowongan yang sedang dicek: 1", f"{queue}?tab=giliran")]
    assert waiting_for(client, head) == [
        ("Lowongan yang siap dibuka: 1", f"{queue}?tab=buka"),
        ("Lowongan yang sedang dicek: 1", f"{queue}?tab=giliran"),
    ]


def test_a_rule_waits_for_everybody_but_its_drafter(client):
    first, second = (MembershipFactory(role=Role.MINISTRY_ADMIN) for _one in range(2))
    RuleDraftFactory(waiting=True, drafted_by=first.user)

    assert waiting_for(client, first) == []
    assert waiting_for(client, second) == [("Aturan yang menunggu orang kedua: 1", reverse("rules_room:rules"))]


def test_the_ministry_sees_what_ran_and_how_far_the_sending_is_behind(client):
    MessageFactory(next_try_at=timezone.now() - timedelta(minutes=7))
    cache.delete_many([f"ran.{entry['task']}" for entry in SCHEDULE.values()])
    tasks.note_heartbeat.delay()
    periodic.note_run("portal.audit.tasks.seal_audit_entries", went_well=False)
    log_in(client, MembershipFactory(role=Role.MINISTRY_ADMIN).user)

    context = client.get(reverse("pages:staff_home")).context

    assert context["backlog"] == "Pesan yang menunggu paling lama sudah 7 menit waktunya dikirim."
    assert "Segel audit" in context["failed_runs"]
    rows = {row["title"]: row for row in context["runs"]}
    assert len(rows) == len(SCHEDULE)
    assert rows["Tanda hidup"]["last"].endswith("WIB")
    assert (rows["Segel audit"]["last"].endswith("WIB, gagal"), rows["Segel audit"]["is_bad"]) == (True, True)
    assert rows["Lupakan unggahan lama"]["last"] == "belum sejak cache dikosongkan"


def test_the_next_run_is_told_by_the_schedule():
    at_one = datetime(2026, 11, 22, 17, 1, tzinfo=UTC)

    assert periodic.next_run(crontab(minute=1), at_one, now=at_one) == at_one + timedelta(hours=1)
    assert periodic.next_run(20, at_one, now=at_one + timedelta(seconds=5)) == at_one + timedelta(seconds=20)
    assert periodic.next_run(20, at_one, now=at_one + timedelta(hours=5)) == at_one + timedelta(hours=5)


def test_others_are_not_told_what_runs(client):
    log_in(client, MembershipFactory(role=Role.BP3MI_HEAD).user)

    assert not client.get(reverse("pages:staff_home")).context["runs"]
