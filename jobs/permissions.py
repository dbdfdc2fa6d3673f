"""Who may do what with a vacancy. ``by`` is an Acting, ``vacancy`` a Vacancy."""

from portal.accounts.roles import Role

# A vacancy belongs to no office: each BP3MI may check it, whoever holds it says so by a claim.
CHECKERS = frozenset({Role.BP3MI_OFFICER, Role.BP3MI_HEAD, Role.MINISTRY_ADMIN})
OPENERS = frozenset({Role.BP3MI_HEAD, Role.MINISTRY_ADMIN})
# Rules are the ministry's (UU 18/2017 art. 32): an office of BP3MI carries them out.
RULE_KEEPERS = frozenset({Role.MINISTRY_ADMIN})


def check(by, vacancy):
    return by.role in CHECKERS


def open_(by, vacancy):
    """The second person: a head or the ministry, who neither verified it nor gave one of its four checks."""
    return by.role in OPENERS and by.user_id not in vacancy.checker_ids()


def stop(by, vacancy):
    """A head or the ministry, whoever checked it: stopping harm needs no second person, only opening does."""
    return by.role in OPENERS


def act_as_system(by, vacancy):
    return bool(by.system)


def decide_on_companies(by):
    """Record a decision that bars a company or lifts a bar: weighty, so for heads and the ministry alone."""
    return by.role in OPENERS


def keep_rules(by):
    """Draft a rule, its end, or the word that it was compared with its decree."""
    return by.role in RULE_KEEPERS


def change_draft(by, draft):
    """What a draft says is its drafter's until it is handed in, and the drafter's alone to take back."""
    return keep_rules(by) and by.user_id == draft.drafted_by_id


def publish_draft(by, draft):
    """The second person: whoever drafted it neither publishes nor returns it."""
    return keep_rules(by) and by.user_id != draft.drafted_by_id


def importable_kinds(by):
    """Kinds of lists (ImportBatch.Kind) that ``by`` may bring: a list of companies can bar one, as a decision does."""
    kinds = set()
    if by.role in CHECKERS:
        kinds.add("vacancies")
    if decide_on_companies(by):
        kinds.add("companies")
    return kinds
