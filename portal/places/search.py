"""Finding a regency, district or village by typing part of its name, in one indexed query."""

from django.contrib.postgres.search import SearchQuery
from django.db.models import Case, Q, When

from portal.places.models import GazetteerEntry
from portal.places.names import KINDS, words_of

LIMIT = 10
# What a person may type at most; longer input is cut, never searched whole.
LONGEST_QUERY = 120
MOST_WORDS = 8
# A shorter word must match as a whole: "be" as a beginning would match thousands of places.
SHORTEST_BEGINNING = 3


class LexemeQuery(SearchQuery):
    """Lexemes taken as they stand; the text parser of to_tsquery would drop our marks / and :."""

    def as_sql(self, compiler, connection, function=None, template=None):
        return super().as_sql(compiler, connection, function, template="%(expressions)s::tsquery")


def find_places(text, limit=LIMIT, levels=None):
    """Up to ``limit`` regencies, districts and villages for what a person typed, the likeliest first.

    Every word must begin a word of the place or of the places around it, at least one a word of its own
    name: "raihat belu" is the district, not each of its villages. ``levels``: only these GazetteerEntry.Level,
    None for all. Nothing searchable gives an empty list.
    """
    words = words_of(text[:LONGEST_QUERY])[:MOST_WORDS]
    # "kota" and its like may be part of a name (Desa Kota Baru): without other words they are the name.
    names = [word for word in words if word not in KINDS] or words
    if not any(len(name) > 1 for name in names):
        return []
    own = " | ".join(_term(name) for name in names)
    everywhere = " & ".join(f"({_term(name)} | {_term(name, '/')})" for name in names)
    found = GazetteerEntry.objects.filter(lexemes=LexemeQuery(f"({own}) & {everywhere}"))
    if levels:
        found = found.filter(level__in=levels)
    return list(found.select_related("regency__province").order_by(*_likeliest_first(words, names))[:limit])


def _term(word, mark=""):
    # A word is a-z and 0-9 only by now, so nothing in it can be an operator.
    return f"'{mark}{word}'" + (":*" if len(word) >= SHORTEST_BEGINNING else "")


def _likeliest_first(words, names):
    """The kind that was asked for, then the very name, then the larger place."""
    kinds = {KINDS[word] for word in words if word in KINDS}
    asked = [LexemeQuery(" | ".join(f"':{kind}'" for kind in sorted(kinds)))] if kinds else []
    if kinds and names != words:
        # "kota baru" may as well be a village whose name holds both words.
        asked.append(LexemeQuery(" & ".join(f"'{word}'" for word in words)))
    order = [Case(When(Q(lexemes=query), then=0), default=1) for query in asked]
    exactly = Q(bare_name=" ".join(names)) | Q(bare_name=" ".join(words))
    return [*order, Case(When(exactly, then=0), default=1), "level", "bare_name", "code"]
