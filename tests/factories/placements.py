"""Cases on their way to departure; what the database demands of a state comes along."""

import factory

from jobs.choices import Milestone
from jobs.workflow import State as VacancyState
from registrations.placements.models import OwnOffer, Placement
from registrations.placements.workflow import State
from registrations.workflow import State as RegistrationState
from tests.factories.accounts import UserFactory
from tests.factories.jobs import ProcedureRuleFactory, RecruitmentPermitFactory, VacancyFactory, days_ago
from tests.factories.registrations import RegistrationFactory

# Through a company: milestone and station.
ORDER = (
    ("applied", 2), ("selected", 2), ("placement_agreed", 3), ("fit", 4), ("competent", 4), ("passport_ok", 4),
    ("insured", 5), ("visa_ok", 5), ("opp_scheduled", 6), ("opp_done", 6), ("contracted", 6), ("ready", 6),
    ("departed", 6), ("at_work", 6),
)  # fmt: skip
BEFORE_CARD = [milestone for milestone, _station in ORDER[:11]]


def way(order=ORDER, **changes):
    """Steps that come one after the other; ``changes``: {milestone: facts of its step}."""
    steps, before = [], []
    for milestone, station in order:
        facts = {"milestone": milestone, "station": station, "actor": "bp3mi", "after": before, "due": ""}
        facts |= {"guards": [], "days": None, "title": milestone, "title_en": milestone}
        steps.append(facts | changes.get(milestone, {}))
        before = [milestone]
    return steps


class WayFactory(ProcedureRuleFactory):
    """The procedure of a placement through a company, with every milestone."""

    way = factory.LazyFunction(way)


class OpenVacancyFactory(VacancyFactory):
    """Opened by officers, with a permit in force, three places and a closing date ahead."""

    state = VacancyState.OPEN
    closes_on = factory.LazyFunction(lambda: days_ago(-30))
    quota_total = 3
    permit = factory.SubFactory(
        RecruitmentPermitFactory,
        destination=factory.SelfAttribute("..destination"),
        company=factory.SelfAttribute("..placement_company"),
    )
    placement_company = factory.SubFactory("tests.factories.jobs.PlacementCompanyFactory")


class VerifiedFactory(RegistrationFactory):
    """A verified registration with its number in the official system."""

    state = RegistrationState.VERIFIED
    official_id = factory.Sequence(lambda n: f"CPMI-{n}")


class PlacementFactory(factory.django.DjangoModelFactory):
    """Applied to a vacancy; a later ``state`` comes with everything before it, a cleared one with its card."""

    class Meta:
        model = Placement

    registration = factory.SubFactory(VerifiedFactory)
    candidate = factory.SelfAttribute("registration.candidate")
    state = State.APPLIED
    door = "vacancy"
    vacancy = factory.SubFactory(OpenVacancyFactory)
    scheme = factory.SelfAttribute("vacancy.scheme")
    destination = factory.SelfAttribute("vacancy.destination")
    occupation = factory.SelfAttribute("vacancy.occupation")
    employer_kind = factory.SelfAttribute("vacancy.employer_kind")
    procedure = factory.SubFactory(WayFactory)
    required = factory.LazyFunction(lambda: BEFORE_CARD)
    office = factory.SelfAttribute("registration.office")
    regency = factory.SelfAttribute("registration.regency")
    verified_by = factory.SelfAttribute("registration.verified_by")

    class Params:
        is_cleared = factory.LazyAttribute(lambda case: case.state in {"ready", "departed", "at_work"})

    @factory.lazy_attribute
    def reached(case):
        order = list(Milestone.values)
        return order[: order.index(case.state) + 1] if case.state in order else ["applied"]

    e_card_number = factory.Maybe("is_cleared", factory.Sequence(lambda n: f"E-KPMI-{n}"), "")
    planned_departure_on = factory.Maybe("is_cleared", factory.LazyFunction(lambda: days_ago(-20)), None)
    cleared_by = factory.Maybe("is_cleared", factory.SubFactory(UserFactory), None)


class OwnOfferFactory(factory.django.DjangoModelFactory):
    """Told to the end, from a company in Poland."""

    class Meta:
        model = OwnOffer

    title = "Pengembang perangkat lunak"
    employer_name = "Contoh Sp. z o.o."
    employer_address = "ul. Przykładowa 1, Kraków"
    employer_contact = "https://contoh.test"
    found_by = "internet"
    asked_for_money = False
    wage_amount_min = 9000
    currency = "PLN"
    wage_period = "month"
    city = "Kraków"
    contract_months = 24


class OfferCaseFactory(PlacementFactory):
    """By an own offer; in preparation unless ``state`` says otherwise."""

    state = State.DRAFT
    door = "own_offer"
    vacancy = None
    own_offer = factory.SubFactory(OwnOfferFactory)
    scheme = "PERSEORANGAN"
    destination = factory.SubFactory("tests.factories.jobs.DestinationFactory", open=True)
    occupation = factory.SubFactory("tests.factories.jobs.OccupationFactory")
    employer_kind = "corporate"
    procedure = factory.SubFactory(WayFactory, scheme="PERSEORANGAN")
