"""New rows of a model by COPY."""

from django.db import connection

from portal.lib.importing import copy_rows


def copy_new(cursor, model, rows):
    """COPY dicts by column, all of the same columns; what they leave out is what a new row of the model has.

    Without a key the sequence gives it. Times that Django sets as it saves have to be among the columns.
    """
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    blank = model()
    rest = {
        field.column: cell(field.get_db_prep_save(getattr(blank, field.attname), connection))
        for field in model._meta.concrete_fields
        if not (field.column in first or field.primary_key or field.generated or field.has_db_default())
    }

    def lines():
        yield (*map(cell, first.values()), *rest.values())
        for row in rows:
            yield (*map(cell, row.values()), *rest.values())

    copy_rows(cursor, model._meta.db_table, [*first, *rest], lines())


def cell(value):
    """A list as PostgreSQL writes an array; the codes in ours need no quotes."""
    return f"{{{','.join(value)}}}" if isinstance(value, list) else value
