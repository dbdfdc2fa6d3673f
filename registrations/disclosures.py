"""Noting for the person who saw what of them. One row per officer, file and day is enough: the audit keeps each look."""

from datetime import datetime, time

from django.db import connection

from portal.lib.dates import today_in
from registrations import permissions as may
from registrations.choices import FlagKind
from registrations.models import Disclosure, Flag
from registrations.workflow import State

# Looks that the person expects.
_EXPECTED = (Disclosure.Purpose.COUNTER, Disclosure.Purpose.PROTECTION)
ENDED_BY_PERSON = {State.WITHDRAWN, State.LAPSED}


def disclose(by, candidate, seen, *, purpose=Disclosure.Purpose.REVIEW, registration=None, paper=""):
    """Write that ``by``, an officer, saw this; once on each day of the office. Nothing of one's own is noted.

    While the file is on hold, the person doesn't read the row: nobody under suspicion shall be warned. No purpose that an
    officer names hides a look by itself: then whoever is curious would name that one. A look at the counter is told even
    then: the person stood there, and would miss it. So is one at what they told themselves: they wait for it, and among what
    is withheld the head would read that somebody told the ministry something.
    """
    if by.is_same_person(candidate.user_id):
        return
    facts = {"candidate": candidate, "registration": registration, "membership": by.membership, "seen": seen}
    facts |= {"purpose": purpose, "paper": paper}
    last = Disclosure.objects.filter(**facts).order_by("-pk").first()
    if last and last.at.astimezone(by.zone).date() == today_in(by.zone):
        return
    held = _held([registration] if registration else [])
    is_withheld = registration in held and purpose not in _EXPECTED
    Disclosure.objects.create(**facts, is_withheld=is_withheld)


def disclose_each(by, registrations, seen, *, purpose):
    """The same for a page on which several people stood, in two queries."""
    others = [one for one in registrations if not may.is_own(by, one)]
    facts = {"membership": by.membership, "seen": seen, "purpose": purpose}
    midnight = datetime.combine(today_in(by.zone), time.min, tzinfo=by.zone)
    told = Disclosure.objects.filter(candidate__in=[one.candidate_id for one in others], at__gte=midnight, **facts)
    known = set(told.values_list("registration_id", flat=True))
    held = _held(others)
    Disclosure.objects.bulk_create(
        Disclosure(candidate=one.candidate, registration=one, is_withheld=one in held, **facts)
        for one in others
        if one.pk not in known
    )


def disclose_sheet(by, keys, *, purpose):
    """The same for the registrations (keys) on a sheet that ``by`` takes along, in one statement."""
    midnight = datetime.combine(today_in(by.zone), time.min, tzinfo=by.zone)
    facts = {"membership": by.membership.pk, "seen": Disclosure.Seen.LIST, "purpose": purpose}
    facts |= {"held": State.ON_HOLD, "flag": FlagKind.HELD_BEFORE, "ended": sorted(ENDED_BY_PERSON)}
    with connection.cursor() as cursor:
        cursor.execute(
            """INSERT INTO registrations_disclosure
                   (candidate_id, registration_id, membership_id, seen, paper, purpose, is_withheld, at)
               SELECT candidate_id, id, %(membership)s, %(seen)s, '', %(purpose)s,
                   state = %(held)s OR is_held_back OR state = ANY(%(ended)s) AND EXISTS (
                       SELECT FROM registrations_flag f
                       WHERE f.registration_id = r.id AND f.kind = %(flag)s AND f.ended_at IS NULL),
                   now()
               FROM registrations_registration r WHERE id = ANY(%(keys)s) AND NOT EXISTS (
                   SELECT FROM registrations_disclosure d
                   WHERE d.candidate_id = r.candidate_id AND d.registration_id = r.id AND d.paper = ''
                       AND d.membership_id = %(membership)s AND d.seen = %(seen)s AND d.purpose = %(purpose)s
                       AND d.at >= %(midnight)s)""",
            facts | {"keys": keys, "midnight": midnight},
        )


def _held(registrations):
    """Those on hold, or that ended so: the investigation goes on."""
    ended = [one.pk for one in registrations if one.state in ENDED_BY_PERSON]
    flags = Flag.objects.standing().filter(kind=FlagKind.HELD_BEFORE, registration__in=ended) if ended else ()
    still = {flag.registration_id for flag in flags}
    return {one for one in registrations if one.is_held or one.pk in still}
