"""What an officer does with a file: take it, judge its papers, ask for corrections, hand it on."""

from portal.accounts.staff_room.claims import claim_first
from registrations.desk.queue import next_for


def take_next(by, after=None):
    """Claim the file that waits longest and return it, None when nothing is left; what was dealt to ``by`` goes first.

    ``after``: the one on the officer's screen. What stands behind it comes first, so that a file that has to wait for
    somebody's answer is not handed out again and again; behind the last one the queue begins anew.
    """
    ways = [next_for(by).filter(assigned_to=by.membership), next_for(by)]
    if after is not None:
        behind = next_for(by, after)
        ways = [behind.filter(assigned_to=by.membership), behind, next_for(by).exclude(pk=after.pk)]
    return next((file for found in ways if (file := claim_first(by, found))), None)
