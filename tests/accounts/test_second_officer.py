"""The second officer: who confirms, prints or refuses what another asked for, and until when."""

import threading
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.accounts.acting import ActRefused
from portal.accounts.counter import services
from portal.accounts.counter.claims import spend_for_new_device
from portal.accounts.models import ClaimCode
from portal.accounts.roles import Role
from portal.accounts.staff_room.services import end_membership
from portal.audit.models import Entry
from portal.lib.dates import WITA
from tests.accounts.counter import Purpose, a_person, actions, asked, two_officers
from tests.accounts.visits import post
from tests.factories.accounts import ClaimFactory, MembershipFactory, acting, log_in
from tests.factories.places import HolidayFactory

pytestmark = pytest.mark.django_db


def test_a_lost_account_waits_for_a_second_officer(counter):
    claim = asked(counter.officer, a_person())

    with pytest.raises(ActRefused):
        services.print_code(acting(counter.officer), claim)
    services.confirm(acting(counter.colleague), claim)

    assert services.print_code(acting(counter.officer), claim)
    assert services.print_code(acting(counter.colleague), claim)


def test_the_same_person_confirms_nothing_not_even_as_head_or_in_another_role(counter):
    claim = asked(counter.colleague, a_person())
    page = log_in(counter, counter.colleague.user).get(claim.get_absolute_url())
    assert not page.context["may_confirm"]
    post(counter, "counter:act", claim.number, answer="confirm", has_seen="on")

    again = MembershipFactory(user=counter.colleague.user, office=claim.office, role=Role.BP3MI_OFFICER)
    for own in (counter.colleague, again):
        with pytest.raises(ActRefused, match="Petugas lain"):
            services.confirm(acting(own), claim)
    claim.refresh_from_db()
    assert claim.confirmed_at is None


def test_the_second_officer_says_that_they_saw_the_person(counter):
    claim = asked(counter.colleague, a_person())

    post(counter, "counter:act", claim.number, answer="confirm")
    claim.refresh_from_db()
    assert claim.confirmed_at is None

    post(counter, "counter:act", claim.number, answer="confirm", has_seen="on")
    claim.refresh_from_db()
    assert claim.confirmed_by == counter.officer.user


def test_another_office_sees_and_does_nothing(client):
    claim = ClaimFactory(purpose=Purpose.RECOVERY)
    elsewhere = MembershipFactory(user__name="Ibu Sana")
    log_in(client, elsewhere.user)

    assert client.get(claim.get_absolute_url()).status_code == 404
    assert post(client, "counter:act", claim.number, answer="confirm", has_seen="on").status_code == 404
    assert post(client, "counter:paper", claim.number).status_code == 404
    assert claim.account.name not in client.get(reverse("counter:waiting")).content.decode()
    for deed in (services.confirm, services.print_code):
        with pytest.raises(ActRefused):
            deed(acting(elsewhere), claim)


def test_an_officer_who_was_ended_meanwhile_does_nothing(counter):
    mine, theirs = asked(counter.officer, a_person()), asked(counter.colleague, a_person(place_at_number=2))
    before = acting(counter.officer)
    end_membership(acting(counter.colleague), counter.officer, last_day=before_today(), letter_number="SK-2")

    for deed in (services.confirm, services.print_code):
        with pytest.raises(ActRefused, match="tidak lagi"):
            deed(before, theirs)
    with pytest.raises(ActRefused):
        asked(counter.officer, a_person(place_at_number=3))
    # Nor does what they asked for before go on without them.
    with pytest.raises(ActRefused, match="tidak lagi"):
        services.confirm(acting(counter.colleague), mine)


def before_today():
    return (timezone.now() - timedelta(days=1)).date()


def test_an_account_whose_person_came_to_work_here_meanwhile_is_not_confirmed(counter):
    claim = asked(counter.officer, a_person())
    MembershipFactory(user=claim.account)

    with pytest.raises(ActRefused):
        services.confirm(acting(counter.colleague), claim)


@pytest.mark.django_db(transaction=True)
def test_of_two_officers_who_confirm_at_once_one_does(client):
    first, second = two_officers()
    third = MembershipFactory(office=first.office)
    claim = asked(first, a_person())
    start, results = threading.Barrier(2), []

    def say(officer):
        start.wait()
        try:
            services.confirm(acting(officer), claim)
            results.append("confirmed")
        except ActRefused:
            results.append("refused")
        connection.close()

    threads = [threading.Thread(target=say, args=[officer]) for officer in (second, third)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results) == ["confirmed", "refused"]
    assert Entry.objects.filter(action="accounts.claim_confirmed").count() == 1


def test_a_request_waits_until_the_end_of_the_next_working_day(counter, monkeypatch):
    # Friday evening in WITA; Monday is free.
    friday = datetime(2026, 11, 20, 18, 0, tzinfo=WITA)
    HolidayFactory(day=date(2026, 11, 23))
    monkeypatch.setattr(services.timezone, "now", lambda: friday)
    monkeypatch.setattr(services, "today_in", lambda zone: friday.date())

    claim = asked(counter.officer, a_person())

    assert claim.expires_at == datetime(2026, 11, 25, 0, 0, tzinfo=WITA)


def test_a_request_nobody_confirmed_in_time_is_over(counter):
    now = timezone.now()
    claim = ClaimFactory(
        purpose=Purpose.RECOVERY, office=counter.officer.office, requested_at=now - timedelta(days=3), expires_at=now
    )

    assert claim.account.name not in counter.get(reverse("counter:waiting")).content.decode()
    with pytest.raises(ActRefused):
        services.confirm(acting(counter.officer), claim)


def test_a_confirmed_code_lives_three_days_from_the_second_word(counter):
    claim = asked(counter.officer, a_person())
    services.confirm(acting(counter.colleague), claim)

    claim.refresh_from_db()
    assert abs(claim.expires_at - claim.confirmed_at - timedelta(days=3)) < timedelta(seconds=1)


@pytest.mark.parametrize("reason", ClaimCode.Refusal)
def test_an_act_is_refused_with_a_reason(counter, reason):
    claim = asked(counter.colleague, a_person())

    post(counter, "counter:act", claim.number, answer="refuse", reason=reason)

    claim.refresh_from_db()
    assert (claim.refusal, claim.refused_by) == (reason, counter.officer.user)
    assert actions()[-1] == ("accounts.claim_refused", reason)
    with pytest.raises(ActRefused):
        services.confirm(acting(counter.officer), claim)


def test_a_refusal_without_reason_changes_nothing(counter):
    claim = asked(counter.colleague, a_person())

    assert post(counter, "counter:act", claim.number, answer="refuse").status_code == 200
    assert post(counter, "counter:act", claim.number, answer="nonsense").status_code == 404
    claim.refresh_from_db()
    assert claim.refused_at is None


def test_a_code_that_went_astray_is_ended_before_its_time(counter):
    claim = asked(counter.officer, a_person(), Purpose.NEW_DEVICE)
    _claim, code = services.print_code(acting(counter.officer), claim)

    services.refuse(acting(counter.colleague), claim, ClaimCode.Refusal.MISTAKE)

    assert not spend_for_new_device([claim.account], code)


def test_only_those_who_saw_the_person_print(counter):
    claim = asked(counter.officer, a_person(), Purpose.NEW_DEVICE)

    with pytest.raises(ActRefused):
        services.print_code(acting(counter.colleague), claim)


@pytest.mark.parametrize("step", ["ask", "confirm", "print_code"])
def test_a_step_that_is_killed_halfway_has_not_begun(counter, monkeypatch, step):
    person = a_person()
    claim = None if step == "ask" else asked(counter.officer, person, Purpose.RECOVERY)
    if step == "print_code":
        services.confirm(acting(counter.colleague), claim)
    before = list(ClaimCode.objects.values())

    def killed(*_given, **_named):
        raise KeyboardInterrupt

    monkeypatch.setattr(services, "record", killed)
    steps = {
        "ask": lambda: asked(counter.officer, person),
        "confirm": lambda: services.confirm(acting(counter.colleague), claim),
        "print_code": lambda: services.print_code(acting(counter.officer), claim),
    }
    with pytest.raises(KeyboardInterrupt):
        steps[step]()

    assert list(ClaimCode.objects.values()) == before


def test_the_queue_costs_the_same_for_one_and_for_thirty(counter, django_assert_num_queries):
    address = reverse("counter:waiting")
    ClaimFactory(purpose=Purpose.RECOVERY, office=counter.officer.office)
    counter.get(address)  # the first page of a session also notes that it is used
    with CaptureQueriesContext(connection) as one:
        counter.get(address)
    ClaimFactory.create_batch(29, purpose=Purpose.RECOVERY, office=counter.officer.office)

    with django_assert_num_queries(len(one)):
        first = counter.get(address)
    second = counter.get(address + first.context["next_address"])
    assert (len(first.context["rows"]), len(second.context["rows"])) == (25, 5)
