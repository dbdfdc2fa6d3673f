"""One-time codes by SMS: sent through a real gateway on the loopback, good once, not for long, for few tries."""

import time
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.accounts import codes, sms
from portal.accounts.models import OneTimeCode

pytestmark = pytest.mark.django_db
NUMBER = "+6281234567890"
LOG_IN = OneTimeCode.Purpose.LOG_IN


def sent_code(gateway, contact=NUMBER):
    codes.send_code(contact, LOG_IN).result(timeout=15)
    return gateway.taken[-1]["text"].removeprefix("Jalur Resmi: ")


def wrong(code):
    return "000000" if code != "000000" else "111111"


def test_an_sms_holds_the_name_of_the_site_and_six_digits_only(gateway):
    code = sent_code(gateway)

    headers, body = gateway.asked[0]
    assert body == {"channel": "sms", "to": NUMBER, "text": f"Jalur Resmi: {code}", "language": "id"}
    assert len(code) == 6 and code.isascii() and code.isdigit()
    assert headers["Authorization"] == "Bearer a token"


def test_a_code_is_right_once(gateway):
    code = sent_code(gateway)

    assert [codes.use_code(NUMBER, LOG_IN, code) for _ in range(2)] == [True, False]


def test_a_code_is_stored_as_a_keyed_hash_only(gateway, settings):
    code = sent_code(gateway)
    row = OneTimeCode.objects.values().get()

    assert code not in "".join(str(value) for name, value in row.items() if name in {"code_hash", "purpose"})
    settings.SECRET_KEY = "another key, under which nothing was made"
    assert not codes.use_code(NUMBER, LOG_IN, code)


@pytest.mark.parametrize("contact", ["+6281234567891", ""])
def test_a_code_is_for_its_own_contact(gateway, contact):
    assert not codes.use_code(contact, LOG_IN, sent_code(gateway))


def test_a_code_is_for_its_own_purpose(gateway):
    assert not codes.use_code(NUMBER, "sign_up", sent_code(gateway))


def test_a_code_ends_after_ten_minutes(gateway):
    code = sent_code(gateway)
    left = OneTimeCode.objects.get().expires_at - timezone.now()
    assert timedelta(minutes=9) < left <= timedelta(minutes=10)

    OneTimeCode.objects.update(expires_at=timezone.now())

    assert not codes.use_code(NUMBER, LOG_IN, code)


def test_five_wrong_tries_end_a_code(gateway):
    code = sent_code(gateway)

    tries = [codes.use_code(NUMBER, LOG_IN, wrong(code)) for _ in range(5)]

    assert tries == [False] * 5
    assert not codes.use_code(NUMBER, LOG_IN, code)


def test_the_fifth_try_may_be_right(gateway):
    code = sent_code(gateway)
    for _ in range(4):
        codes.use_code(NUMBER, LOG_IN, wrong(code))

    assert codes.use_code(NUMBER, LOG_IN, code)


def test_a_newer_code_takes_the_place_of_the_older(gateway):
    older = newer = sent_code(gateway)
    while newer == older:  # one in a million
        newer = sent_code(gateway)

    assert not codes.use_code(NUMBER, LOG_IN, older)
    assert codes.use_code(NUMBER, LOG_IN, newer)
    assert OneTimeCode.objects.count() == 1


def test_the_database_keeps_one_code_per_contact_and_purpose(gateway):
    sent_code(gateway)
    row = OneTimeCode.objects.get()
    row.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_rows_of_yesterday_go_when_the_next_code_is_sent(gateway):
    sent_code(gateway)
    OneTimeCode.objects.update(expires_at=timezone.now() - timedelta(days=1, minutes=1))

    sent_code(gateway, "+6281234567891")

    assert list(OneTimeCode.objects.values_list("contact", flat=True)) == ["+6281234567891"]


def test_a_gateway_that_stumbles_is_asked_again_under_the_same_key(gateway):
    gateway.answers = [503]

    sms.send(NUMBER, "Jalur Resmi: 123456")

    assert len(gateway.asked) == 2
    assert len(gateway.taken) == 1


@pytest.mark.parametrize(("answers", "asked"), [([503, 503], 2), ([400], 1), ([302, 302], 2)])
def test_a_gateway_that_refuses_is_an_error_without_number_or_code(gateway, answers, asked):
    gateway.answers = list(answers)

    with pytest.raises(sms.SmsNotSent) as problem:
        sms.send(NUMBER, "Jalur Resmi: 123456")

    assert str(problem.value) == f"gateway_{answers[-1]}"
    assert len(gateway.asked) == asked


def test_a_gateway_that_is_not_there_breaks_nothing(settings, caplog):
    settings.SMS_GATEWAY_URL = "http://127.0.0.1:1/sms"

    codes.send_code(NUMBER, LOG_IN).result(timeout=15)

    assert NUMBER not in caplog.text


def test_the_person_does_not_wait_for_the_gateway(gateway, monkeypatch):
    monkeypatch.setattr(sms, "send", lambda to, text: time.sleep(0.5))
    began = time.perf_counter()

    sending = codes.send_code(NUMBER, LOG_IN)

    assert time.perf_counter() - began < 0.4
    sending.result(timeout=15)


def test_a_laptop_keeps_the_last_code_for_a_command(settings, tmp_path):
    settings.LAST_CODE_FILE = tmp_path / "last-code"
    with pytest.raises(CommandError):
        call_command("last_code")

    codes.send_code(NUMBER, LOG_IN).result(timeout=15)
    said = StringIO()
    call_command("last_code", stdout=said)

    number, code = said.getvalue().strip().split("  Jalur Resmi: ")
    assert number == NUMBER
    assert codes.use_code(NUMBER, LOG_IN, code)
    assert settings.LAST_CODE_FILE.stat().st_mode & 0o077 == 0


def test_production_without_a_gateway_sends_none(settings):
    settings.LAPTOP = False

    assert not codes.can_send()
    with pytest.raises(CommandError):
        call_command("last_code")
