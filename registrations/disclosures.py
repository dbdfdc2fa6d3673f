"""Noting for the person who saw what of them. One row per officer, file and day is enough: the audit keeps each look."""

from datetime import datetime, time

from django.db import connection

from portal.lib.dates import today_in
from registrations import permissions as may
from registrations.models import Disclosure
from registrations.workflow import State


def disclose(by, candidate, seen, *, purpose=Disclosure.Purpose.REVIEW, registration=None, paper=""):
    """Write that ``by``, an officer, saw this; once on each day of the office. Nothing of one's own is noted.

    While the file is on hold, the person doesn't read the row: nobody under suspicion shall be warned. No purpose that an
    officer names hides a look by itself: then whoever is curious would name that one.
    """
    if may.is_person(by, candidate):
        return
    facts = {"candidate": candidate, "registration": registration, "membership": by.membership, "seen": seen}
    facts |= {"purpose": purpose, "paper": paper}
    last = Disclosure.objects.filter(**facts).order_by("-pk").first()
    if last and last.at.astimezone(by.zone).date() == today_in(by.zone):
        return
    is_held = registration is not None and registration.state == State.ON_HOLD
    Disclosure.objects.create(**facts, is_withheld=is_held)


def disclose_each(by, registrations, seen, *, purpose):
    """The same for a page on which several people stood, in two queries."""
    others = [one for one in registrations if not may.is_own(by, one)]
    facts = {"membership": by.membership, "seen": seen, "purpose": purpose}
    midnight = datetime.combine(today_in(by.zone), time.min, tzinfo=by.zone)
    told = Disclosure.objects.filter(candidate__in=[one.candidate_id for one in others], at__gte=midnight, **facts)
    known = set(told.values_list("registration_id", flat=True))
    Disclosure.objects.bulk_create(
        Disclosure(candidate=one.candidate, registration=one, is_withheld=one.state == State.ON_HOLD, **facts)
        for one in others
        if one.pk not in known
    )


def disclose_sheet(by, keys, *, purpose):
    """The same for the registrations (keys) on a sheet that ``by`` takes along, in one statement."""
    midnight = datetime.combine(today_in(by.zone), time.min, tzinfo=by.zone)
    facts = {"membership": by.membership.pk, "seen": Disclosure.Seen.LIST, "purpose": purpose, "held": State.ON_HOLD}
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO registrations_disclosure
                   (candidate_id, registration_id, membership_id, seen, paper, purpose, is_withheld, at)
               SELECT candidate_id, id, %(membership)s, %(seen)s, '', %(purpose)s, state = %(held)s, now()
               FROM registrations_registration r WHERE id = ANY(%(keys)s) AND NOT EXISTS (
                   SELECT FROM registrations_disclosure d
                   WHERE d.candidate_id = r.candidate_id AND d.registration_id = r.id AND d.paper = ''
                       AND d.membership_id = %(membership)s AND d.seen = %(seen)s AND d.purpose = %(purpose)s
                       AND d.at >= %(midnight)s)""",
            facts | {"keys": keys, "midnight": midnight},
        )
