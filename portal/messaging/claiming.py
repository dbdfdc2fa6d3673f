"""Taking messages in hand and putting them down again. The database alone settles who has which.

A claim ends by itself: whoever was killed, or forgot the time, loses it to the next who asks. So each word about a
message is said by its claim, and one whose claim is over says nothing any more.

A word reaches the database before the next letter leaves; that alone makes a killed worker repeat one letter at most. The
disk it may reach later: a worker that sees the database die says again what that may have forgotten.
"""

import time
import uuid
from dataclasses import dataclass, field

import structlog
from django.conf import settings
from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from portal.messaging import quiet
from portal.messaging.models import Attempt, Contact, Message

log = structlog.get_logger(__name__)

TABLES = {model._meta.model_name: model._meta.db_table for model in (Attempt, Contact, Message)}
HELD_AT_ONCE = 10_000
SECONDS_BETWEEN_TRIES = 0.2
# A letter that is begun may take this long: with less left of its lease it isn't begun.
LONGEST_SENDING = 60  # seconds

# The rows are chosen in an array: a plan may ask a subquery with LIMIT several times, and each time skip what it has.
FREE = """
UPDATE {message} SET state = 'queued', claimed_by = NULL, claimed_until = NULL
 WHERE id = ANY(ARRAY(
       SELECT id FROM {message} WHERE state = 'claimed' AND claimed_until <= statement_timestamp() FOR UPDATE SKIP LOCKED))
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
# Whoever goes on trying keeps the claim; every other word ends it.
MARK = """
UPDATE {message} SET state = %(state)s, reason = %(reason)s, channel = %(sent_by)s, tries = tries + %(tries)s,
       next_try_at = coalesce(%(not_before)s, statement_timestamp() + %(wait)s * interval '1 second', next_try_at),
       claimed_by = CASE WHEN %(state)s = 'claimed' THEN claimed_by END,
       claimed_until = CASE WHEN %(state)s = 'claimed' THEN claimed_until END,
       closed_at = CASE WHEN %(state)s IN ('sent', 'failed', 'skipped') THEN statement_timestamp() END
 WHERE id = ANY(%(ids)s) AND claimed_by = %(claim)s AND state = 'claimed' RETURNING id
"""
# A gateway that gives the same reference twice loses it, not the message.
MARK_WITH_TRY = """
WITH marked AS (MARK), noted AS (
    INSERT INTO {attempt} (message_id, channel, outcome, reason, reference)
    SELECT id, %(channel)s, %(outcome)s, %(said)s, %(reference)s FROM marked ON CONFLICT DO NOTHING)
SELECT id FROM marked
""".replace("MARK", MARK)
# The disk keeps it within 0.6 s (three wal_writer_delay) instead of before the answer.
MARK_UNSURELY = MARK_WITH_TRY.replace(
    "SELECT id FROM marked\n", "SELECT id, set_config('synchronous_commit', 'off', true) FROM marked\n"
)
GIVE_BACK = """
UPDATE {message} SET state = 'queued', claimed_by = NULL, claimed_until = NULL
 WHERE claimed_by = %s AND state = 'claimed'
"""


FREE, HOLD, CLAIM, MARK, MARK_WITH_TRY, MARK_UNSURELY, GIVE_BACK = (
    statement.format(**TABLES) for statement in (FREE, HOLD, CLAIM, MARK, MARK_WITH_TRY, MARK_UNSURELY, GIVE_BACK)
)


def clock():
    """Seconds that never jump, and go on where the machine sleeps, if it can tell."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))


def free_abandoned():
    """Messages of claims that ended wait again; returns how many."""
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


@dataclass(frozen=True)
class Claim:
    key: uuid.UUID
    ends: float  # by clock()
    messages: list
    unsure: list = field(default_factory=list)  # statements with their values that may not be on the disk yet

    def has_time(self):
        """Whether another letter may be begun."""
        return clock() < self.ends - min(LONGEST_SENDING, settings.MESSAGE_LEASE_SECONDS / 2)

    def mark(
        self, messages, state, *, reason="", sent_by="", wait=None, not_before=None, tried=None, is_try=False,
        is_sure=True,
    ):  # fmt: skip
        """Say what became of ``messages``; returns how many of them were still ours.

        ``wait``: seconds until they are due again, or ``not_before`` that moment. ``tried``: a Try, counted and
        kept; ``is_try``: counted all the same, although nothing left the house. Not ``is_sure``: only for what ends
        the claim with a Try; the last word on a claim has to be sure.
        """
        values = {
            "state": state, "reason": reason[:40], "sent_by": sent_by, "wait": wait, "not_before": not_before,
            "ids": [message.pk for message in messages], "claim": self.key, "tries": int(is_try or bool(tried)),
        }  # fmt: skip
        if tried:
            values["channel"], values["outcome"] = tried.channel, tried.outcome
            values["said"], values["reference"] = tried.reason[:40], tried.reference[:80]
        marked = self._say((MARK_WITH_TRY if is_sure else MARK_UNSURELY) if tried else MARK, values)
        if marked < len(messages):
            log.warning("claim_lost", count=len(messages) - marked, state=str(state))
        return marked

    def give_back(self):
        """What is left of the claim waits again, as if nobody had taken it."""
        return self._say(GIVE_BACK, [self.key])

    def _say(self, statement, values):
        """Once more while the lease lasts, if the database goes away: what was sent shall not be sent again.

        Nor what it was told before and may have forgotten; what it remembers is no longer ours and stays as it is.
        """
        words = [(statement, values)]
        while True:
            try:
                counts = [_count(*word) for word in words]
                break
            except (OperationalError, InterfaceError):
                if connection.in_atomic_block or clock() > self.ends:
                    raise
                connection.close()
                time.sleep(SECONDS_BETWEEN_TRIES)
                words = [*self.unsure, (statement, values)]
        if statement == MARK_UNSURELY:
            self.unsure.append((statement, values))
        elif counts[-1]:
            self.unsure.clear()  # a commit on the disk has all those before it there
        return counts[-1]


def _count(statement, values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount
