"""Whether two names may be the same person's, written by two people at two times."""

from rapidfuzz import fuzz, process

# Of 100. Names of two or three words that differ by two or three letters stay above it, other people's of the same day
# mostly below; what lies above is only looked at by an officer.
ALIKE = 85
# Spelling before 1972 lives on in names: Djoko and Joko, Joesoef and Yusuf. All of them come out the same.
_OLD_SPELLING = (("oe", "u"), ("dj", "j"), ("tj", "c"), ("j", "y"))
_SHORT = {
    **dict.fromkeys(
        ("m", "md", "moh", "muh", "mohd", "moch", "mohamad", "mohammad", "mochamad", "muhamad"), "muhammad"
    ),
    "abd": "abdul",
    "st": "siti",
    "fx": "fransiskus",
    "yoh": "yohanes",
}


def normalised(name):
    """Small letters, no marks, old spelling and usual short forms written out."""
    text = "".join(sign if sign.isalnum() else " " for sign in str(name).casefold().replace("'", ""))
    for old, new in _OLD_SPELLING:
        text = text.replace(old, new)
    return " ".join(_SHORT.get(word, word) for word in text.split())


def alike(name, others):
    """The keys of ``others`` (key to name) whose name may be another spelling of ``name``, the likeliest first."""
    mine = normalised(name)
    names = {key: normalised(other) for key, other in others.items()}
    found = process.extract(mine, names, scorer=_likeness, score_cutoff=ALIKE, limit=None) if mine else []
    return [key for _name, _score, key in found]


def _likeness(one, other, *, score_cutoff=0, **_options):
    """0 to 100, whatever the order of the words; a name with a part left out counts when two words remain."""
    score = fuzz.token_sort_ratio(one, other, score_cutoff=score_cutoff)
    if min(len(one.split()), len(other.split())) > 1:
        score = max(
            score, 100.0 if set(one.split()) <= set(other.split()) or set(other.split()) <= set(one.split()) else 0
        )
    return score
