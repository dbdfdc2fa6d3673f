from datetime import UTC, datetime

import pytest

from portal.lib.dates import WIB, WIT, WITA
from portal.messaging.quiet import is_quiet, next_morning


def at(hour, minute=0):
    """That moment of 22 November 2026 in WIB."""
    return datetime(2026, 11, 22, hour, minute, tzinfo=WIB)


@pytest.mark.parametrize(
    ("zone", "moment", "quiet"),
    [
        (WIB, at(7, 59), True),
        (WIB, at(8), False),
        (WIB, at(19, 59), False),
        (WIB, at(20), True),
        (WITA, at(19, 0), True),
        (WIT, at(6, 0), False),
        (WIT, at(18, 0), True),
    ],
)
def test_night_is_told_by_the_recipients_own_clock(zone, moment, quiet):
    assert is_quiet(zone, moment) is quiet


@pytest.mark.parametrize(
    ("moment", "morning"),
    [
        (at(12), at(12)),
        (at(3), at(8)),
        (at(23), datetime(2026, 11, 23, 8, tzinfo=WIB)),
        (at(20).astimezone(UTC), datetime(2026, 11, 23, 8, tzinfo=WIB)),
    ],
)
def test_what_falls_into_the_night_waits_for_the_morning(moment, morning):
    assert next_morning(WIB, moment) == morning
