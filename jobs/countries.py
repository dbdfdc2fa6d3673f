"""The pages of destination countries: which are open, how many vacancies each has, what the page of one shows."""

from dataclasses import dataclass
from statistics import median

from jobs import search
from jobs.choices import Shelf, WagePeriod
from jobs.law import CountryLaw, Openness, law_of
from jobs.models import Destination, Vacancy
from jobs.search import CappedCount
from portal.lib import money
from portal.lib.language import in_page_language

# Pay is summed up over at most so many of a country's newest vacancies.
WAGE_SAMPLE = 1000


@dataclass(frozen=True)
class DestinationRow:
    """One country in a list."""

    iso2: str
    name: str
    address: str
    law: CountryLaw
    checked: CappedCount
    published: CappedCount

    @property
    def found(self):
        return self.checked + self.published


@dataclass(frozen=True)
class WageRow:
    """Pay as stated in the current vacancies of one country, in one currency and period; never converted."""

    currency: str
    count: int
    span: str
    middle: str


def overview(day):
    """All destinations with their law and their current vacancies, most vacancies first; three queries."""
    counted = search.counts(search.Wish(), Shelf.OPEN, day)
    rows = []
    for destination in Destination.objects.with_rules(day):
        checked, published = counted.in_country(destination.country_id)
        rows.append(
            DestinationRow(
                iso2=destination.country_id,
                name=str(destination.country),
                address=destination.get_absolute_url(),
                law=law_of(destination.rules_in_force),
                checked=checked,
                published=published,
            )
        )
    return sorted(rows, key=lambda row: (-row.checked.exact, -row.published.exact, row.law.is_closed, row.name))


def grouped(rows):
    """[(Openness, rows)] in the order open, partly, not opened, closed; empty groups left out."""
    order = (Openness.OPEN, Openness.PARTLY, Openness.CLOSED, Openness.NOT_OPENED)
    groups = [(openness, [row for row in rows if row.law.openness == openness]) for openness in order]
    return [(openness, found) for openness, found in groups if found]


def describe(destination, day):
    """What the page of one country shows besides its cards."""
    wish = search.Wish(countries=(destination.country_id,))
    checked, published = search.counts(search.Wish(), Shelf.OPEN, day).in_country(destination.country_id)
    newest = search.rows_of(wish, Shelf.OPEN, day).order_by("-published_on", "-vacancy_id")[:WAGE_SAMPLE]
    sample = Vacancy.objects.filter(
        pk__in=newest.values("vacancy"), wage_period=WagePeriod.MONTH, wage_amount_min__isnull=False
    )
    return {
        "law": law_of(destination.rules_in_force),
        "checked": checked,
        "published": published,
        "found": checked + published,
        "wages": wages(sample.values_list("currency", "wage_amount_min", "wage_amount_max")),
        # Of what no source or no date is recorded nothing is printed.
        "is_dated": bool(destination.source_name and destination.source_date),
        "languages": in_page_language(destination.languages, destination.languages_en),
    }


def wages(stated):
    """WageRow for each currency of ``stated``: triples of currency, lowest and highest (or None) monthly pay."""
    by_currency = {}
    for currency, lowest, highest in stated:
        by_currency.setdefault(currency, []).append((lowest, highest or lowest))
    return [
        WageRow(
            currency=currency,
            count=len(pairs),
            span=money.amount_range(min(low for low, _high in pairs), max(high for _low, high in pairs), currency),
            middle=money.amount(median(low for low, _high in pairs), currency),
        )
        for currency, pairs in sorted(by_currency.items())
    ]
