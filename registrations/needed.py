"""Which papers a registration needs, by rules that are handed in. No database here."""

from dataclasses import dataclass, replace

from jobs.choices import DueStep, Paper, PaperNeed
from jobs.models import PaperRule
from jobs.requirements import Case, is_written_down, papers_asked

# Without these nothing can be handed in, whatever the rules say; rules may name more.
PAPERS_TO_SUBMIT = (Paper.KTP, Paper.KK)


@dataclass(frozen=True)
class Asked:
    """One paper that is asked for. ``rule`` None: by the procedure itself, whatever the scheme."""

    paper: Paper
    need: PaperNeed
    due: str  # of DueStep, "": nobody has written it down
    rule: PaperRule | None = None

    @property
    def is_due_to_submit(self):
        return self.need == PaperNeed.REQUIRED and self.due == DueStep.SUBMITTED


def case_of(registration, day):
    """The Case of a registration, its candidate loaded."""
    candidate = registration.candidate
    return Case(
        scheme=registration.scheme,
        destination_id=registration.destination_id,
        isco08=registration.isco08,
        sex=candidate.sex,
        marital=candidate.marital,
        age=candidate.age_on(day),
    )


def asked_of(rules, case):
    """Asked papers of a case by ``rules``; those without which nothing can be handed in come whatever the rules say.

    Of a way whose papers nobody has written down, those that every way needs, and what is asked of some there.
    """
    by_rule = papers_asked(rules, case)
    if not is_written_down(rules, case.scheme):
        by_rule = papers_asked(rules, replace(case, scheme="")) | by_rule
    found = {Paper(paper): Asked(Paper(paper), PaperNeed(rule.need), rule.due, rule) for paper, rule in by_rule.items()}
    for paper in PAPERS_TO_SUBMIT:
        rule = found[paper].rule if paper in found else None
        found[paper] = Asked(paper, PaperNeed.REQUIRED, DueStep.SUBMITTED, rule)
    return list(found.values())
