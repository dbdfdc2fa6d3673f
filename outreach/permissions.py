"""Who may do what with an event. ``by`` is an Acting, ``event`` an Event."""

from portal.accounts.roles import HEAD_ROLES, Role

# They plan events for their office, hold them and write the report.
PLANNERS = HEAD_ROLES | {Role.REGENCY_OFFICER, Role.PROVINCE_OFFICER, Role.BP3MI_OFFICER, Role.MINISTRY_ADMIN}
# Heads of an office that owns the event; the ministry where the office has no head of its own here.
CHECKERS = HEAD_ROLES | {Role.MINISTRY_ADMIN}


def plan(by, event):
    """Whoever plans for one of the offices that own it: they all work on the same row."""
    return by.role in PLANNERS and event.is_owned_by(by.office_id)


def check_report(by, event):
    """The second person: never who handed the report in."""
    is_near = by.role == Role.MINISTRY_ADMIN or event.is_owned_by(by.office_id)
    return by.role in CHECKERS and is_near and not by.is_same_person(event.reported_by_id)
