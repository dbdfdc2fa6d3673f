"""Tokens that say in which step of each order a search row stands: its week, its range of pay."""

from django.db import migrations

from jobs.models.search_sql import NO_STEPS, STEPS

# The counts have nothing to do with it, and would be counted over all rows.
_WRITE = """
ALTER TABLE jobs_vacancysearch DISABLE TRIGGER USER;
UPDATE jobs_vacancysearch SET document = document || array_to_tsvector(jobs_steps(shelf, published_on, closes_on, pay));
ALTER TABLE jobs_vacancysearch ENABLE TRIGGER USER;
"""
_TAKE_OUT = """
ALTER TABLE jobs_vacancysearch DISABLE TRIGGER USER;
UPDATE jobs_vacancysearch SET document = ts_delete(document, jobs_steps(shelf, published_on, closes_on, pay));
ALTER TABLE jobs_vacancysearch ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    dependencies = [("jobs", "0021_titles_by_their_words")]

    operations = [migrations.RunSQL(STEPS + _WRITE, _TAKE_OUT + NO_STEPS)]
