"""Demo events: each state among the first ones, the same again, and nothing that the database would refuse an officer."""

import pytest
from django.db.models import F

from outreach.demo import seed_events
from outreach.models import Event, EventStep, HeadCount, Party, Session, Venue
from outreach.workflow import State
from portal.accounts.demo import EVENT, email_of
from portal.accounts.roles import Role
from portal.lib.dates import WIB, today_in
from portal.places.models import Office
from tests.factories.accounts import MembershipFactory, UserFactory
from tests.factories.places import DistrictFactory, OfficeFactory, ProvinceFactory, VillageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def laptop(settings):
    """The demo officers of a regency and of its BP3MI."""
    settings.LAPTOP = True
    office = OfficeFactory(labour=True)
    near = OfficeFactory(kind=Office.Kind.BP3MI, province=ProvinceFactory())
    district = DistrictFactory(regency=office.regency)
    VillageFactory(district=district, code=f"{district.code}.2001")
    roles = ((Role.REGENCY_OFFICER, office), (Role.REGENCY_HEAD, office), (Role.BP3MI_OFFICER, near))
    for role, works_at in roles:
        MembershipFactory(role=role, office=works_at, user=UserFactory(email=email_of(role), is_demo=True))


@pytest.mark.usefixtures("laptop")
def test_the_first_ones_show_each_state_and_a_larger_number_adds_to_them():
    assert seed_events(12, 1) == 12
    numbers = set(Event.objects.values_list("number", flat=True))

    assert seed_events(20, 1) == 8
    assert set(Event.objects.filter(is_demo=True).values_list("state", flat=True)) == set(State) - {State.SOURCED}
    assert numbers < set(Event.objects.values_list("number", flat=True))
    assert Event.objects.get(number=EVENT).state == State.PLANNED
    assert Venue.objects.count() == 1


@pytest.mark.usefixtures("laptop")
def test_they_hold_what_an_officer_would_have_had_to_hold():
    seed_events(40, 2)
    today = today_in(WIB)

    assert not Event.objects.filter(state=State.PLANNED, ends_on__lt=today).exists()
    assert not Event.objects.filter(state__in=[State.HELD, State.CHECKED], starts_on__gt=today).exists()
    full = Session.objects.filter(seated=F("capacity")).first()
    assert full.sign_ups.waiting().count() == 5
    for session in Session.objects.all():
        seated = sum(row.people for row in session.sign_ups.all() if row.has_seat)
        assert (session.seated, session.last_seat) == (seated, seated)
    assert all(not count.disagreement() for count in HeadCount.objects.exclude(event__state=State.HELD))
    assert Party.objects.filter(role="organiser").count() == 40
    assert not EventStep.objects.filter(taken_at__date__gt=today).exists()
    for event in Event.objects.all():
        before = event.starts_on, event.ends_on, event.areas
        event.follow_sessions()
        assert (event.starts_on, event.ends_on, event.areas) == before
