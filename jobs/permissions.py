"""Who may do what with a vacancy. ``by`` is an Acting, ``vacancy`` a Vacancy."""

from portal.accounts.roles import Role

# A vacancy belongs to no office: each BP3MI may check it, whoever holds it says so by a claim.
CHECKERS = frozenset({Role.BP3MI_OFFICER, Role.BP3MI_HEAD, Role.MINISTRY_ADMIN})
OPENERS = frozenset({Role.BP3MI_HEAD, Role.MINISTRY_ADMIN})


def check(by, vacancy):
    return by.role in CHECKERS


def open_(by, vacancy):
    """The second person: a head or the ministry, who neither verified it nor gave one of its four checks."""
    return by.role in OPENERS and by.user_id not in vacancy.checker_ids()


def act_as_system(by, vacancy):
    return bool(by.system)


def decide_on_companies(by):
    """Record a decision that bars a company or lifts a bar: weighty, so for heads and the ministry alone."""
    return by.role in OPENERS
