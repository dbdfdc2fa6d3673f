"""From the roster of a programme: whom an employer chooses, what was promised them, and how the roster ends."""

import pytest
from django.db import IntegrityError, transaction

from portal.accounts.roles import Role
from portal.messaging.models import Message
from portal.workflow import StepRefused, take_step
from registrations.placements.choices import Door
from registrations.placements.contracts.comparing import compare, stated
from registrations.placements.models import Batch, Placement, WorkContract
from registrations.placements.programmes import services
from registrations.placements.programmes.workflow import Standing, State
from registrations.placements.workflow import State as CaseState
from tests.factories.accounts import MembershipFactory, acting
from tests.factories.jobs import days_ago
from tests.factories.placements import WayFactory
from tests.factories.programmes import in_days, ranked
from tests.placements.steps import packaged_way

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def way():
    return WayFactory(scheme="G_TO_G", way=packaged_way("G_TO_G"))


def officer_of(office, role=Role.BP3MI_OFFICER):
    return acting(MembershipFactory(office=office, role=role))


def standings(people):
    for row in people:
        row.refresh_from_db()
    return [row.standing for row in people]


def chosen(row, by, **facts):
    facts = {"employer": "Hanil Co.", "held_on": days_ago(1), "paper_on": days_ago(2)} | facts
    return services.choose(row, by=by, **facts)


def test_whom_an_employer_chooses_begins_the_way_of_the_programme(way):
    _batch, people = ranked((90, 90), (80, 80), (70, 70), state=State.PUBLISHED)
    by = officer_of(people[0].registration.office)

    case, again = chosen(people[0], by), chosen(people[0], by)

    assert case == again
    assert (case.door, case.sign_up, case.state) == (Door.PROGRAMME, people[0], CaseState.SELECTED)
    assert (case.scheme, case.reached, case.history.last().on_behalf.name) == (
        "G_TO_G", ["applied", "selected"], "Hanil Co.",
    )  # fmt: skip
    assert standings(people)[0] == Standing.CHOSEN
    with pytest.raises(StepRefused, match="on the roster"):
        chosen(people[2], officer_of(people[2].registration.office))
    with pytest.raises(StepRefused, match="not open to you"):
        chosen(people[1], by)  # of another office
    with pytest.raises(IntegrityError, match="through_a_programme_names_it"), transaction.atomic():
        Placement.objects.filter(pk=case.pk).update(sign_up=None)


def test_the_end_of_the_roster_lapses_those_left_with_a_word(way):
    batch, people = ranked((90, 90), (80, 80), (70, 70), state=State.PUBLISHED)
    chosen(people[0], officer_of(people[0].registration.office))
    Batch.objects.filter(pk=batch.pk).update(roster_until=in_days(-1))
    with pytest.raises(StepRefused, match="was valid until"):
        chosen(people[1], officer_of(people[1].registration.office))

    services.tend()

    assert standings(people) == ["chosen", "lapsed", "lapsed"]
    assert Message.objects.filter(kind="placements.roster_ended").count() == 2


def test_whose_employer_withdraws_is_chosen_from_the_roster_again_and_whoever_leaves_makes_room(way):
    _batch, people = ranked((90, 90), (80, 80), (70, 70), state=State.PUBLISHED, places_total=1)
    by = officer_of(people[0].registration.office)
    case = chosen(people[0], by)
    case = take_step(case, "employer_withdraws", by=by, reason="Order cancelled")
    assert standings(people) == ["on_roster", "waiting", "waiting"]

    assert chosen(people[0], by, employer="Daehan Co.") == case
    assert (standings(people)[0], case.history.last().on_behalf.name) == ("chosen", "Daehan Co.")
    case = take_step(case, "employer_withdraws", by=by, reason="Order cancelled")
    services.withdraw(people[0], by=acting(case.candidate.user))

    assert (standings(people), Placement.objects.get().state) == (["withdrawn", "on_roster", "waiting"], "withdrawn")
    assert Message.objects.get(kind="placements.moved_up").subject == people[1].pk
    other = chosen(people[1], by := officer_of(people[1].registration.office))
    take_step(other, "withdraw", by=acting(other.candidate.user))
    assert standings(people) == ["withdrawn", "withdrawn", "on_roster"]
    third = officer_of(people[2].registration.office)
    case = take_step(chosen(people[2], third), "employer_withdraws", by=third, reason="Order cancelled")
    take_step(case, "not_fit", by=third, reason="No other employer")
    assert standings(people)[2] == "lapsed"


@pytest.mark.parametrize("is_over_first", [True, False])
def test_whose_employer_withdraws_when_no_other_can_choose_is_told_that_this_way_has_ended(is_over_first, way):
    batch, people = ranked((90, 90), state=State.PUBLISHED)
    by = officer_of(people[0].registration.office)
    case = chosen(people[0], by)
    over = Batch.objects.filter(pk=batch.pk)
    if is_over_first:
        over.update(roster_until=in_days(-1))
        services.tend()
    case = take_step(case, "employer_withdraws", by=by, reason="Order cancelled")
    over.update(roster_until=in_days(-1))

    for _time in range(2):
        services.tend()

    case.refresh_from_db()
    assert (case.state, standings(people)) == ("not_selected", ["lapsed"])
    Placement.objects.update(state="applied")
    with pytest.raises(StepRefused, match="on the roster"):
        take_step(case, "shortlist", by=by)
    kinds = [one.kind for one in Message.objects.all()]
    assert kinds.count("placements.not_selected") == 1 and "placements.roster_ended" not in kinds


def test_a_contract_is_held_against_what_the_batch_promises(way):
    terms = {"wage_amount_min": 2060740, "currency": "KRW", "wage_period": "month", "city": "Ansan"}
    _batch, people = ranked((90, 90), state=State.PUBLISHED, hours_per_day=8, **terms)
    order = chosen(people[0], officer_of(people[0].registration.office)).order
    signed = {"pay": 1900000, "currency": "KRW", "period": "month", "hours_per_day": 9, "days_per_week": 5}

    rows = compare(order, WorkContract(**signed, place="Ansan", months=36, is_for_job=True, deductions=0))

    assert [row.verdict for row in rows] == ["worse", "unknown", "worse", "unknown", "unknown", "same", "unknown"]
    assert [term for term, _words in stated(order)] == ["Wage", "Hours per day", "Place of work"]
