"""The papers that a scheme asks for and how long they count, as pages print them: from the tables of rules."""

from dataclasses import dataclass
from itertools import groupby

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobs.choices import Counted, DueStep, Paper, PaperNeed
from jobs.guide.reading import papers as guide_pages
from jobs.guide.reading import schemes as guide_schemes
from jobs.models import PaperRule
from jobs.requirements import Case, papers_asked
from portal.lib.language import in_page_language, with_capital


@dataclass(frozen=True)
class Named:
    """One paper, with the page that explains it. ``due``: before which step it must be there, "" when nobody wrote it down."""

    name: str
    address: str
    due: str = ""


@dataclass(frozen=True)
class Papers:
    needed: list[Named]  # in the order in which they fall due
    if_asked: list[Named]
    basis: str  # legal basis with its source
    is_checked: bool  # each of them compared with the law by officers

    @property
    def needed_by_step(self):
        """Pairs of ``due`` and the papers of that step, in the order of the steps."""
        return [(due, list(named)) for due, named in groupby(self.needed, key=lambda paper: paper.due)]


def papers_of(vacancy, day):
    """Under the scheme of ``vacancy`` on ``day``; None when it names none, or nobody has recorded that scheme's papers."""
    if not vacancy.scheme:
        return None
    return papers_for(Case(vacancy.scheme, vacancy.destination_id, vacancy.occupation_id or ""), day)


def papers_under(scheme, day):
    """Those that everybody under one scheme needs on ``day``, None when nobody has recorded them."""
    return papers_for(Case(scheme), day)


def papers_for(case, day):
    """Those of one ``Case`` with a scheme, None when nobody has recorded them."""
    rules = PaperRule.objects.to_show(day).filter(scheme=case.scheme).order_by("pk")
    asked = papers_asked(list(rules), case)
    if not asked:
        return None
    in_order = sorted((asked[paper] for paper in Paper if paper in asked), key=place_of)
    return Papers(
        needed=[_noted(rule) for rule in in_order if rule.need == PaperNeed.REQUIRED],
        if_asked=[_noted(rule) for rule in in_order if rule.need == PaperNeed.IF_ASKED],
        basis="; ".join(dict.fromkeys(grounds_of(rule) for rule in asked.values())),
        is_checked=all(rule.is_checked for rule in asked.values()),
    )


def _noted(rule):
    named = name(Paper(rule.paper))
    return Named(named.name, named.address, due_of(rule))


def place_of(rule):
    """Place of its step among the steps; a paper whose step nobody wrote down comes last."""
    return list(DueStep).index(rule.due) if rule.due else len(DueStep)


def way_of(scheme):
    """Address of the guide's page with the steps of a scheme, "" when it has none."""
    slug = next((slug for slug, page in guide_schemes().items() if page.scheme == scheme), "")
    return reverse("guide:scheme", args=[slug]) if slug else ""


def name(paper):
    label, slug = str(paper.label), next(slug for slug, page in guide_pages().items() if page.paper == paper)
    return Named(with_capital(label), reverse("guide:paper", args=[slug]))


def due_of(rule):
    """``before the visa is applied for``; "" when nobody has written it down."""
    return _("before %(step)s") % {"step": rule.get_due_display()} if rule.due else ""


def issuer_of(rule):
    return in_page_language(rule.issuer, rule.issuer_en)


def whom_of(rule):
    """Those for whom a narrower rule holds, ``Japan, women, from 18 to 39 years``; "" of a rule for everybody."""
    person = (rule.get_sex_display().lower(), rule.get_marital_display().lower(), *_ages(rule))
    return ", ".join(str(part) for part in (rule.destination, rule.occupation, *person) if part)


def _ages(rule):
    values = {"min": rule.age_min, "max": rule.age_max}
    if rule.age_min is not None and rule.age_max is not None:
        return [_("from %(min)d to %(max)d years") % values]
    if rule.age_min is not None:
        return [_("from %(min)d years on") % values]
    return [_("up to %(max)d years") % values] if rule.age_max is not None else []


_OWN_WORDS = ("why", "where_to_get", "cost")


@dataclass(frozen=True)
class Told:
    """What a person is told of a paper, "" for what nobody has recorded."""

    why: str
    where: str
    cost: str


def told_of(paper, rule=None):
    """In the words of the rule that asks for it, else in those of the paper's page of the guide."""
    page = next(page for page in guide_pages().values() if page.paper == paper)
    own = {name: rule and in_page_language(getattr(rule, name), getattr(rule, f"{name}_en")) for name in _OWN_WORDS}
    return Told(
        why=own["why"] or _joined(page.why),
        where=own["where_to_get"] or _joined(page.where),
        cost=own["cost"] or _joined(page.cost),
    )


def _joined(points):
    return " ".join(str(point.text) for point in points)


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
