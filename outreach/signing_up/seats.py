"""The seats of a session: taken and given back by one statement each, so that two at the last one never both get it.

Whoever takes, gives back or begins to wait holds the row of the session until the transaction ends. So the order of the
waiting list is that of its keys, and nobody waits who would have fitted: who gives back looks for them in the same act.
"""

from django.db import connection

from outreach.models import Session

_TAKE = """
UPDATE outreach_session SET seated = seated + %(people)s, last_seat = last_seat + %(people)s
 WHERE id = %(session)s AND (capacity IS NULL OR seated + %(people)s <= capacity)
RETURNING last_seat
"""
_GIVE_BACK = "UPDATE outreach_session SET seated = seated - %(people)s WHERE id = %(session)s"
_HOLD = "SELECT FROM outreach_session WHERE id = %(session)s FOR NO KEY UPDATE"
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def take(session, people):
    """The label of the first of ``people`` seats side by side in ``session`` (its key), "" when they are not there."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {"session": session, "people": people})
        row = cursor.fetchone()
    return f"{_letter_of(session)}-{row[0] - people + 1:03}" if row else ""


def give_back(session, people):
    with connection.cursor() as cursor:
        cursor.execute(_GIVE_BACK, {"session": session, "people": people})


def hold(session):
    """Wait until nobody else moves the seats of ``session`` (its key), and let nobody do so until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, {"session": session})


def _letter_of(session):
    """By the order in which the sessions of its event were written down: that never changes."""
    earlier = Session.objects.filter(event__sessions=session, pk__lt=session).count()
    return LETTERS[min(earlier, len(LETTERS) - 1)]
