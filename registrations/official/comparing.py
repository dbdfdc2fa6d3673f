"""A list from the official system, row by row beside the files of one office. Nothing is written here."""

import re
from dataclasses import dataclass, field
from datetime import date

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from portal.lib import nik as niks
from portal.lib.fields import day_field
from portal.lib.sealed import blind_indexes
from portal.lib.spreadsheets import Unusable
from portal.lib.tabular import ANY, Table
from registrations.models import OfficialRow, Registration
from registrations.models.candidate import NIK
from registrations.official.mapping import COLUMNS_NEEDED, column_names, columns_of
from registrations.workflow import State

MOST_ROWS = 20_000  # one office's year
LONGEST_ID = 32
_BATCH = 500
_SIGNS = re.compile(r"[0-9A-Za-z./-]+\Z")
Outcome = OfficialRow.Outcome
_day = day_field("", required=False)


@dataclass
class Said:
    """One row of the list."""

    line: int
    official_id: str
    nik: str
    name: str
    birth_date: date | None


@dataclass
class Compared:
    """``rows``: unsaved OfficialRow of all that is not simply the same; ``matched``: how many are."""

    rows: list = field(default_factory=list)
    matched: int = 0
    official_ids: set = field(default_factory=set)  # all that the list names


def compare(by, path):
    """The Compared of the list at ``path`` and the files that ``by`` may see. Raises Unusable."""
    compared = Compared()
    with Table(path, (), ignored=ANY) as table:
        columns = columns_of(table.header)
        if missing := [name for name in COLUMNS_NEEDED if name not in columns]:
            names = ", ".join(column_names()[name][0] for name in missing)
            raise Unusable(_("Missing columns: %(names)s.") % {"names": names})
        if table.row_count > MOST_ROWS:
            raise Unusable(_("The file has more than %(most)s rows. Please split it.") % {"most": MOST_ROWS})
        batch = []
        for line, cells in table:
            said = _read(line, cells, columns)
            if said is None:
                compared.rows.append(OfficialRow(line=line, outcome=Outcome.UNREADABLE))
                continue
            if said.official_id in compared.official_ids:
                continue  # the same row once more
            compared.official_ids.add(said.official_id)
            batch.append(said)
            if len(batch) == _BATCH:
                _hold_against(by, batch, compared)
                batch = []
        _hold_against(by, batch, compared)
    return compared


def _read(line, cells, columns):
    if cells is None:
        return None
    texts = {ours: cells[theirs].strip().lstrip("'") for ours, theirs in columns.items()}
    try:
        number = niks.parse(texts["nik"])
        born = _day.clean(texts.get("birth_date", ""))
    except ValidationError:
        return None
    if not _SIGNS.match(texts["official_id"]) or len(texts["official_id"]) > LONGEST_ID:
        return None
    return Said(line, texts["official_id"], number, texts.get("name", ""), born)


def _hold_against(by, batch, compared):
    here = _files(by, batch)
    for said in batch:
        found = next((here[index] for index in blind_indexes(NIK, said.nik) if index in here), None)
        by_id = here.get(said.official_id)
        outcome, fields = _outcome(said, found, by_id)
        if outcome is None:
            compared.matched += 1
            continue
        compared.rows.append(
            OfficialRow(
                line=said.line,
                outcome=outcome,
                registration=found or by_id,
                official_id=said.official_id,
                fields=fields,
            )
        )


def _files(by, batch):
    """The files of these NIKs and numbers: by blind index and by official number, in two questions."""
    indexes = [index for said in batch for index in blind_indexes(NIK, said.nik)]
    visible = Registration.objects.visible_to(by).select_related("candidate")
    concerned = visible.filter(Q(state=State.VERIFIED) | Q(official_id__isnull=False))
    found = {}
    for column in ("nik_index", "nik_index_next"):
        for registration in concerned.filter(**{f"candidate__{column}__in": indexes}).order_by("pk"):
            found[getattr(registration.candidate, column)] = registration
    for registration in visible.filter(official_id__in=[said.official_id for said in batch]):
        found[registration.official_id] = registration
    return found


def _outcome(said, found, by_id):
    """(outcome or None for the same, fields that differ)."""
    if found is None:
        return (Outcome.DIFFERENT, ["nik"]) if by_id else (Outcome.MISSING_HERE, [])
    differing = []
    if found.official_id and found.official_id != said.official_id:
        differing.append("official_id")
    if said.name and _plain(said.name) != _plain(found.candidate.name):
        differing.append("name")
    if said.birth_date and said.birth_date != found.candidate.birth_date:
        differing.append("birth_date")
    if by_id and by_id != found:
        differing.append("official_id")
    if differing:
        return Outcome.DIFFERENT, list(dict.fromkeys(differing))
    return (None, []) if found.official_id else (Outcome.TO_RECORD, [])


def _plain(name):
    return " ".join(name.casefold().split())
