"""Vacancies as they are: by default reported thirty days ago, current, for a care job in open Taiwan."""

from datetime import timedelta

import factory

from jobs.choices import (
    CheckKind,
    CostComponent,
    CostStance,
    EmployerKind,
    FigureKind,
    Instead,
    LicenceStatus,
    Milestone,
    Payer,
    RuleAct,
    RuleAction,
    Scheme,
    StatusBasis,
)
from jobs.models import (
    AgeRule,
    Check,
    CompanyStatement,
    CostItem,
    CostRule,
    Destination,
    Employer,
    ExchangeRate,
    Occupation,
    PaperRule,
    PartnerAgency,
    PlacementCompany,
    PlacementRule,
    ProcedureRule,
    ProofRule,
    PublishedFigure,
    RecruitmentPermit,
    RuleDraft,
    Vacancy,
    VacancySearch,
    ValidityRule,
)
from jobs.names import company_key, title_key
from jobs.way_lines import way_of
from jobs.workflow import State
from portal.accounts.models import User
from portal.lib.dates import WIB, parse_partial, today_in
from tests.factories.places import CountryFactory, OfficeFactory


def a_way(*milestones, **changed):
    """A way over these milestones (all when none are named), each after the one before.

    ``changed``: {milestone: what its step says otherwise}.
    """
    order = [Milestone(one) for one in milestones or Milestone]
    lines = [
        f"{one} | person | {before} | | | {one.name} | {one.label}"
        for before, one in zip(["", *order], order, strict=False)
    ]
    way, problems = way_of("\n".join(lines))
    assert not problems, problems
    return [step | changed.get(step["milestone"], {}) for step in way]


def days_ago(days):
    return today_in(WIB) - timedelta(days=days)


class DestinationFactory(factory.django.DjangoModelFactory):
    """Taiwan without any rule, so closed; ``open=True`` opens it, ``household_stopped=True`` stops household work."""

    class Meta:
        model = Destination
        django_get_or_create = ["country"]
        skip_postgeneration_save = True

    country = factory.SubFactory(CountryFactory)
    mission = "KDEI Taipei"
    languages = "Mandarin"
    languages_en = "Mandarin"
    source_name = "Laporan Contoh"
    source_date = "2025"

    @factory.post_generation
    def open(destination, create, wanted):
        if create and wanted and not destination.rules.filter(action=RuleAction.OPEN).exists():
            PlacementRuleFactory(destination=destination)

    @factory.post_generation
    def household_stopped(destination, create, wanted):
        if create and wanted:
            PlacementRuleFactory(
                destination=destination, employer_kind=EmployerKind.HOUSEHOLD, action=RuleAction.STOPPED
            )


class PublishedFigureFactory(factory.django.DjangoModelFactory):
    """Placements to Taiwan in 2024, as one source counts them."""

    class Meta:
        model = PublishedFigure

    kind = FigureKind.PLACEMENTS
    country = factory.SubFactory(CountryFactory)
    country_name = "Taiwan"
    period_from = "2024"
    period_to = "2024"
    sort_day = "2024-12-31"
    value = 84581
    source_name = "Laporan Contoh"
    source_date = "2025"


class OccupationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Occupation
        django_get_or_create = ["isco08"]

    isco08 = "5321"
    title = "Perawat lansia di panti"
    title_en = "Health-care assistant"


class PlacementRuleFactory(factory.django.DjangoModelFactory):
    """Opens the whole country, without limit in time."""

    class Meta:
        model = PlacementRule

    destination = factory.SubFactory(DestinationFactory)
    action = RuleAction.OPEN
    legal_basis = "Keputusan Contoh 1/2025"
    legal_basis_en = "Example decision 1/2025"
    source_name = "Kementerian Contoh"
    source_date = "2025"


class PlacementCompanyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PlacementCompany

    name = factory.Sequence(lambda n: f"PT Contoh Karya {n}")
    name_key = factory.LazyAttribute(lambda company: company_key(company.name))
    slug = factory.LazyAttribute(lambda company: company.name_key.replace(" ", "-"))
    licence_number = factory.Sequence(lambda n: f"{8120000000000 + n}")
    city = "Bekasi"
    province = "Jawa Barat"


class CompanyStatementFactory(factory.django.DjangoModelFactory):
    """Stands in a copy of the register; traits for what decisions and news say."""

    class Meta:
        model = CompanyStatement

    class Params:
        suspended = factory.Trait(status=LicenceStatus.SUSPENDED, basis=StatusBasis.DECISION)
        revoked = factory.Trait(status=LicenceStatus.REVOKED, basis=StatusBasis.DECISION)
        sanction_ended = factory.Trait(basis=StatusBasis.SANCTION_ENDED)
        reported = factory.Trait(basis=StatusBasis.REPORTED)
        suspicion = factory.Trait(status="", basis="", note="Diduga menampung tanpa dokumen")

    company = factory.SubFactory(PlacementCompanyFactory)
    name_as_published = factory.LazyAttribute(lambda statement: statement.company.name)
    status = LicenceStatus.ACTIVE
    basis = StatusBasis.REGISTER_LISTING
    source_name = "SISKOP2MI, salinan"
    source_url = "https://contoh.test/daftar"
    source_date = "2026-09-17"
    said_from = factory.LazyAttribute(lambda statement: first_day(statement.source_date))


def first_day(source_date):
    return parse_partial(source_date).first if source_date else None


class RecruitmentPermitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RecruitmentPermit

    company = factory.SubFactory(PlacementCompanyFactory)
    number = factory.Sequence(lambda n: f"SIP2MI-CONTOH-{n}")
    destination = factory.SubFactory(DestinationFactory)
    valid_until = factory.LazyFunction(lambda: days_ago(-300))


class EmployerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Employer

    name = factory.Sequence(lambda n: f"Contoh Care Home {n}")
    kind = EmployerKind.CORPORATE
    country = factory.SubFactory(CountryFactory)


class VacancyFactory(factory.django.DjangoModelFactory):
    """Reported, current, country open.

    ``checked=True``: open with all four checks; ``old``: its source is older than a year; ``closed``: its closing
    date was yesterday; ``traineeship``; ``household``: work in a household.
    """

    class Meta:
        model = Vacancy
        skip_postgeneration_save = True

    class Params:
        old = factory.Trait(source_from=factory.LazyFunction(lambda: days_ago(400)))
        closed = factory.Trait(
            opens_on=factory.LazyFunction(lambda: days_ago(20)), closes_on=factory.LazyFunction(lambda: days_ago(1))
        )
        traineeship = factory.Trait(is_traineeship=True, title=factory.Sequence(lambda n: f"Magang pertanian {n}"))
        household = factory.Trait(employer_kind=EmployerKind.HOUSEHOLD)

    state = State.REPORTED
    title = factory.Sequence(lambda n: f"Perawat panti lansia di Taoyuan {n}")
    title_key = factory.LazyAttribute(lambda vacancy: title_key(vacancy.title))
    occupation_as_published = "Perawat lansia"
    destination = factory.SubFactory(DestinationFactory, open=True)
    scheme = Scheme.P_TO_P
    scheme_as_published = "P2P"
    employer_kind = EmployerKind.CORPORATE
    source_name = "Warta Contoh"
    source_url = factory.Sequence(lambda n: f"https://contoh.test/lowongan/{n}")
    source_from = factory.LazyFunction(lambda: days_ago(30))
    source_date = factory.LazyAttribute(lambda vacancy: vacancy.source_from.isoformat() if vacancy.source_from else "")
    sort_day = factory.LazyAttribute(lambda vacancy: vacancy.source_from or vacancy.opens_on or "1900-01-01")

    @factory.post_generation
    def checked(vacancy, create, wanted):
        if create and wanted:
            vacancy.state = State.OPEN
            vacancy.save(update_fields=["state"])
            for kind in CheckKind:
                CheckFactory(vacancy=vacancy, kind=kind)

    @factory.post_generation
    def found(vacancy, create, wanted):
        """As the act that makes it would: a visitor finds it."""
        if create and wanted is not False:
            VacancySearch.objects.refresh(Vacancy.objects.filter(pk=vacancy.pk))


class CheckerFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        django_get_or_create = ["email"]

    name = "Yosefina Bria"
    email = "petugas-cek@contoh.test"


class CheckFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Check

    vacancy = factory.SubFactory(VacancyFactory)
    kind = CheckKind.LICENCE
    office = factory.SubFactory(OfficeFactory)
    checked_by = factory.SubFactory(CheckerFactory)
    checked_on = factory.LazyFunction(lambda: days_ago(3))
    reference = "Berkas Contoh 12/2026"


class CostItemFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = CostItem

    vacancy = factory.SubFactory(VacancyFactory)
    component = CostComponent.TICKET_OUT
    payer = Payer.EMPLOYER
    amount = 3_500_000


class CostRuleFactory(factory.django.DjangoModelFactory):
    """Any work anywhere costs the candidate nothing, without limit in time."""

    class Meta:
        model = CostRule

    stance = CostStance.ZERO
    legal_basis = "Keputusan Contoh 9/2020"
    source_name = "Kementerian Contoh"
    source_date = "2020"


class RuleDraftFactory(factory.django.DjangoModelFactory):
    """A ban of the whole of Taiwan from today on, drafted; ``waiting=True``: handed in to the second person."""

    class Meta:
        model = RuleDraft

    class Params:
        waiting = factory.Trait(state=RuleDraft.State.WAITING)

    kind = "placement"
    act = RuleAct.ADD
    facts = factory.LazyFunction(
        lambda: {
            "destination": DestinationFactory(open=True).pk,
            "employer_kind": "",
            "occupation": None,
            "action": RuleAction.BANNED,
        }
    )
    decree_number = "Keputusan Contoh 12/2026"
    article = "3"
    decree_date = factory.LazyFunction(lambda: days_ago(2))
    source_name = "JDIH Contoh"
    drafted_by = factory.SubFactory(CheckerFactory)


class PaperRuleFactory(factory.django.DjangoModelFactory):
    """A placement through a company needs the identity card, without limit in time."""

    class Meta:
        model = PaperRule

    scheme = Scheme.P_TO_P
    paper = "ktp"
    need = "required"
    legal_basis = "UU 18/2017 pasal 13"
    legal_basis_en = "Law 18/2017, article 13"
    source_name = "Kementerian Contoh"
    source_date = "2017"


class ValidityRuleFactory(factory.django.DjangoModelFactory):
    """The police record letter counts for half a year under every scheme."""

    class Meta:
        model = ValidityRule

    paper = "skck"
    months = 6
    counted = "from_issue"
    legal_basis = "Keputusan Contoh 3/2024"
    source_name = "Kementerian Contoh"
    source_date = "2024"


class ProcedureRuleFactory(factory.django.DjangoModelFactory):
    """A placement through a company in two steps, without limit in time."""

    class Meta:
        model = ProcedureRule

    scheme = Scheme.P_TO_P
    steps = "Daftar: Di Disnaker.\nBerangkat"
    steps_en = "Register: At the labour office.\nDeparture"
    legal_basis = "UU 18/2017"
    source_name = "Kementerian Contoh"
    source_date = "2017"

    class Params:
        # Somebody can apply under it: every milestone, each after the one before.
        walked = factory.Trait(way=factory.LazyFunction(lambda: a_way()))


class ProofRuleFactory(factory.django.DjangoModelFactory):
    """Who goes on one's own has no placement company, so no licence."""

    class Meta:
        model = ProofRule

    scheme = Scheme.PERSEORANGAN
    proof = CheckKind.LICENCE
    instead = Instead.NO_PAPER
    text = "Tanpa perusahaan"
    text_en = "Without a company"
    legal_basis = "UU 18/2017 pasal 63"
    source_name = "Kementerian Contoh"
    source_date = "2017"


class AgeRuleFactory(factory.django.DjangoModelFactory):
    """Nobody goes before eighteen."""

    class Meta:
        model = AgeRule

    min_age = 18
    legal_basis = "UU 18/2017 pasal 5"
    source_name = "Kementerian Contoh"
    source_date = "2017"


class PartnerAgencyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = PartnerAgency

    name = factory.Sequence(lambda n: f"Contoh Agency {n}")
    country = factory.SubFactory(CountryFactory)


class OrderFactory(VacancyFactory):
    """A complete order of a placement company in check, with its permit; ``proven=True``: all four proofs given."""

    state = State.IN_CHECK
    job_order_number = factory.Sequence(lambda n: f"JO-CONTOH-{n}")
    occupation = factory.SubFactory(OccupationFactory)
    employer = factory.SubFactory(EmployerFactory)
    placement_company = factory.SubFactory(PlacementCompanyFactory)
    permit = factory.LazyAttribute(
        lambda vacancy: RecruitmentPermitFactory(company=vacancy.placement_company, destination=vacancy.destination)
    )
    wage_amount_min = 28590
    currency = "TWD"
    wage_period = "month"
    contract_months = 36
    closes_on = factory.LazyFunction(lambda: days_ago(-40))

    @factory.post_generation
    def proven(vacancy, create, wanted):
        if create and wanted:
            for kind in CheckKind:
                CheckFactory(vacancy=vacancy, kind=kind)


class ExchangeRateFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ExchangeRate

    currency = "TWD"
    on = factory.LazyFunction(lambda: days_ago(1))
    rupiah = 512
    source_name = "Bank Contoh"
    source_url = "https://contoh.test/kurs"
    source_date = factory.LazyAttribute(lambda rate: rate.on.isoformat())
