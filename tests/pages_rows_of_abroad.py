"""The rows of the pages of people at work abroad and home again."""

from jobs.models import ProcedureRule
from portal.places.models import OfficeCoverage
from registrations.models import Registration
from registrations.placements.abroad.services import report_problem
from registrations.placements.home.services import come_home, make_sheet, save_needs
from registrations.placements.models import Arrival, Departure, PlacementStep, Referral, WorkContract
from registrations.placements.workflow import State
from tests.factories.accounts import UserFactory, acting
from tests.factories.jobs import days_ago
from tests.factories.placements import PlacementFactory, VerifiedFactory, WayFactory
from tests.factories.places import CountryFactory, OfficeCoverageFactory, OfficeFactory
from tests.pages_rows import the_counter
from tests.pages_rows_of_papers import who_registers


def abroad(state=State.AT_WORK, *, months=24, gone=40, **facts):
    """Departed ``gone`` days ago, arrived the day after, for a contract of so many months."""
    procedure = ProcedureRule.objects.exclude(way=[]).filter(scheme="P_TO_P").first() or WayFactory()
    case = PlacementFactory(state=state, procedure=procedure, **facts)
    _row(case, "sign_work_contract", WorkContract(**_contract(months)))
    _row(case, "depart", Departure(left_on=days_ago(gone), port="Bandara El Tari", carrier="GA 1"))
    if state == State.AT_WORK:
        _row(case, "report_arrival", Arrival(arrived_on=days_ago(gone - 1), mission="KDEI Taipei"))
    return case


def _contract(months):
    facts = {"signed_on": days_ago(90), "is_for_job": True, "pay": 28590, "currency": "TWD", "period": "month"}
    return facts | {"hours_per_day": 8, "days_per_week": 6, "place": "Taoyuan", "months": months}


def _row(case, event, evidence):
    evidence.step = PlacementStep.objects.create(placement=case, event=event, source="ready", target="ready", version=0)
    evidence.save()


def with_problem(case, *, danger=False, words="Upah tiga bulan belum dibayar.", reach="message"):
    """The case, with a problem that its person told."""
    facts = {"kind": "unpaid", "in_danger": danger, "reach": reach}
    report_problem(acting(case.candidate.user), case, facts, words, seen=case.version, key=_key(case))
    case.refresh_from_db()
    return case


def _key(case):
    return f"0b1c3f00-5d0c-4b43-8d5a-{case.pk:012d}"


def back_home(case, why="done"):
    """The case, with its person home since yesterday."""
    come_home(acting(case.candidate.user), case, seen=case.version, came_on=days_ago(1), port="", why=why)
    case.refresh_from_db()
    return case


def _own(**facts):
    user = who_registers()
    own = Registration.objects.filter(candidate__user=user, official_id__isnull=False).first()
    own = own or VerifiedFactory(candidate__user=user, office=the_counter())
    return {"registration": own} | facts


def _of_counter():
    return {"registration__office": the_counter(), "registration__candidate__user": UserFactory()}


def an_own_departure():
    return {"number": abroad(State.DEPARTED, **_own()).number}


def an_own_work():
    return {"number": abroad(**_own()).number}


def an_own_return():
    case = back_home(abroad(**_own()))
    save_needs(acting(case.candidate.user), case, {"unpaid": "yes", "training": "later", "health": "no"})
    return {"number": case.number}


def an_own_certificate():
    case = back_home(abroad(**_own()))
    make_sheet(acting(case.candidate.user), case)
    return {"number": case.number}


def a_return_to_renew():
    an_own_return()
    return {}


def a_certificate():
    case = back_home(abroad())
    return {"code": make_sheet(acting(case.candidate.user), case).code}


def a_problem():
    return {"number": with_problem(abroad(**_of_counter())).number}


def some_problems():
    with_problem(abroad(**_of_counter()), danger=True)
    a_problem()
    return {}


def the_mission():
    """It answers for the country of the problems here."""
    if known := OfficeCoverage.objects.filter(office__code="perwakilan").first():
        return known.office
    office = OfficeFactory(code="perwakilan", kind="mission", province=None)
    return OfficeCoverageFactory(office=office, province=None, country=CountryFactory()).office


def some_returns():
    back_home(abroad(**_of_counter()))
    return {}


def a_return():
    case = back_home(abroad(**_of_counter()))
    save_needs(acting(case.candidate.user), case, {"unpaid": "yes", "training": "later"})
    return {"number": case.number}


def a_referral():
    number = a_return()["number"]
    return {"number": number, "referral": Referral.objects.get(placement__number=number).pk}
