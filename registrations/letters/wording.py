"""What stands on a letter: the packaged words with the facts of the case in them."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils import translation

from portal.lib.dates import WIB, long_date

FILE = Path(__file__).resolve().parent.parent / "data" / "letters.toml"
# What the printed line is called, and the column of the Letter.
_JOB = (
    ("Pekerjaan", "title"), ("Negara", "country"), ("Perusahaan penempatan (P3MI)", "company"), ("Pemberi kerja", "employer"),
    ("Upah", "pay"), ("Biaya yang dibayar calon", "own_cost"), ("Lama perjanjian", "term"),
)  # fmt: skip


@dataclass(frozen=True)
class Sheet:
    """All that is printed, in Indonesian. ``lines``: (label, value), value "" to be written by hand."""

    title: str
    opening: str
    signer: tuple
    statement: str
    lines: tuple
    circumstance: str
    basis: str
    known_by: str
    has_stamp: bool
    is_checked: bool
    reverse: tuple
    made_on: str
    words: dict


@cache
def _packaged():
    return tomllib.loads(FILE.read_text(encoding="utf-8"))


def signers_of(kind):
    """Codes of those who may sign a letter of this kind."""
    return tuple(_packaged()[kind]["signers"])


def circumstances_of(kind):
    return tuple(_packaged()[kind]["circumstances"])


def names_a_job(kind):
    return _packaged()[kind]["shows_job"]


def sheet_of(letter, check_address=""):
    """The Sheet of a Letter with its registration's candidate. ``check_address``: where one says "I did not sign"."""
    words, around, candidate = _packaged()[letter.kind], _packaged()["words"], letter.registration.candidate
    with translation.override("id"):
        facts = {
            "name": candidate.name,
            "birth_date": long_date(candidate.birth_date) if candidate.birth_date else "",
            "place": str(candidate.village) if candidate.village_id else "",
        }
        status = candidate.get_marital_display()
        made_on = long_date(letter.made_at.astimezone(WIB).date())
    lines = [(label, getattr(letter, column)) for label, column in _JOB] if words["shows_job"] else [("Status", status)]
    return Sheet(
        title=words["title"],
        opening=words["opening"],
        signer=(
            (around["name"], letter.signer_name),
            (around["address"], ""),
            (around["acting_as"], words["signers"][letter.signer]),
        ),
        statement=words["statement"].format(**facts),
        lines=tuple(lines),
        circumstance=words["circumstances"][letter.circumstance],
        basis=words["basis"],
        known_by=words["known_by"],
        has_stamp=words["has_stamp"],
        is_checked=_packaged()["is_checked"],
        reverse=tuple(_packaged()["reverse"][letter.kind]),
        made_on=made_on,
        words=around | {"where_to_say": around["where_to_say"].format(address=check_address)},
    )
