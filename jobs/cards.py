"""One vacancy as one card of a list: every shown value ready to print."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from jobs import wording
from jobs.costs import cost_of
from portal.lib.dates import short_date


@dataclass(frozen=True)
class Card:
    address: str
    title: str
    language: str  # of the title, when it differs from the page's; else ""
    iso2: str  # "?" when the source names no country
    where: str
    pay: wording.Pay | None
    facts: tuple[tuple[str, str, str], ...]  # label, value, css
    seal: str  # "" unless all four checks stand
    published: str  # day of the source, for what nobody checked here
    remarks: tuple[str, ...]


def card(vacancy, *, day, rates, cost_rules, is_archived=False):
    """``vacancy`` comes from ``with_card_details()``; ``rates``: {currency: ExchangeRate}; ``cost_rules``: of ``day``."""
    facts, cost = [], cost_of(vacancy, cost_rules)
    if cost.is_known:
        facts.append((_("Your cost"), cost.text, cost.css))
    if found := wording.closing(vacancy, day):
        facts.append((_("Closes"), *found))
    return Card(
        address=vacancy.get_absolute_url(),
        title=vacancy.title_in_page_language,
        language=vacancy.title_language,
        iso2=vacancy.destination.country_id if vacancy.destination_id else "?",
        where=_where(vacancy),
        pay=wording.pay(vacancy, rates),
        facts=tuple(facts),
        seal="" if is_archived else _seal(vacancy),
        published="" if vacancy.is_fully_checked else _published(vacancy),
        remarks=tuple(_remarks(vacancy, day, cost, is_archived)),
    )


def _where(vacancy):
    country = str(vacancy.destination.country) if vacancy.destination_id else _("Country not stated")
    return ", ".join(part for part in (country, vacancy.city, wording.company(vacancy)) if part)


def _seal(vacancy):
    if not vacancy.is_fully_checked:
        return ""
    last = max(check.checked_on for check in vacancy.proofs())
    return _("Checked %(day)s") % {"day": short_date(last)}


def _published(vacancy):
    day = wording.source_day(vacancy)
    return _("Published %(day)s") % {"day": day} if day else _("Published, date unknown")


def _remarks(vacancy, day, cost, is_archived):
    if not vacancy.is_fully_checked and vacancy.source_name:
        yield vacancy.source_name
    if is_archived:
        yield " ".join(wording.why_archived(vacancy, day))
    if needed := wording.education(vacancy) or vacancy.language_requirement:
        yield needed
    # On a card only what decides whether to read on; the vacancy's own page lists all that is missing.
    if missing := wording.not_stated(vacancy, cost):
        yield _("Not stated: %(facts)s.") % {"facts": ", ".join(missing)}
