"""Taking the next vacancy in hand."""

from jobs import permissions as may
from jobs.check_room.queue import Tab, next_for
from portal.accounts.staff_room.claims import claim_first


def take_next(by, tab, after=None):
    """Claim the vacancy of this tab that waits longest and return it, None when nothing is left for ``by``.

    ``after``: the one on the officer's screen. What stands behind it comes first, so that a file that has to wait
    for somebody else's letter is not handed out again and again; behind the last one the queue begins anew.
    """
    if tab == Tab.TO_OPEN and by.role not in may.OPENERS:
        return None
    if after is None:
        return claim_first(by, next_for(by, tab))
    return claim_first(by, next_for(by, tab, after)) or claim_first(by, next_for(by, tab).exclude(pk=after.pk))
