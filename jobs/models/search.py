"""What the search reads: one row per vacancy that a visitor may find, flattened, with sort keys that are never null.

The rows follow from the vacancies and their law; ``refresh`` is the only way to write them. Facets are lexemes of the
same vector as the words (``@cTW``), so that one index answers both. The table is in two parts, the open shelves and the
archive, so that a search of the one never reads the other and the planner knows each by itself.
"""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import EmptyResultSet
from django.db import connection, models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from jobs.choices import OccupationGroup, SearchShelf
from jobs.models.search_sql import WRITE_ROWS
from portal.lib.dates import WIB, today_in

OPEN_SHELVES = Q(shelf__lt=SearchShelf.ARCHIVE)


class SearchWord(models.Model):
    """A word or phrase people use for work; those with one ``means`` find the same vacancies.

    ``group`` "" : it names no work by itself ("TKI"), so beside other words it is left out of a search.
    """

    phrase = models.CharField(_("word or phrase"), max_length=80, primary_key=True)
    means = models.SlugField(_("means"), max_length=40)
    group = models.CharField(_("occupation group"), max_length=12, choices=OccupationGroup, blank=True)

    class Meta:
        verbose_name = _("search word")
        verbose_name_plural = _("search words")
        ordering = ["phrase"]
        constraints = [
            models.CheckConstraint(name="search_word_is_written_small", condition=Q(phrase=Lower("phrase"))),
        ]

    def __str__(self):
        return self.phrase


class VacancySearchQuerySet(models.QuerySet):
    def refresh(self, vacancies):
        """Bring the rows of these vacancies (a queryset) in line with their facts and today's law; returns how many changed.

        Two refreshes wait for each other, so that an older look at the law never overwrites a newer one.
        """
        day = today_in(WIB)
        try:
            chosen, chosen_params = vacancies.order_by().values("pk").query.sql_with_params()
        except EmptyResultSet:
            return 0
        facts, facts_params = vacancies.with_listing(day).query.sql_with_params()
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('jobs_vacancysearch'))")
            cursor.execute(WRITE_ROWS.format(facts=facts, chosen=chosen), [*facts_params, *chosen_params])
            return cursor.fetchone()[0]

    def forget(self, ids):
        """Take out the rows of vacancies that are about to be deleted."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('jobs_vacancysearch'))")
            cursor.execute("DELETE FROM jobs_vacancysearch WHERE vacancy_id = ANY(%s)", [ids])

    def on_shelves(self, day):
        """Those on the open shelves whose last day has not passed since the row was written."""
        return self.filter(OPEN_SHELVES, listed_until__gte=day)

    def past_their_day(self, day):
        return self.filter(OPEN_SHELVES, listed_until__lt=day)


class VacancySearch(models.Model):
    vacancy = models.OneToOneField(
        "jobs.Vacancy", on_delete=models.CASCADE, primary_key=True, related_name="search_row"
    )
    shelf = models.PositiveSmallIntegerField(choices=SearchShelf)
    country = models.CharField(max_length=2, blank=True)  # ISO 3166-1; "": the source names none
    published_on = models.DateField()
    closes_on = models.DateField()  # the end of time when the source doesn't say
    pay = models.PositiveBigIntegerField()  # rupiah a month by the newest rate, for order and filter only; 0: unknown
    listed_until = models.DateField()  # the last day it may stand on an open shelf
    age_min = models.PositiveSmallIntegerField()
    age_max = models.PositiveSmallIntegerField()
    tokens = ArrayField(models.CharField(max_length=24))
    document = SearchVectorField()

    objects = VacancySearchQuerySet.as_manager()

    class Meta:
        verbose_name = _("search row")
        verbose_name_plural = _("search rows")
        # Of the table as it is partitioned (migration 0016): each index is one for the open shelves, one for the archive.
        indexes = [
            models.Index(name="search_newest", fields=["shelf", "-published_on", "-vacancy"]),
            models.Index(name="search_newest_in_country", fields=["country", "shelf", "-published_on", "-vacancy"]),
            models.Index(name="search_closing", fields=["shelf", "closes_on", "-vacancy"]),
            models.Index(name="search_pay", fields=["shelf", "-pay", "-vacancy"]),
            models.Index(name="search_pay_in_country", fields=["country", "shelf", "-pay", "-vacancy"]),
            models.Index(name="search_past_their_day", fields=["listed_until"], condition=OPEN_SHELVES),
            GinIndex(name="search_words", fields=["document"], fastupdate=False),
        ]

    def __str__(self):
        return str(self.vacancy_id)


class FacetCountQuerySet(models.QuerySet):
    def rebuild(self):
        """Count anew what triggers keep; returns how many counts had been wrong. For the nightly check."""
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(hashtext('jobs_vacancysearch'))")
            before = dict(self.filter(count__gt=0).values_list("token", "count"))
            self.all().delete()
            cursor.execute(
                """INSERT INTO jobs_facetcount (token, count) SELECT token, count(*)
                   FROM jobs_vacancysearch, unnest(tokens) AS token WHERE shelf < %s GROUP BY token""",
                [SearchShelf.ARCHIVE],
            )
            after = dict(self.values_list("token", "count"))
        return sum(before.get(token) != after.get(token) for token in before.keys() | after.keys())


class FacetCount(models.Model):
    """How many vacancies of the open shelves bear a token; kept by triggers of the search rows."""

    token = models.CharField(max_length=24, primary_key=True)
    count = models.IntegerField()

    objects = FacetCountQuerySet.as_manager()

    class Meta:
        verbose_name = _("facet count")
        verbose_name_plural = _("facet counts")
        indexes = [models.Index(name="facet_most_first", fields=["-count"])]

    def __str__(self):
        return f"{self.token}: {self.count}"
