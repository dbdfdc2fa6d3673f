"""A list of people into the database: COPY into a temporary table, then set by set. People of a list are drafts that
nobody has reached yet; what somebody has worked on since no list changes."""

from django.db import connection
from django.utils.translation import gettext as _

from portal.accounts.acting import Acting
from portal.audit.services import record
from portal.lib import codes
from portal.lib.importing import copy_rows, fresh_codes
from portal.lib.spreadsheets import Unusable
from registrations.choices import Origin, WhosePhone
from registrations.duplicates.in_lists import suspect_each
from registrations.lists.reading import NEEDED, OPTIONAL, RowReader
from registrations.models import CandidateList
from registrations.services import office_of
from registrations.workflow import HOLDS_NIK, State

# Column of the person to its type in the temporary table.
PERSON = {
    "name": "text", "nik": "bytea", "nik_index": "bytea", "nik_index_next": "bytea", "kk": "bytea", "kk_index": "bytea",
    "kk_index_next": "bytea", "birth_date": "date", "birth_place": "text", "sex": "text", "marital": "text",
    "education": "text", "village_id": "text", "address": "bytea",
}  # fmt: skip
_STAGED = {
    "row": "integer", "old_number": "text", "digest": "bytea", "phone": "text", "regency_id": "text", **PERSON,
}  # fmt: skip
# SQL below is put together from the names above and from nothing else.
# ruff: noqa: S608
# Nobody has opened, typed or taken it over since a list last wrote it.
UNTOUCHED = """r.state = 'draft' AND r.version = 0 AND r.notice_id IS NULL AND r.updated_at <= l.written_at
    AND c.user_id IS NULL AND c.merged_into_id IS NULL AND c.updated_at <= l.written_at"""


class ListImporter:
    """``office``: the Office whose list it is; ``columns_of_file``: our name to the name in the file, None: the same.

    ``is_look``: counts and refuses alone, and writes nothing.
    """

    name = "import_registrations"
    columns, optional = NEEDED, OPTIONAL

    def __init__(self, office, by=None, columns_of_file=None, batch=None, *, is_look=False):
        self.office, self.by, self.is_look = office, by or Acting.for_system(self.name), is_look
        self.columns_of_file = columns_of_file or {name: name for name in (*NEEDED, *OPTIONAL)}
        self.refused_in_writing, self.known = [], []  # pairs of row and sentences; rows known at another office
        self.doubts, self.batch = 0, batch

    def prepare(self):
        """Raises Unusable for an office of a regency on whose people nobody decides yet."""
        self.regency = self.office.regency if self.office.kind == self.office.Kind.REGENCY_LABOUR else None
        self.deciding = office_of(self.regency) if self.regency else self.office
        if self.deciding is None:
            raise Unusable(_("No BP3MI answers for your regency here yet. Please tell the administrator."))
        self._reader = RowReader(self.columns_of_file, self.regency.pk if self.regency else None)

    def read(self, row):
        return self._reader.read(row)

    def write(self, records):
        with connection.cursor() as cursor:
            _stage(cursor, records)
            _find(cursor, self.office)
            self.refused_in_writing = _refuse(cursor, self.office, self.regency)
            self.known = _known(cursor)
            cursor.execute(
                "SELECT count(*) FILTER (WHERE listed_id IS NULL), count(*) FILTER (WHERE differs) FROM found"
            )
            created, updated = cursor.fetchone()
            if (created or updated) and not self.is_look:
                self._write(cursor, created, updated)
        return created, updated

    def _write(self, cursor, created, updated):
        self.batch = self.batch or CandidateList.objects.create(office=self.office, membership=self.by.membership)
        if updated:
            _keep_as_before(cursor, self.batch)
            _update(cursor)
        _create(cursor, self.batch, self.deciding, created)
        cursor.execute("SELECT candidate_id FROM fresh UNION ALL SELECT candidate_id FROM found WHERE differs")
        self.doubts = suspect_each([key for (key,) in cursor.fetchall()], self.deciding)
        record(self.by, "registrations.list_imported", self.batch)

    def keep_counts(self, counts):
        """Write on the batch what became of the list, or would; to be called in the transaction of the import."""
        if self.batch is None:
            return
        for name in ("rows", "created", "updated", "unchanged", "rejected"):
            setattr(self.batch, name, getattr(counts, name))
        if not self.is_look:
            self.batch.known, self.batch.doubts = len(self.known), self.doubts
            self.batch.state, self.batch.written_at = CandidateList.State.WRITTEN, _moment()
        self.batch.save()


def _moment():
    """By the clock that the rows bear."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def _stage(cursor, records):
    columns = ", ".join(f"{name} {kind}" for name, kind in _STAGED.items())
    cursor.execute("DROP TABLE IF EXISTS stage, found, fresh_number, fresh")
    cursor.execute(f"CREATE TEMPORARY TABLE stage ({columns}) ON COMMIT DROP")
    copy_rows(cursor, "stage", _STAGED, (tuple(record[name] for name in _STAGED) for record in records))
    cursor.execute("ANALYZE stage")


def _find(cursor, office):
    """``found``: each row with the person whom this office's lists brought before, and whether it says something else."""
    cursor.execute(
        """CREATE TEMPORARY TABLE found ON COMMIT DROP AS
           SELECT s.row, l.id AS listed_id, l.registration_id, r.candidate_id,
                  l.id IS NOT NULL AND l.digest <> s.digest AS differs, false AS is_untouched
           FROM stage s
           LEFT JOIN (
               SELECT DISTINCT ON (row) row, id FROM (
                   SELECT s.row, l.id, 0 AS place FROM stage s
                   JOIN registrations_listedperson l ON l.office_id = %s AND l.digest = s.digest
                   UNION ALL
                   SELECT s.row, l.id, 1 FROM stage s
                   JOIN registrations_candidate c ON c.nik_index = s.nik_index
                   JOIN registrations_registration r ON r.candidate_id = c.id
                   JOIN registrations_listedperson l ON l.office_id = %s AND l.registration_id = r.id) AS ways
               ORDER BY row, place, id) way USING (row)
           LEFT JOIN registrations_listedperson l ON l.id = way.id
           LEFT JOIN registrations_registration r ON r.id = l.registration_id""",
        [office.pk, office.pk],
    )
    cursor.execute("ANALYZE found")
    # Whoever works on one of them this moment is waited for, and then has worked on it.
    cursor.execute(
        """SELECT FROM registrations_registration r JOIN registrations_candidate c ON c.id = r.candidate_id
           JOIN found f ON f.registration_id = r.id WHERE f.differs ORDER BY r.id FOR UPDATE OF r, c"""
    )
    cursor.execute(
        f"""UPDATE found f SET is_untouched = true
            FROM registrations_listedperson l JOIN registrations_registration r ON r.id = l.registration_id
            JOIN registrations_candidate c ON c.id = r.candidate_id WHERE f.differs AND l.id = f.listed_id AND {UNTOUCHED}"""
    )


def _refuse(cursor, office, regency):
    """Take rows out of ``found`` that only the database could refuse; returns pairs of row and sentences."""
    refused = {}
    cursor.execute("SELECT row FROM found WHERE differs AND NOT is_untouched")
    for (row,) in cursor.fetchall():
        refused[row] = _("Somebody has worked on this file since an earlier list; no list changes it any more.")
    cursor.execute(
        """SELECT s.row, r.number FROM stage s JOIN found f USING (row)
           JOIN registrations_registration r ON r.nik_index = s.nik_index AND r.state = ANY(%s)
                AND (r.office_id = %s OR r.regency_id = %s)
           WHERE f.listed_id IS NULL""",
        [sorted(HOLDS_NIK), office.pk, regency.pk if regency else None],
    )
    for row, number in cursor.fetchall():
        refused[row] = _("Your office has a file of this NIK already: %(number)s.") % {"number": number}
    cursor.execute(
        """SELECT s.row FROM stage s JOIN found f USING (row)
           JOIN registrations_listedperson l ON l.office_id = %s AND l.old_number <> ''
                AND upper(l.old_number) = upper(s.old_number)
           WHERE l.id IS DISTINCT FROM f.listed_id AND (f.listed_id IS NULL OR f.differs)""",
        [office.pk],
    )
    for (row,) in cursor.fetchall():
        refused[row] = _("Another person of your earlier lists has this case number.")
    cursor.execute("DELETE FROM found WHERE row = ANY(%s)", [list(refused)])
    return [(row, [refused[row]]) for row in sorted(refused)]


def _known(cursor):
    """Rows of new people whose NIK is known elsewhere: officers look at both when the file is handed in."""
    cursor.execute(
        """SELECT s.row FROM stage s JOIN found f USING (row) WHERE f.listed_id IS NULL AND EXISTS (
               SELECT FROM registrations_candidate c JOIN registrations_registration r ON r.candidate_id = c.id
               WHERE c.nik_index = s.nik_index AND c.merged_into_id IS NULL
                     AND (r.submitted_at IS NOT NULL OR c.origin = %s)) ORDER BY s.row""",
        [Origin.LIST],
    )
    return [row for (row,) in cursor.fetchall()]


def _keep_as_before(cursor, batch):
    names = ", ".join(PERSON)
    cursor.execute(
        f"""INSERT INTO registrations_personbefore
                (changed_by_id, listed_id, old_number, digest, written_at, regency_id, phone, {names})
            SELECT %s, l.id, l.old_number, l.digest, l.written_at, r.regency_id,
                   coalesce((SELECT p.number FROM registrations_candidatephone p WHERE p.candidate_id = c.id
                             ORDER BY p.id LIMIT 1), ''), {", ".join(f"c.{name}" for name in PERSON)}
            FROM found f JOIN registrations_listedperson l ON l.id = f.listed_id
            JOIN registrations_registration r ON r.id = l.registration_id
            JOIN registrations_candidate c ON c.id = r.candidate_id WHERE f.differs""",
        [batch.pk],
    )


def _update(cursor):
    names = ", ".join(PERSON)
    changed = "FROM stage s JOIN found f USING (row) WHERE f.differs AND"
    cursor.execute(
        f"""UPDATE registrations_candidate c SET ({names}, updated_at) = ({", ".join(f"s.{n}" for n in PERSON)}, now())
            {changed} c.id = f.candidate_id"""
    )
    cursor.execute(
        f"UPDATE registrations_registration r SET regency_id = s.regency_id, updated_at = now() {changed} r.id = f.registration_id"
    )
    cursor.execute(
        # Later than now(), when the transaction began: the list that brought them knows by it that another came after.
        f"""UPDATE registrations_listedperson l
            SET old_number = s.old_number, digest = s.digest, written_at = clock_timestamp() {changed} l.id = f.listed_id"""
    )
    cursor.execute(
        "DELETE FROM registrations_candidatephone p USING found f WHERE f.differs AND p.candidate_id = f.candidate_id"
    )
    cursor.execute(
        """INSERT INTO registrations_candidatephone (candidate_id, number, whose)
           SELECT f.candidate_id, s.phone, %s FROM stage s JOIN found f USING (row) WHERE f.differs AND s.phone <> ''""",
        [WhosePhone.OWN],
    )


def _create(cursor, batch, deciding, count):
    numbers = fresh_codes(cursor, codes.REGISTRATION, "registrations_registration", count)
    cursor.execute("CREATE TEMPORARY TABLE fresh_number (place bigint, number text) ON COMMIT DROP")
    copy_rows(cursor, "fresh_number", ("place", "number"), enumerate(numbers, start=1))
    cursor.execute(
        """CREATE TEMPORARY TABLE fresh ON COMMIT DROP AS
           SELECT s.*, n.number, nextval(pg_get_serial_sequence('registrations_candidate', 'id')) AS candidate_id,
                  nextval(pg_get_serial_sequence('registrations_registration', 'id')) AS registration_id
           FROM (SELECT row, row_number() OVER (ORDER BY row) AS place FROM found WHERE listed_id IS NULL) f
           JOIN stage s USING (row) JOIN fresh_number n USING (place)"""
    )
    names = ", ".join(PERSON)
    cursor.execute(
        f"""INSERT INTO registrations_candidate (id, email, origin, is_demo, created_at, updated_at, {names})
            SELECT candidate_id, '', %s, false, now(), now(), {names} FROM fresh""",
        [Origin.LIST],
    )
    cursor.execute(
        """INSERT INTO registrations_registration
               (id, number, candidate_id, state, version, state_since, office_id, regency_id, scheme, isco08, origin,
                needs_second_pair, rejection_ground, is_demo, created_at, updated_at)
           SELECT registration_id, number, candidate_id, %s, 0, now(), %s, regency_id, '', '', %s,
                  false, '', false, now(), now() FROM fresh""",
        [State.DRAFT, deciding.pk, Origin.LIST],
    )
    cursor.execute(
        """INSERT INTO registrations_candidatephone (candidate_id, number, whose)
           SELECT candidate_id, phone, %s FROM fresh WHERE phone <> ''""",
        [WhosePhone.OWN],
    )
    cursor.execute(
        """INSERT INTO registrations_listedperson (registration_id, source_id, office_id, old_number, digest, written_at)
           SELECT registration_id, %s, %s, old_number, digest, now() FROM fresh""",
        [batch.pk, batch.office_id],
    )
    if count:
        # The next list compares with these rows, maybe before the database has noticed them by itself.
        for table in ("candidate", "registration", "listedperson"):
            cursor.execute(f"ANALYZE registrations_{table}")
