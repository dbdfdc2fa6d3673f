"""What officers write down about companies. Each act is one transaction and one entry of the audit."""

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from jobs import permissions as may
from jobs import standing
from jobs.choices import LicenceStatus, StatusBasis
from jobs.models import (
    CompanyStatement,
    ExchangeRate,
    PartnerAgency,
    PlacementCompany,
    RecruitmentPermit,
    Vacancy,
    VacancySearch,
)
from jobs.names import company_key, free_slug
from portal.audit.services import record
from portal.workflow import StepRefused


class RecordedAlready(StepRefused):
    """What was to be written stands here already, word for word: ``row``. A form sent twice, or a quicker colleague."""

    def __init__(self, row):
        super().__init__(_("This is recorded already."))
        self.row = row


_SAID = {
    "suspended": (LicenceStatus.SUSPENDED, StatusBasis.DECISION),
    "revoked": (LicenceStatus.REVOKED, StatusBasis.DECISION),
    "ended": (LicenceStatus.ACTIVE, StatusBasis.SANCTION_ENDED),
}


def record_decision(
    by, company, *, decided, decided_on, decision_number, ground, source_name, source_url="", note="", scan=None
):
    """Write a published decision about a company's licence; returns the company.

    ``decided``: suspended, revoked or ended. Whether the company may place follows from all decisions, the newest
    first, in the same transaction: its vacancies leave the public lists, or come back, with it. Raises StepRefused
    for whoever may not, RecordedAlready with the company.
    """
    if not may.decide_on_companies(by):
        raise StepRefused(_("This step is not open to you now."))
    status, basis = _SAID[decided]
    facts = {"decision_number": decision_number, "ground": ground, "note": note, "scan": scan}
    where = {"source_name": source_name, "source_url": source_url}
    return _state(by, company, decided_on, reason_code=decided, status=status, basis=basis, **facts, **where)


def record_licence(by, company, *, licence_from, licence_until, seen_on, source_name, source_url="", scan=None):
    """Write from when to when a licence document says it is valid; it lifts no sanction. Returns the company."""
    dates = {"licence_from": licence_from, "licence_until": licence_until}
    where = {"source_name": source_name, "source_url": source_url, "scan": scan}
    basis = {"status": LicenceStatus.ACTIVE, "basis": StatusBasis.LICENCE}
    return _state(by, company, seen_on, reason_code="licence", **basis, **dates, **where)


def _state(by, company, day, *, reason_code, **facts):
    try:
        with transaction.atomic():
            held = PlacementCompany.objects.select_for_update().get(pk=company.pk)
            statement = CompanyStatement.objects.create(
                company=held,
                name_as_published=held.name,
                licence_number_as_published=held.licence_number,
                said_from=day,
                source_date=day.isoformat(),
                recorded_by=by.user,
                **facts,
            )
            held.is_barred = standing.bars(held.statements.all())
            held.save(update_fields=["is_barred"])
            VacancySearch.objects.refresh(Vacancy.objects.filter(placement_company=held))
            record(by, "companies.stated", held, reason_code=reason_code)
    except IntegrityError as error:
        if "company_statement_is_kept_once" not in str(error):
            raise
        raise RecordedAlready(company) from None
    return statement.company


def add_company(by, *, name, licence_number="", city="", province=""):
    """A company that no list has named here; returns it. Raises RecordedAlready with the one of this name or number."""
    key = company_key(name)
    if not key:
        raise StepRefused(_("This is no name of a company."))
    same = {"licence_number": licence_number} if licence_number else {"name_key": key}
    try:
        with transaction.atomic():
            if known := PlacementCompany.objects.filter(**same).first():
                raise RecordedAlready(known)
            return _add_company(by, key, name=name, licence_number=licence_number, city=city, province=province)
    except IntegrityError:  # somebody else at the same moment
        if known := PlacementCompany.objects.filter(**same).first():
            raise RecordedAlready(known) from None
        raise StepRefused(_("Somebody changed this meanwhile. Please look again.")) from None


def _add_company(by, key, **facts):
    taken = set(PlacementCompany.objects.filter(slug__startswith=slugify(key)[:200]).values_list("slug", flat=True))
    company = PlacementCompany.objects.create(name_key=key, slug=free_slug(key, taken), **facts)
    record(by, "companies.added", company)
    return company


def add_permit(by, company, *, number, seen_on, **facts):
    """A recruitment permit (SIP2MI) of this company; returns it. Raises RecordedAlready with one of this number."""
    facts |= {"source_date": seen_on.isoformat()}
    with transaction.atomic():
        permit, is_new = RecruitmentPermit.objects.get_or_create(company=company, number=number, defaults=facts)
        if is_new:
            record(by, "permits.added", permit)
    if not is_new:
        raise RecordedAlready(permit)
    return permit


@transaction.atomic
def end_permit(by, permit, *, last_day):
    """Let a permit end earlier: from the day after, none of its vacancies is open. Sent twice, it is done once."""
    permit = RecruitmentPermit.objects.select_for_update().get(pk=permit.pk)
    if permit.valid_until == last_day:
        return
    permit.valid_until = last_day
    permit.save(update_fields=["valid_until"])
    VacancySearch.objects.refresh(Vacancy.objects.filter(permit=permit))
    record(by, "permits.ended", permit, fields=["valid_until"])


def add_agency(by, *, name, country):
    """A partner agency abroad; returns it. Raises RecordedAlready with the one of this name there."""
    with transaction.atomic():
        agency, is_new = PartnerAgency.objects.get_or_create(name=" ".join(name.split()), country=country)
        if is_new:
            record(by, "agencies.added", agency)
    if not is_new:
        raise RecordedAlready(agency)
    return agency


def add_rate(by, *, currency, on, rupiah, source_name, source_url=""):
    """A rate of one day. An old one is never changed, for pages once showed it. Raises StepRefused on a second one."""
    where = {"source_name": source_name, "source_url": source_url, "source_date": on.isoformat()}
    with transaction.atomic():
        rate, is_new = ExchangeRate.objects.get_or_create(currency=currency, on=on, defaults={"rupiah": rupiah} | where)
        if is_new:
            record(by, "rates.added", rate)
    if not is_new and (rate.rupiah, rate.source_name, rate.source_url) == (rupiah, source_name, source_url):
        raise RecordedAlready(rate)
    if not is_new:
        raise StepRefused(_("This currency already has a rate of that day. A rate is never changed."))
    return rate
