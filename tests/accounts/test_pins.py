"""Which PIN may be chosen."""

import pytest
from django.core.exceptions import ValidationError

from portal.accounts.pins import check_pin

NUMBER = "+6281357394680"


@pytest.mark.parametrize("pin", ["580274", "907541", "100000", "483825", "135790", "739584"])
def test_a_pin_without_a_pattern_may_be_chosen(pin):
    check_pin(pin, phone=NUMBER)


@pytest.mark.parametrize(
    ("pin", "code"),
    [
        ("58027", "not_six_digits"),
        ("5802741", "not_six_digits"),
        ("58027a", "not_six_digits"),
        ("58027\n", "not_six_digits"),
        ("٥٨٠٢٧٤", "not_six_digits"),
        ("", "not_six_digits"),
        ("777777", "too_plain"),
        ("345678", "too_plain"),
        ("987654", "too_plain"),
        ("890123", "too_plain"),
        ("272727", "too_plain"),
        ("482482", "too_plain"),
        ("114477", "too_plain"),
        ("555222", "too_plain"),
        ("170845", "date_like"),
        ("310299", "date_like"),
        ("980131", "date_like"),
        ("573946", "of_the_number"),
        ("081357", "of_the_number"),
        ("628135", "of_the_number"),
    ],
)
def test_a_pin_that_others_guess_may_not_be_chosen(pin, code):
    with pytest.raises(ValidationError) as refusal:
        check_pin(pin, phone=NUMBER)

    assert refusal.value.code == code


def test_without_a_number_only_the_pattern_counts():
    check_pin("573946")
