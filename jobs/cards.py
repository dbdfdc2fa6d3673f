"""One vacancy as one card of a list: every shown value ready to print."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from jobs import wording
from jobs.costs import said_of
from jobs.models.card_row import CardRow, cost_rules
from jobs.models.vacancy import slug_of
from portal.lib.dates import short_date
from portal.lib.language import in_page_language, is_english


@dataclass(frozen=True, slots=True)
class Card:
    row: CardRow  # what it is made from
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


def cards_of(rows, day, *, is_archived=False):
    """The Cards of these CardRows, for ``day``."""
    page = _Page(day, is_archived)
    return [page.card(row) for row in rows]


class _Page:
    """The cards of one page; what all of them say is looked up once."""

    def __init__(self, day, is_archived):
        self.day, self.is_archived, self.is_english = day, is_archived, is_english()
        self.cost_rules = cost_rules(day)
        self.any_address = reverse("jobs:vacancy_detail", args=["KODE", "judul"])
        self.your_cost, self.closes = _("Your cost"), _("Closes")
        self.checked, self.published = _("Checked %(day)s"), _("Published %(day)s")

    def card(self, row):
        cost = said_of(row, row.cost_lines, [rule for rule in self.cost_rules if rule.fits(row)])
        facts = [(self.your_cost, cost.text, cost.css)] if cost.is_known else []
        if found := wording.closing(row, self.day):
            facts.append((self.closes, *found))
        return Card(
            row=row,
            address=self.any_address.replace("KODE", row.number).replace("judul", slug_of(row.title)),
            title=in_page_language(row.title, row.title_en),
            language="id" if self.is_english and not row.title_en else "",
            iso2=row.iso2 or "?",
            where=self._where(row),
            pay=wording.pay(row, row.rupiah),
            facts=tuple(facts),
            seal=self._seal(row),
            published="" if row.is_fully_checked else self._published(row),
            remarks=tuple(self._remarks(row, cost)),
        )

    def _where(self, row):
        country = row.destination if row.destination_id else _("Country not stated")
        return ", ".join(part for part in (country, row.city, wording.company(row)) if part)

    def _seal(self, row):
        if self.is_archived or not row.is_fully_checked:
            return ""
        return self.checked % {"day": short_date(row.checked_on)}

    def _published(self, row):
        day = wording.source_day(row)
        return self.published % {"day": day} if day else _("Published, date unknown")

    def _remarks(self, row, cost):
        if not row.is_fully_checked and row.source_name:
            yield row.source_name
        if self.is_archived:
            yield " ".join(wording.why_archived(row, self.day))
        if needed := wording.education(row) or row.language_requirement:
            yield needed
        # On a card only what decides whether to read on; the vacancy's own page lists all that is missing.
        if missing := wording.not_stated(row, cost):
            yield _("Not stated: %(facts)s.") % {"facts": ", ".join(missing)}
