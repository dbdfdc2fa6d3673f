"""Numbers of passports and their machine-readable lines."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from portal.lib import passport

TODAY = date(2026, 11, 23)
# The specimens of ICAO Doc 9303: part 4, appendix B of the present edition, and of the edition of 2006.
UPPER = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
LOWER = "L898902C36UTO7408122F1204159ZE184226B<<<<<10"
FORMER = "L898902C<3UTO6908061F9406236ZE184226B<<<<<14"


def read(upper=UPPER, lower=LOWER):
    return passport.read_zone(upper, lower, TODAY)


def lower_line(number="C1234567<", birth="950701", sex="F", expiry="310101", optional="<" * 14, optional_check=None):
    parts = [number, birth, expiry, optional]
    checks = [passport.check_digit(part) for part in parts]
    checks[3] = optional_check or checks[3]
    whole = "".join(part + check for part, check in zip(parts, checks, strict=True))
    return (
        f"{number}{checks[0]}IDN{birth}{checks[1]}{sex}{expiry}{checks[2]}{optional}{checks[3]}"
        f"{passport.check_digit(whole)}"
    )


@pytest.mark.parametrize("text", ["C1234567", "c 1234567", "AB123456", " x-123456 ", "AB1234567"])
def test_numbers_of_all_books_are_known(text):
    assert passport.NUMBER.fullmatch(passport.parse_number(text))


@pytest.mark.parametrize("text", ["", "1234567", "ABC12345", "C12345", "C12345678", "C123456٧", "L898902C3"])
def test_another_number_is_refused(text):
    with pytest.raises(ValidationError):
        passport.parse_number(text)


def test_the_specimen_is_read():
    assert read() == passport.Zone(
        issuer="UTO",
        surname="ERIKSSON",
        given_names="ANNA MARIA",
        number="L898902C3",
        nationality="UTO",
        birth_date=date(1974, 8, 12),
        sex="female",
        expires_on=date(2012, 4, 15),
        personal_number="ZE184226B",
    )


def test_the_former_specimen_has_a_shorter_number_and_an_expiry_of_the_last_century():
    zone = read(lower=FORMER)

    assert zone.problems == {}
    assert (zone.number, zone.birth_date, zone.expires_on) == ("L898902C", date(1969, 8, 6), date(1994, 6, 23))


def test_small_letters_spaces_and_other_fillers_are_understood():
    assert read(UPPER.lower().replace("<<", "«"), f" {LOWER[:10]} {LOWER[10:]}\n".lower()) == read()


def test_letters_among_digits_and_digits_among_letters_are_taken_for_what_they_are():
    lower = LOWER.replace("UTO", "UT0").replace("7408122", "74O8I22")

    assert read(UPPER.replace("UTO", "UT0"), lower) == read()


def test_an_o_in_the_number_is_told_kindly():
    zone = read(lower="L8989O2C3" + LOWER[9:])

    assert zone.problems == {"number": passport.O_OR_ZERO}
    assert (zone.number, zone.birth_date) == ("", date(1974, 8, 12))


@pytest.mark.parametrize(
    ("place", "field"),
    [(0, "number"), (9, "number"), (13, "birth_date"), (19, "birth_date"), (21, "expires_on"), (27, "expires_on"),
     (30, "personal_number"), (42, "personal_number"), (43, "line2")],
)  # fmt: skip
def test_each_of_the_five_check_digits_names_its_part(place, field):
    wrong = str((int(LOWER[place], 36) + 1) % 10)

    zone = read(lower=LOWER[:place] + wrong + LOWER[place + 1 :])

    assert list(zone.problems) == [field]


@given(st.integers(0, 43), st.sampled_from("0123456789"))
def test_one_digit_typed_wrong_never_passes(place, digit):
    changed = LOWER[:place] + digit + LOWER[place + 1 :]
    is_checked = place not in range(10, 13) and place != 20 and LOWER[place].isdigit()

    if is_checked and changed != LOWER:
        assert read(lower=changed).problems


@given(st.text(max_size=100), st.text(max_size=100))
def test_any_two_texts_are_read_or_explained(upper, lower):
    assert read(upper, lower).problems


@pytest.mark.parametrize("check", ["0", "<"])
def test_without_a_personal_number_its_check_digit_may_be_a_filler(check):
    zone = read("P<IDNSITI<RAHAYU".ljust(44, "<"), lower_line(optional_check=check))

    assert zone.problems == {}
    assert (zone.name, zone.given_names, zone.personal_number) == ("SITI RAHAYU", "", "")


@pytest.mark.parametrize(
    ("birth", "expected"),
    [("261123", date(2026, 11, 23)), ("261124", date(1926, 11, 24)), ("000229", date(2000, 2, 29)), ("95<<<<", None)],
)
def test_nobody_is_born_after_today(birth, expected):
    zone = read(lower=lower_line(birth=birth))

    assert (zone.birth_date, zone.problems) == (expected, {})


@pytest.mark.parametrize(
    ("line", "upper", "lower"),
    [
        ("line1", "V" + UPPER[1:], LOWER),
        ("line1", UPPER[:-1], LOWER),
        ("line1", UPPER[:-1] + "é", LOWER),
        ("line2", UPPER, LOWER + "<"),
        ("name", "P<UTO".ljust(44, "<"), LOWER),
        ("name", UPPER.replace("ANNA", "ANN4"), LOWER),
        ("issuer", UPPER.replace("UTO", "U2O"), LOWER),
        ("sex", UPPER, LOWER[:20] + "X" + LOWER[21:]),
        ("birth_date", UPPER, lower_line(birth="950231")),
    ],
)
def test_what_does_not_fit_is_said_for_its_part(line, upper, lower):
    assert list(read(upper, lower).problems) == [line]
