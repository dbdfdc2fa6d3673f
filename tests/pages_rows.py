"""The rows that pages need before they can be opened: each function makes them and returns what the address names."""

from jobs.scans.services import keep
from jobs.workflow import State
from portal.accounts.acting import Acting
from portal.accounts.models import ClaimCode
from portal.accounts.roles import Role
from portal.lib.uploads import Upload
from portal.places.models import Office
from tests.factories.accounts import (
    ClaimFactory,
    MembershipFactory,
    a_paper,
    acting,
    an_invitation,
    new_version,
    take_paper,
)
from tests.factories.jobs import (
    CheckFactory,
    CompanyStatementFactory,
    CostItemFactory,
    CostRuleFactory,
    DestinationFactory,
    ExchangeRateFactory,
    OrderFactory,
    PaperRuleFactory,
    PartnerAgencyFactory,
    PlacementCompanyFactory,
    PlacementRuleFactory,
    PublishedFigureFactory,
    RecruitmentPermitFactory,
    RuleDraftFactory,
    VacancyFactory,
    days_ago,
)
from tests.factories.places import CountryFactory, OfficeFactory, ProvinceFactory
from tests.jobs.uploads import previewed


def a_vacancy():
    """One with all it may have: the four checks, pay, a cost, a company."""
    vacancy = VacancyFactory(checked=True, placement_company=PlacementCompanyFactory())
    CostItemFactory(vacancy=vacancy)
    return {"number": vacancy.number, "slug": vacancy.get_absolute_url().strip("/").split("/")[-1]}


def a_number():
    return {"number": VacancyFactory().number}


def a_destination():
    vacancy = VacancyFactory(destination=DestinationFactory(open=True, household_stopped=True))
    return {"iso2": vacancy.destination.country_id}


def a_company():
    statement = CompanyStatementFactory(suspended=True)
    VacancyFactory(placement_company=statement.company)
    return {"slug": statement.company.slug}


def some_vacancies():
    # A wide range: its figures must not stick out at 200 % text.
    VacancyFactory(
        checked=True, wage_amount_min=2_448_980, wage_amount_max=2_938_776, currency="KRW", wage_period="month"
    )
    VacancyFactory.create_batch(2)
    VacancyFactory(old=True)
    return {}


def some_companies():
    CompanyStatementFactory()
    CompanyStatementFactory(revoked=True)
    return {}


def an_order(**facts):
    order = OrderFactory(**facts)
    CheckFactory(vacancy=order)
    return {"number": order.number}


def orders_to_check():
    an_order()
    VacancyFactory(state=State.DRAFT)
    return {}


def some_figures():
    PublishedFigureFactory(province=ProvinceFactory(), province_name="Nusa Tenggara Timur")
    PublishedFigureFactory(source_name="Warta Contoh", value=130_600_000_000_000, period_note="Januari-Oktober")
    return {}


def a_province_with_figures():
    some_figures()
    return {"code": "53"}


def a_decision():
    CompanyStatementFactory(suspended=True, decision_number="SK-7/2026")
    return {}


def a_company_with_permits():
    permit = RecruitmentPermitFactory()
    CompanyStatementFactory(company=permit.company, suspended=True)
    return {"slug": permit.company.slug}


def a_permit():
    permit = RecruitmentPermitFactory()
    return {"slug": permit.company.slug, "pk": permit.pk}


def some_agencies():
    PartnerAgencyFactory()
    return {}


def some_rates():
    ExchangeRateFactory()
    return {}


def some_rules():
    """One of each standing, and a draft that waits."""
    PlacementRuleFactory(destination=DestinationFactory(open=True), employer_kind="household", valid_to=days_ago(9))
    PlacementRuleFactory(employer_kind="household", valid_from=days_ago(-9), action="stopped")
    CostRuleFactory(valid_from=days_ago(5), withdrawn_on=days_ago(5))
    RuleDraftFactory(waiting=True)
    return {}


def a_rule():
    return {"kind": "placement", "pk": PlacementRuleFactory().pk}


def a_rule_draft():
    VacancyFactory.create_batch(2)
    return {"pk": RuleDraftFactory(waiting=True).pk}


def a_step_of_a_rule():
    return a_rule_draft() | {"event": "hand_in"}


def a_draft():
    draft = OrderFactory(state=State.DRAFT)
    CostItemFactory(vacancy=draft)
    return {"number": draft.number}


def a_step():
    return an_order() | {"event": "return"}


def a_proof():
    return an_order() | {"kind": "permit"}


def a_scan():
    by = acting(MembershipFactory())
    return {"number": keep(by, Upload("pdf", b"%PDF-1.7 %%EOF", "0" * 64)).number}


def a_link():
    return {"token": an_invitation()[1]}


def some_offices():
    MembershipFactory()
    return {}


def an_office():
    return {"code": MembershipFactory().office.code}


def a_member():
    """A locked one, one that will soon be, and an invitation that somebody took."""
    locked = MembershipFactory(unused_days=90)
    MembershipFactory(office=locked.office, unused_days=50)
    an_invitation(MembershipFactory(role=Role.BP3MI_HEAD, office=locked.office))
    return {"code": locked.office.code}


def an_open_invitation():
    invitation = an_invitation()[0]
    return {"code": invitation.office.code, "pk": invitation.pk}


def a_taken_invitation():
    invitation = a_paper()[0]
    take_paper(invitation)
    return {"code": invitation.office.code, "pk": invitation.pk}


def a_paper_link():
    return {"token": a_paper()[1]}


def an_office_to_review():
    due = MembershipFactory(unused_days=50)
    MembershipFactory(office=due.office)
    return {"code": due.office.code}


def some_offices_to_review():
    an_office_to_review()
    return {}


def a_locked_membership():
    membership = MembershipFactory(unused_days=90)
    return {"code": membership.office.code, "pk": membership.pk}


def a_membership():
    membership = MembershipFactory()
    return {"code": membership.office.code, "pk": membership.pk}


def an_earlier_notice():
    new_version(None)
    return {"number": 1}


def an_earlier_consent_text():
    new_version("vacancy_news")
    return {"slug": "kabar-lowongan", "number": 1}


def some_passkey():
    # Nobody's: each of its pages asks first whether it is you.
    return {"pk": 1}


def the_counter():
    """The office in which the acts of the counter below are made and seen."""
    return Office.objects.filter(code="loket").first() or OfficeFactory(code="loket")


def an_act():
    return {"number": ClaimFactory(office=the_counter(), purpose=ClaimCode.Purpose.RECOVERY).number}


def a_queue():
    an_act()
    return {}


def an_upload():
    """A preview with a refused row and its sheet."""
    DestinationFactory()
    membership = MembershipFactory(office=the_counter())
    by, row = Acting(user=membership.user, membership=membership), {"destination_country_iso2": "TW"}
    return {"number": previewed(by, row, row | {"title": ""}).number}


def some_uploads():
    an_upload()
    return {}


def a_guide_page():
    DestinationFactory(country=CountryFactory(iso2="MY"))
    return {"slug": "malaysia-tanpa-surat"}


def a_paper_of_the_guide():
    CostRuleFactory()
    PaperRuleFactory(paper="passport")
    PaperRuleFactory(paper="passport", scheme="UKPS", need="if_asked", is_checked=True)
    return {"slug": "paspor"}
