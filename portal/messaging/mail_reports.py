"""What a provider of e-mail reports of a letter it took: it arrived, it came back, or its reader called it spam."""

from anymail.signals import EventType, RejectReason, tracking
from anymail.urls import urlpatterns
from django.conf import settings
from django.dispatch import receiver

from portal.messaging import receipts
from portal.messaging.channels.mail import says_dead
from portal.messaging.dead import bury
from portal.messaging.models import Channel

NOT_DELIVERED = {EventType.BOUNCED, EventType.REJECTED, EventType.FAILED}
NO_SUCH_MAILBOX = {RejectReason.BOUNCED, RejectReason.INVALID}


def view_of_provider():
    """django-anymail's own view of the provider in the settings, which knows its signatures; None without a secret."""
    if not settings.EMAIL_WEBHOOK_SECRET:
        return None
    provider = settings.EMAIL_BACKEND.split(".")[2]
    names = {f"{provider}_tracking_webhook", f"{provider}_webhook"}
    return next((pattern.callback for pattern in urlpatterns if pattern.name in names), None)


@receiver(tracking, dispatch_uid="messaging")
def note(event, **_):
    """Codes go the same way and are no messages: of them only an address that takes nothing is remembered."""
    reason = f"mail_{event.reject_reason or event.event_type}"
    if event.event_type == EventType.DELIVERED:
        _note(event, has_arrived=True)
    elif event.event_type in NOT_DELIVERED:
        _note(event, has_arrived=False, reason=reason)
        if event.reject_reason in NO_SUCH_MAILBOX and says_dead(event.mta_response or ""):
            _bury(event, reason)
    elif event.event_type == EventType.COMPLAINED:
        # Whoever mails on is soon believed by no mail service.
        _bury(event, "mail_complained")


def _note(event, **said):
    if event.message_id:
        receipts.note(Channel.EMAIL, str(event.message_id), **said)


def _bury(event, reason):
    if event.recipient:
        bury(Channel.EMAIL, event.recipient.lower(), reason)
