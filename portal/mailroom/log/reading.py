"""What became of messages, in words: for officers of the office that answers for them."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.accounts.roles import Role
from portal.lib.dates import short_date, short_moment
from portal.mailroom.permissions import READERS
from portal.messaging import kinds
from portal.messaging.models import Message, State

LOOKS = {
    State.QUEUED: "info",
    State.HELD: "info",
    State.CLAIMED: "info",
    State.SENT: "ok",
    State.FAILED: "bad",
    State.SKIPPED: "off",
}
# Codes of senders and of the outbox, as far as an officer can do something with them.
REASONS = {
    "no_way": gettext_lazy("No e-mail address and no number"),
    "gone": gettext_lazy("What it was about is gone"),
    "not_due": gettext_lazy("No longer due"),
    "not_readable": gettext_lazy("Its text could not be made"),
    "smtp_550": gettext_lazy("The mail server did not take it"),
    "smtp_554": gettext_lazy("The mail server did not take it"),
    "mail_unanswered": gettext_lazy("The mail server had it twice and never answered: it may have arrived"),
    "provider_unanswered": gettext_lazy("The mail server had it twice and never answered: it may have arrived"),
    "mail_bounced": gettext_lazy("The mail came back"),
    "mail_invalid": gettext_lazy("This is no e-mail address"),
    "mail_blocked": gettext_lazy("The mail server did not take it"),
    "mail_spam": gettext_lazy("The mail server did not take it"),
    "mail_timed_out": gettext_lazy("The mail server did not take it"),
    "mail_address": gettext_lazy("This is no e-mail address"),
    "unknown_number": gettext_lazy("This number does not exist"),
    "number_closed": gettext_lazy("This number is closed"),
    "not_on_whatsapp": gettext_lazy("This number has no WhatsApp"),
    "not_reached": gettext_lazy("Nobody answered the telephone"),
    "wrong_number": gettext_lazy("A stranger answered the telephone"),
    "by_hand": gettext_lazy("Told by an officer"),
}


def visible_to(by):
    """Messages that the office of ``by`` answers for; the ministry all."""
    messages = Message.objects.select_related("contact__user", "contact__office")
    if by.role == Role.MINISTRY_ADMIN:
        return messages
    return messages.filter(office_id=by.office_id) if by.role in READERS else messages.none()


def in_words(message, zone):
    """A row of a list: ``title``, ``who``, ``day``, ``state``, ``look``, ``reason``; read with its contact."""
    return {
        "key": message.key,
        "title": topic_of(message),
        "who": name_of(message.contact),
        "day": short_date(message.due_on),
        "state": message.get_state_display(),
        "look": LOOKS[State(message.state)],
        "reason": reason_in_words(message.reason),
        "way": message.get_channel_display(),
        "when": short_moment(message.closed_at, zone) if message.closed_at else "",
    }


def topic_of(message):
    try:
        return kinds.kind_named(message.kind).topic.label
    except KeyError:
        return _("Of an earlier version")


def name_of(contact):
    """Never an address: the officer needs to know who, not where."""
    if contact.user_id:
        return str(contact.user)
    return str(contact.office) if contact.office_id else _("Somebody without an account")


def reason_in_words(code):
    """The sentence of a reason; a code of a gateway that has none stands for itself."""
    return REASONS.get(code, code)
