"""The person's side: a code on paper opens one account once, and ends what others had of it."""

import threading
import time
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import check_password
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.accounts.acting import ActRefused
from portal.accounts.counter import claimed, services
from portal.accounts.models import ClaimCode, User
from portal.audit.models import Entry
from portal.lib import codes
from tests.accounts.counter import Purpose, a_person, a_printed, choose, type_code
from tests.accounts.visits import is_in, post
from tests.factories.accounts import PASSWORD, MembershipFactory, UserFactory, log_in

pytestmark = pytest.mark.django_db
PIN, OTHER_PIN = "580213", "746190"
LONG = "kapal besar berlayar"
WRONG = codes.spell(codes.CLAIM, "ABCDEFGH2345")


def unclaimed():
    """(claim, code) of an account that an officer opened for somebody without phone and e-mail."""
    return a_printed(Purpose.HAND_OVER, account=User.objects.create_user(name="Yosef Bria"))


def test_an_assisted_person_takes_the_account_over(client):
    claim, code = unclaimed()

    assert type_code(client, code)["Location"] == reverse("account_claim_take")
    assert not is_in(client)
    choose(client, LONG)

    assert is_in(client)
    claim.account.refresh_from_db()
    assert claim.account.check_password(LONG)
    assert Entry.objects.filter(action="accounts.claim_code_used", reason_code=Purpose.HAND_OVER).count() == 1


def test_six_digits_are_a_pin_and_open_no_e_mail_log_in(client):
    claim, code = unclaimed()
    type_code(client, code)
    choose(client, OTHER_PIN)

    claim.account.refresh_from_db()
    assert check_password(OTHER_PIN, claim.account.pin)
    assert not claim.account.has_usable_password()


@pytest.mark.parametrize("secret", ["123456", "111111", "kata", "Yosef Bria", ""])
def test_what_others_would_guess_is_refused_and_the_code_still_counts(client, secret):
    claim, code = unclaimed()
    type_code(client, code)

    page = choose(client, secret)

    assert page.context["form"].errors["secret"]
    claim.refresh_from_db()
    assert claim.used_at is None
    assert secret == "" or f'value="{secret}"' not in page.content.decode()


def test_a_slip_of_the_finger_is_noticed(client):
    _claim, code = unclaimed()
    type_code(client, code)

    page = post(client, "account_claim_take", secret=LONG, again=LONG + "x")

    assert page.context["form"].errors["again"]
    assert not is_in(client)


def test_the_page_says_nothing_about_whose_account_it_is(client):
    person = a_person(email="maria@contoh.test")
    _claim, code = a_printed(Purpose.RECOVERY, account=person)
    type_code(client, code)

    page = client.get(reverse("account_claim_take")).content.decode()

    assert not [word for word in ("Maria", "contoh.test", "7890", "12345678") if word in page]


def test_used_expired_ended_unknown_and_foreign_codes_look_the_same(client):
    now = timezone.now()
    officer = UserFactory()
    refused = {"refused_at": now, "refused_by": officer, "refusal": ClaimCode.Refusal.MISTAKE}
    old = {"requested_at": now - timedelta(days=40), "expires_at": now - timedelta(seconds=1)}
    states = [{"used_at": now, "code_hash": "0" * 64}, {"replaced_at": now}, refused, old]
    typed = [WRONG, a_printed(Purpose.NEW_DEVICE)[1]]
    typed += [a_printed(Purpose.HAND_OVER, **state)[1] for state in states]

    errors = {str(type_code(Client(), code).context["form"].errors["code"]) for code in typed}

    assert len(errors) == 1


def test_a_code_opens_once_also_from_two_tabs(client):
    claim, code = unclaimed()
    other = Client()
    type_code(client, code)
    type_code(other, code)

    choose(client, LONG)
    late = choose(other, OTHER_PIN)

    assert late.status_code == 302  # to the start: the code counts no more
    assert not is_in(other)
    claim.account.refresh_from_db()
    assert claim.account.check_password(LONG)
    assert type_code(Client(), code).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_of_two_browsers_at_the_same_moment_one_takes_the_account():
    claim, _code = unclaimed()
    start, results = threading.Barrier(2), []

    def take(secret):
        start.wait()
        try:
            services.take_over(claim, secret=secret, keeps=set(), ip="")
            results.append("in")
        except ActRefused:
            results.append("refused")
        connection.close()

    threads = [threading.Thread(target=take, args=[secret]) for secret in (PIN, LONG)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results) == ["in", "refused"]


def test_a_paper_printed_anew_ends_the_page_that_the_old_one_opened(client):
    claim, code = unclaimed()
    type_code(client, code)
    a_new_code = services.make_code(claim)

    assert choose(client, LONG)["Location"] == reverse("account_claim")
    assert type_code(client, a_new_code).status_code == 302


def test_the_second_page_waits_a_quarter_of_an_hour(client, monkeypatch):
    _claim, code = unclaimed()
    type_code(client, code)
    later = time.time() + claimed.TYPED_SECONDS + 1
    monkeypatch.setattr(claimed.time, "time", lambda: later)

    assert choose(client, LONG)["Location"] == reverse("account_claim")
    assert not is_in(client)


def test_the_second_page_opens_for_nobody_who_typed_no_code(client):
    assert choose(client, LONG)["Location"] == reverse("account_claim")


def test_a_session_known_to_somebody_else_opens_nothing(client):
    _claim, code = unclaimed()
    client.get(reverse("account_claim"))
    client.session.save()
    type_code(client, WRONG)
    before = client.cookies["sessionid"].value

    type_code(client, code)
    between = client.cookies["sessionid"].value
    choose(client, LONG)

    assert len({before, between, client.cookies["sessionid"].value}) == 3


def test_guessing_ends_after_ten_tries_even_with_the_right_code(client):
    _claim, code = unclaimed()

    for _try in range(10):
        assert type_code(client, WRONG).status_code == 200

    assert type_code(client, code).status_code == 200
    assert Entry.objects.filter(action="accounts.claim_code_refused").count() == 10


def test_a_slip_in_a_letter_costs_no_try(client):
    _claim, code = unclaimed()
    slipped = code[:-1] + next(letter for letter in codes.ALPHABET if letter != code[-1])

    for _try in range(12):
        assert type_code(client, slipped).status_code == 200

    assert type_code(client, code).status_code == 302


def test_whoever_is_logged_in_already_takes_no_other_account(client):
    _claim, code = unclaimed()
    log_in(client, UserFactory())

    assert type_code(client, code)["Location"] == reverse("pages:person_home")


# Recovery ---------------------------------------------------------------------------------------


def test_a_recovered_account_loses_everything_of_before(client):
    person = a_person(email="maria@contoh.test", pin="x", second_factor=True)
    thief = log_in(Client(), person)
    _claim, code = a_printed(Purpose.RECOVERY, account=person)

    type_code(client, code)
    choose(client, OTHER_PIN)

    assert is_in(client)
    person.refresh_from_db()
    assert (person.email, person.phone, person.place_at_number) == (None, None, None)
    assert not person.emailaddress_set.exists()
    assert not person.authenticator_set.exists()
    assert not person.check_password(PASSWORD)
    assert check_password(OTHER_PIN, person.pin)
    assert thief.get(reverse("pages:person_home")).status_code == 302
    entry = Entry.objects.get(action="accounts.claim_code_used")
    assert (entry.user_id, entry.fields) == (person.pk, ["password", "pin", "email", "phone"])
    assert Entry.objects.filter(action="accounts.second_factor_removed", reason_code=Purpose.RECOVERY).exists()


def test_a_contact_the_person_still_has_stays(client):
    person = a_person(email="maria@contoh.test")
    _claim, code = a_printed(Purpose.RECOVERY, account=person)
    type_code(client, code)

    choose(client, LONG, keeps_email="on")

    person.refresh_from_db()
    assert (person.email, person.phone) == ("maria@contoh.test", None)


def test_a_pin_alone_does_not_go_with_an_e_mail_alone(client):
    _claim, code = a_printed(Purpose.RECOVERY, account=a_person(email="maria@contoh.test"))
    type_code(client, code)

    assert choose(client, OTHER_PIN, keeps_email="on").context["form"].errors["secret"]


def test_old_contacts_are_told_and_learn_nothing_else(client, quick_gateway, django_capture_on_commit_callbacks):
    person = a_person(email="maria@contoh.test")
    _claim, code = a_printed(Purpose.RECOVERY, account=person)
    type_code(client, code)
    with django_capture_on_commit_callbacks(execute=True):
        choose(client, OTHER_PIN)

    (letter,) = [message for message in mail.outbox if message.to == ["maria@contoh.test"]]
    (sms,) = quick_gateway.taken
    assert sms["to"] == str(person.phone)
    for words in (letter.subject + letter.body, sms["text"]):
        assert "dipulihkan" in words
        assert not [word for word in ("Maria", code, claim_number()) if word in words]


def claim_number():
    return ClaimCode.objects.get().number


def test_a_gateway_that_is_down_keeps_nobody_outside(client, settings, django_capture_on_commit_callbacks):
    settings.SMS_GATEWAY_URL = "http://127.0.0.1:9/"
    _claim, code = a_printed(Purpose.RECOVERY, account=a_person())
    type_code(client, code)

    with django_capture_on_commit_callbacks(execute=True):
        choose(client, OTHER_PIN)

    assert is_in(client)


def test_an_account_whose_person_works_for_an_office_now_is_not_recovered(client):
    person = a_person()
    _claim, code = a_printed(Purpose.RECOVERY, account=person)
    type_code(client, code)
    MembershipFactory(user=person)

    page = choose(client, OTHER_PIN)

    assert page.context["form"].non_field_errors()
    assert not is_in(client)


def test_a_take_over_that_is_killed_halfway_has_not_begun(client, monkeypatch):
    person = a_person(email="maria@contoh.test", second_factor=True)
    claim, _code = a_printed(Purpose.RECOVERY, account=person)
    before = User.objects.filter(pk=person.pk).values()[0]

    def killed(*_given, **_named):
        raise KeyboardInterrupt

    monkeypatch.setattr(services, "record", killed)
    with pytest.raises(KeyboardInterrupt):
        services.take_over(claim, secret=OTHER_PIN, keeps=set(), ip="")

    assert User.objects.filter(pk=person.pk).values()[0] == before
    assert person.authenticator_set.exists()
    claim.refresh_from_db()
    assert claim.used_at is None


def test_a_code_from_paper_is_in_no_address_and_no_cookie(client):
    _claim, code = unclaimed()

    answer = type_code(client, code)

    told = str(answer.headers) + str(client.cookies) + str(dict(client.session))
    assert code not in told
    assert code.replace("-", "") not in told


def test_who_has_no_contact_writes_a_number_next(client, quick_gateway):
    claim, code = unclaimed()
    type_code(client, code)
    assert reverse("pages:privacy") in client.get(reverse("account_claim_take")).text.split('name="secret"')[0]

    answer = choose(client, OTHER_PIN)

    assert answer.url == reverse("account_new_phone")
    page = client.get(answer.url)
    assert page.status_code == 200
    assert [str(message) for message in page.context["messages"]] == [
        "Akun ini milik Anda. Satu langkah lagi: tulis nomor HP Anda, untuk masuk nanti."
    ]
    assert claim.account.notices_shown.get().channel == "web"


def test_without_a_gateway_the_next_step_is_an_address(client, settings):
    settings.SMS_GATEWAY_URL, settings.LAPTOP = "", False
    _claim, code = unclaimed()
    type_code(client, code)

    assert choose(client, OTHER_PIN).url == reverse("account_new_email")
