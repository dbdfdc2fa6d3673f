"""Who may do what with messages. ``by`` is an Acting."""

from portal.accounts.roles import HEAD_ROLES, OFFICER_ROLES, Role

# Writing to many at once is rare and weighty: for those who answer for an office.
WRITERS = HEAD_ROLES | {Role.MINISTRY_ADMIN}
# What became of a message of the own office: for all who work on its cases.
READERS = OFFICER_ROLES


def see(by, announcement):
    return by.role == Role.MINISTRY_ADMIN or (by.role in WRITERS and by.office_id == announcement.office_id)


def change(by, announcement):
    """Whose words they are may change and send them; nobody else puts words into their mouth."""
    return by.role in WRITERS and by.office_id == announcement.office_id and by.user_id == announcement.author_id


def stop(by, announcement):
    """The author, the head of the office, or the ministry: stopping harm needs no second person."""
    return see(by, announcement)


def act_as_system(by, announcement):
    return by.is_system
