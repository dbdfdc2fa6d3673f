"""A database of the right size for a measurement."""

import io
from contextlib import contextmanager, redirect_stdout


@contextmanager
def empty_database():
    """A database with nothing but its tables, made for this run and dropped after it: nobody's data is touched."""
    from django.db import connection

    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


@contextmanager
def filled_database(vacancies=0):
    """As ``empty_database``, with all places, countries and rules, and ``vacancies`` demo rows."""
    from django.core.management import call_command
    from django.db import connection

    with empty_database():
        with redirect_stdout(io.StringIO()):
            call_command("sync_places")
            call_command("sync_jobs")
            if vacancies:
                call_command("seed_demo", vacancies=vacancies, seed=1)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        yield
