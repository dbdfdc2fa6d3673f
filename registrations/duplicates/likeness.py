"""Whether two names may be the same person's, written by two people at two times."""

from collections import defaultdict
from itertools import islice

from rapidfuzz import fuzz, process

# Of 100. Names of two or three words that differ by two or three letters stay above it, other people's of the same day
# mostly below; what lies above is only looked at by an officer.
ALIKE = 85
MOST_PAIRS = 10
MOST_OF_ONE_DAY = 3000
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


def alike_pairs(names, asked):
    """``alike`` for many at once: pairs of keys of ``names`` (key to name, all of one birth date), one of each in ``asked``.

    Of each asked key at most MOST_PAIRS on either ground. Beyond MOST_OF_ONE_DAY people the date is the one that is
    written for unknown ones: of spellings only the very same counts then.
    """
    words = {key: sorted(normalised(name).split()) for key, name in names.items()}
    texts = {key: " ".join(own) for key, own in words.items() if own}
    pairs = _containing(words, asked)
    if len(texts) <= MOST_OF_ONE_DAY:
        for key in asked & texts.keys():
            found = process.extract(texts[key], texts, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=MOST_PAIRS + 1)
            pairs |= {_pair(key, other) for _text, _score, other in found if other != key}
    else:
        pairs |= _equal(texts, asked)
    return pairs


def _containing(words, asked):
    """Pairs of which one has all the words of the other, two or more."""
    by_word, pairs = defaultdict(list), set()
    for key, own in words.items():
        for word in dict.fromkeys(own):
            by_word[word].append(key)
    sets = {key: set(own) for key, own in words.items() if len(own) > 1}
    for key, own in sets.items():
        rarest = min((by_word[word] for word in own), key=len)
        found = (
            one for one in rarest if one != key and one in sets and own <= sets[one] and (key in asked or one in asked)
        )
        pairs |= {_pair(key, other) for other in islice(found, MOST_PAIRS)}
    return pairs


def _equal(texts, asked):
    by_text = defaultdict(list)
    for key, text in texts.items():
        by_text[text].append(key)
    return {
        _pair(key, other)
        for key in asked & texts.keys()
        for other in by_text[texts[key]][: MOST_PAIRS + 1]
        if other != key
    }


def _pair(one, other):
    return (one, other) if one < other else (other, one)
