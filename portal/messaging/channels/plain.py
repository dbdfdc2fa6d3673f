"""A letter as SMTP takes it, written out by hand: the general way, for any mail there could be, takes five times as long."""

import re
from binascii import b2a_qp
from email.header import Header
from email.utils import formatdate
from functools import lru_cache

LONGEST_LINE, LONGEST_HEADER = 900, 900  # signs; SMTP ends at 998
ADDRESS = re.compile(r"[!#-'*+\-./0-9=?A-Z^-~]{1,64}@[A-Za-z0-9.\-]{1,190}")


def as_bytes(sender, letter, headers):
    """The mail from ``sender`` (as a header has it) with ``headers``, or None for what is not plain enough."""
    subject = _subject(letter.subject)
    if not (subject and ADDRESS.fullmatch(letter.address)):
        return None
    kind, body = _body(letter.body)
    lines = {"From": sender, "To": letter.address, "Subject": subject, "Date": formatdate(), **headers}
    lines |= {"MIME-Version": "1.0", "Content-Type": 'text/plain; charset="utf-8"', "Content-Transfer-Encoding": kind}
    if not all(value.isascii() and value.isprintable() and len(value) < LONGEST_HEADER for value in lines.values()):
        return None
    head = "\r\n".join(f"{name}: {value}" for name, value in lines.items())
    return f"{head}\r\n\r\n".encode() + body


@lru_cache(maxsize=200)
def _subject(text):
    """As a header has it, on one line; "" if there are signs in it that no header has."""
    if text.isascii() or not text.isprintable():
        return text if text.isprintable() else ""
    return Header(text, "utf-8").encode().replace("\n", "")


def _body(text):
    lines = text.splitlines()
    if text.isascii() and max(map(len, lines), default=0) < LONGEST_LINE:
        return "7bit", "\r\n".join([*lines, ""]).encode()
    return "quoted-printable", b2a_qp("\r\n".join([*lines, ""]).encode())
