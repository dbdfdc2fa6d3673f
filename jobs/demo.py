"""Believable vacancies that nobody offers, to try pages and measure them; all marked as demo, never in production.

The first ones take work, pay and needs from the packaged published rows and are all open; the others are made up.
The same seed gives the same vacancies, a larger number adds to them, and what is there already stays as it is.
"""

import random
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection, transaction
from django.utils.translation import gettext as _

from jobs.choices import (
    CheckKind,
    CostStance,
    EmployerKind,
    LicenceStatus,
    Scheme,
    StatusBasis,
)
from jobs.demo_drawing import COUNTRIES, FATES, JOBS, pay, terms, what_is_known
from jobs.demo_queue import seed_queue
from jobs.demo_rows import published_rows
from jobs.models import (
    CompanyStatement,
    CostRule,
    Destination,
    ExchangeRate,
    Occupation,
    PlacementCompany,
    Vacancy,
    VacancySearch,
)
from jobs.models.money import DEMO_SOURCE
from jobs.names import company_key, title_key
from jobs.standing import register_date
from jobs.workflow import State
from portal.accounts.models import User
from portal.lib import codes
from portal.lib.dates import WIB, parse_partial, today_in
from portal.lib.importing import NotReady, copy_rows
from portal.places.models import Office

_BATCH = 5000
_RATE_AGE_DAYS = 7
_COMPANY_WORDS = (
    "Bahari",
    "Cendana",
    "Flamboyan",
    "Kenanga",
    "Lontar",
    "Melati",
    "Rinjani",
    "Samudra",
    "Tenun",
    "Wijaya",
)
_COLUMNS = (
    "number", "state", "state_since", "version", "is_demo", "created_at", "updated_at", "job_order_number", "title", "title_en",
    "title_key", "occupation_id", "occupation_as_published", "is_traineeship", "description", "destination_id", "city",
    "scheme", "scheme_as_published", "placement_company_id", "placement_company_as_published", "partner_agency_as_published",
    "employer_as_published", "employer_kind", "permit_number_as_published", "quota_total", "wage_amount_min",
    "wage_amount_max", "currency", "wage_period", "contract_months", "hours_per_day", "days_per_week", "overtime_rule",
    "accommodation", "meals", "insurance", "age_min", "age_max", "education_min", "education_as_published", "language_requirement",
    "other_requirements", "cost_note", "opens_on", "closes_on", "source_name", "source_url", "source_date",
    "source_from", "sort_day",
)  # fmt: skip


@transaction.atomic
def seed_vacancies(count, seed):
    """Make ``count`` demo vacancies with all they need; returns how many are new.

    Raises ImproperlyConfigured outside of laptop mode, NotReady without destinations.
    """
    if not settings.LAPTOP:
        raise ImproperlyConfigured("Demo vacancies are for a laptop only.")
    ground = _Ground(seed)
    _rates(ground.today)
    created = 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('seed_demo'))")
        for start in range(0, count, _BATCH):
            rows = {row["number"]: row for row in (ground.vacancy(n) for n in range(start, min(start + _BATCH, count)))}
            cursor.execute("SELECT number FROM jobs_vacancy WHERE number = ANY(%s)", [list(rows)])
            for (number,) in cursor.fetchall():
                del rows[number]
            copy_rows(
                cursor, "jobs_vacancy", _COLUMNS, (tuple(row[name] for name in _COLUMNS) for row in rows.values())
            )
            _check_and_price(cursor, [number for number, row in rows.items() if row["state"] == State.OPEN], ground)
            VacancySearch.objects.refresh(Vacancy.objects.filter(number__in=list(rows)))
            created += len(rows)
        seed_queue(ground.office, ground.officer, ground.today)
        cursor.execute("ANALYZE jobs_vacancy, jobs_check, jobs_vacancysearch, jobs_facetcount")
    return created


class _Ground:
    """What all demo vacancies stand on: companies, an office that checks, the countries of this portal."""

    def __init__(self, seed):
        self.seed = seed
        self.today = today_in(WIB)
        every = {destination.country_id: destination for destination in Destination.objects.with_rules(self.today)}
        self.destinations = {iso2: every[iso2] for iso2 in COUNTRIES if iso2 in every}
        if not self.destinations:
            raise NotReady(_("There are no destinations yet. Please run manage.py sync_jobs first."))
        self.published = published_rows(every)
        self.occupations = set(Occupation.objects.values_list("isco08", flat=True))
        self.companies = _companies()
        self.office, _new = Office.objects.get_or_create(
            code="contoh-bp3mi-periksa", defaults={"kind": Office.Kind.BP3MI, "name": "BP3MI Contoh"}
        )
        self.officer, _new = User.objects.get_or_create(
            email="pemeriksa@demo.localhost", defaults={"name": "Petugas Contoh", "is_demo": True}
        )

    def vacancy(self, index):
        drawn = self._drawn(index)
        return drawn | self._as_published(index, drawn) if index < len(self.published) else drawn

    def _as_published(self, index, drawn):
        """What a published row says, open since a few days and for some weeks to come."""
        row, draw = self.published[index], random.Random(f"{self.seed}-{index}-dates")  # noqa: S311
        published = self.today - timedelta(days=draw.randint(3, 40))
        company = (
            {}
            if row["scheme"] == Scheme.P_TO_P
            else {"placement_company_id": None, "placement_company_as_published": ""}
        )
        is_household = row["employer_kind"] == EmployerKind.HOUSEHOLD
        return self._dated(published) | row | company | {
            "state": State.OPEN,
            "job_order_number": f"CONTOH-{self.seed}-{index}",
            "quota_total": row["quota_total"] or drawn["quota_total"] or draw.randint(2, 60),
            "contract_months": row["contract_months"] or draw.choice((12, 24, 36)),
            "employer_as_published": "" if is_household else f"{row['city'] or 'Perusahaan'} Contoh Co.",
            "cost_note": "",
            "closes_on": self.today + timedelta(days=draw.randint(14, 90)),
        }  # fmt: skip

    def _drawn(self, index):
        """Everything is drawn from seed and index alone, so that more vacancies never change earlier ones."""
        draw = random.Random(f"{self.seed}-{index}")  # noqa: S311
        # First, so that nothing else that changes gives a known vacancy another number.
        letters = "".join(draw.choices(codes.ALPHABET, k=codes.RANDOM_LENGTH))
        iso2 = draw.choice(sorted(self.destinations))
        currency, lowest, highest, cities, _rate = COUNTRIES[iso2]
        job = draw.choice([job for job in JOBS if iso2 in job[-1]])
        state, _share, age, closing = draw.choices(FATES, weights=[fate[1] for fate in FATES])[0]
        city, company = draw.choice(cities), draw.choice(self.companies)
        published = self.today - timedelta(days=draw.randint(*age))
        wage = draw.randrange(lowest, highest, 10)
        knows = what_is_known(draw, state)
        is_household = job[3]
        return self._fixed(published) | self._work(job, city, knows) | {
            "number": codes.spell(codes.VACANCY, letters),
            "state": state,
            "job_order_number": f"CONTOH-{self.seed}-{index}" if state != State.REPORTED else "",
            "destination_id": self.destinations[iso2].pk,
            "placement_company_id": company.pk,
            "placement_company_as_published": company.name,
            "quota_total": draw.randint(2, 12 if is_household else 150) if knows["quota"] else None,
            "cost_note": "Biaya dibicarakan saat wawancara" if knows["cost"] else "",
            "source_url": f"https://contoh.invalid/lowongan/{self.seed}/{index}",
        } | pay(draw, wage, currency, knows) | terms(draw, is_household, knows) | {
            "closes_on": self.today + timedelta(days=draw.randint(*closing)) if closing else None
        }  # fmt: skip

    def _work(self, job, city, knows):
        title, title_en, isco08, is_household, work, language, _where = job
        full_title = f"{title} di {city}"
        return {
            "title": full_title,
            "title_en": f"{title_en} in {city}",
            "title_key": title_key(full_title),
            "occupation_id": isco08 if isco08 in self.occupations else None,
            "occupation_as_published": title,
            "city": city,
            "employer_as_published": "" if is_household else f"{city} Contoh Co.",
            "employer_kind": EmployerKind.HOUSEHOLD if is_household else EmployerKind.CORPORATE,
            "description": work if knows["terms"] else "",
            "language_requirement": language,
        }

    def _dated(self, published):
        names = ("created_at", "state_since", "updated_at", "source_from", "sort_day")
        return dict.fromkeys(names, published) | {"source_date": published.isoformat()}

    def _fixed(self, published):
        return dict.fromkeys(_COLUMNS, "") | self._dated(published) | {
            "version": 1,
            "is_demo": True,
            "is_traineeship": False,
            "hours_per_day": None,
            "days_per_week": None,
            "scheme": Scheme.P_TO_P,
            "scheme_as_published": "P2P",
            "opens_on": None,
            "source_name": DEMO_SOURCE,
        }  # fmt: skip


def _companies():
    """A hundred companies of two words each, on a list that says it is an example."""
    names = [f"PT Contoh {one} {other}" for one in _COMPANY_WORDS for other in _COMPANY_WORDS]
    PlacementCompany.objects.bulk_create(
        [
            PlacementCompany(
                name=name, name_key=company_key(name), slug=company_key(name).replace(" ", "-"),
                licence_number=f"CONTOH-{place:03}", city="Bekasi", province="Jawa Barat", is_demo=True,
            )
            for place, name in enumerate(names, start=1)
        ],
        ignore_conflicts=True,
    )  # fmt: skip
    companies = list(PlacementCompany.objects.filter(is_demo=True, name__in=names).order_by("licence_number"))
    listed_on = register_date() or today_in(WIB).isoformat()
    CompanyStatement.objects.bulk_create(
        CompanyStatement(
            company=company, name_as_published=company.name, licence_number_as_published=company.licence_number,
            status=LicenceStatus.ACTIVE, basis=StatusBasis.REGISTER_LISTING, source_name="Daftar contoh",
            source_date=listed_on, said_from=parse_partial(listed_on).first,
        )
        for company in companies
        if not company.statements.exists()
    )  # fmt: skip
    return companies


def _rates(day):
    """An example rate for each currency, older than any that an officer enters, so that theirs counts."""
    on = day - timedelta(days=_RATE_AGE_DAYS)
    ExchangeRate.objects.bulk_create(
        [
            ExchangeRate(currency=currency, on=on, rupiah=rupiah, source_name=DEMO_SOURCE, source_date=on.isoformat())
            for currency, _lowest, _highest, _cities, rupiah in COUNTRIES.values()
            if not ExchangeRate.objects.filter(currency=currency).exists()
        ]
    )


def _check_and_price(cursor, numbers, ground):
    """The four checks and a short cost table for those that an officer of the example office opened.

    Where a rule frees the candidate, the employer carries all; where the rule is disputed, there is no table.
    """
    cursor.execute(
        """INSERT INTO jobs_check (vacancy_id, kind, office_id, checked_by_id, checked_on, reference)
           SELECT v.id, kind, %s, %s, v.source_from + 2, 'Berkas contoh ' || v.number
           FROM jobs_vacancy v CROSS JOIN unnest(%s) AS kind WHERE v.number = ANY(%s)""",
        [ground.office.pk, ground.officer.pk, CheckKind.values, numbers],
    )
    rules = CostRule.objects.in_force(ground.today)
    zero = list(rules.filter(stance=CostStance.ZERO, component="").values_list("occupation", flat=True))
    disputed = list(rules.filter(stance=CostStance.DISPUTED).values_list("destination", flat=True))
    cursor.execute(
        """INSERT INTO jobs_costitem
               (vacancy_id, component, payer, amount, currency, is_refundable, legal_basis, note)
           SELECT v.id, component, CASE WHEN v.occupation_id = ANY(%s) THEN 'EMPLOYER' ELSE payer END,
                  amount, 'IDR', false, '', ''
           FROM jobs_vacancy v CROSS JOIN (VALUES
               ('medical', 'CANDIDATE', 702500), ('skck', 'CANDIDATE', 30000), ('ticket_out', 'EMPLOYER', 4500000),
               ('visa', 'EMPLOYER', 1200000), ('company_fee', 'EMPLOYER', 8950000), ('certificate', 'GOVERNMENT', 2050000)
           ) AS item (component, payer, amount)
           WHERE v.number = ANY(%s) AND NOT (v.occupation_id = ANY(%s) AND v.destination_id = ANY(%s))""",
        [zero, numbers, zero, disputed],
    )
