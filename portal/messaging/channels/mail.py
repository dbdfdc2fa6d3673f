"""E-mail: one connection of the settings' mail backend for many letters, opened anew when it drops.

The backend is SMTP, or a provider that django-anymail speaks. Nothing of what the other side says is kept but its codes:
its sentences hold addresses.
"""

import re
import smtplib
from contextlib import contextmanager, suppress
from email.utils import parseaddr

import requests
import urllib3
from anymail.exceptions import AnymailAPIError, AnymailError, AnymailRecipientsRefused
from django.conf import settings
from django.core.mail import BadHeaderError, EmailMessage, get_connection
from django.core.mail.backends import smtp
from django.core.mail.message import sanitize_address

from portal.messaging.channels import LONGEST_REFERENCE, NotNow, Refused, Unanswered, pipelining, plain

# RFC 3463: what stands for a mailbox that isn't there, or is closed; without such a code RFC 5321's own count.
DEAD = re.compile(rb"\A5\.(1\.(0|1|2|3|6|10)|2\.1)\b")
WITH_CODE = re.compile(rb"\A[245]\.\d{1,3}\.\d{1,3}\b")
DEAD_WITHOUT_CODE = {550, 551, 553}
GREYLISTED = {450, 451}  # said of a recipient: a busy mailbox, or a server that wants to see a letter twice
END_OF_LETTER = b"\r\n.\r\n"
# Of a provider: its word on us (key, quota, too fast), not on a letter.
OURS = {401, 402, 403, 408, 429}


@contextmanager
def opened():
    """Yields ``send(letter)``, a generator. The first letter connects; each answer is waited for some EMAIL_TIMEOUT at most."""
    session = _Session()
    try:
        yield session.send
    finally:
        session.close()


class _Session:
    def __init__(self):
        self.backend = get_connection()
        self.is_smtp = type(self.backend) is smtp.EmailBackend
        self.reference = ""  # that a provider gave to the letter
        self.is_given = False  # whether the letter under way has left us whole
        self.sender = sanitize_address(settings.DEFAULT_FROM_EMAIL, "utf-8")
        self.address = parseaddr(self.sender)[1]

    def send(self, letter):
        try:
            yield from self._hand_over(letter)
        except GeneratorExit:  # left off in the middle
            self.close()
            raise
        except (AnymailError, OSError, ValueError) as problem:  # all that smtplib raises is an OSError
            raise _verdict(problem, is_given=self.is_given) from None
        return self.reference

    def _hand_over(self, letter):
        """A server may hang up between two letters, or on one: then it is asked once more. One that hangs is not, nor
        one that has the whole letter."""
        is_new = self._open()
        try:
            yield from self._say(letter)
        except (smtplib.SMTPServerDisconnected, ConnectionError) as problem:
            self.close()
            if is_new or self.is_given or _is_silence(problem):
                raise
            self._open()
            yield from self._say(letter)

    def _say(self, letter):
        self.is_given = False
        text = self.is_smtp and plain.as_bytes(self.sender, letter, headers_of(letter))
        if text and pipelining.is_known_to(self.backend.connection):
            yield from pipelining.send(self.backend.connection, self.address, letter.address, text)
            return
        yield
        if text:
            self.backend.connection.sendmail(self.address, [letter.address], text)
            return
        mail = as_mail(letter)
        if not self.backend.send_messages([mail]):  # Django skips a letter to nobody
            raise ValueError
        self.reference = _reference_of(mail)

    def _open(self):
        try:
            is_new = self.backend.open()
            if is_new and self.is_smtp:
                self._watch(self.backend.connection)
                self.backend.connection.ehlo_or_helo_if_needed()
            return is_new
        except OSError as problem:
            self.close()
            # Greeting, TLS and log-in say nothing of a letter.
            raise _NotReached(_code_of(problem)) from None

    def _watch(self, connection):
        send = connection.send

        def watched(said):
            send(said)
            self.is_given |= isinstance(said, bytes) and said.endswith(END_OF_LETTER)

        connection.send = watched

    def close(self):
        with suppress(OSError):
            self.backend.close()


def _reference_of(mail):
    """By which a provider's report names it; "" where nobody gave one that can be kept."""
    status = getattr(mail, "anymail_status", None)
    reference = "" if status is None or status.message_id is None else str(status.message_id)
    return reference if len(reference) <= LONGEST_REFERENCE else ""


class _NotReached(OSError):
    def __init__(self, code):
        super().__init__(code)
        self.code = code


def as_mail(letter):
    """The EmailMessage of ``letter``."""
    return EmailMessage(letter.subject, letter.body, to=[letter.address], headers=headers_of(letter))


def headers_of(letter):
    """At each try with the same Message-ID."""
    headers = {
        "Message-ID": f"<{letter.key}@{settings.PUBLIC_DOMAIN or 'localhost'}>",
        "Auto-Submitted": "auto-generated",
        "Content-Language": letter.language,
    }
    return headers | letter.headers


def _verdict(problem, *, is_given):
    """What is to come of the letter: a NotNow or a Refused. ``is_given``: whether the server had it whole."""
    match problem:
        case AnymailError():
            return _verdict_of_provider(problem)
        case _NotReached():
            return NotNow(f"mail_connect_{problem.code}"[:40])
        case smtplib.SMTPRecipientsRefused():
            code, said = next(iter(problem.recipients.values()))
            is_dead = bool(DEAD.match(said) if WITH_CODE.match(said) else code in DEAD_WITHOUT_CODE)
            return _answer(code, is_dead=is_dead, is_about_letter=code in GREYLISTED)
        case smtplib.SMTPDataError():
            return _answer(problem.smtp_code, is_dead=bool(DEAD.match(problem.smtp_error)))
        case smtplib.SMTPSenderRefused():
            return NotNow(f"smtp_sender_{problem.smtp_code}")  # that's us: no letter is lost for it
        case BadHeaderError():
            return Refused("mail_malformed")
        case ValueError():  # no address at all
            return Refused("mail_address", address_is_dead=True)
        case _ if is_given:
            return Unanswered("mail_unanswered")
        case _:
            return NotNow("mail_timeout" if _is_silence(problem) else "mail_disconnected")


def _answer(code, *, is_dead, is_about_letter=False):
    if 500 <= code < 600:
        return Refused(f"smtp_{code}", address_is_dead=is_dead)
    return NotNow(f"smtp_{code}", is_about_letter=is_about_letter)


def _verdict_of_provider(problem):
    match problem:
        case AnymailRecipientsRefused():
            return Refused("provider_recipient", address_is_dead=True)
        case AnymailAPIError(status_code=None) if _may_have_been_read(problem.__cause__):
            return Unanswered("provider_unanswered")
        case AnymailAPIError(status_code=None):
            return NotNow("provider_away")
        case AnymailAPIError(status_code=status) if status in OURS or not 400 <= status < 500:
            return NotNow(f"provider_{status}")
        case AnymailAPIError():
            return Refused(f"provider_{problem.status_code}")
        case _:
            return Refused("provider_malformed")


def _may_have_been_read(problem):
    """Whether the line broke after the connection stood. urllib3 says so of one that could not be made by another name."""
    is_cut = isinstance(problem, requests.ConnectionError) and isinstance(
        next(iter(problem.args), None), urllib3.exceptions.ProtocolError
    )
    return is_cut or isinstance(problem, requests.ReadTimeout)


def says_dead(answer):
    """Whether a mail server's ``answer`` in a report on a letter that came back means its mailbox; without a code it does."""
    code = re.search(WITH_CODE.pattern.removeprefix(rb"\A"), answer.encode())
    return bool(DEAD.match(code[0])) if code else True


def _is_silence(problem):
    """smtplib says "disconnected" also of a server that only doesn't answer."""
    return isinstance(problem, TimeoutError) or isinstance(problem.__context__, TimeoutError)


def _code_of(problem):
    return getattr(problem, "smtp_code", None) or type(problem).__name__
