"""Who may do what with a batch of a programme. ``by`` is an Acting, ``batch`` a Batch, ``sign_up`` a SignUp."""

from portal.accounts.roles import Role
from registrations.permissions import REVIEWERS, may_be, may_be_own

# The ministry holds the programmes; an office of BP3MI may hold a batch of its own and sees its own people.
ROOM_ROLES = REVIEWERS | {Role.MINISTRY_ADMIN}
PUBLISHERS = frozenset({Role.BP3MI_HEAD, Role.MINISTRY_ADMIN})


def keep_programmes(by):
    """What a programme asks is the same for each of its batches: the ministry writes it down."""
    return by.role == Role.MINISTRY_ADMIN


def keep(by, batch):
    """Prepare, open and close a batch, record its scores: the ministry, or the office that holds it."""
    is_office = by.role in REVIEWERS and by.office_id == batch.office_id
    return by.role == Role.MINISTRY_ADMIN or is_office


def keep_or_clock(by, batch):
    return by.is_system or keep(by, batch)


def score(by, batch):
    """Never in a batch for which one signed up oneself."""
    return keep(by, batch) and not batch.has_signed_up(by)


def publish(by, batch):
    """The second person: a head or the ministry, another one than all who brought scores, not the last of them alone."""
    has_scored = batch.history.filter(event="score", user=by.user_id).exists()
    return by.role in PUBLISHERS and score(by, batch) and by.user_id != batch.scored_by_id and not has_scored


def act_as_system(by, batch):
    return by.is_system


def choose(by, sign_up):
    """Record that an employer chose somebody: the office where that person is registered."""
    is_office = by.role in REVIEWERS and by.office_id == sign_up.registration.office_id
    return is_office and not may_be_own(by, sign_up.registration) and not may_be(by, sign_up.candidate)
