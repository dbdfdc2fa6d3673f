"""What a source asks for in languages, read from its own words: which, at what level, and whether it trains first."""

import re
from dataclasses import dataclass

from jobs.choices import WorkLanguage
from jobs.models.search_sql import LANGUAGE_SIGNS

# Certificates that can be compared with each other, the lowest first. One ladder says nothing of another.
LADDERS = (
    ("N5", "N4", "N3", "N2", "N1"),  # JLPT, Japanese
    ("A1", "A2", "B1", "B2", "C1", "C2"),  # Goethe, JFT-Basic and others
    ("EPS-TOPIK",),  # Korean; passed or not
)
LEVELS = tuple(level for ladder in LADDERS for level in ladder)
# Of which language a ladder speaks; the others fit any.
_OWN = {LADDERS[0]: WorkLanguage.JAPANESE, LADDERS[2]: WorkLanguage.KOREAN}
_LEVEL = re.compile(r"\b(?:N[1-5]|[ABC][12]|EPS\W?TOPIK)\b", re.IGNORECASE)
_TRAINED = re.compile(r"\b(?:dilatih|pelatihan|training)\b", re.IGNORECASE)
_ANY = re.compile(r"/|\b(?:atau|or)\b", re.IGNORECASE)
_SIGNS = {code: re.compile(signs, re.IGNORECASE) for code, signs in LANGUAGE_SIGNS.items()}


@dataclass(frozen=True)
class LanguageNeed:
    code: str  # of WorkLanguage
    levels: tuple[str, ...]  # the lowest of each ladder the source names; one of them will do. (): none named


@dataclass(frozen=True)
class LanguageNeeds:
    """``each``: nothing when the words name no language we know."""

    each: tuple[LanguageNeed, ...]
    is_any_enough: bool  # one of the languages will do
    is_trained: bool  # the language is taught before departure


def read(text):
    """``JLPT N4 / JFT A2`` asks for Japanese at N4 or A2; a word we don't know is never guessed at."""
    named = {level.upper().replace(" ", "-") for level in _LEVEL.findall(text)}
    lowest = {ladder: next((level for level in ladder if level in named), "") for ladder in LADDERS}
    codes = [code for code, signs in _SIGNS.items() if signs.search(text)]
    return LanguageNeeds(
        tuple(
            LanguageNeed(code, tuple(level for ladder, level in lowest.items() if level and _speaks_of(ladder, code)))
            for code in codes
        ),
        is_any_enough=bool(_ANY.search(text)),
        is_trained=bool(_TRAINED.search(text)),
    )


def _speaks_of(ladder, code):
    return _OWN.get(ladder, code) == code


def steps_missing(owned, wanted):
    """How many steps of one ladder lie between what somebody has ("": no certificate) and what is asked; 0: enough.

    None when the two stand on different ladders, so that nobody here can compare them.
    """
    ladder = next(ladder for ladder in LADDERS if wanted in ladder)
    if owned and owned not in ladder:
        return None
    return max(0, ladder.index(wanted) - (ladder.index(owned) if owned else -1))
