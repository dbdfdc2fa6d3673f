"""What one row of a list of people becomes, in text and sealed bytes, before the database sees it."""

import re
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from jobs.choices import Education, Marital, Sex
from portal.lib import nik as niks
from portal.lib import phone as phones
from portal.lib.dates import WIB, today_in
from portal.lib.sealed import blind_index, next_blind_index, seal
from registrations.lists import places
from registrations.models import Candidate
from registrations.models.candidate import KK, NIK
from registrations.models.listed import LONGEST_OLD_NUMBER

NEEDED = ("nik", "name")
OPTIONAL = (
    "old_number", "birth_date", "birth_place", "sex", "marital", "education", "kk", "phone", *places.COLUMNS, "address",
)  # fmt: skip
ADDRESS = Candidate._meta.get_field("address").purpose
_DIGEST = "candidate_list.row"
_SEXES = {"": "", "l": Sex.MALE, "laki-laki": Sex.MALE, "male": Sex.MALE, "p": Sex.FEMALE, "perempuan": Sex.FEMALE, "female": Sex.FEMALE}  # fmt: skip
_MARITAL = {
    "": "", **{one.value: one for one in Marital}, "belum kawin": Marital.SINGLE, "belum menikah": Marital.SINGLE,
    "kawin": Marital.MARRIED, "menikah": Marital.MARRIED, "cerai": Marital.DIVORCED, "cerai hidup": Marital.DIVORCED,
    "cerai mati": Marital.WIDOWED,
}  # fmt: skip
_SCHOOLS = {
    "": "", **{one.value.casefold(): one for one in Education}, "smk": Education.SMA, "slta": Education.SMA,
    "sltp": Education.SMP, "diii": Education.D3, "d4": Education.S1, "tidak sekolah": "none", "tidak tamat sd": "none",
}  # fmt: skip
_DAY_FIRST = re.compile(r"([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})\Z")
_YEAR_FIRST = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ T]00:00:00)?\Z")
# What phones.parse would say yes to; anything else it is asked about, for its sentence.
_PLAIN_MOBILE = re.compile(r"(?:\+?62|0)(8[1-35-9][0-9]{8,9})\Z")
_OLDEST = date(1900, 1, 1)


class RowReader:
    """``columns``: our name to the name in the file. ``regency``: the code of the only one, or None. ``seen``: of one file,
    so that nobody comes twice."""

    def __init__(self, columns, regency=None):
        self.columns = columns
        self.seen_niks, self.seen_numbers = {}, {}
        self.today = today_in(WIB)
        self.places = places.Places(regency)
        self._places_found = {}  # a list names the same few villages again and again
        self._place_columns = [columns[name] for name in places.COLUMNS if name in columns]

    def read(self, row):
        """A dict by the columns of the temporary table; notes on the row why it can't be taken."""
        nik = self._nik(row)
        village, regency = self._place(row)
        facts = {
            "old_number": self._text(row, "old_number", LONGEST_OLD_NUMBER),
            "name": self._text(row, "name", 150, required=True),
            "birth_date": self._born(row),
            "birth_place": self._text(row, "birth_place", 80),
            "sex": self._one_of(row, "sex", _SEXES),
            "marital": self._one_of(row, "marital", _MARITAL),
            "education": self._one_of(row, "education", _SCHOOLS),
            "phone": self._phone(row),
            "village_id": village,
            "regency_id": regency,
        }
        kk, address = self._kk(row), self._text(row, "address", 200)
        if nik:
            self._once(row, nik, facts["old_number"])
        if row.problems:
            return None
        said = "\0".join(str(value or "") for value in (nik, kk, address, *facts.values()))
        return facts | {
            "row": row.number,
            "digest": blind_index(_DIGEST, said),
            "nik": seal(NIK, nik.encode()),
            "nik_index": blind_index(NIK, nik),
            "nik_index_next": next_blind_index(NIK, nik),
            "kk": seal(KK, kk.encode()) if kk else b"",
            "kk_index": blind_index(KK, kk),
            "kk_index_next": next_blind_index(KK, kk),
            "address": seal(ADDRESS, address.encode()) if address else b"",
        }

    def _text(self, row, name, most, *, required=False):
        column = self.columns.get(name)
        # The apostrophe with which a spreadsheet is told that something is text.
        if not column or not (required or row.cells.get(column)):
            return ""
        return row.text(column, most, required=required).removeprefix("'")

    def _nik(self, row):
        text = self._text(row, "nik", 40, required=True)
        try:
            return niks.parse(text) if text else ""
        except ValidationError as error:
            row.refuse(self.columns["nik"], " ".join(error.messages))
            return ""

    def _kk(self, row):
        text = self._text(row, "kk", 40)
        digits = niks.BETWEEN.sub("", text)
        if text and not (niks.DIGITS.fullmatch(digits) and len(digits) == niks.LENGTH):
            row.refuse(self.columns["kk"], _("A family card has 16 digits. Please compare it with the card."))
            return ""
        return digits

    def _born(self, row):
        text = self._text(row, "birth_date", 30)
        if not text:
            return None
        if found := _YEAR_FIRST.match(text):
            year, month, day = found.groups()
        elif found := _DAY_FIRST.match(text):
            day, month, year = found.groups()
        else:
            row.refuse(self.columns["birth_date"], _("Is not a date like 17-07-2002 or 2002-07-17."))
            return None
        try:
            born = date(int(year), int(month), int(day))
        except ValueError:
            born = None
        if born is None or not _OLDEST <= born <= self.today:
            row.refuse(self.columns["birth_date"], _("Nobody alive was born on this day. Please check the year."))
            return None
        return born

    def _one_of(self, row, name, values):
        text = self._text(row, name, 60).casefold()
        if text not in values:
            words = ", ".join(filter(None, values))
            row.refuse(self.columns[name], _("Is none of: %(values)s.") % {"values": words})
            return ""
        return str(values[text])

    def _phone(self, row):
        text = self._text(row, "phone", phones.LONGEST)
        if not text:
            return ""
        if plain := _PLAIN_MOBILE.match(text):
            return f"+62{plain[1]}"
        try:
            return phones.parse(text)
        except ValidationError as error:
            row.refuse(self.columns["phone"], " ".join(error.messages))
            return ""

    def _place(self, row):
        cells = tuple(row.cells.get(column, "") for column in self._place_columns)
        if cells not in self._places_found:
            texts = {name: self._text(row, name, 100) for name in places.COLUMNS}
            if row.problems:
                return None, None
            self._places_found[cells] = self.places.find(texts)
        village, regency, wrong = self._places_found[cells]
        if wrong:
            row.refuse(self.columns[wrong[0]], wrong[1])
        return village, regency

    def _once(self, row, nik, old_number):
        first = self.seen_niks.setdefault(nik, row.number)
        if first != row.number:
            row.refuse("", _("Row %(number)s of this list has the same NIK.") % {"number": first})
        first = self.seen_numbers.setdefault(old_number.upper(), row.number) if old_number else row.number
        if first != row.number:
            row.refuse("", _("Row %(number)s of this list has the same case number.") % {"number": first})
