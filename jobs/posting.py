"""A vacancy as schema.org's JobPosting, for search engines: what is stated and checked, nothing else."""

import json
from datetime import datetime, time

from django.utils.html import escape
from django.utils.safestring import mark_safe

from jobs import wording
from jobs.choices import Education
from portal.lib.dates import WIB

LAST_SECOND = time(23, 59, 59)
# What may not stand in a script element, as JSON writes it.
ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
# The vocabulary knows no primary or junior secondary school.
_CREDENTIALS = {
    Education.SMA: "high school", Education.D2: "associate degree", Education.D3: "associate degree",
    Education.S1: "bachelor degree",
}  # fmt: skip


def posting(vacancy, page, *, base):
    """JSON to stand in a page, or "" when this is no posting to vouch for.

    ``page``: its VacancyPage. Only an open vacancy with its four checks; never an invented one, nor one whose employer
    nobody named.
    """
    employer = wording.employer(vacancy)
    if not page.is_sealed or vacancy.is_demo or not employer or not vacancy.destination_id:
        return ""
    facts = {
        "@context": "https://schema.org/",
        "@type": "JobPosting",
        "title": vacancy.title_in_page_language,
        # Read as HTML there; line breaks may stay.
        "description": escape(vacancy.description or _stated(page)),
        "identifier": {"@type": "PropertyValue", "name": "Jalur Resmi", "value": vacancy.number},
        "url": base + vacancy.get_absolute_url(),
        # The day it was opened here: the posting is ours, whenever the order was given.
        "datePosted": vacancy.state_since.astimezone(WIB).date().isoformat(),
        "hiringOrganization": {"@type": "Organization", "name": employer},
        "jobLocation": {"@type": "Place", "address": _address(vacancy)},
        "directApply": False,
        # A bare day would end as it begins.
        "validThrough": datetime.combine(last, LAST_SECOND, WIB).isoformat() if (last := vacancy.last_day()) else None,
        "totalJobOpenings": vacancy.quota_total,
        "baseSalary": _pay(vacancy),
        "educationRequirements": _education(vacancy),
        "experienceRequirements": _experience(vacancy),
    }
    text = json.dumps({name: value for name, value in facts.items() if value is not None}, ensure_ascii=False)
    return mark_safe(text.translate(ESCAPES))  # noqa: S308 - escaped above


def _stated(page):
    needs = [f"{need.label} {need.text}".strip() for need in page.needs]
    return "\n".join([*needs, *(f"{fact.term}: {fact.value}" for fact in page.facts)])


def _address(vacancy):
    city = {"addressLocality": vacancy.city} if vacancy.city else {}
    return {"@type": "PostalAddress", "addressCountry": vacancy.destination.country_id} | city


def _pay(vacancy):
    lowest, highest = vacancy.wage_amount_min, vacancy.wage_amount_max
    if lowest is None and highest is None:
        return None
    amounts = {"minValue": lowest, "maxValue": highest} if lowest != highest else {"value": lowest}
    return {
        "@type": "MonetaryAmount",
        "currency": vacancy.currency,
        "value": {"@type": "QuantitativeValue", "unitText": vacancy.wage_period.upper()}
        | {name: float(amount) for name, amount in amounts.items() if amount is not None},
    }


def _education(vacancy):
    category = _CREDENTIALS.get(vacancy.education_min)
    return {"@type": "EducationalOccupationalCredential", "credentialCategory": category} if category else None


def _experience(vacancy):
    months = vacancy.experience_months
    return {"@type": "OccupationalExperienceRequirements", "monthsOfExperience": months} if months else None
