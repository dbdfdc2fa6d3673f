"""Quiet hours: from 20.00 to 08.00 in the recipient's own zone nobody is written to without need."""

from datetime import datetime, time, timedelta

EVENING, MORNING = time(20), time(8)


def is_quiet(zone, moment):
    """Whether it is night in ``zone`` (a ZoneInfo) at ``moment``, an aware datetime."""
    hour = moment.astimezone(zone).time()
    return hour >= EVENING or hour < MORNING


def next_morning(zone, moment):
    """The first moment from ``moment`` on at which ``zone`` may be written to; ``moment`` itself by day."""
    there = moment.astimezone(zone)
    if not is_quiet(zone, moment):
        return moment
    day = there.date() + timedelta(days=1) if there.time() >= EVENING else there.date()
    return datetime.combine(day, MORNING, tzinfo=zone)
