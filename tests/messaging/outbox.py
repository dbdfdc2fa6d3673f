"""What tests ask of the outbox."""

from datetime import timedelta

from django.utils import timezone

from portal.messaging.models import Attempt, Message
from tests.factories.accounts import UserFactory
from tests.factories.messaging import ContactFactory

PHONE = "+6281234567890"


def person(**facts):
    """A contact with a confirmed e-mail address and a number."""
    return ContactFactory(user=UserFactory(phone=PHONE), **facts)


def greeting(messages):
    return {message.pk: {"greeting": "Selamat", "name": message.contact.user.name} for message in messages}


def told(message):
    """(state, reason, tries) as the database has them."""
    message.refresh_from_db()
    return message.state, message.reason, message.tries


def tries(message):
    return list(Attempt.objects.filter(message=message).order_by("pk").values_list("channel", "outcome", "reason"))


def try_again(message):
    Message.objects.filter(pk=message.pk).update(next_try_at=timezone.now() - timedelta(seconds=1))
