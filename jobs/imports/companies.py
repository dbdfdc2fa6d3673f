"""Published statements about placement companies: each row is kept once, the companies follow from them.

A company is known by its licence number where the register or a decision gives it, else by its name without PT,
case and punctuation. A number in news or on a company's own site is kept as published and proves nothing. A company
known by name only becomes the register's when exactly one licence number bears that name. The order of the rows
doesn't matter: whatever depends on one another is sorted first.
"""

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field

from django.db import connection
from django.utils.translation import gettext as _

from jobs import standing
from jobs.choices import LicenceStatus, StatusBasis
from jobs.models import CompanyStatement, PlacementCompany, Vacancy, VacancySearch
from jobs.names import company_key, free_slug
from portal.accounts.acting import Acting
from portal.audit import services as audit
from portal.lib.dates import WIB, today_in
from portal.lib.importing import copy_rows
from portal.lib.rows import first_day

COLUMNS = (
    "name", "licence_number", "licence_status", "status_basis", "decision_number", "city", "province", "countries",
    "note", "source_name", "source_url", "source_date",
)  # fmt: skip
# In the order of the database's fingerprint (CompanyStatement.fingerprint).
PUBLISHED = (
    "name_as_published", "licence_number_as_published", "status", "basis", "decision_number", "countries", "city",
    "province", "note", "source_name", "source_url", "source_date",
)  # fmt: skip
_STATUSES = {"": "", **{status.value: status.value for status in LicenceStatus}}
_BASES = {"": "", **{basis.value: basis.value for basis in StatusBasis}}
# Where a licence number identifies; elsewhere it is only what somebody printed.
_IDENTIFYING = {StatusBasis.REGISTER_LISTING.value, StatusBasis.DECISION.value}
_BATCH = 10_000


@dataclass
class Statement:
    published: dict
    said_from: object
    key: str
    company: PlacementCompany = None
    licence: str = field(init=False)

    def __post_init__(self):
        identifies = self.published["basis"] in _IDENTIFYING
        self.licence = self.published["licence_number_as_published"] if identifies else ""

    @property
    def fingerprint(self):
        text = "".join(f"{self.published[name]}\x1f" for name in PUBLISHED)
        return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()

    @property
    def place(self):
        """Sorts statements in an order of their own, whatever their order in the file."""
        return (self.key, self.licence, *(self.published[name] for name in PUBLISHED))


class CompanyImporter:
    """``by``: the Acting whose import it is, else the command's; ``batch``: the ImportBatch it belongs to, or None."""

    name = "import_companies"
    columns = COLUMNS

    def __init__(self, by=None, batch=None):
        self.by, self.batch = by or Acting.for_system(self.name), batch

    def prepare(self):
        self.today = today_in(WIB)

    def read(self, row):
        """A Statement; notes on the row why it can't be taken."""
        published_on = row.published("source_date", self.today)
        published = {
            "name_as_published": row.text("name", 200, required=True),
            "licence_number_as_published": row.text("licence_number", 64),
            "status": row.choice("licence_status", _STATUSES),
            "basis": row.choice("status_basis", _BASES),
            "decision_number": row.text("decision_number", 200),
            "countries": _country_codes(row),
            "city": row.text("city", 120),
            "province": row.text("province", 120),
            "note": row.text("note", 10_000, lines=True),
            "source_name": row.text("source_name", 200, required=True),
            "source_url": row.address("source_url"),
            "source_date": str(published_on or ""),
        }
        key = company_key(published["name_as_published"])
        if published["name_as_published"] and not key:
            row.refuse("name", _("Is no company's name."))
        return Statement(published, first_day(published_on), key)

    def write(self, records):
        fresh = _without_known({statement.fingerprint: statement for statement in records})
        if not fresh:
            return 0, 0
        companies = _Companies()
        for statement in fresh:
            companies.note_licence(statement)
        for statement in fresh:
            statement.company = companies.of(statement)
        companies.save()
        with connection.cursor() as cursor:
            copy_rows(
                cursor,
                CompanyStatement._meta.db_table,
                ("company_id", "said_from", *PUBLISHED),
                ((s.company.pk, s.said_from, *(s.published[name] for name in PUBLISHED)) for s in fresh),
            )
        _derive_facts({statement.company.pk for statement in fresh})
        audit.record(self.by, "companies.imported", self.batch)
        return len(fresh), 0


def _country_codes(row):
    codes = [code.strip().upper() for code in row.text("countries", 200).split(";") if code.strip()]
    if any(len(code) != 2 or not code.isascii() or not code.isalpha() for code in codes):
        row.refuse("countries", _("Is no list of country codes like MY;TW."))
    return ";".join(codes)


def _without_known(by_fingerprint):
    """Statements that the database doesn't have yet, in an order of their own."""
    known = set()
    fingerprints = list(by_fingerprint)
    for start in range(0, len(fingerprints), _BATCH):
        batch = CompanyStatement.objects.filter(fingerprint__in=fingerprints[start : start + _BATCH])
        known.update(batch.values_list("fingerprint", flat=True))
    return sorted(
        (statement for fingerprint, statement in by_fingerprint.items() if fingerprint not in known),
        key=lambda statement: statement.place,
    )


class _Companies:
    """All companies by licence and by name, with those that this import adds or completes."""

    def __init__(self):
        self.by_licence = {}
        self.by_key = defaultdict(list)
        self.licences_of_key = defaultdict(set)
        self.new, self.completed = [], []
        for company in PlacementCompany.objects.filter(is_demo=False).order_by("id"):
            self._index(company)

    def _index(self, company):
        self.by_key[company.name_key].append(company)
        if company.licence_number:
            self.by_licence[company.licence_number] = company
            self.licences_of_key[company.name_key].add(company.licence_number)

    def note_licence(self, statement):
        """All licences are known before the first company is chosen, so that the order of rows can't matter."""
        if statement.licence and statement.licence not in self.by_licence:
            self.licences_of_key[statement.key].add(statement.licence)

    def of(self, statement):
        key, licence = statement.key, statement.licence
        if licence:
            return self.by_licence.get(licence) or self._complete(key, licence) or self._add(key, licence)
        named = self.by_key[key]
        # Statements stand sorted: those without a licence come first, before their company has got its number.
        waiting = self.licences_of_key[key] - {company.licence_number for company in named}
        if len(named) == 1 and (not named[0].licence_number or not waiting):
            return named[0]
        unlicensed = next((company for company in named if not company.licence_number), None)
        return unlicensed or self._add(key, "")

    def _complete(self, key, licence):
        """The company known by name only, when this is the one licence of that name."""
        if self.licences_of_key[key] != {licence}:
            return None
        company = next((company for company in self.by_key[key] if not company.licence_number), None)
        if company:
            company.licence_number = licence
            self.by_licence[licence] = company
            if company.pk:
                self.completed.append(company)
        return company

    def _add(self, key, licence):
        company = PlacementCompany(name=key, name_key=key, licence_number=licence)
        self.new.append(company)
        self._index(company)
        return company

    def save(self):
        taken = set(PlacementCompany.objects.values_list("slug", flat=True))
        for company in self.new:
            company.slug = free_slug(company.name_key, taken)
            taken.add(company.slug)
        PlacementCompany.objects.bulk_create(self.new, batch_size=_BATCH)
        PlacementCompany.objects.bulk_update(self.completed, ["licence_number"], batch_size=1000)


def _derive_facts(company_ids):
    """Name, seat and whether it may place, from all that was said of a company; a name as published, never reworded."""
    statements = defaultdict(list)
    for statement in CompanyStatement.objects.filter(company__in=company_ids):
        statements[statement.company_id].append(statement)
    changed = []
    for company in PlacementCompany.objects.filter(pk__in=company_ids):
        before = (company.name, company.city, company.province, company.is_barred)
        said = sorted(statements[company.pk], key=_newest_first)
        company.name = min(said, key=_readable_first).name_as_published
        company.city, company.province = next(
            ((statement.city, statement.province) for statement in said if _names_seat(statement)),
            ("", ""),
        )
        company.is_barred = standing.bars(said)
        if before != (company.name, company.city, company.province, company.is_barred):
            changed.append(company)
    PlacementCompany.objects.bulk_update(changed, ["name", "city", "province", "is_barred"], batch_size=1000)
    if changed:
        VacancySearch.objects.refresh(Vacancy.objects.filter(placement_company__in=changed))


def _names_seat(statement):
    """Whether it says where the company sits, not only where a branch does."""
    city = statement.city.lower()
    is_branch = statement.is_about_branch or ("cabang" in city and "pusat" not in city)
    return bool(city or statement.province) and not is_branch


def _newest_first(statement):
    day = statement.said_from
    return (-day.toordinal() if day else 0, statement.fingerprint)


def _readable_first(statement):
    """The plain name before one with a branch or remark, normal case before capitals."""
    name = statement.name_as_published
    plain = " ".join(name.lower().replace("pt.", "pt").split()) == f"pt {company_key(name)}"
    return (not plain, name.isupper(), *_newest_first(statement))
