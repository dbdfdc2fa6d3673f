"""What becomes of a letter by e-mail, at a real mail server that says yes, no, not now, or nothing at all."""

from collections import deque
from contextlib import contextmanager

import pytest
from django.core import mail as django_mail

from portal.messaging.channels import Letter, NotNow, Refused, Unanswered, mail
from tests.messaging import smtp

KEY = "0b4c1b9e-8a3a-4a50-9a5e-2f6c6a1d7f10"


def letter(**changes):
    return Letter(
        **{"key": KEY, "address": "ina@contoh.test", "subject": "Kabar", "body": "Isi\n", "language": "id"} | changes
    )


@pytest.fixture(scope="module")
def server():
    with smtp.running() as sink:
        yield sink


@pytest.fixture(params=["one by one", "together"])
def sink(request, server, settings):
    """A server that wants each command by itself, and one that takes several."""
    server.__init__()
    server.features = ["PIPELINING"] if request.param == "together" else []
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 10
    settings.PUBLIC_DOMAIN = "jalur.example"
    return server


@contextmanager
def opened():
    """Yields a function that sends a letter without doing anything in between."""
    with mail.opened() as send:
        yield lambda letter: deque(send(letter), maxlen=0)


def verdict(send, **changes):
    with pytest.raises((NotNow, Refused)) as problem:
        send(letter(**changes))
    assert "contoh" not in str(problem.value)
    kind = Refused if problem.type is Refused else NotNow
    return kind, problem.value.reason, getattr(problem.value, "address_is_dead", None)


def test_a_batch_goes_over_one_connection_and_each_mail_says_what_it_is(sink):
    with opened() as send:
        send(letter(headers={"List-Unsubscribe": "<https://jalur.example/x>"}))
        send(letter(address="budi@contoh.test"))

    assert [to for to, _mail in sink.mails] == [["ina@contoh.test"], ["budi@contoh.test"]]
    first = sink.mails[0][1]
    names = ["Message-ID", "Auto-Submitted", "Content-Language", "List-Unsubscribe", "Subject"]
    assert [first[name] for name in names] == [
        f"<{KEY}@jalur.example>",
        "auto-generated",
        "id",
        "<https://jalur.example/x>",
        "Kabar",
    ]
    assert first.get_content() == "Isi\r\n"
    assert sink.connections == 1


@pytest.mark.parametrize(
    ("place", "said", "becomes"),
    [
        ("at_rcpt", "550 5.1.1 ina@contoh.test: no such user", (Refused, "smtp_550", True)),
        ("at_rcpt", "550 no such user", (Refused, "smtp_550", True)),
        ("at_rcpt", "550 5.7.1 not with your reputation", (Refused, "smtp_550", False)),
        ("at_rcpt", "552 mailbox full", (Refused, "smtp_552", False)),
        ("at_rcpt", "450 greylisted", (NotNow, "smtp_450", None)),
        ("at_rcpt", "421 shutting down", (NotNow, "smtp_421", None)),
        ("at_data", "554 looks like spam", (Refused, "smtp_554", False)),
        ("at_data", "550 5.1.1 no such user after all", (Refused, "smtp_550", True)),
        ("at_data", "451 try later", (NotNow, "smtp_451", None)),
        ("at_sender", "550 5.1.8 who are you", (NotNow, "smtp_sender_550", None)),
        ("at_rcpt", "hang", (NotNow, "mail_timeout", None)),
        ("at_rcpt", "drop", (NotNow, "mail_disconnected", None)),
    ],
)
def test_an_answer_decides_about_one_letter_and_the_next_one_goes(sink, settings, place, said, becomes):
    setattr(sink, place, [said])
    settings.EMAIL_TIMEOUT = 0.5 if said == "hang" else 10

    with opened() as send:
        assert verdict(send) == becomes
        send(letter(address="budi@contoh.test"))

    assert [to for to, _mail in sink.mails] == [["budi@contoh.test"]]


@pytest.mark.parametrize(
    ("place", "said", "is_about_letter"),
    [("at_rcpt", "450 greylisted", True), ("at_rcpt", "421 shutting down", False), ("at_sender", "451 busy", False)],
)
def test_a_server_that_wants_to_see_one_letter_twice_is_not_away(sink, place, said, is_about_letter):
    setattr(sink, place, [said])

    with opened() as send, pytest.raises(NotNow) as problem:
        send(letter())

    assert problem.value.is_about_letter == is_about_letter


def test_a_server_that_hangs_up_on_a_letter_is_asked_once_more(sink):
    with opened() as send:
        send(letter())
        sink.at_rcpt = ["drop"]
        send(letter(address="budi@contoh.test"))
        sink.at_rcpt = ["drop", "drop"]
        assert verdict(send) == (NotNow, "mail_disconnected", None)

    assert [to for to, _mail in sink.mails] == [["ina@contoh.test"], ["budi@contoh.test"]]


@pytest.mark.parametrize("said", ["drop", "hang"])
@pytest.mark.parametrize("body", ["Isi\n", "Isi " * 300])
def test_a_server_that_had_the_whole_letter_may_have_taken_it_and_is_not_asked_at_once(sink, settings, said, body):
    settings.EMAIL_TIMEOUT = 0.5 if said == "hang" else 10
    with opened() as send:
        send(letter(body=body))
        sink.at_data = [said]
        with pytest.raises(Unanswered, match="mail_unanswered"):
            send(letter())
        sink.at_sender = ["421 shutting down"]
        assert verdict(send) == (NotNow, "smtp_sender_421", None)

    assert len(sink.mails) == 1


def test_a_letter_that_is_left_off_never_arrives_and_the_next_one_does(sink):
    with mail.opened() as send:
        left_off = send(letter())
        next(left_off)
        left_off.close()
        deque(send(letter(address="budi@contoh.test", body=".\n..dots\n")), maxlen=0)

    [(to, arrived)] = sink.mails
    assert (to, arrived.get_content()) == (["budi@contoh.test"], ".\r\n..dots\r\n")


def test_a_server_that_is_not_there_or_knows_us_not_costs_no_letter(sink, settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "portal", "wrong"
    with opened() as send:
        assert verdict(send) == (NotNow, "mail_connect_SMTPNotSupportedError", None)

    settings.EMAIL_PORT = 1
    with opened() as send:
        assert verdict(send) == (NotNow, "mail_connect_ConnectionRefusedError", None)


@pytest.mark.parametrize(
    ("changes", "becomes"),
    [
        ({"address": "ina@"}, (Refused, "mail_address", True)),
        ({"address": ""}, (Refused, "mail_address", True)),
        ({"subject": "Two\nlines"}, (Refused, "mail_malformed", False)),
    ],
)
def test_a_letter_that_can_not_be_one_stops_no_other(sink, changes, becomes):
    with opened() as send:
        assert verdict(send, **changes) == becomes
        send(letter())

    assert len(sink.mails) == 1


def test_what_a_provider_calls_a_letter_is_kept_for_its_report(settings):
    settings.EMAIL_BACKEND = "anymail.backends.test.EmailBackend"
    references = []

    def sending(send, address):
        references.append((yield from send(letter(address=address))))

    with mail.opened() as send:
        for address in ("ina@contoh.test", "budi@contoh.test"):
            deque(sending(send, address), maxlen=0)

    assert references[0]
    assert references[0] != references[1]


def test_any_backend_of_the_settings_sends():
    with opened() as send:
        send(letter())

    assert [sent.to for sent in django_mail.outbox] == [["ina@contoh.test"]]


@pytest.mark.parametrize(
    ("answer", "becomes"),
    [
        (503, (NotNow, "provider_503", None)),
        (401, (NotNow, "provider_401", None)),
        (422, (Refused, "provider_422", False)),
        ("drop", (NotNow, "provider_unanswered", None)),
    ],
)
def test_a_provider_is_understood_like_a_mail_server(gateway, settings, answer, becomes):
    settings.EMAIL_BACKEND = "anymail.backends.resend.EmailBackend"
    settings.ANYMAIL = {"RESEND_API_KEY": "a key", "RESEND_API_URL": f"{gateway.url}/"}
    gateway.answers = [answer] * 9

    with opened() as send:
        assert verdict(send) == becomes

    assert gateway.asked[0][1]["to"] == ["ina@contoh.test"]
