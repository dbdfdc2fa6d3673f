"""Taking messages in hand and putting them down again. The database alone settles who has which.

A claim ends by itself: whoever was killed, or forgot the time, loses it to the next who asks. So each word about a
message is said by its claim, and one whose claim is over says nothing any more.

A line on a letter that left reaches the database before the next one leaves; that alone makes a killed worker repeat one
letter at most. The disk it may reach later: a worker that sees the database die says again what that may have forgotten.
What the lines say is written to their messages for many at once, by the worker or by whoever comes after it.
"""

import time
import uuid
from dataclasses import dataclass, field
from weakref import WeakSet

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from portal.messaging import quiet
from portal.messaging.models import Attempt, Contact, Dispatch, Message

log = structlog.get_logger(__name__)

TABLES = {model._meta.model_name: model._meta.db_table for model in (Attempt, Contact, Dispatch, Message)}
HELD_AT_ONCE = 10_000
SECONDS_BETWEEN_TRIES = 0.2
# A letter that is begun may take this long: with less left of its lease it isn't begun.
LONGEST_SENDING = 60  # seconds
# Longer than a living worker waits with it, unless a letter hangs.
SECONDS_UNSETTLED, SECONDS_ORPHANED = 1, 10

# The rows are chosen in an array: a plan may ask a subquery with LIMIT several times, and each time skip what it has.
FREE = """
UPDATE {message} SET state = 'queued', claimed_by = NULL, claimed_until = NULL
 WHERE id = ANY(ARRAY(
       SELECT id FROM {message} AS ended WHERE state = 'claimed' AND claimed_until <= statement_timestamp()
          AND NOT EXISTS (SELECT FROM {dispatch} WHERE message_id = ended.id AND claim = ended.claimed_by)
          FOR UPDATE SKIP LOCKED))
"""
HOLD = """
UPDATE {message} AS message SET state = 'held', next_try_at = night.ends
  FROM {contact} AS contact JOIN unnest(%(zones)s, %(mornings)s::timestamptz[]) AS night(zone, ends) USING (zone)
 WHERE contact.id = message.contact_id AND message.id = ANY(ARRAY(
       SELECT due.id FROM {message} AS due JOIN {contact} AS his ON his.id = due.contact_id
        WHERE due.is_urgent = %(urgent)s AND due.state IN ('queued', 'held') AND due.next_try_at <= statement_timestamp()
          AND his.zone = ANY(%(zones)s) AND due.kind <> ALL(%(at_any_hour)s)
        LIMIT %(limit)s FOR UPDATE OF due SKIP LOCKED))
"""
CLAIM = """
UPDATE {message} SET state = 'claimed', claimed_by = %s, claimed_until = statement_timestamp() + %s * interval '1 second'
 WHERE id = ANY(ARRAY(
       SELECT id FROM {message} WHERE is_urgent = %s AND state IN ('queued', 'held') AND next_try_at <= statement_timestamp()
        ORDER BY next_try_at LIMIT %s FOR UPDATE SKIP LOCKED))
RETURNING *
"""
# Whoever goes on trying keeps the claim; every other word ends it. The state is not asked for, though only the claimed
# have a claim: for the few that are, the planner would rather read all of these than look up one by its key.
MARK = """
UPDATE {message} SET state = %(state)s, reason = %(reason)s, tries = tries + %(tries)s,
       next_try_at = coalesce(%(not_before)s, statement_timestamp() + %(wait)s * interval '1 second', next_try_at),
       claimed_by = CASE WHEN %(state)s = 'claimed' THEN claimed_by END,
       claimed_until = CASE WHEN %(state)s = 'claimed' THEN claimed_until END,
       closed_at = CASE WHEN %(state)s IN ('failed', 'skipped') THEN statement_timestamp() END
 WHERE id = ANY(%(ids)s) AND claimed_by = %(claim)s RETURNING id
"""
# A gateway that gives the same reference twice loses it, not the message.
MARK_WITH_TRY = """
WITH marked AS (MARK), noted AS (
    INSERT INTO {attempt} (message_id, channel, outcome, reason, reference)
    SELECT id, %(channel)s, %(outcome)s, %(said)s, %(reference)s FROM marked ON CONFLICT DO NOTHING)
SELECT id FROM marked
""".replace("MARK", MARK)
# Said for each letter, so it is planned once. The disk keeps it within 0.6 s (three wal_writer_delay) instead of before
# the answer.
PREPARE = """
PREPARE note_dispatch (bigint, uuid, text, text) AS
INSERT INTO {dispatch} (message_id, claim, channel, reference)
SELECT id, $2, $3, $4 FROM {message}
 WHERE id = $1 AND claimed_by = $2 AND set_config('synchronous_commit', 'off', true) = 'off'
    ON CONFLICT (message_id) DO UPDATE
       SET claim = excluded.claim, at = excluded.at, channel = excluded.channel, reference = excluded.reference
"""
LEAVE = "EXECUTE note_dispatch (%s, %s, %s, %s)"
# Locks lines before messages, as whoever comes in between does. A line of a lost claim tells nothing and goes.
SETTLE = """
WITH gone AS MATERIALIZED (SELECT * FROM {dispatch} WHERE WHICH),
     marked AS (
         UPDATE {message} AS message SET state = 'sent', reason = '', channel = gone.channel, tries = tries + 1,
                claimed_by = NULL, claimed_until = NULL, closed_at = gone.at
           FROM gone
          WHERE message.id = gone.message_id AND claimed_by = gone.claim
         RETURNING message.id, gone.at, gone.channel, gone.reference),
     noted AS (
         INSERT INTO {attempt} (message_id, at, channel, outcome, reference)
         SELECT id, at, channel, 'sent', reference FROM marked ON CONFLICT DO NOTHING)
DELETE FROM {dispatch} WHERE message_id = ANY(ARRAY(SELECT message_id FROM gone))
"""
SETTLE_OWN = SETTLE.replace("WHICH", "message_id = ANY(%s) AND claim = %s FOR UPDATE")
SETTLE_ORPHANED = SETTLE.replace(
    "WHICH", "at < statement_timestamp() - %s * interval '1 second' FOR UPDATE SKIP LOCKED"
)
GIVE_BACK = """
UPDATE {message} AS message SET state = 'queued', claimed_by = NULL, claimed_until = NULL
 WHERE claimed_by = %s AND state = 'claimed' AND NOT EXISTS (
       SELECT FROM {dispatch} WHERE message_id = message.id AND claim = %s)
"""

# Connections that know the statement by its name.
_prepared = WeakSet()

FREE, HOLD, CLAIM, MARK, MARK_WITH_TRY, PREPARE, SETTLE_OWN, SETTLE_ORPHANED, GIVE_BACK = (
    statement.format(**TABLES)
    for statement in (FREE, HOLD, CLAIM, MARK, MARK_WITH_TRY, PREPARE, SETTLE_OWN, SETTLE_ORPHANED, GIVE_BACK)
)


def clock():
    """Seconds that never jump, and go on where the machine sleeps, if it can tell."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def free_abandoned():
    """Messages of claims that ended wait again; returns how many. Those that left are told to have."""
    _count(SETTLE_ORPHANED, [SECONDS_ORPHANED])
    return _count(FREE, [])


def hold_for_the_night(zones, *, is_urgent, at_any_hour):
    """Let what is due in ``zones``, where it is night, wait for the morning; ``at_any_hour``: names of kinds that don't.

    Returns how many.
    """
    mornings = [quiet.next_morning(zone, timezone.now()) for zone in zones]
    values = {"zones": [zone.key for zone in zones], "mornings": mornings, "urgent": is_urgent}
    values |= {"at_any_hour": list(at_any_hour), "limit": HELD_AT_ONCE}
    held = last = _count(HOLD, values) if zones else 0
    while last == HELD_AT_ONCE:
        last = _count(HOLD, values)
        held += last
    return held


def claim(*, is_urgent, limit):
    """A Claim on up to ``limit`` messages that are due, the longest waiting first."""
    # Measured from before the question: the lease we believe in ends before the database's.
    ends = clock() + settings.MESSAGE_LEASE_SECONDS
    key = uuid.uuid4()
    rows = Message.objects.raw(CLAIM, [key, settings.MESSAGE_LEASE_SECONDS, is_urgent, limit])
    return Claim(key, ends, sorted(rows, key=lambda message: (message.next_try_at, message.pk)))


@dataclass(frozen=True)
class Try:
    """What came of one try, as its Attempt keeps it."""

    channel: str
    outcome: str
    reason: str = ""
    reference: str = ""


@dataclass
class Claim:
    key: uuid.UUID
    ends: float  # by clock()
    messages: list
    dispatches: dict = field(default_factory=dict)  # lines that their messages don't tell yet, by the message's key
    settled_at: float = field(default_factory=clock)
    cursor: object = None  # for all the lines: to open one takes longer than to write one

    def has_time(self):
        """Whether another letter may be begun."""
        return clock() < self.ends - min(LONGEST_SENDING, settings.MESSAGE_LEASE_SECONDS / 2)

    def note_dispatch(self, message, tried):
        """Say that ``message`` left, as the Try ``tried`` tells, before the next one does; returns whether it was ours.

        Who reads the message sees it when the line is settled: within a second if letters go on leaving.
        """
        line = (message.pk, str(self.key), str(tried.channel), tried.reference[:80])
        is_ours = bool(self._say(self._leave, line))
        if is_ours:
            self.dispatches[message.pk] = line
            if clock() > self.settled_at + SECONDS_UNSETTLED:
                self.settle()
        else:
            log.warning("claim_lost", count=1, state="sent")
        return is_ours

    def settle(self):
        """Write to all messages that left that they did. What somebody else wrote meanwhile stays as it is."""
        self.settled_at = clock()
        if self.dispatches:
            self._say(_count, SETTLE_OWN, [list(self.dispatches), self.key])
            self.dispatches.clear()

    def mark(self, messages, state, *, reason="", wait=None, not_before=None, tried=None, is_try=False):
        """Say what became of ``messages`` that were not sent; returns how many of them were still ours.

        ``wait``: seconds until they are due again, or ``not_before`` that moment. ``tried``: a Try, counted and
        kept; ``is_try``: counted all the same, although nothing left the house.
        """
        values = {
            "state": state, "reason": reason[:40], "wait": wait, "not_before": not_before,
            "ids": [message.pk for message in messages], "claim": self.key, "tries": int(is_try or bool(tried)),
        }  # fmt: skip
        if tried:
            values["channel"], values["outcome"] = tried.channel, tried.outcome
            values["said"], values["reference"] = tried.reason[:40], tried.reference[:80]
        marked = self._say(_count, MARK_WITH_TRY if tried else MARK, values)
        if marked < len(messages):
            log.warning("claim_lost", count=len(messages) - marked, state=str(state))
        return marked

    def give_back(self):
        """What is left of the claim waits again, as if nobody had taken it."""
        return self._say(_count, GIVE_BACK, [self.key, self.key])

    def _say(self, word, *values):
        """Once more while the lease lasts, if the database goes away: what was sent shall not be sent again.

        Nor what it was told before and may have forgotten; what it remembers is no longer ours and stays as it is.
        """
        forgotten = []
        while True:
            try:
                for line in forgotten:
                    self._leave(line)
                return word(*values)
            except (OperationalError, InterfaceError):
                if connection.in_atomic_block or clock() > self.ends:
                    raise
                connection.close()
                self.cursor = None
                time.sleep(SECONDS_BETWEEN_TRIES)
                forgotten = [*self.dispatches.values()]

    def _leave(self, line):
        if self.cursor is None:
            self.cursor = connection.cursor()
            if self.cursor.connection not in _prepared:
                self.cursor.execute(PREPARE)
                _prepared.add(self.cursor.connection)
        self.cursor.execute(LEAVE, line)
        return self.cursor.rowcount


def _count(statement, values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount
