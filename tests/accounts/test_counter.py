"""At the counter an officer finds an account and asks for a code: who may, of whom, and what nobody learns."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.accounts.acting import ActRefused
from portal.accounts.counter import services
from portal.accounts.counter.claims import spend_for_new_device
from portal.accounts.models import ClaimCode, User
from portal.accounts.roles import COUNTER_ROLES, STAFF_ROLES, Role
from portal.audit.models import Entry
from tests.accounts.counter import CODE, FACTS, NUMBER, Fact, Purpose, a_person, actions, asked, looked_up
from tests.accounts.visits import post
from tests.factories.accounts import MembershipFactory, acting, log_in

pytestmark = pytest.mark.django_db


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
