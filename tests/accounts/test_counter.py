"""The officers' side: who may ask, confirm and print what, and what nobody learns."""

import threading
import uuid
from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from portal.accounts.acting import ActRefused
from portal.accounts.counter import services
from portal.accounts.counter.claims import spend_for_new_device
from portal.accounts.models import ClaimCode, User
from portal.accounts.roles import COUNTER_ROLES, STAFF_ROLES, Role
from portal.accounts.staff_room.services import end_membership
from portal.audit.models import Entry
from portal.lib.dates import WITA
from tests.accounts.counter import CODE, FACTS, NUMBER, Fact, Purpose, a_person, asked, looked_up, two_officers
from tests.accounts.visits import post
from tests.factories.accounts import ClaimFactory, MembershipFactory, acting, log_in
from tests.factories.places import HolidayFactory

pytestmark = pytest.mark.django_db
SECOND = timedelta(seconds=1)


@pytest.fixture
def counter(client):
    """A client at the counter: ``officer`` and ``colleague``, memberships of one office."""
    client.officer, client.colleague = two_officers()
    return log_in(client, client.officer.user)


def actions():
    return list(
        Entry.objects.filter(action__startswith="accounts.").order_by("pk").values_list("action", "reason_code")
    )


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_the_counter_is_for_offices_that_meet_people(client, role):
    log_in(client, MembershipFactory(role=role).user)

    assert client.get(reverse("counter:look_up")).status_code == (200 if role in COUNTER_ROLES else 404)


# Finding an account -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Maria Tolan", "  maria   TOLAN "])
@pytest.mark.parametrize("contact", ["0812-3456-7890", "62812 3456 7890", "MARIA@contoh.test"])
def test_name_and_contact_together_find_an_account(counter, name, contact):
    a_person(email="maria@contoh.test")

    assert looked_up(counter, name, contact)["Location"] == reverse("counter:ask")
    page = counter.get(reverse("counter:ask")).content.decode()
    assert "Maria Tolan" in page
    assert "maria@contoh.test" not in page
    assert "7890" not in page


def test_a_miss_looks_the_same_whether_name_or_contact_is_wrong(counter):
    a_person()
    wrong = [
        looked_up(counter, "Maria Tolam"),
        looked_up(counter, contact="0812-3456-7891"),
        looked_up(counter, "Maria"),
    ]

    assert {page.status_code for page in wrong} == {200}
    assert len({len(page.context["form"].non_field_errors()) for page in wrong}) == 1
    assert len({str(page.context["form"].non_field_errors()) for page in wrong}) == 1
    assert counter.get(reverse("counter:ask")).status_code == 302
    assert [reason for action, reason in actions() if action == "accounts.looked_up"] == ["not_found"] * 3


def test_two_people_of_one_name_at_one_number_are_nobody(counter):
    a_person()
    a_person(place_at_number=2)

    assert looked_up(counter).status_code == 200


def test_a_closed_account_is_not_found(counter):
    a_person(is_active=False)

    assert looked_up(counter).status_code == 200


def test_every_question_is_noted_without_what_was_typed(counter):
    person = a_person()
    looked_up(counter)
    looked_up(counter, "Ibu Lain")

    found, missed = Entry.objects.filter(action="accounts.looked_up").order_by("pk")
    assert (found.user_id, found.subject_id, found.reason_code) == (counter.officer.user_id, str(person.pk), "found")
    assert (missed.subject_id, missed.reason_code, missed.fields) == ("", "not_found", ["name", "phone"])
    assert found.membership_id == counter.officer.pk


def test_an_officer_asks_for_a_limited_number_of_people_a_day(counter, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"counter_look_up": "2/d/key"}
    a_person()

    answers = [looked_up(counter).status_code for _question in range(3)]

    assert answers == [302, 302, 200]
    assert len(Entry.objects.filter(action="accounts.looked_up")) == 2


# Asking -----------------------------------------------------------------------------------------


def test_for_a_new_device_one_officer_is_enough(counter):
    person = a_person()
    looked_up(counter)
    key = uuid.uuid4()

    act = post(counter, "counter:ask", purpose=Purpose.NEW_DEVICE, facts=FACTS, key=key)
    paper = counter.post(act["Location"] + "cetak/")

    code = CODE.search(paper.content.decode()).group()
    assert paper["Cache-Control"] == "max-age=0, no-cache, no-store, must-revalidate, private"
    assert spend_for_new_device([person], code)
    assert [action for action, _reason in actions()] == [
        "accounts.looked_up", "accounts.claim_asked", "accounts.claim_code_made", "accounts.claim_code_used",
    ]  # fmt: skip
    assert Entry.objects.get(action="accounts.claim_asked").fields == sorted(FACTS)


def test_the_code_stands_on_no_later_page(counter):
    claim = asked(counter.officer, a_person(), Purpose.NEW_DEVICE)
    code = CODE.search(post(counter, "counter:paper", claim.number).content.decode()).group()

    assert code not in counter.get(claim.get_absolute_url()).content.decode()
    assert code not in post(counter, "counter:paper", claim.number).content.decode()
    assert not spend_for_new_device([claim.account], code)


@pytest.mark.parametrize("facts", [[], [Fact.ID_CARD], [Fact.BIRTH_DATE, Fact.BIRTH_PLACE], ["nik"]])
def test_two_things_must_have_been_compared_one_with_a_photo(counter, facts):
    a_person()
    looked_up(counter)

    page = post(counter, "counter:ask", purpose=Purpose.RECOVERY, facts=facts, key=uuid.uuid4())

    assert page.context["form"].errors["facts"]
    assert not ClaimCode.objects.exists()


def test_a_form_sent_twice_is_one_act(counter):
    key = uuid.uuid4()
    first = asked(counter.officer, a_person(), key=key)

    assert asked(counter.officer, first.account, key=key) == first
    assert services.open_account(acting(counter.officer), name="Yosef", facts=FACTS, key=uuid.uuid4()) != first
    key = uuid.uuid4()
    opened = [services.open_account(acting(counter.officer), name="Yosef", facts=FACTS, key=key) for _click in range(2)]
    assert opened[0] == opened[1]
    assert User.objects.filter(name="Yosef").count() == 2


def test_the_newest_act_for_an_account_replaces_the_one_before(counter):
    person = a_person()
    first = asked(counter.officer, person, Purpose.NEW_DEVICE)
    services.print_code(acting(counter.officer), first)

    asked(counter.officer, person)

    first.refresh_from_db()
    assert first.replaced_at
    with pytest.raises(ActRefused):
        services.print_code(acting(counter.officer), first)


def test_nobody_opens_the_own_account(counter):
    counter.officer.user.phone, counter.officer.user.place_at_number = NUMBER, 1
    counter.officer.user.save()

    with pytest.raises(ActRefused, match="sendiri"):
        asked(counter.officer, counter.officer.user)


@pytest.mark.parametrize("role", [Role.BP3MI_OFFICER, Role.STEWARD, Role.MINISTRY_ADMIN])
def test_nobody_opens_the_account_of_somebody_who_works_for_an_office(counter, role):
    colleague = MembershipFactory(role=role, user__name="Maria Tolan", user__phone=NUMBER, user__place_at_number=1)
    looked_up(counter)

    page = counter.get(reverse("counter:ask")).content.decode()
    answer = post(counter, "counter:ask", purpose=Purpose.RECOVERY, facts=FACTS, key=uuid.uuid4())

    assert "kantor" in page
    assert '<form method="post" novalidate' not in page
    assert answer.status_code == 200
    assert not ClaimCode.objects.filter(account=colleague.user).exists()


def test_whoever_left_office_may_be_helped_like_anybody(counter):
    former = MembershipFactory(ended_at=timezone.now(), user__email=None, user__phone=NUMBER, user__place_at_number=1)

    assert asked(counter.officer, former.user).purpose == Purpose.RECOVERY


def test_an_officer_sees_when_the_account_was_used(counter):
    a_person(last_login=timezone.now() - timedelta(days=2, hours=1))
    looked_up(counter)

    context = counter.get(reverse("counter:ask")).context

    assert context["last_used"].startswith("2 ")
    assert context["is_recent"]


def test_an_account_opened_here_lets_nobody_in(counter):
    act = post(counter, "counter:open_account", name="Yosef  Bria", facts=FACTS, key=uuid.uuid4())
    claim = ClaimCode.objects.get()

    assert act["Location"] == claim.get_absolute_url()
    account = claim.account
    assert (account.name, account.email, account.phone, account.pin) == ("Yosef Bria", None, None, "")
    assert not account.has_usable_password()
    assert claim.purpose == Purpose.HAND_OVER


def test_a_lost_paper_of_an_unclaimed_account_is_replaced_by_its_number(counter):
    claim = services.open_account(acting(counter.officer), name="Yosef Bria", facts=FACTS, key=uuid.uuid4())

    looked_up(counter, "yosef bria", claim.number.lower())
    page = counter.get(reverse("counter:ask"))

    assert [value for value, _label in page.context["form"].fields["purpose"].choices] == [Purpose.HAND_OVER]


# The second officer -----------------------------------------------------------------------------


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
    assert abs(claim.expires_at - claim.confirmed_at - timedelta(days=3)) < SECOND


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
    from django.test.utils import CaptureQueriesContext

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
