"""Phone numbers as typed: each spelling of one number is that number, nonsense gets a sentence."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from portal.lib import phone

ONE = "+6281234567890"


@pytest.mark.parametrize(
    "typed",
    [
        "081234567890",
        "0812 3456 7890",
        "0812-3456-7890",
        "(0812) 3456.7890",
        "6281234567890",
        "62 812 3456 7890",
        "+6281234567890",
        "+62 812-3456-7890",
        "+62 0812 3456 7890",
        "0062 812 3456 7890",
        "81234567890",
        "  0812 3456 7890\n",
        "\u202a+62 812\u20113456\u20117890\u202c",
    ],
)
def test_each_spelling_is_the_same_number(typed):
    assert phone.parse(typed) == ONE


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("+60 12-345 6789", "+60123456789"),
        ("+852 9123 4567", "+85291234567"),
        ("+886 912 345 678", "+886912345678"),
        ("0081 90 1234 5678", "+819012345678"),
        ("+966 50 123 4567", "+966501234567"),
        ("+1 202 555 0143", "+12025550143"),
    ],
)
def test_a_foreign_number_keeps_its_country(typed, number):
    assert phone.parse(typed) == number


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("", "no_number"),
        ("nomor saya", "no_number"),
        ("0812abc7890", "no_number"),
        ("0812 3456 7890 x12", "no_number"),
        ("٠٨١٢٣٤٥٦٧٨٩٠", "no_number"),
        ("０８１２３４５６７８９０", "no_number"),
        ("081234567890\n081234567891", "no_number"),
        ("0812+34567890", "no_number"),
        ("++6281234567890", "no_number"),
        ("9" * 5000, "no_number"),
        ("\x00081234567890", "no_number"),
        ("112", "too_short"),
        ("0800-1000", "unknown_number"),
        ("0812 345", "too_short"),
        ("12345678901", "without_country"),
        ("+999 123 456 789", "unknown_number"),
        ("0812345678901234", "unknown_number"),
        ("0380 833 123", "not_mobile"),
        ("0800 100 1000", "not_mobile"),
    ],
)
def test_what_is_no_mobile_number_is_refused_with_a_sentence(typed, code):
    with pytest.raises(ValidationError) as refusal:
        phone.parse(typed)

    assert refusal.value.code == code
    assert str(refusal.value.message).endswith(".")


@given(st.text(max_size=60))
def test_whatever_is_typed_gives_a_number_or_a_sentence(typed):
    try:
        number = phone.parse(typed)
    except ValidationError:
        return
    assert phone.parse(number) == number
