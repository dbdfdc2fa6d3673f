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


_MAKE_EMPTYING = """
CREATE OR REPLACE FUNCTION refuse_change_but_emptying() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    before jsonb := to_jsonb(OLD);
    after jsonb := to_jsonb(NEW);
    name text;
BEGIN
    FOREACH name IN ARRAY TG_ARGV LOOP
        IF after->name IS DISTINCT FROM before->name AND after->>name IS DISTINCT FROM '' THEN
            RAISE EXCEPTION '% is append-only: % may be emptied alone', TG_TABLE_NAME, name USING ERRCODE = 'restrict_violation';
        END IF;
        before := before - name;
        after := after - name;
    END LOOP;
    IF before IS DISTINCT FROM after THEN
        RAISE EXCEPTION '% is append-only: % is refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
"""


def may_be_emptied(table, *columns):
    """The migration operation that lets ``columns`` of an append-only table become "" one day, and nothing else."""
    names = ", ".join(f"'{one}'" for one in columns)
    return migrations.RunSQL(
        f"""
        {_MAKE_EMPTYING}
        DROP TRIGGER {table}_refuses_change ON {table};
        CREATE TRIGGER {table}_refuses_change BEFORE DELETE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_append_only_table();
        CREATE TRIGGER {table}_may_be_emptied BEFORE UPDATE ON {table}
            FOR EACH ROW EXECUTE FUNCTION refuse_change_but_emptying({names});
        """,
        f"""
        DROP TRIGGER {table}_may_be_emptied ON {table};
        DROP TRIGGER {table}_refuses_change ON {table};
        CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change_of_append_only_table();
        """,
    )
