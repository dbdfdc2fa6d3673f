"""Rules and drafts that the database refuses to change: for the migration of each table of dated rules."""

from django.db import migrations

# What an ending or a comparison with the decree writes; every other column stays as it was published.
_MAY_CHANGE = "ARRAY['valid_to', 'withdrawn_on', 'is_checked', 'checked_in_id', 'ended_in_id']"
_KEPT = "(NOT OLD.is_packaged OR OLD.is_checked OR OLD.ended_in_id IS NOT NULL)"

REFUSE_CHANGE = f"""
CREATE OR REPLACE FUNCTION refuse_change_of_kept_rule() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF {_KEPT} AND (TG_OP = 'DELETE' OR to_jsonb(NEW) - {_MAY_CHANGE} <> to_jsonb(OLD) - {_MAY_CHANGE}
        OR OLD.is_checked AND NOT NEW.is_checked
        OR OLD.withdrawn_on IS NOT NULL AND NEW.withdrawn_on IS DISTINCT FROM OLD.withdrawn_on
        OR coalesce(NEW.valid_to, 'infinity') > coalesce(OLD.valid_to, 'infinity')) THEN
        RAISE EXCEPTION 'a rule of % is ended and replaced, never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE OR REPLACE FUNCTION refuse_change_of_published_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.state = 'published' OR TG_OP = 'UPDATE' AND NEW.drafted_by_id <> OLD.drafted_by_id THEN
        RAISE EXCEPTION 'a published draft is never changed' USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
"""


def guarded_table(table, function):
    """The operation that puts ``function`` before each change of a row of ``table``."""
    return migrations.RunSQL(
        f"""{REFUSE_CHANGE}
        CREATE TRIGGER {table}_keeps_what_is_published BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION {function}();""",
        f"DROP TRIGGER {table}_keeps_what_is_published ON {table};",
    )


def keep_published(table):
    """The operation for a table of dated rules: what people published or checked is only ended, never edited."""
    return guarded_table(table, "refuse_change_of_kept_rule")
