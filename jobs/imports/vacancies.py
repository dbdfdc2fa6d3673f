"""Published vacancies into REPORTED rows: by COPY into a temporary table, then set by set.

Identity is (source, address, title without case and spaces, country). What an officer has taken up, that is any
state but REPORTED, is never touched again. Of rows with one identity in a file the last counts; the others change
nothing and count as unchanged.
"""

from django.contrib.postgres.functions import TransactionNow
from django.db import connection
from django.utils.translation import gettext as _

from jobs.choices import WagePeriod
from jobs.imports import mapping
from jobs.models import Destination, PlacementCompany, Vacancy, VacancySearch
from jobs.models.vacancy import NO_DAY
from jobs.names import company_key, title_key
from jobs.occupations import OccupationNames
from jobs.workflow import State
from portal.accounts.acting import Acting
from portal.audit import services as audit
from portal.lib import codes
from portal.lib.dates import WIB, today_in
from portal.lib.importing import NotReady, copy_rows
from portal.lib.rows import first_day, in_order
from portal.places.models import Country

COLUMNS = (
    "title", "occupation", "sector", "destination_country_iso2", "destination_city", "scheme", "placement_company",
    "employer", "quota_total", "quota_male", "quota_female", "salary_min", "salary_max", "salary_currency",
    "salary_period", "contract_months", "age_min", "age_max", "education_min", "language_requirement",
    "other_requirements", "cost_note", "opening_date", "closing_date", "permit_number", "source_name", "source_url",
    "source_date",
)  # fmt: skip
# Not null in the table; the import has nothing to say about them.
_BLANK = (
    "job_order_number", "title_en", "description", "partner_agency_as_published", "overtime_rule", "accommodation", "meals",
    "insurance",
)  # fmt: skip
IDENTITY = ("source_name", "source_url", "title_key", "destination_id")
# What the file says of a vacancy, beside its identity, with the type in the temporary table.
FACTS = {
    "title": "text", "occupation_id": "text", "occupation_as_published": "text", "is_traineeship": "boolean", "city": "text", "scheme": "text",
    "scheme_as_published": "text", "placement_company_id": "bigint", "placement_company_as_published": "text",
    "employer_id": "bigint", "employer_as_published": "text", "employer_kind": "text",
    "permit_number_as_published": "text", "quota_total": "integer", "quota_male": "integer", "quota_female": "integer",
    "wage_amount_min": "numeric", "wage_amount_max": "numeric", "currency": "text", "wage_period": "text",
    "contract_months": "integer", "age_min": "integer", "age_max": "integer", "education_min": "text",
    "education_as_published": "text", "language_requirement": "text", "other_requirements": "text", "cost_note": "text",
    "opens_on": "date", "closes_on": "date", "source_from": "date", "sort_day": "date", "source_date": "text",
}  # fmt: skip
_STAGED = {
    "row": "integer", "source_name": "text", "source_url": "text", "title_key": "text", "destination_id": "bigint",
    "country_id": "text", "employer_name": "text", **FACTS,
}  # fmt: skip
_PERIODS = {"": "", **{period.value: period.value for period in WagePeriod}}
# SQL below is put together from the names above and from nothing else.
# ruff: noqa: S608
_SAME = """v.source_name = s.source_name AND v.source_url = s.source_url AND v.title_key = s.title_key
           AND v.destination_id IS NOT DISTINCT FROM s.destination_id"""
# Nobody has taken it up, and the file says something else of it.
_CHANGED = f"""{_SAME} AND v.state = %s AND v.job_order_number = ''
    AND ({", ".join(f"v.{name}" for name in FACTS)}) IS DISTINCT FROM ({", ".join(f"s.{name}" for name in FACTS)})"""
MOST_AMOUNT = 10**12 - 1
MOST_PLACES = 2_147_483_647


class VacancyImporter:
    """``by``: the Acting whose import it is, else the command's; ``batch``: an ImportBatch that can be undone."""

    name = "import_vacancies"
    columns = COLUMNS

    def __init__(self, by=None, batch=None):
        self.by, self.batch = by or Acting.for_system(self.name), batch

    def prepare(self):
        """Read countries, companies and the names of occupations; raises NotReady without countries."""
        self.today = today_in(WIB)
        self.countries = {country.iso2: country for country in Country.objects.current()}
        if not self.countries:
            raise NotReady(_("There are no countries yet. Please run manage.py sync_places and sync_jobs first."))
        self.occupations = OccupationNames()
        self.destinations = dict(Destination.objects.values_list("country_id", "id"))
        self.companies = {}
        for company_id, key in PlacementCompany.objects.filter(is_demo=False).values_list("id", "name_key"):
            # Two companies of one name: no link, as either would be a guess.
            self.companies[key] = None if key in self.companies else company_id

    def read(self, row):
        """A dict by the columns of the temporary table; notes on the row why it can't be taken."""
        facts = self._texts(row) | self._numbers(row) | self._dates(row)
        iso2 = row.text("destination_country_iso2", 2).upper()
        country = self.countries.get(iso2)
        if iso2 and not country:
            row.refuse("destination_country_iso2", _("Is no country code that this portal knows."))
        kind = row.choice("sector", mapping.EMPLOYER_KINDS)
        published_scheme = row.text("scheme", 40)
        if row.problems:
            return None
        employer = mapping.clear_employer(facts["employer_as_published"], kind)
        return facts | {
            "row": row.number,
            "title_key": title_key(facts["title"]),
            "occupation_id": self.occupations.of(facts["occupation_as_published"]).certain,
            "country_id": country.iso2 if country else None,
            "destination_id": None,
            "employer_id": None,
            "employer_name": employer,
            "employer_kind": kind,
            "scheme": mapping.scheme_of(published_scheme, employer_kind=kind, employer=employer),
            "scheme_as_published": published_scheme,
            "placement_company_id": self.companies.get(company_key(facts["placement_company_as_published"]) or None),
            "education_min": mapping.lowest_education(facts["education_as_published"]),
            "is_traineeship": mapping.is_traineeship(facts["title"], facts["occupation_as_published"]),
        }

    def _texts(self, row):
        return {
            "title": row.text("title", 250, required=True),
            "occupation_as_published": row.text("occupation", 250),
            "city": row.text("destination_city", 200),
            "placement_company_as_published": row.text("placement_company", 250),
            "employer_as_published": row.text("employer", 250),
            "education_as_published": row.text("education_min", 200),
            "language_requirement": row.text("language_requirement", 200),
            "other_requirements": row.text("other_requirements", 10_000, lines=True),
            "cost_note": row.text("cost_note", 10_000, lines=True),
            "permit_number_as_published": row.text("permit_number", 64),
            "source_name": row.text("source_name", 200, required=True),
            "source_url": row.address("source_url"),
        }

    def _numbers(self, row):
        places = {name: row.whole(name, MOST_PLACES) for name in ("quota_total", "quota_male", "quota_female")}
        if places["quota_total"] is not None and places["quota_total"] < sum(
            places[name] or 0 for name in ("quota_male", "quota_female")
        ):
            row.refuse("quota_total", _("Is smaller than the places for men and women together."))
        lowest, highest = row.amount("salary_min", MOST_AMOUNT), row.amount("salary_max", MOST_AMOUNT)
        if not in_order(lowest, highest):
            row.refuse("salary_min", _("Is larger than salary_max."))
        currency, period = row.text("salary_currency", 3).upper(), row.choice("salary_period", _PERIODS)
        if currency and not (len(currency) == 3 and currency.isascii() and currency.isalpha()):
            row.refuse("salary_currency", _("Is not a currency code of three letters."))
        if (lowest is not None or highest is not None) and not (currency and period):
            row.refuse("salary_currency", _("A salary needs its currency and its period."))
        youngest, oldest = row.whole("age_min", 120), row.whole("age_max", 120)
        if not in_order(youngest, oldest):
            row.refuse("age_min", _("Is larger than age_max."))
        return places | {
            "wage_amount_min": lowest,
            "wage_amount_max": highest,
            "currency": currency,
            "wage_period": period,
            "contract_months": row.whole("contract_months", 600),
            "age_min": youngest,
            "age_max": oldest,
        }

    def _dates(self, row):
        opens, closes = row.day("opening_date"), row.day("closing_date")
        if not in_order(opens, closes):
            row.refuse("closing_date", _("Lies before opening_date."))
        published = row.published("source_date", self.today)
        source_from = first_day(published)
        return {
            "opens_on": opens,
            "closes_on": closes,
            "source_date": str(published or ""),
            # Cautious: what was published in "2025" counts as published on 1 January 2025.
            "source_from": source_from,
            "sort_day": source_from or opens or NO_DAY,
        }

    def write(self, records):
        with connection.cursor() as cursor:
            _stage(cursor, records)
            _link_destinations_and_employers(cursor)
            if self.batch:
                _keep_facts_before(cursor, self.batch)
            updated = _update(cursor)
            created = _create(cursor, self.batch)
            if created:
                # The next import compares with these rows, maybe before the database has noticed them by itself.
                cursor.execute("ANALYZE jobs_vacancy")
        if created or updated:
            VacancySearch.objects.refresh(Vacancy.objects.filter(state=State.REPORTED, updated_at=TransactionNow()))
            audit.record(self.by, "vacancies.imported", self.batch)
        return created, updated


def _stage(cursor, records):
    """The records in a temporary table, of each identity the last one only."""
    columns = ", ".join(f"{name} {kind}" for name, kind in _STAGED.items())
    cursor.execute("DROP TABLE IF EXISTS vacancy_stage, vacancy_number")
    cursor.execute(f"CREATE TEMPORARY TABLE vacancy_stage ({columns}) ON COMMIT DROP")
    copy_rows(cursor, "vacancy_stage", _STAGED, (tuple(record[name] for name in _STAGED) for record in records))
    cursor.execute(
        """DELETE FROM vacancy_stage WHERE row IN (
               SELECT row FROM (SELECT row, row_number() OVER (
                   PARTITION BY source_name, source_url, title_key, country_id ORDER BY row DESC) AS place
               FROM vacancy_stage) AS placed WHERE place > 1)"""
    )


def _link_destinations_and_employers(cursor):
    # A country without a rule is closed, so a destination more opens nothing.
    cursor.execute(
        """INSERT INTO jobs_destination
               (country_id, mission, languages, languages_en, is_checked, source_name, source_url, source_date)
           SELECT DISTINCT country_id, '', '', '', false, '', '', '' FROM vacancy_stage WHERE country_id IS NOT NULL
           ON CONFLICT (country_id) DO NOTHING"""
    )
    cursor.execute(
        "UPDATE vacancy_stage s SET destination_id = d.id FROM jobs_destination d WHERE d.country_id = s.country_id"
    )
    cursor.execute(
        """INSERT INTO jobs_employer (name, country_id, kind)
           SELECT employer_name, country_id,
                  CASE WHEN min(employer_kind) = max(employer_kind) THEN min(employer_kind) ELSE '' END
           FROM vacancy_stage WHERE employer_name <> '' GROUP BY employer_name, country_id
           ON CONFLICT (name, country_id) DO NOTHING"""
    )
    cursor.execute(
        """UPDATE vacancy_stage s SET employer_id = e.id FROM jobs_employer e
           WHERE e.name = s.employer_name AND e.country_id IS NOT DISTINCT FROM s.country_id"""
    )
    cursor.execute("ANALYZE vacancy_stage")


def _keep_facts_before(cursor, batch):
    pairs = ", ".join(f"'{name}', v.{name}" for name in FACTS)
    cursor.execute(
        f"""INSERT INTO jobs_factsbefore (batch_id, vacancy_id, version, facts)
            SELECT %s, v.id, v.version + 1, jsonb_build_object({pairs})
            FROM jobs_vacancy v, vacancy_stage s WHERE {_CHANGED}""",
        [batch.pk, State.REPORTED],
    )


def _update(cursor):
    cursor.execute(
        f"""UPDATE jobs_vacancy v
            SET ({", ".join(FACTS)}, version, updated_at)
              = ({", ".join(f"s.{name}" for name in FACTS)}, v.version + 1, now())
            FROM vacancy_stage s WHERE {_CHANGED}""",
        [State.REPORTED],
    )
    return cursor.rowcount


def _create(cursor, batch):
    cursor.execute(
        f"SELECT row FROM vacancy_stage s WHERE NOT EXISTS (SELECT FROM jobs_vacancy v WHERE {_SAME}) ORDER BY row"
    )
    rows = [row for (row,) in cursor.fetchall()]
    if not rows:
        return 0
    cursor.execute("CREATE TEMPORARY TABLE vacancy_number (row integer, number text) ON COMMIT DROP")
    copy_rows(cursor, "vacancy_number", ("row", "number"), zip(rows, _fresh_numbers(cursor, len(rows)), strict=True))
    names = [*IDENTITY, *FACTS]
    cursor.execute(
        f"""INSERT INTO jobs_vacancy
                (number, state, version, is_demo, import_batch_id, created_at, updated_at, {", ".join([*_BLANK, *names])})
            SELECT n.number, %s, 1, false, %s, now(), now(), {", ".join(["''"] * len(_BLANK))},
                   {", ".join(f"s.{name}" for name in names)}
            FROM vacancy_stage s JOIN vacancy_number n USING (row) ORDER BY row""",
        [State.REPORTED, batch and batch.pk],
    )
    return cursor.rowcount


def _fresh_numbers(cursor, count):
    """Codes that no vacancy has: at 200,000 rows two equal ones are no longer unlikely."""
    numbers = set()
    while len(numbers) < count:
        fresh = [codes.new_code(codes.VACANCY) for _number in range(count - len(numbers))]
        cursor.execute("SELECT number FROM jobs_vacancy WHERE number = ANY(%s)", [fresh])
        numbers |= set(fresh) - {number for (number,) in cursor.fetchall()}
    return numbers
