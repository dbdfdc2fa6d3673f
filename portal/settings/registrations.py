"""Periods of registrations: policies of the house, no law."""

from portal.settings.environment import env

REGISTRATION_RETURN_DAYS = env.int("REGISTRATION_RETURN_DAYS", 30)  # to correct what was returned, then it lapses
REGISTRATION_REVIEW_DAYS = env.int("REGISTRATION_REVIEW_DAYS", 5)  # working days after which a file waits too long
# After these manage.py apply_retention lets go of the person: proposals, as docs/privacy.md says.
REGISTRATION_DRAFT_DAYS = env.int("REGISTRATION_DRAFT_DAYS", 90)  # since a draft was last saved
REGISTRATION_LAPSED_DAYS = env.int("REGISTRATION_LAPSED_DAYS", 365)  # since it lapsed or was withdrawn
