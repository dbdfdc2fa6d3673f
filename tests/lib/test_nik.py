"""What is a NIK, and where it differs from what a person said."""

import csv
from datetime import date

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from portal.lib import nik


def codes(text, **options):
    with pytest.raises(ValidationError) as refused:
        nik.parse(text, **options)
    return [error.code for error in refused.value.error_list]


def written(born, *, woman=False, province="53", serial=1):
    return f"{province}0401{born.day + 40 * woman:02}{born:%m%y}{serial:04}"


@given(
    st.dates(date(1900, 1, 1), date(2099, 12, 31)),
    st.booleans(),
    st.sampled_from(sorted(nik.PROVINCES)),
    st.integers(1, 9999),
)
def test_every_well_formed_number_is_taken_and_says_day_and_sex(born, woman, province, serial):
    number = written(born, woman=woman, province=province, serial=serial)
    declared = "female" if woman else "male"

    assert nik.parse(f" {nik.spaced(number)} ") == number
    assert born in nik.birth_dates(number)
    assert nik.mismatches(number, born, declared) == []


@given(st.text(max_size=40))
def test_any_text_is_a_number_or_a_sentence(text):
    try:
        assert nik.DIGITS.fullmatch(nik.parse(text))
    except ValidationError as refused:
        assert all(refused.messages)


@given(st.text("0123456789", min_size=16, max_size=16))
def test_a_number_is_taken_exactly_when_all_its_parts_fit(digits):
    fits = digits[:2] in nik.PROVINCES and bool(nik.birth_dates(digits)) and digits[12:] != "0000"

    try:
        assert nik.parse(digits) == digits
        assert fits
    except ValidationError:
        assert not fits


def test_the_woman_whom_others_read_as_born_in_1903_is_young():
    number = nik.parse("5304015508030001")

    assert nik.birth_dates(number) == [date(1903, 8, 15), date(2003, 8, 15)]
    assert nik.mismatches(number, date(2003, 8, 15), "female") == []


@pytest.mark.parametrize("text", ["65.01.01-010190-0001", "9301 0101 0190 0001", "9601010101900001"])
def test_newer_provinces_and_their_writing_are_known(text):
    assert len(nik.parse(text)) == 16


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("53O4014107950003", ["not_digits"]),
        ("٥٣٠٤٠١٤١٠٧٩٥٠٠٠٣", ["not_digits"]),
        ("", ["not_digits"]),
        ("530401410795000", ["wrong_length"]),
        ("53040141079500031", ["wrong_length"]),
        ("9904014107950003", ["no_province"]),
        ("5304013207950003", ["no_day"]),
        ("5304014007950003", ["no_day"]),
        ("5304017207950003", ["no_day"]),
        ("5304010007950003", ["no_day"]),
        ("5304013102950003", ["no_day"]),
        ("5304012902010003", ["no_day"]),  # neither 1901 nor 2001 had that day
        ("5304014113950003", ["no_day"]),
        ("5304014107950000", ["no_serial"]),
        ("0000000000000000", ["no_province", "no_day", "no_serial"]),
    ],
)
def test_what_is_wrong_is_said_all_at_once(text, expected):
    assert codes(text) == expected


def test_a_day_of_one_century_alone_is_enough():
    assert nik.birth_dates(nik.parse("5304012902000003")) == [date(2000, 2, 29)]


def test_the_provinces_are_those_of_the_area_table_and_the_historic_one():
    with (settings.BASE_DIR / "portal/places/data/provinces.csv").open() as lines:
        present = {row["code"] for row in csv.DictReader(lines)}

    assert nik.PROVINCES - present == {"54"}
    assert present <= nik.PROVINCES
    assert codes("5404014107950003", provinces=present) == ["no_province"]


def test_a_difference_is_a_warning_per_field_and_silence_is_none():
    number = "5304014107950003"

    found = nik.mismatches(number, date(1995, 7, 2), "male")

    assert [mismatch.field for mismatch in found] == ["birth_date", "sex"]
    assert nik.mismatches(number, None, "") == []


def test_the_screen_shows_both_ends_alone():
    assert nik.masked("5304014107950003") == "5304 •••• •••• 0003"
    assert (nik.masked(""), nik.masked("123")) == ("", "•••")
