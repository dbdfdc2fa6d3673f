"""Programmes of the government, their batches and who signed up."""

from datetime import timedelta
from decimal import Decimal

import factory

from portal.accounts.roles import Role
from portal.lib.dates import WIB, today_in
from registrations.placements.models import Batch, Programme, SignUp, TestPart, TestResult
from registrations.placements.programmes import ranking
from registrations.placements.programmes.workflow import State
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.jobs import DestinationFactory
from tests.factories.placements import VerifiedFactory
from tests.factories.places import OfficeFactory


def in_days(count):
    return today_in(WIB) + timedelta(days=count)


class ProgrammeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Programme

    code = factory.Sequence(lambda n: f"EPS-{n}")
    name = "EPS Korea"
    name_en = "Korea EPS"
    scheme = "G_TO_G"
    destination = factory.SubFactory(DestinationFactory, open=True)
    age_min, age_max = 18, 39
    education_min = "SMP"
    language_requirement = "EPS-TOPIK"
    source_name = "KP2MI"
    source_date = "2026-05"


class BatchFactory(factory.django.DjangoModelFactory):
    """Open for sign-up; its test has two parts of a hundred points. A published one was scored and published by two."""

    class Meta:
        model = Batch
        skip_postgeneration_save = True

    programme = factory.SubFactory(ProgrammeFactory)
    name = factory.Sequence(lambda n: f"Angkatan {n}")
    state = State.OPEN
    office = factory.SubFactory(OfficeFactory)
    opens_on = factory.LazyFunction(lambda: in_days(-5))
    closes_on = factory.LazyFunction(lambda: in_days(10))
    places_total = 2
    test_on = factory.LazyAttribute(lambda batch: batch.closes_on + timedelta(days=20))
    test_place = "Kupang"

    class Params:
        is_published = factory.LazyAttribute(lambda batch: batch.state in {State.PUBLISHED, State.ENDED})
        over = factory.Trait(
            opens_on=factory.LazyFunction(lambda: in_days(-60)), closes_on=factory.LazyFunction(lambda: in_days(-30))
        )

    scored_by = factory.Maybe("is_published", factory.SubFactory(UserFactory), None)
    published_by = factory.Maybe("is_published", factory.SubFactory(UserFactory), None)
    published_on = factory.Maybe("is_published", factory.LazyFunction(lambda: in_days(0)), None)
    roster_until = factory.Maybe("is_published", factory.LazyFunction(lambda: in_days(365)), None)

    @factory.post_generation
    def parts(batch, create, names):
        if create:
            for place, (name, english) in enumerate(names or (("Membaca", "Reading"), ("Menyimak", "Listening")), 1):
                TestPart.objects.create(batch=batch, place=place, name=name, name_en=english, most=100)


class SignUpFactory(factory.django.DjangoModelFactory):
    """``points``: of each part; ranks are computed by ``ranked``."""

    class Meta:
        model = SignUp
        skip_postgeneration_save = True

    batch = factory.SubFactory(BatchFactory)
    registration = factory.SubFactory(VerifiedFactory)
    candidate = factory.SelfAttribute("registration.candidate")

    @factory.post_generation
    def points(row, create, points):
        for part, score in zip(row.batch.parts.all(), points or (), strict=False):
            TestResult.objects.create(sign_up=row, part=part, score=Decimal(score))


def ranked(*points, state=State.TESTED, **facts):
    """A batch past its window, with one person for each of ``points`` (a pair); and those people in that order."""
    batch = BatchFactory(state=State.TESTED if state != State.CLOSED else state, over=True, **facts)
    people = [SignUpFactory(batch=batch, points=pair) for pair in points]
    ranking.rank(batch)
    if state == State.PUBLISHED:
        scorer, publisher = UserFactory(), UserFactory()
        Batch.objects.filter(pk=batch.pk).update(
            state=state, scored_by=scorer, published_by=publisher, published_on=in_days(0), roster_until=in_days(365)
        )
        ranking.publish(batch)
        batch.refresh_from_db()
    for row in people:
        row.refresh_from_db()
    return batch, people


def the_ministry():
    return MembershipFactory(role=Role.MINISTRY_ADMIN)
