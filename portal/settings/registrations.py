"""Periods of registrations: policies of the house, no law."""

from portal.settings.environment import env

REGISTRATION_RETURN_DAYS = env.int("REGISTRATION_RETURN_DAYS", 30)  # to correct what was returned, then it lapses
