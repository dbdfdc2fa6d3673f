"""Public codes: what people see instead of database keys, so that they leak no volume and forgive typing.

A code is a letter for its kind, random characters in groups of four and one check character: ``L-7KQ2-M4XP-9``.
"""

import secrets

# 31 characters, a prime: without 0 O 1 I L, which people confuse on paper and on the telephone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
RANDOM_LENGTH = 8
VACANCY = "L"
EVENT = "K"
COUNTER_ACT = "C"
CLAIM = "A"
IMPORT = "B"
SCAN = "S"
# Random characters per kind. A claim code is a secret: twelve are 59 bits, too many to guess.
KINDS = {
    VACANCY: RANDOM_LENGTH,
    EVENT: RANDOM_LENGTH,
    COUNTER_ACT: RANDOM_LENGTH,
    IMPORT: RANDOM_LENGTH,
    SCAN: RANDOM_LENGTH,
    CLAIM: 12,
}


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
