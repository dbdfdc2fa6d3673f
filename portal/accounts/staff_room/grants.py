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
    Role.MISSION_OFFICER:    {Office.Kind.MISSION},
    # A village lies in one regency, and its labour office answers for it.
    Role.VILLAGE_CLERK:      {Office.Kind.REGENCY_LABOUR},
    Role.STEWARD:            {Office.Kind.REGENCY_LABOUR, Office.Kind.BP3MI, Office.Kind.P4MI, Office.Kind.LTSA},
}
# Who gives it. All but the ministry give roles of the own office only. A clerk sees people of a village for
# months, so the head decides; a steward stands at the door of one event for days, and whoever runs the event
# finds helpers on the spot.
GIVES = {
    Role.MINISTRY_ADMIN:  set(WORN_AT),
    Role.BP3MI_HEAD:      {Role.BP3MI_OFFICER, Role.STEWARD},
    Role.REGENCY_HEAD:    {Role.REGENCY_OFFICER, Role.VILLAGE_CLERK, Role.STEWARD},
    Role.BP3MI_OFFICER:   {Role.STEWARD},
    Role.REGENCY_OFFICER: {Role.STEWARD},
}
# fmt: on
ROOM_ROLES = frozenset(GIVES)
# They answer for everybody in the office; the others see what they gave themselves.
KEEPERS = HEAD_ROLES | {Role.MINISTRY_ADMIN}


def may_enter(by, office):
    """Whether ``by`` gives any role in ``office``."""
    return by.role == Role.MINISTRY_ADMIN or (by.role in GIVES and by.office_id == office.pk)


def may_keep(by, office):
    """Whether ``by`` answers for all members of ``office``."""
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
