"""Taking the next vacancy in hand."""

from jobs import permissions as may
from jobs.check_room.queue import Tab, next_for
from portal.accounts.staff_room.claims import claim
from portal.accounts.staff_room.holding import ActRefused

# So many are tried while colleagues take theirs at the same moment.
_TRIES = 10


def take_next(by, tab):
    """Claim the vacancy of this tab that waits longest and return it, None when nothing is left for ``by``."""
    if tab == Tab.TO_OPEN and by.role not in may.OPENERS:
        return None
    for vacancy in next_for(by, tab)[:_TRIES]:
        try:
            claim(by, vacancy)
        except ActRefused:  # a colleague was faster
            continue
        return vacancy
    return None
