"""The head of the chain of each day, signed and kept outside the database: whoever rewrites the one can't rewrite the other.

Each day (WIB) has one small file of two lines: the head with its signature, and a short line to print or read out.
"""

import base64
import os
import tempfile
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

import structlog
from django.conf import settings
from django.db import transaction

from portal.audit import chain, sealing
from portal.audit.models import Seal
from portal.lib.dates import WIB

log = structlog.get_logger(__name__)


class Head(NamedTuple):
    day: str  # 2026-11-22, the day in WIB that the head closes
    number: int  # of the last seal before the midnight that ends the day
    hash: str  # hexadecimal
    key_id: str
    signature: str  # base64, Ed25519 over "day number hash"

    @classmethod
    def of(cls, day, seal):
        said = f"{day} {seal.number} {bytes(seal.hash).hex()}"
        key_id, signature = chain.sign(said.encode())
        return cls(*said.split(), key_id, base64.b64encode(signature).decode())

    @classmethod
    def read(cls, path):
        """The head in a file; ValueError where the file is not one."""
        day, number, digest, key_id, signature = path.read_text("ascii").splitlines()[0].split()
        return cls(day, int(number), digest, key_id, signature)

    @property
    def short_line(self):
        """The line to print: day, number of the seal and the first 80 bits of its hash."""
        return short_line(self.day, self.number, self.hash)

    def is_signed(self, verifier):
        said = f"{self.day} {self.number} {self.hash}"
        try:
            signature = base64.b64decode(self.signature, validate=True)
        except ValueError:
            return False
        return verifier.accepts(self.key_id, signature, said.encode())


def short_line(day, number, digest):
    groups = [digest[start : start + 4].upper() for start in range(0, 20, 4)]
    return f"{day} {number} {'-'.join(groups)}"


def folder():
    return Path(settings.AUDIT_HEADS_FOLDER)


def file_of(day):
    return folder() / f"{day}.txt"


def midnight_after(day):
    return datetime.combine(day + timedelta(days=1), time(), WIB)


def closed_days(now):
    """The days (WIB) that must have a head at the moment ``now``: from the first seal's to yesterday."""
    first = Seal.objects.order_by("number").values_list("at", flat=True).first()
    if not first:
        return []
    day, today = first.astimezone(WIB).date(), now.astimezone(WIB).date()
    return [day + timedelta(days=past) for past in range((today - day).days)]


def last_seal_of(day):
    return Seal.objects.filter(at__lt=midnight_after(day)).order_by("-number").first()


def files():
    """The files in the folder, oldest day first."""
    return sorted(folder().glob("[0-9]*-[0-9]*-[0-9]*.txt"))


@transaction.atomic
def close_days():
    """Seal what is left of the days that are over, then sign their heads and keep them outside the database."""
    sealing.hold_the_chain(wait=True)
    # The moment comes first: a head never names a seal of this very transaction, which might yet fail.
    now, _, _ = sealing.clock()
    sealing.seal_entries()
    for head in write_missing(now):
        # The log is one more place outside the database; these are codes, nobody's data.
        log.info("audit_head", line=head.short_line)


def write_missing(now):
    """Write the heads of the closed days after the newest file; returns them. Two at once write the same.

    An older file that has gone is not made again: its absence is a finding, not a gap to fill.
    """
    folder().mkdir(parents=True, exist_ok=True)
    newest = files()[-1].stem if files() else ""
    heads = [Head.of(day, last_seal_of(day)) for day in closed_days(now) if str(day) > newest]
    for head in heads:
        _write(file_of(head.day), " ".join(map(str, head)) + "\n" + head.short_line + "\n")
    return heads


def _write(path, text):
    """Whole or not at all, and never over a file that is there."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=".", delete=False) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part = Path(file.name)
    part.chmod(0o444)
    try:
        path.hardlink_to(part)
    except FileExistsError:
        pass
    finally:
        part.unlink()
