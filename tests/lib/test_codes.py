import pytest

from portal.lib import codes


@pytest.mark.parametrize("kind", codes.KINDS)
def test_a_code_is_read_back_however_it_is_typed(kind):
    code = codes.new_code(kind)

    assert codes.parse(code) == code
    assert codes.parse(f"  {code.lower().replace('-', ' ')} ") == code


@pytest.mark.parametrize("kind", codes.KINDS)
def test_every_single_wrong_character_is_caught(kind):
    code = codes.new_code(kind)
    letters = [place for place, character in enumerate(code) if character != "-" and place > 0]

    for place in letters:
        for other in codes.ALPHABET:
            if other != code[place]:
                assert codes.parse(code[:place] + other + code[place + 1 :]) is None


def test_every_swap_of_two_different_neighbours_is_caught():
    body = "7KQ2M4XP"
    code = f"L-{body}{codes.check_character(body)}"

    for place in range(2, len(code) - 1):
        swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        assert swapped == code or codes.parse(swapped) is None


@pytest.mark.parametrize("text", ["", "L", "L-0000-0000-0", "X-7KQ2-M4XP-9", "L-٧٧٧٧-٧٧٧٧-٧", "L" * 10_000, "\x00"])
def test_what_is_no_code_is_none(text):
    assert codes.parse(text) is None
