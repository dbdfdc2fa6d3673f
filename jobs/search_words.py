"""From what a person types to a text query: synonyms, words that name no work, and "did you mean"."""

import re
from functools import reduce
from operator import and_, or_

from django.contrib.postgres.search import SearchQuery
from django.core.cache import cache
from django.db import connection
from rapidfuzz import fuzz, process

from jobs.choices import SearchShelf
from jobs.models import SearchWord
from portal.places.models import Country

_WORDS = re.compile(r"\w+")
LONGEST_PHRASE = 4  # words of one entry
MOST_WORDS = 12  # of one search; the rest narrows nothing that a person means
CLOSE_ENOUGH = 75  # of 100, for "did you mean"
SHORTEST_GUESS = 4  # letters: below that everything is close to everything
VOCABULARY_SECONDS = 600
MOST_VOCABULARY = 20_000
# Countries as people write them, and as they are called here.
_SPELLED = {"hongkong": "hong kong", "hk": "hong kong", "korsel": "korea selatan", "uea": "uni emirat arab"}


def text_queries(text):
    """SearchQueries of which one must fit: these words with their synonyms, each word needed; [] if none narrows anything.

    Several queries, each with one synonym of the word that has most: the index reads them one by one in a third of
    the time that it needs for all in one.
    """
    words = [part for word in _WORDS.findall(text.lower()) for part in _SPELLED.get(word, word).split()][:MOST_WORDS]
    if not words:
        return []
    known = _known_phrases(words)
    means = {entry.means for entry in known.values() if entry.group}
    alike = {}
    for phrase, meant in SearchWord.objects.filter(means__in=means).values_list("phrase", "means"):
        alike.setdefault(meant, []).append(phrase)
    parts, place = [], 0
    while place < len(words):
        phrase = _longest_known(words, place, known)
        entry = known.get(phrase)
        if entry is None:
            parts.append([phrase])
        elif entry.group:
            parts.append(_shortest(alike[entry.means]))
        place += len(phrase.split())
    if not parts:
        return []
    parts.sort(key=len)
    *others, most = parts
    needed = [reduce(or_, map(_query, part)) for part in others]
    return [reduce(and_, [_query(phrase), *needed]) for phrase in most]


def _shortest(phrases):
    """Without those that contain another one: "jaga lansia" is found by "lansia" anyway."""
    return sorted(
        phrase for phrase in phrases if not any(other != phrase and f" {other} " in f" {phrase} " for other in phrases)
    )


def _known_phrases(words):
    phrases = {
        " ".join(words[start : start + length])
        for start in range(len(words))
        for length in range(1, LONGEST_PHRASE + 1)
    }
    return SearchWord.objects.in_bulk(phrases)


def _longest_known(words, place, known):
    """The longest entry that begins here, else the word itself."""
    for length in range(LONGEST_PHRASE, 1, -1):
        phrase = " ".join(words[place : place + length])
        if phrase in known and place + length <= len(words):
            return phrase
    return words[place]


def _query(phrase):
    return SearchQuery(phrase, config="indonesian", search_type="phrase")


def did_you_mean(text):
    """``text`` with its unknown words replaced by the nearest known ones, "" when none is near."""
    vocabulary = _vocabulary()
    words = [word.lower() for word in _WORDS.findall(text)][:MOST_WORDS]
    better = [word if word in vocabulary else _nearest(word, vocabulary) for word in words]
    return " ".join(better) if better != words else ""


def _nearest(word, vocabulary):
    if len(word) < SHORTEST_GUESS:
        return word
    found = process.extractOne(word, vocabulary, scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH)
    return found[0] if found else word


def _vocabulary():
    """Words that find something: of the synonyms, the countries, and the newest open titles. Nothing personal."""
    return cache.get_or_set("vacancy-vocabulary", _collect_vocabulary, VOCABULARY_SECONDS)


def _collect_vocabulary():
    texts = list(SearchWord.objects.values_list("phrase", flat=True))
    texts += [name for names in Country.objects.current().values_list("name", "name_en") for name in names]
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT DISTINCT word FROM (SELECT v.title || ' ' || v.title_en AS title FROM jobs_vacancysearch row
                   JOIN jobs_vacancy v ON v.id = row.vacancy_id WHERE row.shelf < %s
                   ORDER BY row.published_on DESC LIMIT %s) AS newest,
               regexp_split_to_table(lower(title), '[^[:alnum:]]+') AS word WHERE length(word) >= %s""",
            [SearchShelf.ARCHIVE, MOST_VOCABULARY, SHORTEST_GUESS],
        )
        texts += [word for (word,) in cursor.fetchall()]
    return sorted({word.lower() for text in texts for word in _WORDS.findall(text)})
