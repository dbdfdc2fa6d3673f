"""Periods of registrations: policies of the house, no law."""

from portal.settings.environment import env

REGISTRATION_RETURN_DAYS = env.int("REGISTRATION_RETURN_DAYS", 30)  # to correct what was returned, then it lapses
REGISTRATION_REVIEW_DAYS = env.int("REGISTRATION_REVIEW_DAYS", 5)  # working days after which a file waits too long
