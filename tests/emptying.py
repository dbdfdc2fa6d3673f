"""What a transactional test leaves is removed table by table, and only where it left something.

Django empties all tables with TRUNCATE and makes the permissions anew, which takes a second for a handful of rows.
"""

from django.db import connection, transaction

# Made by migrations alone, as Django makes them anew after its TRUNCATE.
KEPT = {"django_content_type", "auth_permission"}
EMPTY = """
DO $$
DECLARE
    each_table text;
    is_filled boolean;
BEGIN
    FOREACH each_table IN ARRAY %s::text[] LOOP
        EXECUTE format('SELECT EXISTS (SELECT FROM %%I)', each_table) INTO is_filled;
        IF is_filled THEN
            EXECUTE format('DELETE FROM %%I', each_table);
        END IF;
    END LOOP;
END $$
"""


def empty_tables(_case=None):
    """Remove all rows, also those that refuse it; wait for whoever is still writing.

    On a server of one's own the tests' role has to be a superuser for that, as it is on ours.
    """
    tables = sorted(set(connection.introspection.django_table_names(include_views=False)) - KEPT)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {', '.join(map(connection.ops.quote_name, tables))} IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute("SET LOCAL session_replication_role = replica")  # no trigger speaks, no reference is asked
        cursor.execute(EMPTY, [tables])
