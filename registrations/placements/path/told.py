"""What the texts of reminders to the person print: for many messages at once. Nothing of health, nothing to be ashamed of."""

from datetime import timedelta

from jobs.choices import Actor
from portal.lib.dates import WIB, long_date, today_in
from portal.messaging import links
from registrations.placements.models import Placement, PlacementStep
from registrations.placements.path.reading import awaited
from registrations.placements.path.wording import STANDSTILLS

BEFORE_AGAIN = (7, 0)  # days before the day from which a step may be repeated
BEFORE_DEPARTURE = (14, 3, 1)


def again(messages):
    """One whose day was moved meanwhile is told by what it is now."""
    steps = PlacementStep.objects.select_related("placement__office", "medical").in_bulk(_subjects(messages))
    return {
        message.pk: _facts(step.placement) | {"day": long_date(step.medical.retest_on, weekday=True)}
        for message in messages
        if (step := steps.get(message.subject)) and message.due_on in _days(step.medical.retest_on, BEFORE_AGAIN)
    }


def departure(messages):
    cases = _cases(messages)
    return {
        message.pk: _facts(case) | {"day": long_date(case.planned_departure_on, weekday=True)}
        for message in messages
        if (case := cases.get(message.subject)) and message.due_on in _days(case.planned_departure_on, BEFORE_DEPARTURE)
    }


def own_step(messages):
    """Nothing where somebody else has the turn by now, or where it stands still and the person is told to wait."""
    cases = _cases(messages)
    return {
        message.pk: _facts(case) | {"step": step.title}
        for message in messages
        if (case := cases.get(message.subject))
        and case.freeze not in STANDSTILLS
        and (step := awaited(case))
        and step.actor == Actor.PERSON
        and case.state_since.astimezone(WIB).date() < message.due_on
    }


def people(messages):
    cases = Placement.objects.filter(pk__in=_subjects(messages))
    names = dict(cases.values_list("pk", "candidate__name"))
    return {message.pk: names[message.subject] for message in messages if names.get(message.subject)}


def _subjects(messages):
    return {message.subject for message in messages}


def _cases(messages):
    cases = Placement.objects.with_freeze(today_in(WIB)).select_related("procedure", "office")
    return cases.in_bulk(_subjects(messages))


def _days(day, offsets):
    return {day - timedelta(days=offset) for offset in offsets}


def _facts(case):
    return {
        "office": str(case.office),
        "phone": case.office.printed_phone,
        "address": links.full_address("path:placement", case.number),
    }
