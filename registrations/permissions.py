"""Who may do what with a registration. ``by`` is an Acting, ``registration`` a Registration with its candidate."""

from portal.accounts.roles import Role
from registrations.choices import Origin

# They decide on files of their own office; a P4MI is an office of this kind as well.
REVIEWERS = frozenset({Role.BP3MI_OFFICER, Role.BP3MI_HEAD})
# They see the files of their own regency and may return them; they never approve.
REGENCY_READERS = frozenset({Role.REGENCY_OFFICER, Role.REGENCY_HEAD})
DESK_ROLES = REVIEWERS | REGENCY_READERS
# They type for people who stand before them.
ASSISTANTS = DESK_ROLES | {Role.VILLAGE_CLERK}
# Steps by which answers come to the office: who took one for the person has typed in the file, whoever began it.
TYPING = ("data_changed", "resubmit", "submit")


def is_own(by, registration):
    """Whether the account that acts is the file's. That of a row that was merged into it is not: it may be an impostor's."""
    return by.is_same_person(registration.candidate.user_id)


def may_be_own(by, registration):
    """Whether the file may be about whoever acts, also by a row of theirs that was merged into it: they decide nothing."""
    return may_be(by, registration.candidate)


def may_be(by, candidate):
    """The same of a Candidate."""
    if by.is_same_person(candidate.user_id):
        return True
    own = getattr(by.user, "candidate", None)
    return own is not None and own.merged_into_id is not None and own.kept.pk == candidate.pk


def act_as_candidate(by, registration):
    """The person, or the office that typed for them while the person has not taken the file into own hands."""
    return is_own(by, registration) or assist(by, registration)


def change_data(by, registration):
    """Whoever types, and whoever decides whose the file is: it may stand under another one's data then."""
    return act_as_candidate(by, registration) or adjudicate(by, registration)


def assist(by, registration):
    if by.role not in ASSISTANTS or registration.candidate.is_in_own_hands:
        return False
    if not registration.assisted_by_id:
        return registration.origin == Origin.LIST and (review(by, registration) or _brought(by, registration))
    same_village = by.role != Role.VILLAGE_CLERK or by.village_id == registration.candidate.village_id
    return registration.assisted_by.office_id == by.office_id and same_village and not may_be_own(by, registration)


def _brought(by, registration):
    """By a list of one's own office: a regency's list lies with its BP3MI and with itself."""
    listed = getattr(registration, "listed", None)
    return listed is not None and listed.office_id == by.office_id and read_as_regency(by, registration)


def review(by, registration):
    """An officer of the office that decides, never on one's own file."""
    return by.role in REVIEWERS and by.office_id == registration.office_id and not may_be_own(by, registration)


def return_(by, registration):
    """Whoever reviews, and the regency's officers for files of their own area."""
    return review(by, registration) or read_as_regency(by, registration)


def read_as_regency(by, registration):
    return (
        by.role in REGENCY_READERS
        and registration.regency_id is not None
        and by.membership.office.regency_id == registration.regency_id
        and not may_be_own(by, registration)
    )


def read(by, registration):
    """Whoever may open the file at all."""
    return act_as_candidate(by, registration) or return_(by, registration)


def approve(by, registration):
    """A reviewer who neither typed in the file nor handed in a paper of it for the person; where two must look, another
    one than the first."""
    return look_first(by, registration) and by.user_id != registration.first_by_id


def look_first(by, registration):
    typed_by = registration.assisted_by.user_id if registration.assisted_by_id else None
    if not review(by, registration) or by.user_id == typed_by:
        return False
    if registration.history.filter(event__in=TYPING, user=by.user_id).exists():
        return False
    return not registration.candidate.documents.current().filter(handed_in_by__user=by.user_id).exists()


def decide(by, registration):
    """The head of the office that decides."""
    return by.is_head_of(registration.office_id) and review(by, registration)


def reject(by, registration):
    """The head, on what another officer proposed: a rejection has two people behind it."""
    return decide(by, registration) and by.user_id != registration.rejection_proposed_by_id


def hold(by, registration):
    """Whoever may return it, and the system, when somebody says that they did not sign."""
    return by.is_system or return_(by, registration)


def adjudicate(by, registration):
    """Whoever decides that two files are of one person, or not: one of the two may lie at another office."""
    return by.role in REVIEWERS and not may_be_own(by, registration)


def record_external_id(by, registration):
    """The office, or a list from the official system."""
    return by.is_system or return_(by, registration)


def renew(by, registration):
    return act_as_candidate(by, registration) or review(by, registration)


def act_as_system(by, registration):
    return by.is_system


def hand_in(by, candidate):
    """A paper into the wallet: the person, or an office that types for them."""
    if by.is_same_person(candidate.user_id):
        return True
    return by.membership is not None and any(assist(by, one) for one in candidate.registrations.all())
