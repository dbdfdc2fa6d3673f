"""Contacts and messages, and a kind of message whose facts are contacts themselves."""

import factory
from django.db import models
from django.db.models import Value
from django.db.models.functions import TruncDate
from django.utils import timezone

from portal.accounts.roles import Role
from portal.lib.dates import WIB, today_in
from portal.mailroom.models import Announcement
from portal.messaging.kinds import Reminder, Topic
from portal.messaging.models import Attempt, Contact, Message, Outcome, State
from tests.factories.accounts import MembershipFactory, UserFactory

CLOSED = {State.SENT, State.FAILED, State.SKIPPED}
UNSENT = {State.FAILED, State.SKIPPED}


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
        skip_postgeneration_save = True

    kind = "tests.anniversary"
    subject = factory.LazyAttribute(lambda message: message.contact.pk)
    contact = factory.SubFactory(ContactFactory)
    due_on = factory.LazyFunction(lambda: today_in(WIB))
    closed_at = factory.LazyAttribute(
        lambda message: timezone.now() if getattr(message, "state", "") in CLOSED else None
    )
    channel = factory.LazyAttribute(lambda message: "email" if getattr(message, "state", "") == State.SENT else "")
    reason = factory.LazyAttribute(lambda message: "no_way" if getattr(message, "state", "") in UNSENT else "")

    @factory.post_generation
    def tried(message, create, wanted):
        """Once, in vain."""
        if create and wanted:
            Attempt.objects.create(message=message, channel="email", outcome=Outcome.TEMPORARY, reason="busy")


class AnnouncementFactory(factory.django.DjangoModelFactory):
    """A draft of a head to the colleagues of the own office."""

    class Meta:
        model = Announcement

    membership = factory.SubFactory(MembershipFactory, role=Role.BP3MI_HEAD)
    author = factory.SelfAttribute("membership.user")
    office = factory.SelfAttribute("membership.office")
    audience = "staff"
    subject = "Rapat hari Senin"
    subject_en = "Meeting on Monday"
    body = "Rapat pukul sembilan di aula."
    body_en = "The meeting is at nine in the hall."
    send_at = factory.LazyAttribute(
        lambda one: timezone.now() if getattr(one, "state", "draft") in {"scheduled", "released"} else None
    )


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
