"""Words to all people of a batch at once, in the act itself, so that none is missed at midnight."""

from portal.lib.dates import WIB, today_in
from portal.messaging import planning
from portal.messaging.kinds import kind_named


def owe_at_once(name):
    """Owe the Reminder ``name`` for whatever is due today; planning at its hours owes nothing twice."""
    planning.know_accounts()
    planning.plan(kind_named(name), today_in(WIB))
