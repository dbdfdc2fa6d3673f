"""By which ways messages may reach their contacts: found for a whole batch with a fixed number of queries."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.db.models import Count, F

from portal.messaging.channels import ways
from portal.messaging.dead import bury, dead_among
from portal.messaging.models import Attempt, Channel, Contact, OptOut, Outcome

# While there is another way, one is tried so often: some 20 minutes. The last one as long as there are waits.
TRIES_WITH_ANOTHER_WAY = 3
NOT_WANTED, NO_WAY = "not_wanted", "no_way"


@dataclass(frozen=True)
class Way:
    channel: str
    address: str
    tries: int = 0  # of this message, by this way, up to now

    @property
    def is_tired(self):
        return self.tries >= TRIES_WITH_ANOTHER_WAY


class Ways:
    """What is known about the ways of ``messages``, whose contacts and their accounts are loaded."""

    def __init__(self, messages):
        contacts = {message.contact for message in messages}
        self.addresses = _addresses(contacts)
        self.opt_outs = defaultdict(set)
        for contact, topic, channel in OptOut.objects.filter(contact__in=[one.pk for one in contacts]).values_list(
            "contact_id", "topic", "channel"
        ):
            self.opt_outs[contact, topic].add(channel)
        self.tries, self.ended = _tries([message.pk for message in messages if message.tries])
        self.tried = {message for message, _channel in {*self.tries, *self.ended}}
        self.open = {channel for channel in Channel if ways.opener_of(channel)}
        self.dead = dead_among({pair for pairs in self.addresses.values() for pair in pairs.items()})

    def of(self, message, kind):
        """(ways, ""): in the order in which to try them. (None, reason): it shall not leave, for that reason.

        The way of an account or an office may be Channel.INBOX, which leads nowhere: it is read there anyway.
        """
        contact = message.contact
        unwanted = set() if kind.topic.is_owed else self.opt_outs[contact.pk, kind.topic.code]
        if "" in unwanted:
            return None, NOT_WANTED
        if contact.channel == Channel.INBOX and contact.user_id and not kind.topic.is_owed:
            return [Way(Channel.INBOX, "")], ""
        there = self._in_order(message, kind)
        if wanted := [way for way in there if way.channel not in unwanted]:
            # The last one is tried on when all were tried often enough.
            return [way for way in wanted if not way.is_tired] or wanted[-1:], ""
        has_inbox = contact.user_id or contact.office_id
        if has_inbox and message.pk not in self.tried and not kind.escalates:
            return [Way(Channel.INBOX, "")], ""
        return None, NOT_WANTED if there else NO_WAY

    def bury(self, way, reason):
        """The address of ``way`` takes nothing any more, of this batch neither."""
        bury(way.channel, way.address, reason)
        self.dead.add((way.channel, way.address))

    def _in_order(self, message, kind):
        """The ways that lead to the contact, wanted or not, its preferred one first."""
        preferred = message.contact.channel
        return [
            Way(channel, address, self.tries[message.pk, channel])
            for channel in sorted(kind.channels, key=lambda channel: channel != preferred)
            if channel in self.open
            and (address := self.addresses[message.contact_id].get(channel))
            and (channel, address) not in self.dead
            and (message.pk, channel) not in self.ended
        ]


def meet_contacts(messages):
    """Load the contacts of ``messages`` with their accounts. As a prefetch, in half its time."""
    contacts = Contact.objects.select_related("user").in_bulk({message.contact_id for message in messages})
    for message in messages:
        message.contact = contacts[message.contact_id]


def _addresses(contacts):
    """{contact's key: {channel: address}}. An account's e-mail address counts only when it was confirmed."""
    users = [contact.user_id for contact in contacts if contact.user_id]
    confirmed = set(
        EmailAddress.objects.filter(user__in=users, verified=True, email__iexact=F("user__email")).values_list(
            "user_id", flat=True
        )
    )
    found = {}
    for contact in contacts:
        holder = contact.user if contact.user_id else contact
        email = "" if contact.user_id and contact.user_id not in confirmed else holder.email
        phone = str(holder.phone or "")
        pairs = {Channel.EMAIL: email, Channel.SMS: phone, Channel.WHATSAPP: phone}
        found[contact.pk] = {channel: address for channel, address in pairs.items() if address}
    return found


def is_repeated(message, tried):
    """Whether the same as this Try came of an earlier one."""
    earlier = Attempt.objects.filter(message=message, channel=tried.channel, reason=tried.reason)
    return bool(message.tries) and earlier.filter(pk__gt=message.anew_after).exists()


def _tries(messages):
    """How often each way of each message was tried in vain until now, and the ways that ended for good."""
    tries, ended = Counter(), set()
    if not messages:
        return tries, ended
    counted = Attempt.objects.filter(message__in=messages, pk__gt=F("message__anew_after"))
    counted = counted.values_list("message_id", "channel", "outcome")
    for message, channel, outcome, count in counted.annotate(Count("pk")).order_by():
        if outcome == Outcome.TEMPORARY:
            tries[message, channel] = count
        elif outcome in {Outcome.PERMANENT, Outcome.UNDELIVERED}:
            ended.add((message, channel))
    return tries, ended
