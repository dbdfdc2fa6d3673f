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
    Provision,
    Scheme,
    StatusBasis,
    WagePeriod,
)
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
# Currency, monthly wage from and to, cities, an example rate. Wages and rates are invented, of a believable size.
_COUNTRIES = {
    "TW": ("TWD", 20000, 30000, ("Taipei", "Taoyuan", "Kaohsiung"), 520),
    "MY": ("MYR", 1700, 2600, ("Johor Bahru", "Selangor", "Penang"), 3900),
    "JP": ("JPY", 170000, 240000, ("Osaka", "Nagoya", "Tokyo"), 105),
    "HK": ("HKD", 4990, 6000, ("Kowloon", "Sha Tin"), 2100),
    "KR": ("KRW", 2100000, 2800000, ("Busan", "Ulsan", "Incheon"), 11),
    "SG": ("SGD", 550, 900, ("Tampines", "Jurong"), 12600),
    "PL": ("PLN", 3600, 5200, ("Gdansk", "Lodz"), 4500),
    "DE": ("EUR", 2300, 3000, ("Berlin", "Hamburg"), 19000),
    "BN": ("BND", 500, 900, ("Bandar Seri Begawan",), 12600),
}
# Title, English title, ISCO-08, household work or not, the work, language asked for, where such work is offered.
_JOBS = (
    ("Perawat lansia di rumah", "Carer for the elderly at home", "5322", True,
     "Membantu satu orang lanjut usia mandi, makan, dan berjalan di rumahnya.", "", ("TW", "HK", "SG")),
    ("Penata laksana rumah tangga", "Domestic worker", "9111", True,
     "Memasak, mencuci, dan membersihkan rumah satu keluarga.", "", ("HK", "SG", "MY", "BN")),
    ("Perawat lansia di panti", "Nursing home assistant", "5321", False,
     "Membantu penghuni panti lanjut usia. Bekerja bergiliran siang dan malam.", "JLPT N4 / JFT A2", ("JP",)),
    ("Operator pabrik elektronik", "Electronics factory operator", "8212", False,
     "Merakit dan memeriksa komponen di pabrik. Bekerja berdiri, dua giliran kerja.", "", ("TW", "MY")),
    ("Pekerja kebun sawit", "Oil palm plantation worker", "6112", False,
     "Memanen dan mengangkut tandan sawit. Bekerja di luar ruangan.", "", ("MY",)),
    ("Juru las", "Welder", "7212", False,
     "Mengelas rangka baja di bengkel dan galangan.", "Bahasa Inggris dasar", ("TW", "KR", "PL")),
    ("Pekerja bangunan", "Construction worker", "9313", False,
     "Mengangkut bahan, mengecor, dan memasang bata.", "", ("MY", "BN")),
    ("Pramusaji hotel", "Hotel waiter", "5131", False,
     "Melayani tamu di restoran hotel. Bekerja bergiliran.", "Bahasa Inggris dasar", ("PL", "BN", "MY")),
    ("Pengolah makanan laut", "Seafood processing worker", "7511", False,
     "Membersihkan, memotong, dan mengemas ikan di ruang dingin.", "JLPT N4 / JFT A2", ("JP",)),
    ("Perawat rumah sakit", "Hospital nurse", "2221", False,
     "Merawat pasien di bangsal bersama perawat setempat.", "Bahasa Jerman B1", ("DE",)),
)  # fmt: skip
# State, how often in a hundred, days since the source, days until it closes (None: not stated).
_FATES = (
    (State.OPEN, 35, (3, 60), (10, 120)),
    (State.REPORTED, 35, (3, 200), None),
    (State.REPORTED, 10, (3, 60), (5, 60)),
    (State.REPORTED, 10, (400, 1500), None),
    (State.CLOSED, 5, (60, 200), (-50, -5)),
    (State.EXPIRED, 5, (60, 200), (-50, -5)),
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
        self.destinations = {iso2: every[iso2] for iso2 in _COUNTRIES if iso2 in every}
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
        currency, lowest, highest, cities, _rate = _COUNTRIES[iso2]
        job = draw.choice([job for job in _JOBS if iso2 in job[-1]])
        title, title_en, isco08, is_household, work, language, _where = job
        state, _share, age, closing = draw.choices(_FATES, weights=[fate[1] for fate in _FATES])[0]
        city, company = draw.choice(cities), draw.choice(self.companies)
        published = self.today - timedelta(days=draw.randint(*age))
        wage = draw.randrange(lowest, highest, 10)
        knows = {
            name: draw.random() < share
            for name, share in (("wage", 0.6), ("cost", 0.3), ("quota", 0.7), ("terms", 0.2))
        }
        if state == State.OPEN:
            knows = dict.fromkeys(knows, True) | {"cost": False}  # they have a table
        full_title = f"{title} di {city}"
        return self._fixed(published) | {
            "number": codes.spell(codes.VACANCY, letters),
            "state": state,
            "job_order_number": f"CONTOH-{self.seed}-{index}" if state != State.REPORTED else "",
            "title": full_title,
            "title_en": f"{title_en} in {city}",
            "title_key": title_key(full_title),
            "occupation_id": isco08 if isco08 in self.occupations else None,
            "occupation_as_published": title,
            "destination_id": self.destinations[iso2].pk,
            "city": city,
            "placement_company_id": company.pk,
            "placement_company_as_published": company.name,
            "employer_as_published": "" if is_household else f"{city} Contoh Co.",
            "employer_kind": EmployerKind.HOUSEHOLD if is_household else EmployerKind.CORPORATE,
            "quota_total": draw.randint(2, 12 if is_household else 150) if knows["quota"] else None,
            "wage_amount_min": wage if knows["wage"] else None,
            "wage_amount_max": int(wage * 1.2) if knows["wage"] and draw.random() < 0.5 else None,
            "currency": currency if knows["wage"] else "",
            "wage_period": WagePeriod.MONTH if knows["wage"] else "",
            "contract_months": draw.choice((12, 24, 36, None)),
            "description": work if knows["terms"] else "",
            "language_requirement": language,
            "hours_per_day": draw.choice((8, 9)) if knows["terms"] and not is_household else None,
            "days_per_week": draw.choice((5, 6)) if knows["terms"] else None,
            "accommodation": draw.choice((Provision.FREE, Provision.PAID))
            if knows["terms"] and not is_household
            else "",
            "meals": Provision.FREE if knows["terms"] and is_household else "",
            "age_min": draw.choice((18, 21, 23, None)),
            "age_max": draw.choice((35, 40, 45, None)),
            "education_min": draw.choice(("SMP", "SMA", "")),
            "cost_note": "Biaya dibicarakan saat wawancara" if knows["cost"] else "",
            "closes_on": self.today + timedelta(days=draw.randint(*closing)) if closing else None,
            "source_url": f"https://contoh.invalid/lowongan/{self.seed}/{index}",
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
            for currency, _lowest, _highest, _cities, rupiah in _COUNTRIES.values()
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
