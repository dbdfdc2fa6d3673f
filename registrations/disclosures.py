"""Noting for the person who saw what of them. One row per officer, file and day is enough: the audit keeps each look."""

from portal.lib.dates import today_in
from registrations.models import Disclosure
from registrations.workflow import State


def disclose(by, candidate, seen, *, purpose=Disclosure.Purpose.REVIEW, registration=None, paper=""):
    """Write that ``by``, an officer, saw this; once on each day of the office. Nothing of one's own is noted.

    While the file is on hold the person doesn't read the row: nobody under suspicion shall be warned.
    """
    if by.is_same_person(candidate.user_id):
        return
    facts = {"candidate": candidate, "registration": registration, "membership": by.membership, "seen": seen}
    facts |= {"purpose": purpose, "paper": paper}
    last = Disclosure.objects.filter(**facts).order_by("-pk").first()
    if last and last.at.astimezone(by.zone).date() == today_in(by.zone):
        return
    is_held = registration is not None and registration.state == State.ON_HOLD
    Disclosure.objects.create(**facts, is_withheld=is_held)
