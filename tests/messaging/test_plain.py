"""A letter written out by hand reads as the one that Django writes."""

import email
import email.policy

import pytest

from portal.messaging.channels import Letter, plain
from portal.messaging.channels.mail import as_mail, headers_of

SENDER = "Jalur Resmi <noreply@localhost>"
KEY = "0b0e7b1c-5a3c-4f0e-9d55-1f8a8a1a2b3c"


def letter(subject="Jalur Resmi: akun Anda diubah", body="Selamat pagi.\n", to="ina@contoh.test", **headers):
    return Letter(KEY, to, subject, body, "id", headers)


def read(content):
    mail = email.message_from_bytes(content, policy=email.policy.default)
    headers = {name: str(value).strip() for name, value in mail.items()}
    return headers, mail.get_content().replace("\r\n", "\n").rstrip("\n")


@pytest.mark.parametrize(
    "one",
    [
        letter(),
        letter(body="\n.\n..dua titik\n\tdan = & <b>\n"),
        letter(subject="Jalur Resmi: lowongan “Perawat” – Jerman", body="Gaji € 2.500, Gödöllő\nbaris kedua\n"),
        letter(body="kata " * 500),
        letter(body="kata é " * 500),
        letter(**{"List-Unsubscribe": "<https://contoh.test/a/b>"}),
    ],
)
def test_it_says_the_same(one, settings):
    settings.DEFAULT_FROM_EMAIL = SENDER
    ours, theirs = read(plain.as_bytes(SENDER, one, headers_of(one))), read(as_mail(one).message().as_bytes())

    assert ours[1] == theirs[1]
    assert {**ours[0], "Date": "", "Content-Transfer-Encoding": ""} == {
        **theirs[0], "Date": "", "Content-Transfer-Encoding": ""
    }  # fmt: skip


@pytest.mark.parametrize(
    "one",
    [
        letter(to="ina@contoh.test\r\nBcc: semua@contoh.test"),
        letter(to="ina@contoh.test, budi@contoh.test"),
        letter(to="<ina@contoh.test>"),
        letter(to="inä@contoh.test"),
        letter(to=""),
        letter(subject="satu\nBcc: semua@contoh.test"),
        letter(subject="satu\rdua é"),
        letter(**{"List-Unsubscribe": "<https://contoh.test>\nBcc: semua@contoh.test"}),
    ],
)
def test_what_is_not_plain_is_left_to_django(one):
    assert plain.as_bytes(SENDER, one, headers_of(one)) is None


def test_no_line_is_longer_than_smtp_takes():
    lines = plain.as_bytes(SENDER, letter(body="kata é " * 500 + "a" * 3000), {}).split(b"\r\n")

    assert max(map(len, lines)) <= 998
