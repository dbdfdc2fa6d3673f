"""What the tables of rules say of one scheme: its steps in their order, and which proofs rest on no paper there."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from jobs.choices import CheckKind, Instead
from jobs.guide.papers import ground
from jobs.models import ProcedureRule, ProofRule
from jobs.procedures import stations_of, ways
from portal.lib.language import as_sentence


@dataclass(frozen=True)
class Steps:
    stations: list  # of components/path.html
    ground: str


def steps_of(scheme, day):
    """The order in force on ``day``; None when nobody has recorded it."""
    rule = ProcedureRule.objects.to_show(day).filter(scheme=scheme).first()
    if rule is None:
        return None
    found = stations_of(ways(rule)).values() if rule.way else []
    steps = [" ".join(as_sentence(step.title) for step in one) for one in found]
    texts = [{"title": title, "text": text, "state": "all"} for title, text in rule.stations]
    # A text from before the way was written down may tell other stations; then it stands alone.
    if len(steps) == len(texts):
        texts = [text | {"steps": named} for text, named in zip(texts, steps, strict=True)]
    return Steps(texts, ground(rule))


def proofs_of(scheme, day):
    """Rows of components/facts.html, in the order of the four proofs; those of one reason share a row."""
    order = list(CheckKind)
    rules = sorted(ProofRule.objects.to_show(day).filter(scheme=scheme), key=lambda rule: order.index(rule.proof))
    found = {}
    for rule in rules:
        found.setdefault(_said(rule), []).append(rule.get_proof_display())
    return [{"term": "; ".join(terms), "value": value, "note": note} for (value, note), terms in found.items()]


def _said(rule):
    words = as_sentence(rule.words)
    if rule.instead == Instead.NO_PAPER:
        return _("Not needed."), f"{words} {ground(rule)}"
    return words, ground(rule)
