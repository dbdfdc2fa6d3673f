"""Periods of outreach: policies of the house, no law."""

from portal.settings.environment import env

# Since the event, then manage.py apply_retention empties a sign-up; the second of those who agreed to be contacted.
SIGN_UP_DAYS = env.int("SIGN_UP_DAYS", 30)
SIGN_UP_AGREED_DAYS = env.int("SIGN_UP_AGREED_DAYS", 365)
