"""Public codes: what people see instead of database keys, so that they leak no volume and forgive typing.

A code is a letter for its kind, random characters in groups of four and one check character: ``L-7KQ2-M4XP-9``.
"""

import secrets

from django.http import Http404

# 31 characters, a prime: without 0 O 1 I L, which people confuse on paper and on the telephone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
RANDOM_LENGTH = 8
VACANCY = "L"
REGISTRATION = "R"
DUPLICATE = "D"
EVENT = "K"
COUNTER_ACT = "C"
CLAIM = "A"
IMPORT = "B"
SCAN = "S"
LETTER = "T"
PLACEMENT = "J"
OPP_SESSION = "P"
BATCH = "G"
SIGN_UP = "N"
EXPERIENCE = "E"
TICKET = "H"
# Random characters per kind. A claim code is a secret: twelve are 59 bits, too many to guess.
KINDS = {
    VACANCY: RANDOM_LENGTH,
    REGISTRATION: RANDOM_LENGTH,
    DUPLICATE: RANDOM_LENGTH,
    EVENT: RANDOM_LENGTH,
    COUNTER_ACT: RANDOM_LENGTH,
    IMPORT: RANDOM_LENGTH,
    SCAN: RANDOM_LENGTH,
    PLACEMENT: RANDOM_LENGTH,
    OPP_SESSION: RANDOM_LENGTH,
    BATCH: RANDOM_LENGTH,
    SIGN_UP: RANDOM_LENGTH,
    LETTER: 10,  # with it somebody stops a case
    CLAIM: 12,
    EXPERIENCE: 12,  # whoever has it learns of somebody's work
    TICKET: 12,  # whoever has it gives the seat back
}
# Letters and digits of a vacancy's code, give or take one that was forgotten or typed twice.
_AS_LONG_AS_A_CODE = range(RANDOM_LENGTH, RANDOM_LENGTH + 5)


class MistypedCode(Http404):
    """What stands for a vacancy's code reads like one, but none of ours has this check character."""


def check_character(letters):
    """One character that catches every single wrong character and every swap of two neighbours.

    Weighted sum modulo the prime 31, the scheme of ISBN-10 with a larger alphabet.
    """
    total = sum(position * ALPHABET.index(letter) for position, letter in enumerate(letters, start=1))
    return ALPHABET[total % len(ALPHABET)]


def new_code(kind):
    """A fresh code of this kind; uniqueness is the database's promise, not this function's."""
    return spell(kind, "".join(secrets.choice(ALPHABET) for _ in range(KINDS[kind])))


def spell(kind, letters):
    """The code of this kind with these letters."""
    groups = [letters[place : place + 4] for place in range(0, len(letters), 4)]
    return "-".join([kind, *groups, check_character(letters)])


def parse(text):
    """The code in its one spelling, or None when this is no code: case, spaces and hyphens don't matter."""
    letters = "".join(character for character in str(text)[:40].upper() if character.isascii() and character.isalnum())
    kind, body = letters[:1], letters[1:]
    if kind not in KINDS or len(body) != KINDS[kind] + 1 or any(letter not in ALPHABET for letter in body):
        return None
    return spell(kind, body[:-1]) if check_character(body[:-1]) == body[-1] else None


def of_vacancy(text):
    """The code in an address of a vacancy, None when nobody would take it for one. Raises MistypedCode."""
    code = parse(text)
    if code is None and _reads_like_a_code(text):
        raise MistypedCode
    return code


def _reads_like_a_code(text):
    letters = "".join(filter(str.isalnum, text))
    return (
        letters[:1].upper() == VACANCY
        and len(letters) in _AS_LONG_AS_A_CODE
        and (any(map(str.isdigit, letters)) or text[1:2] == "-")
    )
