"""What a list knows of its vacancies, asked in three questions for a whole page: no objects, no more than is shown."""

from collections import defaultdict, namedtuple

from jobs.models.cost import CostItem, CostRule
from jobs.models.sources import day_of_source
from jobs.models.vacancy import Vacancy
from jobs.workflow import State
from portal.lib import prepared
from portal.lib.language import in_page_language

# As jobs.wording and jobs.costs read them of a Vacancy, and where they come from.
_COLUMNS = {
    name: name
    for name in (
        "pk", "number", "state", "title", "title_en", "city", "employer_kind", "destination_id", "occupation_id",
        "placement_company_id", "placement_company_as_published", "employer_id", "employer_as_published", "quota_total", "quota_male",
        "quota_female", "wage_amount_min", "wage_amount_max", "currency", "wage_period", "closes_on", "education_min",
        "education_as_published", "language_requirement", "cost_note", "source_name", "source_date", "source_from",
        "sort_day", "updated_at", "is_traineeship", "is_redrafted", "is_demo",
        "is_country_open", "is_listed", "checked_on", "rupiah",
    )
} | {
    "iso2": "destination__country",
    "country": "destination__country__name",
    "country_en": "destination__country__name_en",
    "placement_company": "placement_company__name",
    "is_company_barred": "placement_company__is_barred",
    "permit_ends_on": "permit__valid_until",
}  # fmt: skip
_CostLine = namedtuple("_CostLine", "vacancy component payer amount currency")


class _CostRule(namedtuple("_CostRule", "destination_id occupation_id component stance")):
    __slots__ = ()
    fits = CostRule.fits


class CardRow(namedtuple("CardRow", [*_COLUMNS, "cost_lines"])):
    """A vacancy as far as its card shows it; reads like a Vacancy of ``with_standing``, ``with_card_facts``."""

    __slots__ = ()

    @property
    def destination(self):
        return in_page_language(self.country, self.country_en)

    @property
    def has_all_checks(self):
        return self.checked_on is not None

    @property
    def is_fully_checked(self):
        return self.state == State.OPEN and self.has_all_checks

    @property
    def source_day(self):
        return day_of_source(self.source_date)


def card_rows(keys, day):
    """The CardRows of these vacancies in this order, by the law and the rates of ``day``; of what is gone there is none."""
    found = {row[0]: row for row in prepared.rows(_facts, day, pk=keys)}
    lines = defaultdict(list)
    for line in map(_CostLine._make, prepared.rows(_cost_lines, vacancy_id=keys)):
        lines[line.vacancy].append(line)
    return [CardRow(*found[key], lines[key]) for key in keys if key in found]


def listed_card_rows(keys, day):
    """Of those that stand on an open shelf: another act may have come between a search row and this look."""
    return [row for row in card_rows(keys, day) if row.is_listed]


def _facts(day):
    vacancies = Vacancy.objects.with_standing(day).with_is_listed(day).with_card_facts(day)
    return vacancies.order_by().values_list(*_COLUMNS.values())


def cost_rules(day):
    """The CostRules in force on ``day`` as far as cards ask them."""
    return [_CostRule(*rule) for rule in prepared.rows(_cost_rules, day)]


def _cost_rules(day):
    return CostRule.objects.in_force(day).order_by().values_list(*_CostRule._fields)


def _cost_lines():
    return CostItem.objects.order_by().values_list("vacancy_id", "component", "payer", "amount", "currency")
