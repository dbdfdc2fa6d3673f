"""From the words of a source to our lists, where that is certain; everything else stays as published."""

import re

from jobs.choices import Education, EmployerKind, Scheme

EMPLOYER_KINDS = {
    "formal": EmployerKind.CORPORATE.value,
    "informal": EmployerKind.HOUSEHOLD.value,
    "unknown": "",
    "": "",
}
# All others stay as published: SSW may run through a company or on one's own, SP2T and SPSK are programmes
# within several schemes.
SCHEMES = {"G2G": Scheme.G_TO_G.value, "P2P": Scheme.P_TO_P.value, "UKPS": Scheme.UKPS.value}
_TRAINEE = re.compile(r"\b(?:pe)?magang(?:an)?\b|\btrainee|\binterns?(?:hips?)?\b", re.IGNORECASE)
_COUNTED = re.compile(r"[0-9][0-9.,]*\s")
_AGENT = re.compile(r"\bagen(?:t|cy|si)?\b", re.IGNORECASE)
# Lowest first. None: a level of its own that our list doesn't have.
_LEVELS = (
    (r"sd|mi", Education.SD),
    (r"smp|mts|sltp", Education.SMP),
    (r"sma|smk|smu|stm|ma|slta", Education.SMA),
    (r"d[\W_]?(?:1|i)", None),
    (r"d[\W_]?(?:2|ii)", Education.D2),
    (r"d[\W_]?(?:3|iii)|politeknik", Education.D3),
    (r"d[\W_]?(?:4|iv)", None),
    (r"s[\W_]?1|sarjana", Education.S1),
    (r"s[\W_]?2|s[\W_]?3|magister|doktor", None),
)
_LEVEL_WORDS = [(re.compile(rf"\b(?:{words})\b", re.IGNORECASE), level) for words, level in _LEVELS]
_REMARKS = re.compile(r"\([^()]*\)")
_ALTERNATIVES = re.compile(r"/|;|,|\batau\b", re.IGNORECASE)


def lowest_education(text):
    """The Education that suffices, the lowest of alternatives; "" when the words leave a doubt.

    "D3/S1 Keperawatan" gives D3, "SMK/Politeknik" SMA; "S1 Keperawatan atau setara" gives "".
    """
    ranks = []
    for alternative in _ALTERNATIVES.split(_REMARKS.sub("", text)):
        found = [rank for rank, (words, _level) in enumerate(_LEVEL_WORDS) if words.search(alternative)]
        if len(found) != 1:
            return ""
        ranks.extend(found)
    return _LEVELS[min(ranks)][1] or ""


def scheme_of(published, *, employer_kind, employer):
    """Our scheme, "" when the published word leaves open who places the worker.

    "mandiri" is PERSEORANGAN only with a named legal body as employer: households are excluded from it.
    """
    if published == "mandiri" and employer_kind == EmployerKind.CORPORATE and employer:
        return Scheme.PERSEORANGAN.value
    return SCHEMES.get(published, "")


def is_traineeship(*texts):
    """Whether a title or occupation speaks of trainees, who are no migrant workers (UU 18/2017 art. 4(2))."""
    return any(_TRAINEE.search(text) for text in texts)


def clear_employer(text, employer_kind):
    """The name when it is one employer's, else "": several names, a count, an agent, or somebody's household."""
    if employer_kind == EmployerKind.HOUSEHOLD or ";" in text or _COUNTED.match(text) or _AGENT.search(text):
        return ""
    return text
