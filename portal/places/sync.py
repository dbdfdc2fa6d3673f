"""Bringing the tables of places to what the packaged files say, in one transaction and set by set."""

import csv
import io
from dataclasses import dataclass, field
from datetime import timedelta

from django.db import connection, transaction

from portal.lib.dates import WIB, today_in
from portal.places import packaged

# Any number that no other part of the portal uses as an advisory lock: two syncs wait for each other.
LOCK = 5_304_001
# A file that ends more of a table than this is taken for damaged, not for news.
LARGEST_ENDED_SHARE = 0.1


class SyncRefused(Exception):
    """The files would do harm; the text is one sentence, nothing has changed."""


@dataclass(frozen=True)
class Sheet:
    """How the rows of one file become rows of one table.

    A row is found again by ``key``. ``own_hands``: the table has ``is_packaged``, and rows without it belong
    to an officer: they are neither overwritten nor ended.
    """

    table: str
    columns: tuple
    key: tuple
    nullable: tuple = ()  # key columns that may be NULL
    own_hands: bool = False
    fixed: dict = field(default_factory=dict)  # column -> SQL value given to new rows
    conflict: str = ""  # what ON CONFLICT names, when it isn't simply the key
    skip: str = ""  # SQL condition on "new": rows to leave out

    @property
    def target(self):
        return self.conflict or f"({', '.join(self.key)})"


AREA_SHEETS = {
    "provinces": Sheet("places_province", ("code", "name", "short_name", "time_zone"), ("code",)),
    "regencies": Sheet("places_regency", ("code", "province_id", "name"), ("code",)),
    "districts": Sheet("places_district", ("code", "regency_id", "name"), ("code",)),
    "villages": Sheet("places_village", ("code", "district_id", "name"), ("code",)),
}
COUNTRIES = Sheet("places_country", ("iso2", "name", "name_en", "currency"), ("iso2",))
OFFICES = Sheet(
    "places_office",
    (
        *("code", "kind", "name", "name_en", "city", "province_id", "regency_id"),
        *("address", "phone", "source_name", "source_url", "source_date"),
    ),
    ("code",),
    own_hands=True,
    fixed={"is_packaged": "true", "name_checked": "false"},
    # An officer has entered the labour office of that area under another code: that one stands.
    skip="""EXISTS (SELECT FROM places_office old WHERE old.code <> new.code AND old.kind = new.kind
            AND old.valid_to IS NULL AND NOT old.is_packaged
            AND (old.kind = 'regency_labour' AND old.regency_id = new.regency_id
                 OR old.kind = 'province_labour' AND old.province_id = new.province_id))""",
)
COVERAGE = Sheet(
    "places_officecoverage",
    ("office_id", "province_id", "regency_id", "legal_basis"),
    ("office_id", "province_id", "regency_id"),
    nullable=("province_id", "regency_id"),
    own_hands=True,
    fixed={"is_packaged": "true", "checked": "false"},
    conflict="(office_id, province_id, regency_id, country_id) WHERE valid_to IS NULL",
    # What an officer ended or rewrote is not opened again.
    skip="""EXISTS (SELECT FROM places_officecoverage old WHERE NOT old.is_packaged
            AND (old.office_id, old.province_id, old.regency_id)
                IS NOT DISTINCT FROM (new.office_id, new.province_id, new.regency_id))""",
)
HOLIDAYS = Sheet(
    "places_holiday",
    ("day", "kind", "name", "name_en", "legal_basis"),
    ("day", "kind", "name"),
    own_hands=True,
    fixed={"is_packaged": "true", "checked": "false"},
    conflict="(day, kind, name, office_id, province_id)",
)
CONTACTS = Sheet(
    "places_publiccontact",
    ("code", "name", "name_en", "channel", "number", "reach", "source_name", "source_date"),
    ("code",),
    own_hands=True,
    fixed={"is_packaged": "true", "hours": "''", "hours_en": "''", "languages": "''", "last_tested_number": "''"},
)


def sync_places(*, folder=packaged.DATA, dry_run=False, progress=lambda name: None):
    """Load all files of ``folder``; returns counts per file and ``statements``. Repeating it changes nothing.

    ``progress`` is called with each file's name before it is loaded. Raises PackagedDataError or SyncRefused;
    nothing has changed then.
    """
    areas = packaged.read_areas(folder)
    offices, coverage, statements = packaged.read_offices(areas, folder)
    counts = {}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        for name, sheet in AREA_SHEETS.items():
            progress(name)
            counts[name] = merge(cursor, sheet, getattr(areas, name), guarded=True)
        progress("search index")
        _merge_gazetteer(cursor, packaged.gazetteer(areas))
        progress("countries")
        counts["countries"] = merge(cursor, COUNTRIES, packaged.read_countries(folder), guarded=True)
        progress("offices")
        counts["offices"] = merge(cursor, OFFICES, offices)
        counts["coverage"] = merge(cursor, COVERAGE, _with_office_ids(cursor, coverage))
        progress("calendar and contacts")
        counts["holidays"] = merge(cursor, HOLIDAYS, packaged.read_holidays(folder))
        counts["contacts"] = merge(cursor, CONTACTS, packaged.read_contacts(folder))
        transaction.set_rollback(dry_run)
    return counts, statements


def merge(cursor, sheet, rows, *, guarded=False):
    """Write ``rows`` into the sheet's table; returns rows, created, updated, ended, unchanged and kept.

    ``kept`` counts packaged rows that give way to an officer's own. ``guarded``: refuse to end much of a table.
    """
    names = ", ".join(sheet.columns)
    incoming = f"incoming_{sheet.table}"
    _copy(cursor, incoming, sheet.table, names, rows)
    values = [column for column in sheet.columns if column not in sheet.key]
    hands = "old.is_packaged AND" if sheet.own_hands else ""
    cursor.execute(
        f"""
        WITH done AS (
            INSERT INTO {sheet.table} AS old ({", ".join([*sheet.columns, *sheet.fixed])})
            SELECT {", ".join([*(f"new.{column}" for column in sheet.columns), *sheet.fixed.values()])}
            FROM {incoming} new WHERE NOT ({sheet.skip or "false"})
            ON CONFLICT {sheet.target} DO UPDATE
            SET valid_to = NULL, {", ".join(f"{column} = EXCLUDED.{column}" for column in values)}
            WHERE {hands} (old.valid_to IS NOT NULL
                OR ({_list("old", values)}) IS DISTINCT FROM ({_list("EXCLUDED", values)}))
            RETURNING xmax = 0 AS is_new
        )
        SELECT count(*) FILTER (WHERE is_new), count(*) FILTER (WHERE NOT is_new) FROM done
        """  # noqa: S608  names come from the sheets above
    )
    created, updated = cursor.fetchone()
    if created:
        # Before the rows are compared: what is known of the table may stem from a run that was rolled back, and
        # a plan for an empty table takes hours on a full one.
        cursor.execute(f"ANALYZE {sheet.table}")
    ended = _end_missing(cursor, sheet, incoming, guarded=guarded)
    kept = _count_kept(cursor, sheet, incoming) if sheet.own_hands else 0
    unchanged = len(rows) - created - updated - kept
    counts = {"rows": len(rows), "created": created, "updated": updated, "unchanged": unchanged}
    return {**counts, "kept": kept, "ended": ended}


def _list(alias, columns):
    return ", ".join(f"{alias}.{column}" for column in columns)


def _copy(cursor, incoming, table, names, rows):
    """Put ``rows`` into a temporary table shaped like ``table``; it goes with the transaction."""
    cursor.execute(f"DROP TABLE IF EXISTS {incoming}")
    cursor.execute(
        f"CREATE TEMPORARY TABLE {incoming} ON COMMIT DROP AS SELECT {names} FROM {table} LIMIT 0"  # noqa: S608
    )
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(
        [["\\N" if value is None else value for value in row] for row in rows]
    )
    text.seek(0)
    cursor.copy_expert(f"COPY {incoming} ({names}) FROM STDIN WITH (FORMAT csv, NULL '\\N')", text)
    cursor.execute(f"ANALYZE {incoming}")


def _matches(sheet, this, that):
    """SQL that finds a row again. Only columns that may be NULL pay for IS NOT DISTINCT FROM, which can't be hashed."""
    return " AND ".join(
        f"{this}.{column} {'IS NOT DISTINCT FROM' if column in sheet.nullable else '='} {that}.{column}"
        for column in sheet.key
    )


def _end_missing(cursor, sheet, incoming, *, guarded):
    """Give ``valid_to`` to rows the files no longer hold; yesterday was the last day they counted."""
    hands = "old.is_packaged AND" if sheet.own_hands else ""
    cursor.execute(f"SELECT count(*) FROM {sheet.table} WHERE valid_to IS NULL")  # noqa: S608
    standing = cursor.fetchone()[0]
    cursor.execute(
        f"""
        UPDATE {sheet.table} old SET valid_to = %s
        WHERE {hands} old.valid_to IS NULL
          AND NOT EXISTS (SELECT FROM {incoming} new WHERE {_matches(sheet, "old", "new")})
        """,  # noqa: S608
        [today_in(WIB) - timedelta(days=1)],
    )
    if guarded and cursor.rowcount > standing * LARGEST_ENDED_SHARE:
        raise SyncRefused(
            f"The files would end {cursor.rowcount} of {standing} rows of {sheet.table}; that looks like a damaged "
            "file. Nothing was changed."
        )
    return cursor.rowcount


def _count_kept(cursor, sheet, incoming):
    cursor.execute(
        f"""
        SELECT count(*) FROM {incoming} new
        WHERE ({sheet.skip or "false"}) OR EXISTS (
            SELECT FROM {sheet.table} old WHERE NOT old.is_packaged AND {_matches(sheet, "old", "new")})
        """  # noqa: S608
    )
    return cursor.fetchone()[0]


def _with_office_ids(cursor, coverage):
    """Coverage rows with ids for codes; rows of offices that gave way to an officer's own are left out."""
    cursor.execute("SELECT code, id FROM places_office")
    ids = dict(cursor.fetchall())
    return [(ids[office], *area) for office, *area in coverage if office in ids]


def _merge_gazetteer(cursor, rows):
    """Bring what searching reads in line. It is derived, so rows of ended places go."""
    cursor.execute("DROP TABLE IF EXISTS incoming_gazetteer")
    cursor.execute(
        "CREATE TEMPORARY TABLE incoming_gazetteer"
        " (code text, level int, regency_id text, path text, bare_name text, words text) ON COMMIT DROP"
    )
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    text.seek(0)
    cursor.copy_expert("COPY incoming_gazetteer FROM STDIN WITH (FORMAT csv)", text)
    cursor.execute("ANALYZE incoming_gazetteer")
    cursor.execute(
        """
        INSERT INTO places_gazetteerentry AS old (code, level, regency_id, path, bare_name, lexemes)
        SELECT code, level, regency_id, path, bare_name, array_to_tsvector(string_to_array(words, ' '))
        FROM incoming_gazetteer
        ON CONFLICT (code) DO UPDATE
        SET level = EXCLUDED.level, regency_id = EXCLUDED.regency_id, path = EXCLUDED.path,
            bare_name = EXCLUDED.bare_name, lexemes = EXCLUDED.lexemes
        WHERE (old.path, old.bare_name, old.lexemes)
            IS DISTINCT FROM (EXCLUDED.path, EXCLUDED.bare_name, EXCLUDED.lexemes)
        """
    )
    if cursor.rowcount:
        cursor.execute("ANALYZE places_gazetteerentry")
    cursor.execute(
        "DELETE FROM places_gazetteerentry old WHERE NOT EXISTS"
        " (SELECT FROM incoming_gazetteer new WHERE new.code = old.code)"
    )
