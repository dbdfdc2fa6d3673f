"""Events as a regency plans them: in three days, in the hall of its own seat, with one session of three hours."""

from datetime import timedelta

import factory
from django.utils import timezone

from outreach.choices import Kind, PartyRole
from outreach.models import Event, HeadCount, Party, Session, SignUp, Venue
from outreach.signing_up.services import sign_up
from outreach.workflow import State
from portal.lib.dates import WIB, today_in
from tests.factories.places import OfficeFactory, RegencyFactory


class VenueFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Venue

    name = "Aula Kantor Bupati"
    regency = factory.SubFactory(RegencyFactory)
    province = factory.LazyAttribute(lambda venue: venue.regency.province if venue.regency else None)


class EventFactory(factory.django.DjangoModelFactory):
    """``office``: its organiser. ``sessions``: how many, all at ``venue``; ``days``: from today to the first of them."""

    class Meta:
        model = Event
        skip_postgeneration_save = True

    class Params:
        sourced = factory.Trait(
            state=State.SOURCED,
            source_name="Koran Contoh",
            source_url=factory.Sequence(lambda n: f"https://koran.contoh.test/{n}"),
            date_as_published=factory.LazyFunction(lambda: today_in(WIB).isoformat()),
        )

    title = "Sosialisasi peluang kerja luar negeri"
    kind = Kind.SOSIALISASI
    state = State.DRAFT

    @factory.post_generation
    def office(event, create, office, **facts):
        Party.objects.create(
            event=event, role=PartyRole.ORGANISER, office=office or OfficeFactory(labour=True, **facts)
        )

    @factory.post_generation
    def sessions(event, create, count, days=3, venue=None, **facts):
        """In a state that needs a day there is one whatever the count, or the database would refuse it."""
        venue = venue or VenueFactory()
        for place in range(1 if count is None else count):
            SessionFactory(event=event, venue=venue, days=days + place, **facts)
        event.follow_sessions()

    @classmethod
    def _create(cls, model, *args, state, **facts):
        """The state comes last: one in public has its day."""
        event = super()._create(model, *args, state=State.DRAFT if state != State.SOURCED else state, **facts)
        event.state = state
        return event

    @classmethod
    def _after_postgeneration(cls, event, create, results=None):
        event.save()


class SessionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Session

    class Params:
        days = 3

    event = factory.SubFactory(EventFactory)
    venue = factory.SubFactory(VenueFactory)
    begins_at = factory.LazyAttribute(lambda session: timezone.now() + timedelta(days=session.days))
    ends_at = factory.LazyAttribute(lambda session: session.begins_at and session.begins_at + timedelta(hours=3))


class HeadCountFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = HeadCount

    event = factory.SubFactory(EventFactory)


class SignUpFactory(factory.django.DjangoModelFactory):
    """Signed up as people do it, so that the seats are counted."""

    class Meta:
        model = SignUp

    class Params:
        event = factory.SubFactory(EventFactory, state=State.PLANNED, takes_sign_ups=True)

    session = factory.LazyAttribute(lambda sign_up: sign_up.event.sessions.first())
    name = "Maria Bere"

    @classmethod
    def _create(cls, model, *args, session, contact=None, **facts):
        return sign_up(session, facts, contact=contact)
