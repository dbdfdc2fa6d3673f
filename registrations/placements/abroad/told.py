"""What the texts of messages to people abroad, and to offices about them, print."""

from portal.lib.dates import long_date
from portal.messaging import links
from registrations.placements.abroad.terms import arrivals_with_end
from registrations.placements.models import CaseAbroad, CaseNote, Departure

AFTER_DEPARTURE = (7, 14)  # days without a word that they arrived
BEFORE_THE_END = (90, 30)  # days before the last day of the contract


def problems(messages):
    """To the office: that something is there, not what and not of whom."""
    known = CaseAbroad.objects.filter(pk__in={message.subject for message in messages}).values_list("pk", flat=True)
    address = links.full_address("abroad:cases")
    return {message.pk: {"address": address} for message in messages if message.subject in {*known}}


def answers(messages):
    """To the person: that there is something to read on their page, and nothing else."""
    notes = CaseNote.objects.filter(pk__in={message.subject for message in messages})
    numbers = dict(notes.values_list("pk", "case__step__placement__number"))
    return {message.pk: _page(numbers[message.subject]) for message in messages if message.subject in numbers}


def arrivals_missing(messages):
    departures = Departure.objects.filter(pk__in={message.subject for message in messages})
    numbers = dict(departures.values_list("pk", "step__placement__number"))
    return {message.pk: _page(numbers[message.subject]) for message in messages if message.subject in numbers}


def contracts_ending(messages):
    """One that was extended meanwhile ends another day and is told then."""
    arrivals = arrivals_with_end().filter(pk__in={message.subject for message in messages})
    found = {arrival.pk: arrival for arrival in arrivals.select_related("step__placement")}
    return {
        message.pk: _page(arrival.step.placement.number) | {"last_day": long_date(arrival.ends_on)}
        for message in messages
        if (arrival := found.get(message.subject))
        and arrival.ends_on
        and (arrival.ends_on - message.due_on).days in BEFORE_THE_END
    }


def _page(number):
    return {"address": links.full_address("path:placement", number)}
