"""Orientation sessions and seats in them."""

from datetime import timedelta

import factory
from django.utils import timezone

from jobs.models import ProcedureRule
from registrations.placements.models import OppSeat, OppSession, PlacementStep
from registrations.placements.workflow import State
from tests.factories.placements import PlacementFactory, WayFactory
from tests.factories.places import OfficeFactory


def the_procedure():
    """The one in force, which every case of a test began with."""
    return ProcedureRule.objects.filter(scheme="P_TO_P").first() or WayFactory()


class OppSessionFactory(factory.django.DjangoModelFactory):
    """In a room, in three days, for three hours; ``is_under_way``: it began an hour ago."""

    class Meta:
        model = OppSession

    class Params:
        is_under_way = False

    office = factory.SubFactory(OfficeFactory)
    begins_at = factory.LazyAttribute(
        lambda session: timezone.now() + (-timedelta(hours=1) if session.is_under_way else timedelta(days=3))
    )
    ends_at = factory.LazyAttribute(lambda session: session.begins_at + timedelta(hours=3))
    place = "Aula BP3MI"
    capacity = 5


class OppSeatFactory(factory.django.DjangoModelFactory):
    """Somebody who was invited, with the step by which they were."""

    class Meta:
        model = OppSeat

    session = factory.SubFactory(OppSessionFactory)
    placement = factory.SubFactory(
        PlacementFactory,
        registration__office=factory.SelfAttribute("...session.office"),
        state=State.OPP_SCHEDULED,
        procedure=factory.LazyFunction(the_procedure),
    )

    @factory.lazy_attribute
    def step(seat):
        facts = {"event": "schedule_opp", "source": State.VISA_OK, "target": State.OPP_SCHEDULED, "version": 0}
        return PlacementStep.objects.create(placement=seat.placement, **facts)
