"""The acts of writing to many: draft, try, schedule, release, stop."""

import uuid

import structlog
from django.db import connection, transaction
from django.db.models import Case, Count, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.acting import Acting
from portal.audit.services import record
from portal.lib.dates import WIB, today_in
from portal.mailroom import permissions as may
from portal.mailroom.audiences import audience_for
from portal.mailroom.models import Announcement, Trial
from portal.mailroom.notifications import TRIAL
from portal.messaging.models import Contact, Message
from portal.messaging.planning import know_accounts
from portal.messaging.services import contact_of, owe
from portal.workflow import StepRefused, take_step

log = structlog.get_logger(__name__)

HAS_EMAIL = Q(email__gt="") | Q(user__email__gt="")
HAS_PHONE = Q(phone__isnull=False) | Q(user__phone__isnull=False)
# A release owes all of it in one statement, however many there are.
RELEASE = """
INSERT INTO {messages} (kind, subject, contact_id, due_on, office_id, is_urgent)
SELECT %s, %s, id, %s, %s, false FROM ({contacts}) AS contact
ON CONFLICT (kind, subject, contact_id, due_on) DO NOTHING
"""


def draft(by, *, key, **words):
    """Write a draft and return it, the same one for the same ``key`` of a form. ``words``: its form's answers.

    Without a key it is a new one: none of those without key before it is meant.
    """
    key = key or uuid.uuid4()
    own = {"membership": by.membership, "author": by.user, "office": by.membership.office}
    made, is_new = Announcement.objects.get_or_create(submission_key=key, defaults=own | words)
    if is_new:
        record(by, "announcements.drafted", made)
    return made


@transaction.atomic
def change(by, announcement, *, seen, **words):
    """Write a draft anew. Raises StepRefused; nothing is changed then."""
    held = Announcement.objects.select_for_update().get(pk=announcement.pk)
    if held.version != seen:
        raise StepRefused(_("Somebody changed this meanwhile. Please look again."))
    if held.state != Announcement.State.DRAFT or not may.change(by, held):
        raise StepRefused(_("This step is not open to you now."))
    for name, value in words.items():
        setattr(held, name, value)
    held.version += 1
    held.save(update_fields=[*words, "version", "updated_at"])
    record(by, "announcements.changed", held, fields=sorted(words))
    return held


def recipients(by, announcement):
    """The contacts it would go to now, as a queryset; none where ``by`` may not write to that audience."""
    audience = audience_for(by, announcement.audience)
    return audience.contacts(by, announcement.part) if audience else Contact.objects.none()


def count(by, announcement):
    """A dry run: how many it would go to, and to how many of them by which first way."""
    know_accounts()
    found = Contact.objects.filter(pk__in=recipients(by, announcement).order_by().values("pk"))
    first = Case(When(HAS_EMAIL, then=Value("email")), When(HAS_PHONE, then=Value("phone")), default=Value("inbox"))
    ways = dict(found.annotate(way=first).values_list("way").annotate(Count("pk")))
    return {"total": sum(ways.values()), **ways}


@transaction.atomic
def try_on_oneself(by, announcement):
    """Owe it to the author alone, at once. Of the same words one is sent, however often it is asked for."""
    if not may.change(by, announcement):
        raise StepRefused(_("This step is not open to you now."))
    trial, is_new = Trial.objects.get_or_create(announcement=announcement, version=announcement.version)
    if is_new:
        owe(TRIAL, subject=trial, contact=contact_of(by.user), office=by.membership.office)
        record(by, "announcements.tried", announcement)


@transaction.atomic
def schedule(by, announcement, *, seen, send_at=None):
    """Let it leave at ``send_at`` (an aware datetime), None: with the next minute. Raises StepRefused."""
    if audience_for(by, announcement.audience) is None:
        raise StepRefused(_("This step is not open to you now."))
    held = Announcement.objects.select_for_update().get(pk=announcement.pk)
    held.send_at = send_at or timezone.now()
    held.save(update_fields=["send_at"])
    moved = take_step(held, "schedule", by=by, seen=seen)
    record(by, "announcements.scheduled", moved)
    return moved


@transaction.atomic
def move(by, announcement, event, *, seen):
    """Take it back to a draft, or cancel it: what has not left by now stays here. Raises StepRefused."""
    moved = take_step(announcement, event, by=by, seen=seen)
    record(by, "announcements.moved", moved, reason_code=event)
    return moved


def release_due():
    """Release what is scheduled up to now; returns how many. Twice at once, each is released once.

    What one raises is raised once all the others have left.
    """
    know_accounts()
    due = Announcement.objects.filter(state=Announcement.State.SCHEDULED, send_at__lte=timezone.now())
    released, problems = 0, []
    for pk in due.order_by("send_at").values_list("pk", flat=True):
        try:
            released += _release(pk)
        except Exception as problem:
            log.error("announcement_not_released", announcement=pk, exc_info=problem)
            problems.append(problem)
    if problems:
        raise problems[0]
    return released


@transaction.atomic
def _release(pk):
    rows = Announcement.objects.select_for_update(skip_locked=True, of=("self",))
    one = (
        rows.filter(pk=pk, state=Announcement.State.SCHEDULED, send_at__lte=timezone.now())
        .select_related("membership__office", "author")
        .first()
    )
    if one is None:
        return False
    system = Acting.for_system("release_announcements")
    author = Acting(user=one.author, membership=one.membership)
    audience = audience_for(author, one.audience)
    if audience is None or not (one.author.is_active and one.membership.is_in_force()):
        take_step(one, "drop", by=system)
        return False
    contacts, given = audience.contacts(author, one.part).order_by().values("id").query.sql_with_params()
    with connection.cursor() as cursor:
        statement = RELEASE.format(messages=Message._meta.db_table, contacts=contacts)
        cursor.execute(statement, [audience.kind.name, one.pk, today_in(WIB), one.office_id, *given])
        one.recipients = cursor.rowcount
    one.save(update_fields=["recipients"])
    take_step(one, "release", by=system)
    return True
