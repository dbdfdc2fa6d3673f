"""Which vacancies fit a person, why, and what is still missing. For the public pages and for consultations alike.

Nothing is stored and nobody is judged: what an order doesn't say is "not stated" and never a gap, what the person didn't
tell is a point to look at. Ages count on the closing date, not today.
"""

import re
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobs import ages as age_rules
from jobs import language_needs, search, wording
from jobs.choices import Education, OccupationGroup, SearchShelf, Sex, Shelf, WorkLanguage
from jobs.models import Vacancy
from jobs.models.card_row import listed_card_rows
from portal.lib.dates import short_date

MOST = 10  # vacancies proposed
# Looked at for each way of searching, so that the best of them are among those compared.
LOOKED_AT = 30
# Sizes of gaps, to put the smallest first; never shown. A level of schooling takes years, a language level months.
SCHOOL_STEP, LANGUAGE_STEP, EXPERIENCE_YEAR, AGE_YEAR = 6, 2, 2, 2
UNREAD_LEVEL = 2  # steps of a language of which the source names no level
MONTHS_PER_YEAR = 12
# Anything else in the source's words may be a field of study.
_ONLY_LEVELS = re.compile(r"(?:s[dm]p?|slt[ap]|smk|sma|ma|d[1-4]|s1|minimal|sederajat|atau|[/,;.\s])*", re.IGNORECASE)


@dataclass(frozen=True)
class Skill:
    language: str  # of WorkLanguage
    level: str = ""  # of language_needs.LEVELS; "" without a certificate


@dataclass(frozen=True)
class Person:
    """What somebody tells about themselves; "" or None: not told. Kept nowhere.

    ``languages`` () and ``experience`` {}: told that there is none. ``experience``: months by OccupationGroup.
    Age by ``born``, else by ``birth_year``, else by ``age`` (completed years today).
    """

    education: str = ""
    languages: tuple[Skill, ...] | None = None
    experience: dict[str, int] | None = None
    age: int | None = None
    birth_year: int | None = None
    born: date | None = None
    sex: str = ""
    countries: tuple[str, ...] = ()

    def ages_on(self, day, today):
        """(lowest, highest) of the completed years that are possible on ``day``, or None when no age was told."""
        if self.born:
            age = day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))
            return age, age
        if self.birth_year:
            return day.year - self.birth_year - 1, day.year - self.birth_year
        if self.age is None:
            return None
        years = day.year - today.year - ((day.month, day.day) < (today.month, today.day))
        has_birthday_between = (day.month, day.day) != (today.month, today.day)
        return self.age + years, self.age + years + has_birthday_between


@dataclass(frozen=True)
class Gap:
    sentence: str
    size: int
    can_close: bool = True


@dataclass(frozen=True)
class Match:
    """How one vacancy fits: sentences, in the page's language."""

    reasons: tuple[str, ...]
    gaps: tuple[Gap, ...]
    open_points: tuple[str, ...]  # nobody here can tell: not told, or to be compared by eye
    not_stated: tuple[str, ...]  # words for what the order leaves out

    @property
    def fits_now(self):
        return not self.gaps

    @property
    def is_out_of_reach(self):
        return any(not gap.can_close for gap in self.gaps)

    @property
    def order(self):
        """Fits now first, then the smallest gap; between equals the one with more that is known to fit."""
        return bool(self.gaps), sum(gap.size for gap in self.gaps), -len(self.reasons)


class _Comparison:
    """Collects what the single questions find."""

    def __init__(self):
        self.reasons, self.gaps, self.open_points, self.not_stated = [], [], [], []

    def match(self):
        return Match(tuple(self.reasons), tuple(self.gaps), tuple(self.open_points), tuple(self.not_stated))


def compare(person, vacancy, day, *, rules, groups=()):
    """The Match of one vacancy; ``day``: today.

    ``rules``: of ages.rules_in_force; ``groups``: the vacancy's occupation groups, () when unknown.
    """
    found = _Comparison()
    _country(found, person, vacancy)
    _education(found, person, vacancy)
    _language(found, person, vacancy)
    _experience(found, person, vacancy, groups)
    _age(found, person, vacancy, day, age_rules.youngest(vacancy, rules))
    _sex(found, person, vacancy)
    if vacancy.other_requirements:
        found.open_points.append(_("More is asked, in the source's own words: read it on the vacancy's page."))
    return found.match()


def _country(found, person, vacancy):
    if vacancy.destination_id and vacancy.destination.country_id in person.countries:
        found.reasons.append(_("%(country)s: the country you want.") % {"country": vacancy.destination.country})


def _education(found, person, vacancy):
    if not vacancy.education_min:
        # The source's own words may ask for something that is no level.
        if vacancy.education_as_published:
            found.open_points.append(_("Education: compare what is asked with what you have."))
        else:
            found.not_stated.append(_("education"))
        return
    values = {"level": Education(vacancy.education_min).label}
    if not person.education:
        found.open_points.append(_("Asked for: %(level)s or higher.") % values)
        return
    levels = Education.values
    missing = levels.index(vacancy.education_min) - levels.index(person.education)
    if missing > 0:
        found.gaps.append(Gap(_("%(level)s at least.") % values, missing * SCHOOL_STEP))
    else:
        found.reasons.append(_("Your schooling is enough (asked: %(level)s).") % values)
        if not _ONLY_LEVELS.fullmatch(vacancy.education_as_published):
            found.open_points.append(_("Compare the field of study with what is asked."))


def _language(found, person, vacancy):
    if not vacancy.language_requirement:
        found.not_stated.append(_("language"))
        return
    needs = language_needs.read(vacancy.language_requirement)
    if not needs.each or person.languages is None:
        found.open_points.append(_("Language: compare what is asked with what you know."))
        return
    answers = [_one_language(need, person.languages, needs.is_trained) for need in needs.each]
    if needs.is_any_enough:
        answers = [min(answers, key=lambda answer: answer.gaps[0].size if answer.gaps else 0)]
    for answer in answers:
        found.reasons += answer.reasons
        found.gaps += answer.gaps
        found.open_points += answer.open_points


def _one_language(need, skills, is_trained):
    answer = _Comparison()
    name = WorkLanguage(need.code).label
    owned = [skill.level for skill in skills if skill.language == need.code]
    wanted = " / ".join(need.levels)
    values = {"language": name, "level": wanted}
    steps = [language_needs.steps_missing(level, one) for level in owned or [""] for one in need.levels]
    known = [step for step in steps if step is not None]
    if owned and (not need.levels or 0 in known):
        text = _("%(language)s %(level)s: you have it.") if need.levels else _("%(language)s: you know it.")
        answer.reasons.append(text % values)
    elif is_trained:
        answer.reasons.append(_("%(language)s: you are trained first, says the source.") % values)
    elif steps and not known:
        answer.open_points.append(_("%(language)s: ask whether your certificate counts for %(level)s.") % values)
    else:
        missing = min(known, default=UNREAD_LEVEL)
        text = _("%(language)s %(level)s is still missing.") if need.levels else _("%(language)s is still missing.")
        answer.gaps.append(Gap(text % values, missing * LANGUAGE_STEP))
    return answer


def _experience(found, person, vacancy, groups):
    asked = vacancy.experience_months
    if not asked:
        found.not_stated.append(_("experience"))
    elif person.experience is None or (person.experience and not groups):
        found.open_points.append(_("Experience asked: %(length)s in this work.") % {"length": _length(asked)})
    else:
        own = sum(months for group, months in person.experience.items() if group in groups)
        if own >= asked:
            found.reasons.append(_("Your experience is enough (asked: %(length)s).") % {"length": _length(asked)})
        else:
            values = {"missing": _length(asked - own), "length": _length(asked)}
            text = _("%(missing)s of experience missing (asked: %(length)s).")
            found.gaps.append(Gap(text % values, -(-(asked - own) // MONTHS_PER_YEAR) * EXPERIENCE_YEAR))
    if person.experience and not asked and (known := [group for group in groups if person.experience.get(group)]):
        found.reasons.append(_("You know this work: %(work)s.") % {"work": OccupationGroup(known[0]).label})


def _length(months):
    if months % MONTHS_PER_YEAR:
        return ngettext("%(count)d month", "%(count)d months", months) % {"count": months}
    years = months // MONTHS_PER_YEAR
    return ngettext("%(count)d year", "%(count)d years", years) % {"count": years}


def _age(found, person, vacancy, today, lowest):
    """``lowest``: the youngest age that order or rules allow, None when neither says one."""
    day, highest = vacancy.closes_on or today, vacancy.age_max
    limits = wording.ages(vacancy)
    if not limits:
        found.not_stated.append(_("age"))
    if (ages := person.ages_on(day, today)) is None:
        if limits:
            found.open_points.append(_("%(ages)s is asked.") % {"ages": limits})
        return
    on_day = _on_closing_date(vacancy, today)
    at_least = _("At least %(age)d years old %(on_day)s.") % {"age": lowest or 0, "on_day": on_day}
    at_most = _("At most %(age)d years old %(on_day)s.") % {"age": highest or 0, "on_day": on_day}
    if lowest and ages[1] < lowest:
        found.gaps.append(Gap(at_least, (lowest - ages[1]) * AGE_YEAR))
    elif highest and ages[0] > highest:
        found.gaps.append(Gap(at_most, (ages[0] - highest) * AGE_YEAR, can_close=False))
    elif lowest and ages[0] < lowest:
        found.open_points.append(at_least)
    elif highest and ages[1] > highest:
        found.open_points.append(at_most)
    elif limits:
        found.reasons.append(_("%(ages)s: you are within.") % {"ages": limits})


def _on_closing_date(vacancy, today):
    if vacancy.closes_on is None:
        return _("today; the closing date is not stated")
    return _("on the closing date, %(day)s") % {"day": short_date(vacancy.closes_on)}


def _sex(found, person, vacancy):
    if not person.sex:
        return
    quotas = {Sex.MALE: vacancy.quota_male, Sex.FEMALE: vacancy.quota_female}
    own = quotas.pop(Sex(person.sex))
    (other_sex, other), *_rest = quotas.items()
    all_for_the_other = own is None and other and vacancy.quota_total and other >= vacancy.quota_total
    if own == 0 or all_for_the_other:
        sentence = _("Only men are sought.") if other_sex == Sex.MALE else _("Only women are sought.")
        found.gaps.append(Gap(sentence, 1, can_close=False))


def propose(person, day):
    """At most MOST pairs (CardRow, Match) of the open shelves: fits now, then the smallest gap.

    What no effort would change (too old, another sex) is left out. A fixed number of queries, whatever there is.
    """
    tokens = {}
    for wish in _wishes(person):
        rows = search.rows_of(wish, Shelf.OPEN, day)
        if ages := person.ages_on(day, day):
            rows = rows.filter(age_max__gte=ages[0])
        tokens |= rows.order_by("shelf", "-published_on", "-vacancy_id").values_list("vacancy_id", "tokens")[:LOOKED_AT]
    rules = age_rules.rules_in_force(day)
    compared = {
        vacancy.pk: compare(person, vacancy, day, rules=rules, groups=groups_of(tokens[vacancy.pk]))
        for vacancy in Vacancy.objects.select_related("destination__country").filter(pk__in=tokens)
    }
    near = [key for key in tokens if key in compared and not compared[key].is_out_of_reach]
    checked = f"@shelf{SearchShelf.CHECKED}"
    best = sorted(near, key=lambda key: (compared[key].order, checked not in tokens[key]))[:MOST]
    return [(row, compared[row.pk]) for row in listed_card_rows(best, day)]


def _wishes(person):
    """From the narrowest search to the widest: of 100,000 vacancies only those looked at here are compared."""
    wide = search.Wish(countries=person.countries, sex=person.sex)
    schooled = replace(wide, education=person.education)
    # "" finds those that ask for no language.
    languages = ("", *(skill.language for skill in person.languages or ()))
    ready = replace(schooled, languages=languages)
    known_work = tuple(group for group, months in (person.experience or {}).items() if months)
    return [replace(ready, groups=known_work), ready, replace(schooled, groups=known_work), schooled, wide]


def groups_of(tokens):
    """The occupation groups among the tokens of a search row."""
    prefix = search.TOKENS["groups"]
    return tuple(token.removeprefix(prefix) for token in tokens if token.startswith(prefix))
