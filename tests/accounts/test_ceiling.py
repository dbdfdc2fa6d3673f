"""A bot makes us send codes to numbers and addresses it names: there is an end to that, and people read another way."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from portal.accounts import ceiling, codes
from portal.accounts.phone.forms import OTHER_WAYS_IN, TOO_MANY_EVERYWHERE
from tests.accounts.own_ways import proved
from tests.accounts.phone import PIN, at_home, begin, person
from tests.accounts.test_phone_sign_up import sign_up
from tests.accounts.visits import post
from tests.factories.accounts import UserFactory, log_in

pytestmark = pytest.mark.django_db
HOME, ABROAD = "0812 3456 {:04}", "+60 12-345 {:04}"


@pytest.fixture
def sent(monkeypatch, settings):
    """Numbers an SMS went to; the ceilings are three, and one abroad."""
    cache.clear()
    settings.LAPTOP = False
    settings.SMS_GATEWAY_URL = "https://gateway.test/"
    settings.SMS_TO_NEW_NUMBERS_PER_HOUR, settings.SMS_ABROAD_TO_NEW_NUMBERS_PER_HOUR = 3, 1
    sent = []
    monkeypatch.setattr(codes, "send_code", lambda number, *given, **how: sent.append(number))
    return sent


def visitors(number, count, first=0):
    """As many visits from as many addresses, each with another number; the last answer."""
    for place in range(first, first + count):
        answer = sign_up(Client(REMOTE_ADDR=f"10.7.{place}.1"), number.format(place))
    return answer


def said(answer):
    return answer.context["form"].non_field_errors()


def test_sign_ups_from_many_addresses_have_a_ceiling_and_abroad_its_own(sent):
    assert said(visitors(HOME, 5)) == [TOO_MANY_EVERYWHERE]
    assert said(visitors(ABROAD, 3)) == [TOO_MANY_EVERYWHERE]

    assert [number[:3] for number in sent] == ["+62", "+62", "+62", "+60"]


def test_the_ceiling_tells_nobody_whether_a_number_has_an_account(sent):
    person(phone="+6281234560009")
    visitors(HOME, 3)

    known, unknown = (sign_up(Client(), HOME.format(place)) for place in (9, 8))

    assert said(known) == said(unknown) == [TOO_MANY_EVERYWHERE]
    assert len(sent) == 3


def test_it_counts_codes_sent_again_and_new_numbers_of_accounts_too(sent, client):
    visitor = Client()
    sign_up(visitor, HOME.format(1))
    post(visitor, "account_phone_signup_code", action="resend")
    user = person(phone="+6281234560009")
    log_in(client, user)
    post(client, "account_reauthenticate", password=PIN)
    post(client, "account_new_phone", phone=HOME.format(2))
    refused = post(client, "account_new_phone", phone=HOME.format(3))

    page = visitor.post(reverse("account_phone_signup_code"), {"action": "resend"}, follow=True)

    assert len(sent) == 3
    assert said(refused)
    assert TOO_MANY_EVERYWHERE in [str(message) for message in page.context["messages"]]


def test_people_who_have_an_account_still_log_in(sent, client):
    visitors(HOME, 4)
    user = person()
    at_home(client, user)

    begin(client)

    assert sent[-1] == user.phone


def test_addresses_of_mailboxes_have_a_ceiling_of_their_own(settings):
    cache.clear()
    settings.CODES_TO_NEW_ADDRESSES_PER_HOUR = 3
    known = UserFactory()
    client = proved(known)
    sign_up = {"name": "Ina", "password1": "a long sentence of mine"}
    saving = "/lowongan/kabari/?q=perawat"

    def stranger():
        return Client(REMOTE_ADDR=f"10.8.0.{len(mail.outbox)}")

    post(stranger(), "account_signup", email="satu@contoh.test", **sign_up)
    stranger().post(saving, {"address": "dua@contoh.test", "rhythm": "daily"})
    post(client, "account_new_email", email="tiga@contoh.test")
    refused = [
        post(stranger(), "account_signup", email=email, **sign_up) for email in ("empat@contoh.test", known.email)
    ]
    refused.append(stranger().post(saving, {"address": "lima@contoh.test", "rhythm": "daily"}))

    assert [said(answer) for answer in refused] == [[ceiling.NO_MORE_MAILS]] * 3
    assert said(post(client, "account_new_email", email="enam@contoh.test"))
    assert [one.to for one in mail.outbox] == [["satu@contoh.test"], ["dua@contoh.test"], ["tiga@contoh.test"]]


def test_the_next_hour_begins_anew_and_operators_read_it_once(sent, monkeypatch, caplog):
    visitors(HOME, 6)
    lines = [record.msg for record in caplog.records if record.msg["event"] == "code_ceiling_reached"]
    now = ceiling.time.time()
    monkeypatch.setattr(ceiling.time, "time", lambda: now + 3_600)

    visitors(HOME, 1, first=7)

    assert len(sent) == 4
    assert [(line["where"], line["most"]) for line in lines] == [("home", 3)]
    assert not [line for line in lines if "8123" in str(line)]


def test_who_finds_a_number_used_up_by_a_stranger_reads_the_other_ways(sent, settings, client):
    settings.SMS_TO_NEW_NUMBERS_PER_HOUR = 100
    for _ in range(4):
        answer = sign_up(Client(), HOME.format(1))

    assert said(answer) == [OTHER_WAYS_IN]


def test_wrong_codes_of_strangers_are_not_called_the_persons_own(sent, settings, client):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"code_of_new_contact": "2/d/key"}
    stranger = Client()
    sign_up(stranger, HOME.format(1))
    for _ in range(2):
        post(stranger, "account_phone_signup_code", code="00000x")
    sign_up(client, HOME.format(1))

    assert said(post(client, "account_phone_signup_code", code="123456")) == [OTHER_WAYS_IN]
