"""Who the invented people are: all drawn from seed and index alone, so that more people never change earlier ones."""

import random
from datetime import date, timedelta

from jobs.choices import Education, Paper, Scheme
from registrations.workflow import State

_FIRST = (
    "Agustina", "Benediktus", "Dominikus", "Elisabet", "Fransiska", "Gregorius", "Hendrika", "Kristina", "Maria", "Marselina",
    "Nurhayati", "Oktavianus", "Petrus", "Rofinus", "Siti", "Theresia", "Wahyuni", "Yohanes", "Yosef", "Yuliana",
)  # fmt: skip
_LAST = ("", "Bere", "Contoh", "Fahik", "Klau", "Lakoat", "Manek", "Nahak", "Seran", "Taek", "Tefa", "Un")
_WOMEN = {"Agustina", "Elisabet", "Fransiska", "Hendrika", "Kristina", "Maria", "Marselina", "Nurhayati", "Siti", "Theresia", "Wahyuni", "Yuliana"}  # fmt: skip
# State, share, whether SISKOP2MI's number is recorded, days since when at most.
_FATES = (
    (State.DRAFT, 8, False, 60), (State.IN_REVIEW, 22, False, 9), (State.RETURNED, 12, False, 25), (State.ON_HOLD, 1, False, 20),
    (State.VERIFIED, 12, False, 12), (State.VERIFIED, 32, True, 300), (State.WITHDRAWN, 4, False, 200), (State.LAPSED, 5, False, 200),
    (State.CLOSED, 4, True, 400),
)  # fmt: skip
# What people often have at home and put into their wallet early, and how many papers one has in it.
_AT_HOME = (Paper.DIPLOMA, Paper.MARITAL, Paper.JKN, Paper.PHOTO, Paper.BIRTH, Paper.PASSPORT)
_IN_A_WALLET = 6
_SCHEMES = ("", Scheme.P_TO_P, Scheme.P_TO_P, Scheme.G_TO_G)
_DAYS_OF_BIRTH = 9000  # from 1980 to 2004: all of age
_SERIALS = 9999


def person(seed, index, villages):
    """A dict of what is known of one person. ``villages``: (code, regency code, office) to choose from."""
    draw = random.Random(f"{seed}-{index}-person")  # noqa: S311
    first, village = draw.choice(_FIRST), draw.choice(villages)
    state, _share, is_recorded, days = draw.choices(_FATES, weights=[fate[1] for fate in _FATES])[0]
    # Two people with one serial are born on different days: numbers stay apart up to a thousand times the serials.
    born = date(1980, 1, 1) + timedelta(days=index * 7919 % _DAYS_OF_BIRTH)
    sex = "female" if first in _WOMEN else "male"
    # A draw of its own, so that who was drawn before keeps name and number.
    scheme = random.Random(f"{seed}-{index}-way").choice(_SCHEMES)  # noqa: S311
    return {
        "scheme": scheme,
        "name": " ".join(filter(None, (first, draw.choice(_LAST)))),
        "sex": sex,
        "birth_date": born,
        "birth_place": "Contoh",
        "marital": draw.choice(("single", "married")),
        "education": draw.choice((Education.SMP, Education.SMA, Education.SMA, Education.D3)).value,
        "village": village[0],
        "regency": village[1],
        "office": village[2],
        "nik": _nik(village[0], born, sex, index),
        "kk": f"{village[0].replace('.', '')[:6]}{born:%d%m%y}{index % _SERIALS + 1:04}",
        "state": state,
        "is_recorded": is_recorded,
        "days": draw.randint(0, days),
        "hour": draw.randint(0, 23),
        "letters": draw,
    }


def _nik(village, born, sex, index):
    day = born.day + (40 if sex == "female" else 0)
    return f"{village.replace('.', '')[:6]}{day:02}{born:%m%y}{index % _SERIALS + 1:04}"


def papers_of(person, due):
    """(paper, state of the document) of what that person has handed in. ``due``: papers asked for before verification."""
    state, draw = person["state"], person["letters"]
    if state == State.DRAFT:
        return [(paper, "handed_in") for paper in due[: draw.randint(0, 2)]]
    at_home = [(paper, "handed_in") for paper in _AT_HOME if paper not in due][: max(_IN_A_WALLET - len(due), 0)]
    if state in {State.IN_REVIEW, State.ON_HOLD}:
        return [(paper, draw.choice(("accepted", "handed_in", "handed_in"))) for paper in due] + at_home
    if state in {State.RETURNED, State.LAPSED}:
        wrong = draw.randrange(len(due))
        return [(paper, "returned" if place == wrong else "accepted") for place, paper in enumerate(due)] + at_home
    return [(paper, "accepted") for paper in due] + at_home
