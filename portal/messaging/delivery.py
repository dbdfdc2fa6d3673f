"""Sends what is due from the outbox: claims some hundred messages, asks whether they are still owed, lets them leave."""

import random
from collections import Counter, defaultdict
from contextlib import closing, contextmanager, suppress
from functools import partial
from itertools import chain, groupby, repeat
from operator import attrgetter
from zoneinfo import ZoneInfo

import structlog
from django.db import DatabaseError, InterfaceError, OperationalError
from django.utils import timezone
from django.utils.translation import override

from portal.messaging import claiming, kinds, quiet
from portal.messaging.channels import Letter, NotNow, Refused, Unanswered
from portal.messaging.claiming import Try
from portal.messaging.links import refusal_headers
from portal.messaging.models import Channel, Outcome, State
from portal.messaging.models.contact import ZONES
from portal.messaging.reaching import NOT_WANTED, TRIES_WITH_ANOTHER_WAY, Ways, is_repeated, meet_contacts
from portal.messaging.senders import Senders
from portal.messaging.wording import by_kind_and_language, mail_of, prepare, short_text, words_of

log = structlog.get_logger(__name__)

SECONDS = 50  # a run; the next minute's goes on
# Minutes until the next try by the same way: 46 hours, so that a mail server may fail from Friday to Sunday.
WAITS = (1, 5, 15, 60, 180, 360, 720, 1440)
TRIES_OF_AN_HOUR = 4
JITTER = 0.2  # so that what failed together doesn't come back together
# Of one kind in one batch; beyond it the kind itself is broken, and asking of each by itself would take too long.
MOST_BROKEN_APART = 20
QUERY_CANCELED = "57014"  # by a limit on its time
NOT_DUE, UNKNOWN_KIND, ERROR = "not_due", "unknown_kind", "error"


def deliver(*, is_urgent, batch=500, seconds=SECONDS, on_full_batch=lambda: None):
    """Send what is due, urgent or not, until nothing is or ``seconds`` are over; may run any number of times at once.

    ``on_full_batch`` is called once if there is more than one batch. Returns how many messages came to which end,
    by the name of the State; a message that has to wait for another try counts as queued.
    """
    ends = claiming.clock() + seconds
    claiming.free_abandoned()
    night, counts = None, Counter()
    while claiming.clock() < ends:
        if (zones := zones_at_night(timezone.now())) != night:
            night = zones
            counts["held"] += claiming.hold_for_the_night(zones, is_urgent=is_urgent, at_any_hour=kinds_at_any_hour())
        claim = claiming.claim(is_urgent=is_urgent, limit=batch)
        if not claim.messages:
            break
        if len(claim.messages) == batch:
            on_full_batch()
            on_full_batch = lambda: None  # noqa: E731
        counts += deliver_claim(claim)
    if counts := +counts:
        log.info("messages_delivered", is_urgent=is_urgent, **counts)
    return counts


def deliver_claim(claim):
    """Send the messages of one Claim; what it has no time for waits again. Returns counts as ``deliver``."""
    batch = Batch(claim)
    try:
        batch.deliver()
    finally:
        try:
            batch.say_last()
            claim.settle()
            claim.give_back()
        except DatabaseError as error:  # then it ends by itself
            log.warning("claim_not_given_back", exc_info=error)
    return batch.counts


class Batch:
    """One claim on its way out. ``ready``: [(message, kind, what its texts print)], the longest waiting first."""

    def __init__(self, claim):
        self.claim = claim
        self.counts = Counter()
        self.ready = []
        self.told, self.broken = set(), Counter()
        self.is_lost = False
        self.unsaid = None  # of the letter that left last: (message, Try)
        self.following, self.made = [], {}  # the row of ``ready`` that is next; its Letter by (message, way)

    def deliver(self):
        meet_contacts(self.claim.messages)
        due = self._still_due()
        for (name, language), group in by_kind_and_language(due):
            self._prepare(kinds.kind_named(name), language, group)
        self.ready.sort(key=lambda row: (row[0].next_try_at, row[0].pk))
        self.ways = Ways([message for message, _kind, _prepared in self.ready])
        with Senders() as self.senders:
            for number, (message, kind, prepared) in enumerate(self.ready, start=1):
                self.following = self.ready[number : number + 1]
                if self.is_lost or not self.claim.has_time():
                    return
                self._send(message, kind, prepared)

    # All together ------------------------------------------------------------------------------
    def _still_due(self):
        by_kind = defaultdict(list)
        for message in self.claim.messages:
            by_kind[message.kind].append(message)
        return [message for name, group in by_kind.items() for message in self._still_due_of(name, group)]

    def _still_due_of(self, name, messages):
        try:
            kind = kinds.kind_named(name)
        except KeyError:
            # While a new version is being put in place, the old one meets what only the new one knows.
            self._put_off(messages, UNKNOWN_KIND)
            return []
        facts = kind.model._default_manager.filter(pk__in={message.subject for message in messages})
        with self._own_fault_of(messages):
            standing = set(kind.still_due(facts).values_list("pk", flat=True))
            self._mark(
                [message for message in messages if message.subject not in standing], State.SKIPPED, reason=NOT_DUE
            )
            return [message for message in messages if message.subject in standing]
        return []

    def _prepare(self, kind, language, messages):
        with self._own_fault_of(messages, apart=partial(self._prepare, kind, language)):
            prepared = prepare(messages, kind, language)
            self._mark([message for message in messages if message.pk not in prepared], State.SKIPPED, reason=NOT_DUE)
            self.ready += [(message, kind, prepared[message.pk]) for message in messages if message.pk in prepared]

    @contextmanager
    def _own_fault_of(self, messages, apart=None):
        """A kind's own code may fail, its questions or its templates: its messages wait until somebody mends it.

        The others go on. ``apart`` does the same with a part of ``messages``: so what one of them breaks is put off
        alone, as long as they are few.
        """
        try:
            yield
        except Exception as error:
            if _is_database_away(error):
                raise
            name, middle = messages[0].kind, len(messages) // 2
            if apart and middle and self.broken[name] < MOST_BROKEN_APART:
                apart(messages[:middle])
                apart(messages[middle:])
                return
            self.broken[name] += 1
            self._put_off(messages, ERROR, error)

    def _put_off(self, messages, reason, error=None):
        kind = messages[0].kind
        if (kind, reason) not in self.told:
            self.told.add((kind, reason))
            log.error("message_not_made", kind=kind, why=reason, count=len(messages), exc_info=error)
        for tries, group in groupby(sorted(messages, key=attrgetter("tries")), key=attrgetter("tries")):
            if tries < len(WAITS):
                self._mark([*group], State.QUEUED, wait=seconds_until_try(tries + 1), is_try=True)
            else:
                self._mark([*group], State.FAILED, reason=reason, is_try=True)

    # One by one --------------------------------------------------------------------------------
    def _send(self, message, kind, prepared):
        ways, reason = self.ways.of(message, kind)
        if reason:
            state = State.SKIPPED if reason == NOT_WANTED else State.FAILED
            self._mark([message], state, reason=reason)
            return
        for way in ways:
            if self._hold(message, kind) or self._try(message, kind, prepared, way, is_last=way is ways[-1]):
                return

    def _hold(self, message, kind):
        """Whether it is night now where the recipient is; then the message waits for the morning."""
        zone, now = message.contact.clock, timezone.now()
        if kind.at_any_hour or not quiet.is_quiet(zone, now):
            return False
        self._mark([message], State.HELD, not_before=quiet.next_morning(zone, now))
        return True

    def _try(self, message, kind, prepared, way, *, is_last):
        """Whether something became of the message; otherwise the next way is to be tried."""
        if way.channel == Channel.INBOX:
            return self._sent(message, Try(way.channel, Outcome.SENT))
        letter, self.made = self.made.get((message.pk, way)), {}
        if not letter:
            with self._own_fault_of([message]):
                letter = letter_to(way, message, kind, prepared)
        if not letter:
            return True
        try:
            reference = self._hand_over(self.senders.send(way.channel, letter))
        except Unanswered as problem:
            return self._unanswered(message, way, problem.reason, is_last=is_last)
        except NotNow as problem:
            return self._not_now(message, way, problem.reason, is_last=is_last)
        except Refused as problem:
            if problem.address_is_dead:
                self.ways.bury(way, problem.reason)
            return self._give_up(message, Try(way.channel, Outcome.PERMANENT, problem.reason), is_last=is_last)
        return self.is_lost or self._sent(message, Try(way.channel, Outcome.SENT, reference=reference))

    def _hand_over(self, sending):
        """The reference. Before the letter is out of our hands we say what became of the last, later we make the next."""
        acts = chain([self.say_last], repeat(self._make_following))
        with closing(sending):
            while not self.is_lost:
                try:
                    next(sending)
                except StopIteration as end:
                    return end.value
                next(acts)()
        return ""

    def _make_following(self):
        for message, kind, prepared in self.following:
            ways, _reason = self.ways.of(message, kind)
            if ways and ways[0].channel != Channel.INBOX and not self.made:
                with suppress(Exception):  # made again when it is its turn, it fails again
                    self.made = {(message.pk, ways[0]): letter_to(ways[0], message, kind, prepared)}

    def _sent(self, message, tried):
        """It is said when the next letter is about to leave, or none does."""
        self.say_last()
        self.unsaid = message, tried
        return True

    def say_last(self):
        if self.unsaid:
            (message, tried), self.unsaid = self.unsaid, None
            if self.claim.note_dispatch(message, tried):
                self.counts[str(State.SENT)] += 1
            else:
                self.is_lost = True

    def _not_now(self, message, way, reason, *, is_last):
        tries = way.tries + 1
        tried = Try(way.channel, Outcome.TEMPORARY, reason)
        if tries > len(WAITS) if is_last else tries >= TRIES_WITH_ANOTHER_WAY:
            return self._give_up(message, tried, is_last=is_last)
        self._mark([message], State.QUEUED, wait=seconds_until_try(tries), tried=tried)
        return True

    def _unanswered(self, message, way, reason, *, is_last):
        """It may have arrived: it is repeated once, and not before a stalled server had its time."""
        tried = Try(way.channel, Outcome.TEMPORARY, reason)
        if is_repeated(message, tried):
            return self._give_up(message, tried, is_last=is_last)
        self._mark([message], State.QUEUED, wait=seconds_until_try(max(way.tries + 1, TRIES_OF_AN_HOUR)), tried=tried)
        return True

    def _give_up(self, message, tried, *, is_last):
        if is_last:
            self._mark([message], State.FAILED, reason=tried.reason, tried=tried)
        else:
            self._mark([message], State.CLAIMED, tried=tried)
        return is_last or self.is_lost

    def _mark(self, messages, state, **facts):
        if not messages:
            return
        marked = self.claim.mark(messages, state, **facts)
        self.is_lost |= marked < len(messages)
        if state != State.CLAIMED:
            self.counts[str(state)] += marked


def _is_database_away(error):
    """It, or the way to it: no fault of what was asked. A question that it refuses or can't end in time is one."""
    is_ended = getattr(error.__cause__, "sqlstate", None) == QUERY_CANCELED
    return isinstance(error, (OperationalError, InterfaceError)) and not is_ended


def letter_to(way, message, kind, prepared):
    """The Letter of ``message`` by one Way, in the language of its contact."""
    language = message.contact.tongue
    if way.channel != Channel.EMAIL:
        return Letter(message.letter_key, way.address, "", short_text(kind, prepared, language), language)
    with override(language):
        headers = refusal_headers(message, message.contact)
        subject, body = mail_of(
            words_of(kind, prepared, language), refusal=headers.get("List-Unsubscribe", "").strip("<>")
        )
    return Letter(message.letter_key, way.address, subject, body, language, headers)


def seconds_until_try(tries):
    """How long to wait after that many tries in vain, at least one."""
    return WAITS[tries - 1] * 60 * random.uniform(1 - JITTER, 1 + JITTER)  # noqa: S311


def kinds_at_any_hour():
    return [kind.name for kind in kinds.all_kinds() if kind.at_any_hour]


def zones_at_night(now):
    return [zone for zone in map(ZoneInfo, dict(ZONES)) if quiet.is_quiet(zone, now)]
