"""The shapes of what the open interface tells of vacancies, companies and countries.

Facts as they are kept: an amount in its own currency, an unknown one null (never 0), each with its source and date.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from ninja import Field, Schema

from jobs import standing
from jobs.choices import (
    CostComponent,
    Education,
    EmployerKind,
    FigureKind,
    LicenceStatus,
    Payer,
    Provision,
    RuleAction,
    Scheme,
    Sex,
    StatusBasis,
    WagePeriod,
)
from jobs.law import Openness
from jobs.workflow import State

Iso2 = Annotated[str, Field(pattern="^[A-Z]{2}$", description="ISO 3166-1 alpha-2")]
Currency = Annotated[str, Field(pattern="^[A-Z]{3}$", description="ISO 4217")]


class Source(Schema):
    name: str
    url: str | None
    date: str | None = Field(description="ISO 8601, maybe only a year or a month, as the source gives it")


class Country(Schema):
    iso2: Iso2
    name: str
    name_en: str


class Occupation(Schema):
    isco08: str
    title: str
    title_en: str | None


class Party(Schema):
    name: str
    slug: str | None = Field(description="of a placement company in this interface; null: only named by the source")


class Places(Schema):
    """As the permit or the source names them, not what is left: how many are taken is recorded nowhere here."""

    total: int | None
    male: int | None
    female: int | None


class Pay(Schema):
    lowest: Decimal | None
    highest: Decimal | None
    currency: Currency
    period: WagePeriod


class PayEstimate(Schema):
    """In rupiah by the newest rate on record; an estimate, never what the contract says."""

    lowest: int | None
    highest: int | None
    currency: Currency
    period: WagePeriod
    rate: Decimal
    rate_date: date
    rate_source: Source | None


class CostLine(Schema):
    component: CostComponent
    payer: Payer
    amount: Decimal
    currency: Currency
    is_refundable: bool
    legal_basis: str | None
    note: str | None


class Cost(Schema):
    kind: Literal["stated", "by_rule", "disputed", "unknown"] = Field(description="by_rule: nothing to pay")
    lines: list[CostLine] | None = Field(description="null: no cost is on record, which is not the same as no cost")
    note: str | None = Field(description="in the source's own words")


class Terms(Schema):
    contract_months: int | None
    hours_per_day: Decimal | None
    days_per_week: Decimal | None
    overtime: str | None
    annual_leave_days: int | None
    accommodation: Provision | None
    meals: Provision | None
    insurance: str | None


class Needs(Schema):
    age_min: int | None
    age_max: int | None
    education_min: Education | None
    education_as_published: str | None
    language: str | None
    experience_months: int | None
    other: str | None


class Proof(Schema):
    date: date
    office: str
    reference: str
    reference_date: date | None


class Verification(Schema):
    """The four checks; null: not done, or not found to be enough."""

    is_complete: bool = Field(description="all four checks stand and the vacancy is open")
    licence: Proof | None
    permit: Proof | None
    mission: Proof | None
    rules: Proof | None


class Vacancy(Schema):
    number: str
    page: str
    page_en: str
    title: str
    title_en: str | None
    state: State
    shelf: str = Field(description="checked, published (by a source, not checked here) or archive (not open)")
    is_demo: bool = Field(description="true: invented, for demonstration only")
    is_traineeship: bool
    country: Country | None
    city: str | None
    occupation: Occupation | None
    occupation_as_published: str | None
    scheme: Scheme | None
    scheme_as_published: str | None
    employer_kind: EmployerKind | None
    employer: Party | None
    placement_company: Party | None
    partner_agency: Party | None
    description: str | None
    places: Places
    pay: Pay | None
    pay_estimate: PayEstimate | None
    cost: Cost
    terms: Terms
    needs: Needs
    opens_on: date | None
    closes_on: date | None
    verification: Verification
    source: Source | None


class Statement(Schema):
    basis: StatusBasis
    decision: LicenceStatus | None = Field(description="what a published decision says; null: this is no decision")
    decision_number: str | None
    concerns_one_branch_only: bool
    licence_valid_until: date | None
    source: Source | None


class Standing(Schema):
    kind: standing.Kind
    register_date: str | None = Field(description="of the newest copy of the ministry's list that this portal has")


class Company(Schema):
    slug: str
    page: str
    page_en: str
    name: str
    licence_number: str | None
    city: str | None
    province: str | None
    standing: Standing
    statements: list[Statement]
    is_demo: bool


class Rule(Schema):
    action: RuleAction
    employer_kind: EmployerKind | None = Field(description="null: any")
    occupation: Occupation | None = Field(description="null: any")
    valid_from: date | None
    valid_to: date | None
    legal_basis: str
    legal_basis_en: str | None
    is_checked: bool = Field(description="read in the decree itself by a person with authority")
    source: Source | None


class Destination(Schema):
    iso2: Iso2
    page: str
    page_en: str
    name: str
    name_en: str
    openness: Openness
    rules: list[Rule] = Field(description="in force today; without a rule a country counts as not open")
    mission: str | None
    languages: str | None
    languages_en: str | None
    is_checked: bool = Field(description="mission and languages were confirmed by a person with authority")
    source: Source | None


class Province(Schema):
    code: str = Field(description="of the Ministry of Home Affairs (Kemendagri)")
    name: str


class Figure(Schema):
    """What one source counts for one time. Never add figures up: sources count in different ways."""

    kind: FigureKind = Field(description="what is counted; remittances in rupiah")
    value: int
    country: Country | None
    country_as_published: str | None
    province: Province | None = Field(description="null: the whole of Indonesia, or a name that is no province")
    province_as_published: str | None
    regency_as_published: str | None
    sex: Sex | None = Field(description="null: both, or not told apart")
    sector: str | None
    scheme: str | None
    period_from: str | None = Field(description="ISO 8601, maybe only a year or a month")
    period_to: str | None
    period_as_published: str | None
    note: str | None
    differs_between_sources: bool = Field(description="another source gives another value for the same thing and time")
    source: Source


class VacancyPage(Schema):
    items: list[Vacancy]
    count: int = Field(description="of all that fit, as far as counted")
    count_is_exact: bool = Field(description="false: there are more than counted")
    next: str | None = Field(description="address of the next page; null on the last one")


class CompanyPage(Schema):
    items: list[Company]
    next: str | None = Field(description="address of the next page; null on the last one")


class DestinationPage(Schema):
    items: list[Destination]
    next: str | None = Field(description="always null: all of them stand on one page")


class FigurePage(Schema):
    items: list[Figure]
    next: str | None = Field(description="address of the next page; null on the last one")


class Refusal(Schema):
    parameter: str
    detail: str
    detail_en: str


class Problem(Schema):
    """RFC 9457."""

    type: str
    title: str
    title_en: str
    status: int
    errors: list[Refusal] | None = None
