"""The papers of a vacancy under its scheme, as its page prints them."""

from dataclasses import dataclass

from jobs.choices import Paper, PaperNeed
from jobs.models import PaperRule
from portal.lib.language import in_page_language


@dataclass(frozen=True)
class Papers:
    needed: tuple[str, ...]  # names, ready to print, in the order in which they fall due
    if_asked: tuple[str, ...]
    basis: str  # legal basis with its source
    is_checked: bool  # each of them compared with the law by officers


def papers_of(vacancy, day):
    """Under the scheme of ``vacancy`` on ``day``; None when it names none, or nobody has recorded that scheme's papers."""
    rules = list(PaperRule.objects.to_show(day).filter(scheme=vacancy.scheme)) if vacancy.scheme else []
    if not rules:
        return None
    names = {need: [rule.paper for rule in rules if rule.need == need] for need in PaperNeed}
    bases = dict.fromkeys((in_page_language(rule.legal_basis, rule.legal_basis_en), rule.cited) for rule in rules)
    return Papers(
        needed=_listed(names[PaperNeed.REQUIRED]),
        if_asked=_listed(names[PaperNeed.IF_ASKED]),
        basis="; ".join(". ".join(filter(None, basis)) for basis in bases),
        is_checked=all(rule.is_checked for rule in rules),
    )


def _listed(papers):
    labels = (str(paper.label) for paper in Paper if paper in papers)
    return tuple(label[:1].upper() + label[1:] for label in labels)
