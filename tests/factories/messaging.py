"""Contacts and messages, and a kind of message whose facts are contacts themselves."""

import factory
from django.db import models
from django.db.models import Value
from django.db.models.functions import TruncDate

from portal.lib.dates import WIB, today_in
from portal.messaging.kinds import Reminder, Topic
from portal.messaging.models import Contact, Message
from tests.factories.accounts import UserFactory


class ContactFactory(factory.django.DjangoModelFactory):
    """Of an account with a confirmed e-mail address."""

    class Meta:
        model = Contact

    user = factory.SubFactory(UserFactory)


class BareContactFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Contact

    email = factory.Sequence("kabar{}@contoh.test".format)


class MessageFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Message

    kind = "tests.anniversary"
    subject = factory.LazyAttribute(lambda message: message.contact.pk)
    contact = factory.SubFactory(ContactFactory)
    due_on = factory.LazyFunction(lambda: today_in(WIB))


TOPIC = Topic("anniversaries", "Anniversaries")


def anniversary(**changes):
    """A reminder of the day a contact was made: told at once, for every contact made up to the day asked for."""
    facts = {
        "name": "tests.anniversary",
        "topic": TOPIC,
        "model": Contact,
        "prepare": lambda messages: {message.pk: {} for message in messages},
        "due": lambda day: (
            Contact.objects.annotate(day=TruncDate("created_at", tzinfo=WIB))
            .filter(day__lte=day)
            .values_list("pk", "pk", "day", Value(None, models.BigIntegerField()))
        ),
    }
    return Reminder(**facts | changes)
