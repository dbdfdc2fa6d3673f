"""What stands on a letter: the packaged words with the facts of the case in them."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils import translation

from portal.lib.dates import WIB, long_date
from registrations.models.letter import Signer

FILE = Path(__file__).resolve().parent.parent / "data" / "letters.toml"
# The column of the Letter, and what the printed line is called.
_JOB = {
    "title": "Pekerjaan", "country": "Negara", "company": "Perusahaan penempatan (P3MI)", "employer": "Pemberi kerja",
    "pay": "Upah", "own_cost": "Biaya yang dibayar calon", "term": "Lama perjanjian",
}  # fmt: skip


# They write on behalf of an office or a company: with its number and stamp.
_WITH_A_STAMP = (Signer.VILLAGE_HEAD, Signer.EMPLOYER)


@dataclass(frozen=True)
class Sheet:
    """All that is printed, in Indonesian. ``lines``: (label, value), value "" to be written by hand."""

    title: str
    opening: str
    signer: tuple
    statement: str
    lines: tuple
    notes: tuple  # sentences on the circumstance, and what is enclosed for it
    basis: str
    known_by: str
    signs_with: str  # thumbprint, signature, or signature and stamp
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


def job_of(kind):
    """Columns of a Letter that one of this kind names, in the order of its lines; () where it is about no job."""
    return tuple(_packaged()[kind]["job"])


def sheet_of(letter, check_address=""):
    """The Sheet of a Letter with its registration's candidate. ``check_address``: where one says "I did not sign"."""
    words, around, candidate = _packaged()[letter.kind], _packaged()["words"], letter.registration.candidate
    with translation.override("id"):
        village = candidate.village
        home = f"{village}, {village.district}, {village.district.regency}" if village else ""
        facts = {
            "name": candidate.name,
            "birth_date": long_date(candidate.birth_date) if candidate.birth_date else "",
            "place": home,
        }
        status = candidate.get_marital_display()
        made_on = long_date(letter.made_at.astimezone(WIB).date())
    lines = [(_JOB[column], getattr(letter, column)) for column in words["job"]] or [("Status", status)]
    notes = (words["circumstances"][letter.circumstance], words.get("notes", {}).get(letter.signer, ""))
    return Sheet(
        title=words["title"],
        opening=words["opening"],
        signer=_signer(letter, around, words, home),
        statement=words["statement"].format(**{name: value or around["unknown"] for name, value in facts.items()}),
        lines=tuple(lines),
        notes=tuple(filter(None, (*notes, around["read_aloud"] if letter.cannot_write else ""))),
        basis=words["basis"],
        known_by=words["known_by"],
        signs_with=around[_signs_with(letter)],
        has_stamp=words["has_stamp"],
        is_checked=_packaged()["is_checked"],
        reverse=tuple(_packaged()["reverse"][letter.kind]),
        made_on=made_on,
        words=around | {"where_to_say": around["where_to_say"].format(address=check_address)},
    )


def _signer(letter, around, words, home):
    """Lines on who signs. What isn't known is written by hand: of another person the portal keeps a name at most."""
    is_self = letter.signer == Signer.SELF
    number = ((around["number"], ""),) if letter.signer in _WITH_A_STAMP else ()
    return (
        *number,
        (around["name"], letter.signer_name or (letter.registration.candidate.name if is_self else "")),
        *(((around["nik"], ""),) if not number else ()),
        (around["address"], home if is_self else ""),
        (around["acting_as"], words["signers"][letter.signer]),
    )


def _signs_with(letter):
    if letter.cannot_write:
        return "thumbprint"
    return "stamped" if letter.signer in _WITH_A_STAMP else "signature"
