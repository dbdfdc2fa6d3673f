from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from portal.lib import dates
from portal.lib.dates import WIB, WIT, WITA, long_date, parse_partial, short_date, today_in, zone_label


@pytest.mark.parametrize(("zone", "day"), [(WIB, 16), (WITA, 17), (WIT, 17)])
def test_today_is_the_day_of_the_zone_not_of_the_machine(monkeypatch, zone, day):
    moment = datetime(2025, 9, 16, 16, 30, tzinfo=UTC)  # 23:30 in Jakarta, 00:30 in Kupang

    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return moment.astimezone(tz)

    monkeypatch.setattr(dates, "datetime", Clock)

    assert today_in(zone) == date(2025, 9, day)


def test_a_zone_is_named_as_people_say_it():
    assert [zone_label(zone) for zone in (WIB, WITA, WIT)] == ["WIB", "WITA", "WIT"]


@pytest.mark.parametrize(
    ("language", "long", "short", "weekday"),
    [
        ("id", "17 Mei 2025", "17 Mei 2025", "Sabtu, 17 Mei 2025"),
        ("en", "17 May 2025", "17 May 2025", "Saturday, 17 May 2025"),
    ],
)
def test_a_date_reads_in_the_active_language(language, long, short, weekday):
    day = date(2025, 5, 17)

    with translation.override(language):
        assert (long_date(day), short_date(day), long_date(day, weekday=True)) == (long, short, weekday)


def test_short_months_are_the_indonesian_ones():
    months = " ".join(short_date(date(2026, month, 1), language="id").split()[1] for month in range(1, 13))

    assert months == "Jan Feb Mar Apr Mei Jun Jul Agu Sep Okt Nov Des"


@pytest.mark.parametrize(
    ("text", "first", "last", "long", "short"),
    [
        ("2025", date(2025, 1, 1), date(2025, 12, 31), "2025", "2025"),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29), "Februari 2024", "Feb 2024"),
        ("2025-12", date(2025, 12, 1), date(2025, 12, 31), "Desember 2025", "Des 2025"),
        (" 2025-07-17 ", date(2025, 7, 17), date(2025, 7, 17), "17 Juli 2025", "17 Jul 2025"),
    ],
)
def test_a_partial_date_is_kept_as_exactly_as_it_was_given(text, first, last, long, short):
    partial = parse_partial(text)

    assert (partial.first, partial.last) == (first, last)
    assert (partial.long(language="id"), partial.short(language="id")) == (long, short)
    assert str(partial) == text.strip()


def test_no_date_is_none():
    assert parse_partial("  ") is None


@pytest.mark.parametrize(
    "text",
    ["17-07-2025", "2025-7", "2025-13", "2025-02-30", "0000", "٢٠٢٥", "2025\n-07", "2025-07-17T00:00", "\x002025"],
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match=r"date|month|day|year|range"):
        parse_partial(text)
