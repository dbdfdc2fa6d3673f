"""By when something has to happen; policies of the house, settings each."""

from datetime import timedelta

from django.conf import settings


def last_day_to_correct(day):
    """The last day on which a registration returned on ``day`` can be corrected; then it lapses."""
    return day + timedelta(days=settings.REGISTRATION_RETURN_DAYS)
