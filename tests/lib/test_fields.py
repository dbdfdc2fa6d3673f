"""Days as people write them."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from portal.lib.fields import day_field


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize(
    "text",
    [
        "05/11/2026", "5-11-2026", "5.11.2026", "2026-11-05", "5 Nov 2026", " 5 november 2026 ", "5-Nov-2026",
        "05 Nov. 2026",
    ],
)  # fmt: skip
def test_a_day_is_understood_however_it_is_written(text, language):
    with override(language):
        assert day_field("Hari").clean(text) == date(2026, 11, 5)


@pytest.mark.parametrize(
    ("text", "month"), [("1 Mei 2026", 5), ("1 May 2026", 5), ("1 Agustus 2026", 8), ("1 Des 2026", 12)]
)
def test_months_have_their_names_of_both_languages(text, month):
    assert day_field("Hari").clean(text) == date(2026, month, 1)


@pytest.mark.parametrize("text", ["31 Feb 2026", "5 Xyz 2026", "11/25/2026", "5 Nov 26", "٥ Nov 2026", "Nov 2026"])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(ValidationError):
        day_field("Hari").clean(text)
