"""The papers that a scheme asks for and how long they count, as pages print them: from the tables of rules."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import ngettext

from jobs.choices import Counted, Paper, PaperNeed
from jobs.guide.reading import papers as guide_pages
from jobs.guide.reading import schemes as guide_schemes
from jobs.models import PaperRule
from portal.lib.language import in_page_language


@dataclass(frozen=True)
class Named:
    """One paper, with the page that explains it."""

    name: str
    address: str


@dataclass(frozen=True)
class Papers:
    needed: list[Named]  # in the order in which they fall due
    if_asked: list[Named]
    basis: str  # legal basis with its source
    is_checked: bool  # each of them compared with the law by officers


def papers_of(vacancy, day):
    """Under the scheme of ``vacancy`` on ``day``; None when it names none, or nobody has recorded that scheme's papers."""
    return papers_under(vacancy.scheme, day) if vacancy.scheme else None


def papers_under(scheme, day):
    """Those of one scheme on ``day``, None when nobody has recorded them."""
    rules = list(PaperRule.objects.to_show(day).filter(scheme=scheme))
    if not rules:
        return None
    named = {need: {rule.paper for rule in rules if rule.need == need} for need in PaperNeed}
    bases = dict.fromkeys(grounds_of(rule) for rule in rules)
    return Papers(
        needed=[name(paper) for paper in Paper if paper in named[PaperNeed.REQUIRED]],
        if_asked=[name(paper) for paper in Paper if paper in named[PaperNeed.IF_ASKED]],
        basis="; ".join(bases),
        is_checked=all(rule.is_checked for rule in rules),
    )


def way_of(scheme):
    """Address of the guide's page with the steps of a scheme, "" when it has none."""
    slug = next((slug for slug, page in guide_schemes().items() if page.scheme == scheme), "")
    return reverse("guide:scheme", args=[slug]) if slug else ""


def name(paper):
    label, slug = str(paper.label), next(slug for slug, page in guide_pages().items() if page.paper == paper)
    return Named(label[:1].upper() + label[1:], reverse("guide:paper", args=[slug]))


def grounds_of(rule):
    """What a rule rests on, and where it was read."""
    basis = in_page_language(rule.legal_basis, rule.legal_basis_en).rstrip(".")
    return ". ".join(filter(None, [basis, rule.cited]))


def how_long(rule):
    """``Counts for 6 months from the day it was issued.``"""
    values = {"count": rule.months}
    if rule.counted == Counted.AFTER_DEPARTURE:
        text = ngettext(
            "must count for %(count)d month beyond the day of departure.",
            "must count for %(count)d months beyond the day of departure.",
            rule.months,
        )
    else:
        text = ngettext(
            "counts for %(count)d month from the day it was issued.",
            "counts for %(count)d months from the day it was issued.",
            rule.months,
        )
    return text % values
