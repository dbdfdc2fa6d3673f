"""The three acts of the counter: what each needs, how long its code lives and what it opens."""

from datetime import timedelta
from typing import NamedTuple

from portal.accounts.models import ClaimCode

Purpose = ClaimCode.Purpose


class Rule(NamedTuple):
    needs_second_officer: bool
    life: timedelta  # of the code, from the act, or from the second officer's word where one is needed
    opens_account: bool  # the code alone opens the account; otherwise it only completes a log-in


# fmt: off
RULES = {
    # Needs number, PIN and SMS as well, and the person has all that at home: a day is enough.
    Purpose.NEW_DEVICE: Rule(needs_second_officer=False, life=timedelta(days=1),  opens_account=False),
    # Opens the account by itself, so it is short; but a way home by boat and a new SIM card take a day or two.
    Purpose.RECOVERY:   Rule(needs_second_officer=True,  life=timedelta(days=3),  opens_account=True),
    # The person has no phone yet and comes back with the next paper; the account holds what the officer typed.
    Purpose.HAND_OVER:  Rule(needs_second_officer=False, life=timedelta(days=30), opens_account=True),
}
# fmt: on
OPENS_ACCOUNT = frozenset(purpose for purpose, rule in RULES.items() if rule.opens_account)
