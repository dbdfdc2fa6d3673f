"""What a rule would change, counted twice in one rolled-back transaction: without it and with it."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jobs import ages, costs
from jobs.choices import Instead
from jobs.law import law_of
from jobs.models import Destination, PaperRule, ProcedureRule, ProofRule, Vacancy, ValidityRule
from jobs.requirements import case_of, papers_asked
from jobs.workflow import TO_CHECK
from portal.lib.money import number

# Vacancies are counted by cost in portions, so that a large country fits into the memory of a worker.
_PORTION = 2000


@dataclass(frozen=True)
class EffectRow:
    label: str
    without: str
    with_it: str
    is_text: bool = False  # sentences, not figures


@dataclass(frozen=True)
class Effect:
    """``look``: (vacancies it may concern, rule, day) -> what there is at this moment of the transaction.

    ``tell``: (what ``look`` saw without the rule, what it saw with it) -> EffectRows.
    """

    look: Callable
    tell: Callable


def counted(counts):
    """An Effect that a room above brings: ``counts``: (rule) -> [(label, number)], what the rule means for its cases.

    It is asked once, after the preview was rolled back: nothing is in force then that is not in force now.
    """
    return Effect(lambda vacancies, rule, day: rule, lambda before, after: _tell_counts(counts(after)))


def _tell_counts(counts):
    return [EffectRow(label, "–", number(count)) for label, count in counts]


def _shown(vacancies, rule, day):
    return set(Vacancy.objects.current(day).filter(pk__in=vacancies.values("pk")).values_list("pk", flat=True))


def _tell_shown(before, after):
    rows = [EffectRow(_("Vacancies the public sees as open"), number(len(before)), number(len(after)))]
    if before - after:
        rows.append(EffectRow(_("of these leave the public list"), "–", number(len(before - after))))
    if after - before:
        rows.append(EffectRow(_("come to the public list"), "–", number(len(after - before))))
    return rows


def _openness(vacancies, rule, day):
    destination = Destination.objects.with_rules(day).get(pk=rule.destination_id)
    return destination, law_of(destination.rules_in_force).label


def _tell_openness(before, after):
    return [EffectRow(_("Page of %(country)s") % {"country": before[0]}, str(before[1]), str(after[1]))]


def _costs(vacancies, rule, day):
    """How many of the current vacancies print which cost, and how many contradict a rule."""
    rules, found = costs.rules_in_force(day), Counter()
    # Their keys first: read in portions of one query, the first rows would be looked for among all that there are.
    keys = list(_shown(vacancies, rule, day))
    for start in range(0, len(keys), _PORTION):
        portion = Vacancy.objects.with_standing(day).filter(pk__in=keys[start : start + _PORTION])
        for vacancy in portion.prefetch_related("cost_items", "checks"):
            cost = costs.cost_of(vacancy, rules)
            found[cost.kind] += 1
            found["conflict"] += bool(cost.conflict)
    return found


def _tell_costs(before, after):
    labels = {
        costs.Kind.STATED: _("Open vacancies with a stated cost"),
        costs.Kind.BY_RULE: _("that print Rp0 by rule"),
        costs.Kind.DISPUTED: _("that print “still disputed”"),
        costs.Kind.UNKNOWN: _("whose cost is not recorded"),
        "conflict": _("that ask for money against a rule"),
    }
    return [EffectRow(label, number(before[key]), number(after[key])) for key, label in labels.items()]


def _ages(vacancies, rule, day):
    """(current vacancies it speaks of, those of them that seek younger people than the rules in force allow)."""
    found = Vacancy.objects.current(day).filter(pk__in=vacancies.values("pk")).order_by()
    return found.count(), found.filter(age_min__gt=0, age_min__lt=ages.youngest_by_rule(day)).count()


def _tell_ages(before, after):
    return [
        EffectRow(_("Open vacancies it speaks of"), number(before[0]), number(after[0])),
        EffectRow(_("that seek younger people than allowed"), number(before[1]), number(after[1])),
    ]


def _papers(vacancies, rule, day):
    """(papers needed, papers asked for by some orders, current vacancies) of those for whom it holds."""
    under = PaperRule.objects.to_show(day).filter(scheme=rule.scheme).order_by("pk")
    found = Counter(one.need for one in papers_asked(list(under), case_of(rule)).values())
    narrowed = {name: getattr(rule, name) for name in ("destination_id", "occupation_id") if getattr(rule, name)}
    printed = Vacancy.objects.current(day).filter(scheme=rule.scheme, **narrowed)
    return found["required"], found["if_asked"], printed.count()


def _tell_papers(before, after):
    labels = (_("Papers needed under this scheme"), _("asked for by some orders"), _("Open vacancies it speaks of"))
    return [EffectRow(*row) for row in zip(labels, map(number, before), map(number, after), strict=True)]


def _validity(vacancies, rule, day):
    return ValidityRule.objects.to_show(day).filter(paper=rule.paper).count()


def _tell_validity(before, after):
    return [EffectRow(_("Rules that the page of this paper prints"), number(before), number(after))]


def _procedure(vacancies, rule, day):
    """(steps that the page of its scheme prints, current vacancies of that scheme)."""
    shown = ProcedureRule.objects.to_show(day).filter(scheme=rule.scheme).first()
    return len(shown.stations) if shown else 0, Vacancy.objects.current(day).filter(scheme=rule.scheme).count()


def _tell_procedure(before, after):
    labels = (_("Steps on the page of this scheme"), _("Open vacancies that lead to it"))
    return [EffectRow(*row) for row in zip(labels, map(number, before), map(number, after), strict=True)]


def _proofs(vacancies, rule, day):
    """(proofs without a paper, with another one, vacancies whose officers are told so) of its scheme."""
    under = ProofRule.objects.in_force(day).filter(scheme=rule.scheme)
    found, waiting = Counter(under.values_list("instead", flat=True)), 0
    if found:
        waiting = Vacancy.objects.filter(scheme=rule.scheme, state__in=TO_CHECK).count()
    return found[Instead.NO_PAPER], found[Instead.OTHER_PAPER], waiting


def _tell_proofs(before, after):
    labels = (
        _("Proofs that rest on no paper under this scheme"),
        _("that rest on another paper"),
        _("Vacancies in check whose officers read it"),
    )
    return [EffectRow(*row) for row in zip(labels, map(number, before), map(number, after), strict=True)]


VACANCIES = Effect(_shown, _tell_shown)
OPENNESS = Effect(_openness, _tell_openness)
COSTS = Effect(_costs, _tell_costs)
AGES = Effect(_ages, _tell_ages)
PAPERS = Effect(_papers, _tell_papers)
VALIDITY = Effect(_validity, _tell_validity)
PROCEDURE = Effect(_procedure, _tell_procedure)
PROOFS = Effect(_proofs, _tell_proofs)
