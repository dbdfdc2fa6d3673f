"""The doubt of services.suspect for thousands of people at once: two questions to the database, names beside names here."""

from collections import defaultdict

from django.db import connection, transaction

from portal.lib import codes
from portal.lib.importing import copy_rows, fresh_codes
from registrations.choices import Origin
from registrations.duplicates.likeness import alike_pairs
from registrations.duplicates.services import ask_for_a_second_look
from registrations.duplicates.workflow import State
from registrations.models import Suspicion

# As in suspect: whoever has handed in, or came by a list.
_KNOWN = """c.merged_into_id IS NULL AND (c.origin = %s OR EXISTS (
    SELECT FROM registrations_registration r WHERE r.candidate_id = c.id AND r.submitted_at IS NOT NULL))"""


@transaction.atomic
def suspect_each(candidates, office):
    """Write a Suspicion for each pair of one of ``candidates`` (keys) and a known person, for the officers of ``office``.

    Returns how many are new.
    """
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS asked, doubt")
        cursor.execute(
            """CREATE TEMPORARY TABLE asked ON COMMIT DROP AS
               SELECT id, nik_index, nik_index_next, birth_date FROM registrations_candidate WHERE id = ANY(%s)""",
            [list(candidates)],
        )
        cursor.execute("ANALYZE asked")
        grounds = dict.fromkeys(_alike(cursor), Suspicion.Ground.ALIKE)
        grounds |= dict.fromkeys(_of_one_nik(cursor), Suspicion.Ground.SAME_NIK)
        fresh = _write(cursor, grounds, office)
    if fresh:
        ask_for_a_second_look({key for pair in fresh for key in pair})
    return len(fresh)


def _of_one_nik(cursor):
    """The next index is looked for too, while keys are changed."""
    cursor.execute(
        f"""SELECT least(a.id, c.id), greatest(a.id, c.id) FROM asked a
            JOIN registrations_candidate c ON c.nik_index = a.nik_index AND c.id <> a.id WHERE {_KNOWN}
            UNION SELECT least(a.id, c.id), greatest(a.id, c.id) FROM asked a
            JOIN registrations_candidate c ON c.nik_index = a.nik_index_next AND c.id <> a.id WHERE {_KNOWN}""",  # noqa: S608
        [Origin.LIST, Origin.LIST],
    )
    return cursor.fetchall()


def _alike(cursor):
    cursor.execute(
        f"""SELECT c.birth_date, c.id, c.name, a.id IS NOT NULL
            FROM registrations_candidate c LEFT JOIN asked a ON a.id = c.id
            WHERE c.birth_date IN (SELECT birth_date FROM asked) AND (a.id IS NOT NULL OR {_KNOWN})""",  # noqa: S608
        [Origin.LIST],
    )
    names, asked = defaultdict(dict), defaultdict(set)
    for day, key, name, is_asked in cursor:
        names[day][key] = name
        if is_asked:
            asked[day].add(key)
    return [pair for day, born_then in names.items() for pair in alike_pairs(born_then, asked[day])]


def _write(cursor, grounds, office):
    """The pairs that nobody has doubted before."""
    if not grounds:
        return []
    cursor.execute("CREATE TEMPORARY TABLE doubt (number text, first_id bigint, second_id bigint, ground text) ON COMMIT DROP")  # fmt: skip
    numbers = fresh_codes(cursor, codes.DUPLICATE, Suspicion._meta.db_table, len(grounds))
    rows = ((number, *pair, str(grounds[pair])) for number, pair in zip(numbers, sorted(grounds), strict=True))
    copy_rows(cursor, "doubt", ("number", "first_id", "second_id", "ground"), rows)
    cursor.execute(
        """INSERT INTO registrations_suspicion
               (number, first_id, second_id, ground, office_id, state, version, raised_at, updated_at)
           SELECT number, first_id, second_id, ground, %s, %s, 0, now(), now() FROM doubt ORDER BY first_id, second_id
           ON CONFLICT (first_id, second_id) DO NOTHING RETURNING first_id, second_id""",
        [office.pk, State.OPEN],
    )
    return cursor.fetchall()
