"""What messages on plans of events say."""

from outreach.models import Event, Party
from outreach.plan.reading import when_of
from portal.messaging import links


def of_events(messages):
    found = Event.objects.in_bulk({message.subject for message in messages})
    return {message.pk: facts_of(event) for message in messages if (event := found.get(message.subject))}


def of_speakers(messages):
    events = Event.objects.prefetch_related("speakers").in_bulk({message.subject for message in messages})
    return {
        message.pk: facts_of(event) | {"count": sum(speaker.confirmed_on is None for speaker in event.speakers.all())}
        for message in messages
        if (event := events.get(message.subject))
    }


def joined(messages):
    parties = Party.objects.select_related("event", "office").in_bulk({message.subject for message in messages})
    return {
        message.pk: facts_of(party.event) | {"office": str(party.office)}
        for message in messages
        if (party := parties.get(message.subject))
    }


def facts_of(event):
    return {
        "title": str(event),
        "number": event.number,
        "when": when_of(event),
        "address": links.full_address("event_plan:event", event.number),
    }
