"""How a row becomes what the open interface tells of it: plain values in the shapes of jobs/api_shapes.py."""

from jobs import standing
from jobs.choices import CheckKind, SearchShelf
from jobs.costs import cost_of
from jobs.law import law_of
from jobs.workflow import State

SHELVES = {SearchShelf.CHECKED: "checked", SearchShelf.PUBLISHED: "published", SearchShelf.ARCHIVE: "archive"}


def source_of(row, *, with_address=True):
    if not row.source_name:
        return None
    return {
        "name": row.source_name,
        "url": (row.source_url if with_address else "") or None,
        "date": row.source_date or None,
    }


def pages_of(row, base):
    """Addresses of its page in both languages; ``base``: scheme and host."""
    path = row.get_absolute_url()
    return {"page": f"{base}{path}", "page_en": f"{base}/en{path}"}


def _country(country):
    return {"iso2": country.iso2, "name": country.name, "name_en": country.name_en}


def _occupation(row):
    if not row.occupation_id:
        return None
    found = row.occupation
    return {"isco08": found.isco08, "title": found.title, "title_en": found.title_en or None}


def _party(known, as_published, slug=None):
    name = known.name if known else as_published
    return {"name": name, "slug": slug} if name else None


def vacancy(row, *, rates, cost_rules, base):
    """``row`` comes with page details and ``is_listed``; ``rates``: {currency: ExchangeRate}; ``cost_rules``: of the day."""
    company = row.placement_company
    shelf = SearchShelf.ARCHIVE
    if row.is_listed:
        shelf = SearchShelf.CHECKED if row.state == State.OPEN else SearchShelf.PUBLISHED
    return pages_of(row, base) | {
        "number": row.number,
        "title": row.title,
        "title_en": row.title_en or None,
        "state": row.state,
        "shelf": SHELVES[shelf],
        "is_demo": row.is_demo,
        "is_traineeship": row.is_traineeship,
        "country": _country(row.destination.country) if row.destination_id else None,
        "city": row.city or None,
        "occupation": _occupation(row),
        "occupation_as_published": row.occupation_as_published or None,
        "scheme": row.scheme or None,
        "scheme_as_published": row.scheme_as_published or None,
        "employer_kind": row.employer_kind or None,
        "employer": _party(row.employer, row.employer_as_published),
        "placement_company": _party(company, row.placement_company_as_published, company.slug if company else None),
        "partner_agency": _party(row.partner_agency, row.partner_agency_as_published),
        "description": row.description or None,
        "places": {"total": row.quota_total, "male": row.quota_male, "female": row.quota_female},
        "pay": _pay(row),
        "pay_estimate": _estimate(row, rates.get(row.currency)),
        "cost": _cost(row, cost_rules),
        "terms": _terms(row),
        "needs": _needs(row),
        "opens_on": row.opens_on,
        "closes_on": row.closes_on,
        "verification": _verification(row),
        # An invented vacancy borrows a real source's name; its address would prove nothing.
        "source": source_of(row, with_address=not row.is_demo),
    }


def _has_pay(row):
    return row.wage_amount_min is not None or row.wage_amount_max is not None


def _pay(row):
    if not _has_pay(row):
        return None
    return {
        "lowest": row.wage_amount_min,
        "highest": row.wage_amount_max,
        "currency": row.currency,
        "period": row.wage_period,
    }


def _estimate(row, rate):
    if not _has_pay(row) or rate is None:
        return None
    lowest, highest = (
        None if amount is None else round(amount * rate.rupiah) for amount in (row.wage_amount_min, row.wage_amount_max)
    )
    return {
        "lowest": lowest,
        "highest": highest,
        "currency": "IDR",
        "period": row.wage_period,
        "rate": rate.rupiah,
        "rate_date": rate.on,
        "rate_source": source_of(rate),
    }


def _cost(row, cost_rules):
    lines = [
        {
            "component": item.component,
            "payer": item.payer,
            "amount": item.amount,
            "currency": item.currency,
            "is_refundable": item.is_refundable,
            "legal_basis": item.legal_basis or None,
            "note": item.note or None,
        }
        for item in row.cost_items.all()
    ]
    return {"kind": cost_of(row, cost_rules).kind, "lines": lines or None, "note": row.cost_note or None}


def _terms(row):
    return {
        "contract_months": row.contract_months,
        "hours_per_day": row.hours_per_day,
        "days_per_week": row.days_per_week,
        "overtime": row.overtime_rule or None,
        "annual_leave_days": row.annual_leave_days,
        "accommodation": row.accommodation or None,
        "meals": row.meals or None,
        "insurance": row.insurance or None,
    }


def _needs(row):
    return {
        "age_min": row.age_min,
        "age_max": row.age_max,
        "education_min": row.education_min or None,
        "education_as_published": row.education_as_published or None,
        "language": row.language_requirement or None,
        "experience_months": row.experience_months,
        "other": row.other_requirements or None,
    }


def _verification(row):
    # What one officer found is the office's own affair until a second one has opened it.
    found = {check.kind: check for check in row.proofs()} if row.has_public_proofs else {}
    proofs = {kind.value: _proof(found[kind]) if kind in found else None for kind in CheckKind}
    return proofs | {"is_complete": row.is_fully_checked and row.is_listed}


def _proof(check):
    return {
        "date": check.checked_on,
        "office": check.office.name,
        "reference": check.reference,
        "reference_date": check.reference_date,
    }


def company(row, *, register_date, base):
    """``row`` comes with its statements, newest first."""
    statements = list(row.statements.all())
    return pages_of(row, base) | {
        "slug": row.slug,
        "name": row.name,
        "licence_number": row.licence_number or None,
        "city": row.city or None,
        "province": row.province or None,
        "standing": {"kind": standing.of(statements, register_date).kind, "register_date": register_date or None},
        "statements": [_statement(statement) for statement in statements if standing.may_be_shown(statement)],
        "is_demo": row.is_demo,
    }


def _statement(statement):
    decides = standing.decides(statement)
    return {
        "basis": statement.basis,
        "decision": statement.status if decides else None,
        "decision_number": (statement.decision_number or None) if decides else None,
        "concerns_one_branch_only": statement.is_about_branch,
        "licence_valid_until": statement.licence_until,
        "source": source_of(statement),
    }


def destination(row, *, base):
    """``row`` comes with its country and ``rules_in_force``, these with their occupation."""
    return pages_of(row, base) | {
        "iso2": row.country_id,
        "name": row.country.name,
        "name_en": row.country.name_en,
        "openness": law_of(row.rules_in_force).openness,
        "rules": [_rule(rule) for rule in row.rules_in_force],
        "mission": row.mission or None,
        "languages": row.languages or None,
        "languages_en": row.languages_en or None,
        "is_checked": row.is_checked,
        "source": source_of(row),
    }


def _rule(rule):
    return {
        "action": rule.action,
        "employer_kind": rule.employer_kind or None,
        "occupation": _occupation(rule),
        "valid_from": rule.valid_from,
        "valid_to": rule.valid_to,
        "legal_basis": rule.legal_basis,
        "legal_basis_en": rule.legal_basis_en or None,
        "is_checked": rule.is_checked,
        "source": source_of(rule),
    }


def figure(row):
    """``row`` comes from ``with_disagreement().newest_first()``."""
    return {
        "kind": row.kind,
        "value": row.value,
        "country": _country(row.country) if row.country_id else None,
        "country_as_published": row.country_name or None,
        "province": {"code": row.province.code, "name": row.province.name} if row.province_id else None,
        "province_as_published": row.province_name or None,
        "regency_as_published": row.regency_name or None,
        "sex": row.sex or None,
        "sector": row.sector or None,
        "scheme": row.scheme or None,
        "period_from": row.period_from or None,
        "period_to": row.period_to or None,
        "period_as_published": row.period_note or None,
        "note": row.note or None,
        "differs_between_sources": row.is_disputed,
        "source": source_of(row),
    }
