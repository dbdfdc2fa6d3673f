"""Tables that only grow, kept so by the database: for the audit and every app's history."""

from django.db import migrations

# One function for all tables. TG_OP and TG_TABLE_NAME make the sentence.
MAKE_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change_of_append_only_table() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
END $$;
"""


def guard_sql(table):
    """SQL that makes ``table`` refuse UPDATE, DELETE and TRUNCATE.

    Statement triggers, so that they also fire where no row matches. A partition needs its own: a statement
    that names the partition passes by the triggers of its parent.
    """
    return f"""
        {MAKE_FUNCTION}
        CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_append_only_table();
        CREATE TRIGGER {table}_refuses_truncate BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_append_only_table();
    """


def append_only(table):
    """The migration operation for a table whose rows are history."""
    return migrations.RunSQL(
        guard_sql(table),
        f"""
        DROP TRIGGER {table}_refuses_change ON {table};
        DROP TRIGGER {table}_refuses_truncate ON {table};
        """,
    )
