"""The rows of the pages of the orientation: who waits, sessions, the own day."""

from django.utils import timezone

from portal.workflow import take_step
from registrations.placements.models.opp_request import ask
from registrations.placements.workflow import State
from tests.factories.accounts import MembershipFactory, acting
from tests.factories.opp import OppSeatFactory, OppSessionFactory
from tests.factories.placements import PlacementFactory
from tests.pages_rows import the_counter
from tests.pages_rows_of_own_way import _procedure, verified_of_person
from tests.pages_rows_of_placements import a_placement


def those_who_wait():
    """One of them since yesterday, and a session that they may be given."""
    for _one in range(2):
        ask(a_placement(State.VISA_OK))
    late = a_placement(State.VISA_OK)
    ask(late)
    late.opp_requests.update(answer_by=timezone.now())
    a_session()
    return {}


def a_session(**facts):
    seat = OppSeatFactory(session__office=the_counter(), placement=a_placement(State.OPP_SCHEDULED), **facts)
    return {"number": seat.session.number}


def a_session_under_way():
    found = a_session(session__is_under_way=True)
    a_session(session=OppSessionFactory._meta.model.objects.get(number=found["number"]), state="came")
    return found


def some_sessions():
    OppSessionFactory(office=the_counter(), is_under_way=True)
    a_session()
    return {}


def somebody_who_did_not_come():
    seat = OppSeatFactory(
        session__office=the_counter(), session__is_under_way=True, placement=a_placement(State.OPP_SCHEDULED)
    )
    by = acting(MembershipFactory(office=the_counter()))
    take_step(seat.placement, "no_show", by=by)
    return {"number": seat.session.number, "case": seat.placement.number}


def an_own_orientation():
    case = PlacementFactory(registration=verified_of_person(), state=State.OPP_SCHEDULED, procedure=_procedure())
    OppSeatFactory(session__office=the_counter(), placement=case)
    return {"number": case.number}
