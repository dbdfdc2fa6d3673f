"""Periods of registrations: policies of the house, no law."""

from portal.settings.environment import env

REGISTRATION_RETURN_DAYS = env.int("REGISTRATION_RETURN_DAYS", 30)  # to correct what was returned, then it lapses
REGISTRATION_REVIEW_DAYS = env.int("REGISTRATION_REVIEW_DAYS", 5)  # working days after which a file waits too long
# After these manage.py apply_retention lets go of the person: proposals, as docs/privacy.md says.
REGISTRATION_DRAFT_DAYS = env.int("REGISTRATION_DRAFT_DAYS", 90)  # since a draft was last saved
REGISTRATION_CLOSED_DAYS = env.int("REGISTRATION_CLOSED_DAYS", 730)  # since it was rejected, or closed without a number
REGISTRATION_PLACED_DAYS = env.int("REGISTRATION_PLACED_DAYS", 1826)  # since one with a number in SISKOP2MI was closed
REGISTRATION_LAPSED_DAYS = env.int("REGISTRATION_LAPSED_DAYS", 365)  # since it lapsed or was withdrawn
PLACEMENT_WORDS_DAYS = env.int("PLACEMENT_WORDS_DAYS", 730)  # words of what was wrong, since it was settled
PLACEMENT_MEDICAL_DAYS = env.int("PLACEMENT_MEDICAL_DAYS", 365)  # fit or not, since the departure
