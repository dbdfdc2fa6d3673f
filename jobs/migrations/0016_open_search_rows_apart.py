"""Rows of the open shelves and of the archive in a table each, under one name.

The planner then knows how frequent a word or a facet is among the open ones, and a search of them never reads past
nine times as many old rows. A vacancy has one row still: ``refresh`` takes it out of the one table before it writes
it into the other, and two refreshes wait for each other.
"""

import django.contrib.postgres.indexes
from django.db import migrations, models

from jobs.models.search_sql import COUNT_FACETS

_MOVE = """
DROP TRIGGER count_facets_after_insert ON jobs_vacancysearch;
DROP TRIGGER count_facets_after_delete ON jobs_vacancysearch;
DROP TRIGGER count_facets_after_update ON jobs_vacancysearch;
DROP FUNCTION count_facets_after_insert(), count_facets_after_delete(), count_facets_after_update();
ALTER TABLE jobs_vacancysearch RENAME TO jobs_vacancysearch_before;
CREATE TABLE jobs_vacancysearch (LIKE jobs_vacancysearch_before INCLUDING CONSTRAINTS) {partitioned};
{parts}
INSERT INTO jobs_vacancysearch SELECT * FROM jobs_vacancysearch_before;
DROP TABLE jobs_vacancysearch_before;
ALTER TABLE jobs_vacancysearch ADD PRIMARY KEY (vacancy_id{key}),
    ADD FOREIGN KEY (vacancy_id) REFERENCES jobs_vacancy (id) DEFERRABLE INITIALLY DEFERRED;
CREATE INDEX search_newest ON jobs_vacancysearch (shelf, published_on DESC, vacancy_id DESC);
CREATE INDEX search_newest_in_country ON jobs_vacancysearch (country, shelf, published_on DESC, vacancy_id DESC);
CREATE INDEX search_past_their_day ON jobs_vacancysearch (listed_until) WHERE shelf < 3;
"""
FORWARDS = (
    _MOVE.format(
        partitioned="PARTITION BY RANGE (shelf)",
        parts="""CREATE TABLE jobs_vacancysearch_open PARTITION OF jobs_vacancysearch FOR VALUES FROM (MINVALUE) TO (3);
CREATE TABLE jobs_vacancysearch_archive PARTITION OF jobs_vacancysearch FOR VALUES FROM (3) TO (MAXVALUE);""",
        key=", shelf",
    )
    + """
CREATE INDEX search_closing ON jobs_vacancysearch (shelf, closes_on, vacancy_id DESC);
CREATE INDEX search_pay ON jobs_vacancysearch (shelf, pay DESC, vacancy_id DESC);
CREATE INDEX search_pay_in_country ON jobs_vacancysearch (country, shelf, pay DESC, vacancy_id DESC);
CREATE INDEX search_words ON jobs_vacancysearch USING gin (document) WITH (fastupdate = off);
"""
    + COUNT_FACETS
    # Not SQL, which would be put into the query and vanish there.
    + """
CREATE FUNCTION jobs_reads_vectors(smallint) RETURNS boolean LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 40
    AS 'BEGIN RETURN true; END'
"""
)
BACKWARDS = (
    "DROP FUNCTION jobs_reads_vectors(smallint);"
    + _MOVE.format(partitioned="", parts="", key="")
    + """
CREATE INDEX search_closing ON jobs_vacancysearch (shelf, closes_on, vacancy_id DESC) WHERE shelf < 3;
CREATE INDEX search_pay ON jobs_vacancysearch (shelf, pay DESC, vacancy_id DESC) WHERE shelf < 3;
CREATE INDEX search_open_words ON jobs_vacancysearch USING gin (document) WITH (fastupdate = off) WHERE shelf < 3;
CREATE INDEX search_archive_words ON jobs_vacancysearch USING gin (document) WITH (fastupdate = off) WHERE NOT shelf < 3;
"""
    + COUNT_FACETS
)


class Migration(migrations.Migration):
    dependencies = [("jobs", "0015_a_form_sent_twice_is_one")]

    operations = [
        # Checks that wait for the end of the transaction would forbid to rename the table they look at.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", "SET CONSTRAINTS ALL IMMEDIATE"),
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(FORWARDS, BACKWARDS)],
            state_operations=[
                migrations.RemoveIndex(model_name="vacancysearch", name="search_closing"),
                migrations.RemoveIndex(model_name="vacancysearch", name="search_pay"),
                migrations.RemoveIndex(model_name="vacancysearch", name="search_open_words"),
                migrations.RemoveIndex(model_name="vacancysearch", name="search_archive_words"),
                migrations.AddIndex(
                    model_name="vacancysearch",
                    index=models.Index(fields=["shelf", "closes_on", "-vacancy"], name="search_closing"),
                ),
                migrations.AddIndex(
                    model_name="vacancysearch",
                    index=models.Index(fields=["shelf", "-pay", "-vacancy"], name="search_pay"),
                ),
                migrations.AddIndex(
                    model_name="vacancysearch",
                    index=models.Index(fields=["country", "shelf", "-pay", "-vacancy"], name="search_pay_in_country"),
                ),
                migrations.AddIndex(
                    model_name="vacancysearch",
                    index=django.contrib.postgres.indexes.GinIndex(
                        fields=["document"], fastupdate=False, name="search_words"
                    ),
                ),
            ],
        ),
    ]
