"""Events to sign up for, and who does so."""

import uuid

from django.urls import reverse

from outreach.models import Session
from outreach.signing_up.services import sign_up
from outreach.workflow import State
from portal.accounts.acting import Acting
from portal.messaging.models import Message
from tests.factories.outreach import EventFactory, VenueFactory
from tests.factories.places import DistrictFactory

STRANGER = Acting()


def an_event(capacity=None, **facts):
    facts = {"state": State.PLANNED, "takes_sign_ups": True, "sessions__capacity": capacity} | facts
    return EventFactory(**facts)


def an_event_for_two():
    return an_event(2, sessions__venue=VenueFactory(regency=DistrictFactory().regency))


def a_session(capacity=None, **facts):
    return an_event(capacity, **facts).sessions.get()


def come(session, **facts):
    contact = facts.pop("contact", None)
    return sign_up(session, {"name": "Maria"} | facts, contact=contact)


def ask(client, event, page="form", **fields):
    """What ``client`` gets for the form, filled in rightly but for ``fields``."""
    district = DistrictFactory(regency=event.sessions.first().venue.regency)
    typed = {"name": "Maria", "district": district.code, "key": uuid.uuid4()} | fields
    return client.post(reverse(f"event_sign_up:{page}", args=[event.number]), typed)


def seated(session):
    return Session.objects.get(pk=session.pk).seated


def owed(kind):
    """Keys of the sign-ups on which a message of ``kind`` is owed."""
    return list(Message.objects.filter(kind=f"outreach.{kind}").order_by("pk").values_list("subject", flat=True))
