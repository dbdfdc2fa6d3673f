"""The rows of the pages of the control of cards."""

from registrations.placements.control.services import run_control
from registrations.placements.models import CardList, ControlFinding, ListedCard
from registrations.placements.workflow import State
from tests.factories.accounts import MembershipFactory
from tests.factories.jobs import days_ago
from tests.factories.placements import PlacementFactory
from tests.pages_rows import the_counter


def some_findings():
    """A case that nobody cleared."""
    PlacementFactory(state=State.READY, registration__office=the_counter())
    run_control()
    return {}


def a_finding():
    some_findings()
    return {"key": ControlFinding.objects.filter(kind="not_cleared").latest("pk").pk}


def a_list_tried_out():
    days = {"issued_from": days_ago(3), "issued_until": days_ago(1)}
    tried = CardList.objects.create(office=the_counter(), membership=MembershipFactory(office=the_counter()), **days)
    ListedCard.objects.create(card_list=tried, number="E-1")
    return {}
