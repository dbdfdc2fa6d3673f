"""Who may give which role, and at which kind of office: the one table of the staff room."""

from portal.accounts.models import Membership
from portal.accounts.roles import HEAD_ROLES, Role
from portal.places.models import Office

# fmt: off
# Where a role is worn.
WORN_AT = {
    Role.REGENCY_OFFICER:    {Office.Kind.REGENCY_LABOUR},
    Role.REGENCY_HEAD:       {Office.Kind.REGENCY_LABOUR},
    Role.PROVINCE_OFFICER:   {Office.Kind.PROVINCE_LABOUR},
    Role.BP3MI_OFFICER:      {Office.Kind.BP3MI, Office.Kind.P4MI, Office.Kind.LTSA},
    Role.BP3MI_HEAD:         {Office.Kind.BP3MI},
    Role.IMMIGRATION_VIEWER: {Office.Kind.IMMIGRATION},
    Role.MINISTRY_ADMIN:     {Office.Kind.HEAD_OFFICE},
}
# Who gives it. A head gives roles of the own office only.
GIVES = {
    Role.MINISTRY_ADMIN: set(WORN_AT),
    Role.BP3MI_HEAD:     {Role.BP3MI_OFFICER},
    Role.REGENCY_HEAD:   {Role.REGENCY_OFFICER},
}
# fmt: on
ROOM_ROLES = frozenset(GIVES)


def may_enter(by, office):
    """Whether ``by`` looks after the members of ``office``."""
    return by.role == Role.MINISTRY_ADMIN or by.is_head_of(office.pk)


def may_give(by, office, role, standing=""):
    """Whether ``by`` may give ``role`` in ``office``, and so end it again.

    ``standing``: "" or a Membership.Standing. A head names who stands in for the head; whoever stands in doesn't.
    """
    if not may_enter(by, office) or office.kind not in WORN_AT.get(role, ()):
        return False
    if standing:
        return role in HEAD_ROLES and (
            by.role == Role.MINISTRY_ADMIN or (by.role == role and not by.membership.standing)
        )
    return role in GIVES[by.role]


def givable(by, office):
    """All (role, standing) that ``by`` may give in ``office``, in the order of the roles."""
    return [
        (role, standing)
        for role in Role
        for standing in ("", *Membership.Standing)
        if may_give(by, office, role, standing)
    ]
