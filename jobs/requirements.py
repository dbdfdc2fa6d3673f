"""Which paper rules hold for one case. No database here: whoever asks brings the rules in force."""

from dataclasses import dataclass

from jobs.choices import PaperNeed, Scheme

# A narrower rule wins over a general one. Of two that are each narrow in another way, the one wins that is narrow in
# what stands first here: the destination decides whom it lets in, then come the work and the person.
NARROWNESS = ("destination", "occupation", "marital", "sex", "age")
# Who goes back to the same employer knows it. All others, as long as they don't know their way, need what each way needs;
# of a paper that ways tell differently, the first of these that has it is told.
FIRST_TIME = (
    Scheme.P_TO_P,
    Scheme.G_TO_G,
    Scheme.G_TO_P,
    Scheme.PERSEORANGAN,
    Scheme.SSW_MANDIRI,
    Scheme.UKPS,
    Scheme.SEAFARER,
)


@dataclass(frozen=True)
class Case:
    """``""`` or None: not known, or of nobody in particular. What is not known, no narrower rule fits."""

    scheme: str = ""
    destination_id: int | None = None
    isco08: str = ""
    sex: str = ""
    marital: str = ""
    age: int | None = None  # completed years


def case_of(rule):
    """Somebody of whom a rule speaks."""
    age = rule.age_min if rule.age_min is not None else rule.age_max
    return Case(rule.scheme, rule.destination_id, rule.occupation_id or "", rule.sex, rule.marital, age)


def papers_asked(rules, case):
    """{paper: the rule that counts} for ``case``, of ``rules`` (PaperRules in force).

    Without a scheme: what every way asks for, as far as its papers are written down at all.
    """
    if case.scheme:
        return _under(rules, case, case.scheme)
    recorded = [scheme for scheme in FIRST_TIME if is_written_down(rules, scheme)]
    found = [_needed(_under(rules, case, scheme)) for scheme in recorded]
    everywhere = set.intersection(*map(set, found)) if found else set()
    return {paper: rule for paper, rule in found[0].items() if paper in everywhere} if found else {}


def is_written_down(rules, scheme):
    """Whether it is known what a scheme needs of anybody: rules for some alone don't say it."""
    return any(rule.scheme == scheme and is_for_anybody(rule) for rule in rules)


def _under(rules, case, scheme):
    found = {}
    for rule in rules:
        if rule.scheme == scheme and fits(rule, case):
            held = found.get(rule.paper)
            if held is None or narrowness(rule) > narrowness(held):
                found[rule.paper] = rule
    return found


def _needed(found):
    return {paper: rule for paper, rule in found.items() if rule.need == PaperNeed.REQUIRED}


def fits(rule, case):
    """Whether a rule of the case's scheme speaks of this destination, work and person."""
    return (
        rule.destination_id in {None, case.destination_id}
        and rule.occupation_id in {None, case.isco08}
        and rule.sex in {"", case.sex}
        and rule.marital in {"", case.marital}
        and _age_fits(rule, case.age)
    )


def _age_fits(rule, age):
    if rule.age_min is None and rule.age_max is None:
        return True
    return age is not None and (rule.age_min or 0) <= age and (rule.age_max is None or age <= rule.age_max)


def is_for_anybody(rule):
    return not any(narrowness(rule))


def narrowness(rule):
    """In which of NARROWNESS it is narrow; of two rules the greater one counts."""
    return (
        rule.destination_id is not None,
        rule.occupation_id is not None,
        bool(rule.marital),
        bool(rule.sex),
        rule.age_min is not None or rule.age_max is not None,
    )
