"""What the tables of rules say of one paper: which schemes ask for it, how long it counts, for whom it costs nothing."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from jobs import costs
from jobs.choices import CostStance, PaperNeed, Scheme
from jobs.guide.reading import schemes
from jobs.models import PaperRule, ValidityRule
from jobs.papers import due_of, grounds_of, how_long, issuer_of, whom_of
from jobs.requirements import narrowness
from portal.lib.language import as_sentence


@dataclass(frozen=True)
class Under:
    """One need for the paper, and the schemes that have it: pairs of name and slug of the guide's page ("": none)."""

    need: str
    schemes: list
    due: str
    issuer: str
    ground: str


def needed_under(paper, day, told=""):
    """Groups of schemes that ask for it on ``day`` alike and on the same ground, needed ones first; [] when none is recorded.

    A rule for some people only follows those for everybody and names them beside the scheme. Who gives the paper out is
    left away where ``told``, what the page says elsewhere, names it.
    """
    order, slugs = list(Scheme), {page.scheme: page.slug for page in schemes().values()}
    rules = PaperRule.objects.to_show(day).filter(paper=paper).select_related("destination__country", "occupation")
    rules = sorted(rules, key=lambda rule: (narrowness(rule), order.index(rule.scheme), rule.pk))
    found = {}
    for need in PaperNeed:
        for rule in (rule for rule in rules if rule.need == need):
            issuer = "" if issuer_of(rule) in told else as_sentence(issuer_of(rule))
            one = found.setdefault((str(need.label), due_of(rule), issuer, ground(rule)), [])
            one.append((_of_whom(rule), slugs.get(rule.scheme, "")))
    return [Under(need, named, *said) for (need, *said), named in found.items()]


def _of_whom(rule):
    scheme, whom = str(rule.get_scheme_display()), whom_of(rule)
    return f"{scheme} ({whom})" if whom else scheme


def validity(paper, day):
    """Pairs of a sentence and its ground."""
    rules = ValidityRule.objects.to_show(day).filter(paper=paper).order_by("scheme", "pk")
    return [(_sentence(rule), ground(rule)) for rule in rules]


def _sentence(rule):
    text = how_long(rule)
    if rule.scheme:
        return f"{rule.get_scheme_display()}: {text}"
    return f"{text[:1].upper()}{text[1:]}"


def free_for(component, day):
    """(kinds of work for which the candidate pays Rp0 for this component, ground), None when no rule says so."""
    rules = [
        rule
        for rule in costs.rules_in_force(day, "occupation", "destination__country")
        if rule.stance == CostStance.ZERO and rule.component in {"", component}
    ]
    if not component or not rules:
        return None
    return "; ".join(dict.fromkeys(map(_whose, rules))), " ".join(dict.fromkeys(map(ground, rules)))


def _whose(rule):
    work = str(rule.occupation) if rule.occupation_id else pgettext("whom a rule concerns", "All work")
    return f"{work} ({rule.destination})" if rule.destination_id else work


def ground(rule):
    """What it rests on, and whether officers compared it with the law."""
    text = as_sentence(grounds_of(rule))
    return text if rule.is_checked else " ".join([text, _("Not checked yet.")])
