"""The outbox: a message is a row before it is a mail."""

from uuid import uuid5

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.messaging.models.contact import Channel, Contact
from portal.places.models import Office


class State(models.TextChoices):
    QUEUED = "queued", _("Waits to be sent")
    HELD = "held", _("Waits for the morning")
    CLAIMED = "claimed", _("Is being sent")
    SENT = "sent", _("Sent")
    FAILED = "failed", _("Could not be sent")
    SKIPPED = "skipped", _("No longer due")


class Outcome(models.TextChoices):
    """What came of one try; the receipt of a gateway may change SENT afterwards."""

    SENT = "sent", _("Taken by the other side")
    TEMPORARY = "temporary", _("Not now")
    PERMANENT = "permanent", _("Refused for good")
    DELIVERED = "delivered", _("Arrived")
    UNDELIVERED = "undelivered", _("Did not arrive")


WAITING = [State.QUEUED, State.HELD]
# By hand there is one way more, which no person chooses and nothing opens: an officer calls.
CALL = "call"
WAYS = [*Channel.choices, (CALL, _("By telephone"))]


class MessageQuerySet(models.QuerySet):
    def waiting(self):
        return self.filter(state__in=WAITING)

    def of_person(self, user):
        """What ``user`` finds under their messages: whatever was to reach them, by whichever way, and is no longer due to go."""
        return self.filter(contact__user=user, state__in=[State.SENT, State.FAILED])

    def of_office(self, office):
        """The same of an office (its key), whose officers read them together."""
        return self.filter(contact__office=office, state__in=[State.SENT, State.FAILED])

    def unread(self):
        return self.filter(read_at=None)


class Message(models.Model):
    """A message that is owed to somebody. It names a fact and says nothing of it: the words are made when it is sent.

    ``kind`` is the name of a ``portal.messaging.kinds.Kind``; ``subject`` the primary key of the fact, a row of the
    kind's model; ``due_on`` the fact's own day, never the present one, so that the same thing is owed once.
    """

    key = models.UUIDField(db_default=RandomUUID(), unique=True, editable=False)  # for Message-IDs and addresses
    kind = models.CharField(_("kind"), max_length=60)
    subject = models.BigIntegerField(_("fact"))
    contact = models.ForeignKey(Contact, on_delete=models.PROTECT, related_name="messages", verbose_name=_("to"))
    due_on = models.DateField(_("due on"))
    # Codes and ids that the words need and the fact no longer tells; never a value.
    facts = models.JSONField(default=dict, db_default={}, blank=True)
    # Whose call list it comes to when no way reaches the person.
    office = models.ForeignKey(
        Office, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("answering office")
    )
    is_urgent = models.BooleanField(_("urgent"), default=False, db_default=False)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED, db_default="queued")
    reason = models.CharField(_("reason"), max_length=40, blank=True, db_default="")  # a code, of FAILED and SKIPPED
    tries = models.PositiveSmallIntegerField(_("tries"), default=0, db_default=0)
    # The last Attempt that counts no more: after it somebody had the message tried anew. 0: all of them count.
    anew_after = models.BigIntegerField(default=0, db_default=0, editable=False)
    next_try_at = models.DateTimeField(_("not before"), default=timezone.now, db_default=Now())
    claimed_until = models.DateTimeField(null=True, editable=False)  # then another worker may take it
    claimed_by = models.UUIDField(null=True, editable=False)
    channel = models.CharField(_("sent by"), max_length=10, choices=WAYS, blank=True, db_default="")
    created_at = models.DateTimeField(_("written"), default=timezone.now, db_default=Now())
    closed_at = models.DateTimeField(_("closed"), null=True, editable=False)  # sent, failed or skipped
    read_at = models.DateTimeField(_("read"), null=True, editable=False)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(name="message_is_owed_once", fields=["kind", "subject", "contact", "due_on"]),
            models.CheckConstraint(
                name="message_is_claimed_by_somebody_until_some_time",
                condition=Q(state="claimed", claimed_until__isnull=False, claimed_by__isnull=False)
                | ~Q(state="claimed") & Q(claimed_until=None, claimed_by=None),
            ),
            models.CheckConstraint(
                name="message_is_closed_exactly_when_it_is_done",
                condition=Q(state__in=["sent", "failed", "skipped"], closed_at__isnull=False)
                | Q(state__in=["queued", "held", "claimed"], closed_at=None),
            ),
            models.CheckConstraint(
                name="message_not_sent_says_why", condition=~Q(state__in=["failed", "skipped"]) | ~Q(reason="")
            ),
            models.CheckConstraint(name="message_sent_names_its_way", condition=~Q(state="sent") | ~Q(channel="")),
        ]
        indexes = [
            models.Index(
                name="message_to_send", fields=["is_urgent", "next_try_at"], condition=Q(state__in=["queued", "held"])
            ),
            models.Index(name="message_by_end_of_claim", fields=["claimed_until"], condition=Q(state="claimed")),
            models.Index(name="message_of_contact", fields=["contact", "-id"]),
            models.Index(name="message_failed", fields=["office", "-id"], condition=Q(state="failed")),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"

    @property
    def letter_key(self):
        """By which the other side knows its letters: another one for those that are sent anew.

        A gateway answers a key that it knows as it did before, and sends nothing.
        """
        return str(uuid5(self.key, str(self.anew_after)) if self.anew_after else self.key)


class Attempt(models.Model):
    """One try to send a message by one way."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="attempts", verbose_name=_("message"))
    at = models.DateTimeField(_("when"), default=timezone.now, db_default=Now())
    channel = models.CharField(_("way"), max_length=10, choices=WAYS)
    outcome = models.CharField(_("outcome"), max_length=12, choices=Outcome)
    reason = models.CharField(_("reason"), max_length=40, blank=True, db_default="")  # a code
    # The gateway's own word for the message; its receipt names it.
    reference = models.CharField(_("reference"), max_length=80, blank=True, db_default="")
    receipt_at = models.DateTimeField(_("receipt"), null=True, editable=False)

    class Meta:
        verbose_name = _("try")
        verbose_name_plural = _("tries")
        constraints = [
            models.UniqueConstraint(
                name="attempt_reference_is_given_once", fields=["channel", "reference"], condition=~Q(reference="")
            ),
        ]

    def __str__(self):
        return f"{self.message_id} {self.channel} {self.outcome}"
