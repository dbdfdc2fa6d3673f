"""Public codes: what people see instead of database keys, so that they leak no volume and forgive typing.

A code is a letter for its kind, eight random characters and one check character: ``L-7KQ2-M4XP-9``.
"""

import secrets

# 31 characters, a prime: without 0 O 1 I L, which people confuse on paper and on the telephone.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
RANDOM_LENGTH = 8
VACANCY = "L"
KINDS = {VACANCY}


def check_character(letters):
    """One character that catches every single wrong character and every swap of two neighbours.

    Weighted sum modulo the prime 31, the scheme of ISBN-10 with a larger alphabet.
    """
    total = sum(position * ALPHABET.index(letter) for position, letter in enumerate(letters, start=1))
    return ALPHABET[total % len(ALPHABET)]


def new_code(kind):
    """A fresh code of this kind; uniqueness is the database's promise, not this function's."""
    return spell(kind, "".join(secrets.choice(ALPHABET) for _ in range(RANDOM_LENGTH)))


def spell(kind, letters):
    """The code of this kind with these eight letters."""
    return f"{kind}-{letters[:4]}-{letters[4:]}-{check_character(letters)}"


def parse(text):
    """The code in its one spelling, or None when this is no code: case, spaces and hyphens don't matter."""
    letters = "".join(character for character in str(text)[:40].upper() if character.isascii() and character.isalnum())
    kind, body = letters[:1], letters[1:]
    if kind not in KINDS or len(body) != RANDOM_LENGTH + 1 or any(letter not in ALPHABET for letter in body):
        return None
    if check_character(body[:-1]) != body[-1]:
        return None
    return f"{kind}-{body[:4]}-{body[4:8]}-{body[8]}"
