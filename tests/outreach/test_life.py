"""The life of an event: who moves it, and what stands against it."""

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from outreach.choices import Category, PartyRole
from outreach.models import CountLine, Event, EventStep, Party
from outreach.workflow import PUBLIC, STEPS, State
from portal.accounts.roles import Role
from portal.workflow import StepRefused, take_step
from tests.factories.accounts import MembershipFactory, acting
from tests.factories.outreach import EventFactory, HeadCountFactory, SessionFactory, VenueFactory
from tests.factories.places import OfficeFactory

pytestmark = pytest.mark.django_db


def of(office, role=Role.REGENCY_OFFICER):
    return acting(MembershipFactory(role=role, office=office))


def test_a_draft_is_planned_held_reported_and_checked_by_another_person():
    office = OfficeFactory(labour=True)
    event = EventFactory(office=office, sessions__days=0)
    officer, head = of(office), of(office, Role.REGENCY_HEAD)

    for step in ("publish", "hold", "hand_in"):
        event = take_step(event, step, by=officer)
    event = take_step(event, "check", by=head)

    assert event.state == State.CHECKED
    assert [(row.event, row.user) for row in event.history.order_by("id")] == [
        ("publish", officer.user),
        ("hold", officer.user),
        ("hand_in", officer.user),
        ("check", head.user),
    ]


def test_a_head_does_not_check_the_report_that_they_handed_in():
    office = OfficeFactory(labour=True)
    head = of(office, Role.REGENCY_HEAD)
    event = take_step(EventFactory(office=office, state=State.HELD), "hand_in", by=head)

    with pytest.raises(StepRefused):
        take_step(event, "check", by=head)
    with pytest.raises(IntegrityError, match="event_report_is_checked_by_another_person"), transaction.atomic():
        Event.objects.filter(pk=event.pk).update(checked_by=head.user)


def test_every_office_among_the_parties_works_on_the_same_event():
    event = EventFactory()
    partner, stranger = OfficeFactory(), OfficeFactory()
    Party.objects.create(event=event, role=PartyRole.CO_ORGANISER, office=partner)

    assert take_step(event, "publish", by=of(partner, Role.BP3MI_OFFICER)).state == State.PLANNED
    with pytest.raises(StepRefused):
        take_step(event, "hold", by=of(stranger, Role.BP3MI_OFFICER))
    assert event not in Event.objects.visible_to(of(stranger, Role.BP3MI_OFFICER))
    assert list(Event.objects.visible_to(of(partner, Role.BP3MI_OFFICER))) == [event]


@pytest.mark.parametrize(
    ("step", "facts", "said"),
    [
        ("publish", {"sessions": 0}, "Sebutkan dulu hari apa acaranya."),
        ("publish", {"sessions__days": -2}, "Hari terakhirnya sudah lewat."),
        ("hold", {"state": State.PLANNED}, "Belum mulai."),
    ],
)
def test_a_step_that_can_not_be_is_refused_with_its_sentence(step, facts, said):
    event = EventFactory(**facts)
    officer = of(event.organiser.office)

    with pytest.raises(StepRefused) as refusal:
        take_step(event, step, by=officer)

    assert str(refusal.value) == said


def test_an_event_known_from_a_source_takes_no_step():
    assert not [event for event, step in STEPS.items() if State.SOURCED in step.sources]
    assert State.DRAFT not in PUBLIC


def test_days_and_areas_follow_the_sessions():
    event = EventFactory(sessions=0)
    near, far = VenueFactory(), VenueFactory()
    first = SessionFactory(event=event, venue=near, days=1)
    last = SessionFactory(event=event, venue=far, days=2)

    event.follow_sessions()

    assert (event.starts_on, event.ends_on) == (first.held_on, last.held_on)
    assert event.areas == sorted({"53", near.regency_id, far.regency_id})
    assert list(Event.objects.in_area(far.regency_id)) == [event]


@pytest.mark.parametrize(
    ("counted", "broken"),
    [
        ({"total": 10, "female": 6, "male": 3, "sex_unknown": 0}, "count_by_sex_makes_the_total"),
        (
            {"total": 10, "under_18": 1, "aged_18_34": 2, "aged_35_up": 3, "age_unknown": 5},
            "count_by_age_makes_the_total",
        ),
        ({"total": 3, "with_disability": 4}, "count_with_disability_is_within_the_total"),
    ],
)
def test_parts_that_are_all_known_make_the_total(counted, broken):
    event = EventFactory()

    with pytest.raises(IntegrityError, match=broken), transaction.atomic():
        HeadCountFactory(event=event, **counted)


def test_parts_may_be_unknown_and_so_may_the_total():
    event = EventFactory()
    count = HeadCountFactory(event=event, total=160, female=90)
    CountLine.objects.create(count=count, category=Category.CPMI, total=100)

    assert count.disagreement() == -60
    CountLine.objects.create(count=count, category=Category.STUDENT)
    assert count.disagreement() == 0


def test_a_report_whose_categories_miss_the_total_is_not_handed_in():
    office = OfficeFactory(labour=True)
    event = EventFactory(office=office, state=State.HELD)
    CountLine.objects.create(count=HeadCountFactory(event=event, total=9), category=Category.CPMI, total=8)

    with pytest.raises(StepRefused):
        take_step(event, "hand_in", by=of(office))


def test_the_history_refuses_to_change():
    event = EventFactory()
    take_step(event, "publish", by=of(event.organiser.office))

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        EventStep.objects.update(event="cancel")
