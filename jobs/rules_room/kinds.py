"""The kinds of dated rules that the rules room keeps. A later app adds its own by one ``register``, no page changes.

Its model is a ``DatedRule`` with an exclusion constraint over its ``case``, its table is guarded by ``keep_published``.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from jobs import law
from jobs.choices import CostStance, PaperNeed, RuleAction, SearchShelf
from jobs.models import (
    AgeRule,
    CostRule,
    PaperRule,
    PlacementRule,
    ProcedureRule,
    ProofRule,
    Vacancy,
    ValidityRule,
)
from jobs.papers import how_long, issuer_of, whom_of
from jobs.rules_room import effects, told_way
from jobs.rules_room.facts import (
    AgeForm,
    CostForm,
    PaperForm,
    PlacementForm,
    ProofRuleForm,
    ValidityForm,
)
from jobs.rules_room.way_form import ProcedureForm
from portal.lib.language import as_sentence


def _country(rule):
    return str(rule.destination) if rule.destination else _("Every country")


def _scheme(rule):
    return str(rule.get_scheme_display()) if rule.scheme else _("Every scheme")


@dataclass(frozen=True)
class RuleKind:
    """``case``: the columns that tell one case from another: two rules of one case never hold on the same day.

    ``form``: a NewRuleForm. ``describe``: (rule) -> a sentence. ``vacancies``: (rule) -> those whose standing or facets
    may follow from it, None when none do. ``effects``: what its preview tells, see ``Effect``.
    """

    code: str
    label: str
    model: type[models.Model]
    form: type
    case: tuple[str, ...]
    describe: Callable
    vacancies: Callable
    effects: tuple[effects.Effect, ...]
    related: tuple[str, ...] = ("destination__country", "occupation")
    only_closes: Callable = lambda rule: False  # (rule) -> while it holds it brings no vacancy to the public list
    where: Callable = _country  # (rule) -> what it concerns, as the head of its lines
    wording: tuple[str, ...] = ()  # columns of longer text: whoever publishes reads them as the public will
    told: Callable = lambda rule: []  # (rule) -> (term, text) pairs of what its sentence leaves out

    def rules(self):
        """All of this kind with what a line of a list needs, in one query."""
        return self.model.objects.select_related(*self.related, "checked_in")

    def rule_of(self, draft):
        """The rule that a draft of a new one describes, not saved."""
        names = {name: self.model._meta.get_field(name).attname for name in draft.facts}
        return self.model(**{names[name]: value for name, value in draft.facts.items()})

    def same_case(self, rule):
        """Rules of the same case that still count on some day."""
        return self.model.objects.standing().filter(**{name: getattr(rule, name) for name in self.case})


_KINDS = {}


def register(kind):
    _KINDS[kind.code] = kind
    return kind


def add_effect(code, effect):
    """Let the preview of a kind tell ``effect`` too: a room above knows what a rule means for its own cases."""
    return register(replace(_KINDS[code], effects=(*_KINDS[code].effects, effect)))


def unregister(code):
    del _KINDS[code]


def every_kind():
    return list(_KINDS.values())


def kind_of(code):
    """The RuleKind of ``code``, None when no app brings one."""
    return _KINDS.get(code)


def _vacancies_of_country(rule):
    return Vacancy.objects.filter(destination=rule.destination_id)


def _vacancies_of_work(rule):
    country = Q() if rule.destination_id is None else Q(destination=rule.destination_id)
    work = Q() if rule.occupation_id is None else Q(occupation=rule.occupation_id)
    return Vacancy.objects.filter(country, work)


def _vacancies_of_age(rule):
    """Those that people look through; the archive follows by night."""
    kind = Q(employer_kind=rule.employer_kind) if rule.employer_kind else Q()
    return _vacancies_of_work(rule).filter(kind, search_row__shelf__lt=SearchShelf.ARCHIVE)


def _cost_sentence(rule):
    work = str(rule.occupation) if rule.occupation_id else pgettext("whom a rule concerns", "All work")
    part = rule.get_component_display() if rule.component else _("all 14 components of the cost")
    if rule.stance == CostStance.ZERO:
        return _("%(work)s: the candidate pays Rp0 for %(part)s.") % {"work": work, "part": part}
    return _("%(work)s: who pays %(part)s is disputed.") % {"work": work, "part": part}


def _age_sentence(rule):
    parts = [str(rule.occupation)] if rule.occupation_id else []
    if rule.employer_kind:
        parts.append(str(rule.get_employer_kind_display()))
    values = {"work": ", ".join(parts) or pgettext("whom a rule concerns", "All work"), "age": rule.min_age}
    return _("%(work)s: from %(age)d years on.") % values


def _paper_sentence(rule):
    text = _("Needed: %(paper)s.") if rule.need == PaperNeed.REQUIRED else _("If the order asks for it: %(paper)s.")
    more = [_("For: %(whom)s.") % {"whom": whom_of(rule)}] if whom_of(rule) else []
    if rule.due:
        more.append(_("Due before %(step)s.") % {"step": rule.get_due_display()})
    if rule.issuer:
        more.append(_("Given out by: %(issuer)s") % {"issuer": as_sentence(issuer_of(rule))})
    return " ".join([text % {"paper": rule.get_paper_display()}, *more])


def _procedure_sentence(rule):
    return _("In this order: %(steps)s.") % {"steps": "; ".join(title for title, _text in rule.stations)}


def _proof_sentence(rule):
    return f"{rule.get_proof_display()}: {rule.get_instead_display().lower()}. {rule.words}."


def _validity_sentence(rule):
    paper = str(rule.get_paper_display())
    return f"{paper[:1].upper()}{paper[1:]}: {how_long(rule)}"


register(
    RuleKind(
        code="placement",
        label=gettext_lazy("Countries"),
        model=PlacementRule,
        form=PlacementForm,
        case=("destination_id", "employer_kind", "occupation_id"),
        describe=law.stance_of,
        vacancies=_vacancies_of_country,
        effects=(effects.VACANCIES, effects.OPENNESS),
        only_closes=lambda rule: rule.action != RuleAction.OPEN,
    )
)
register(
    RuleKind(
        code="cost",
        label=gettext_lazy("Costs"),
        model=CostRule,
        form=CostForm,
        case=("destination_id", "occupation_id", "component", "stance"),
        describe=_cost_sentence,
        vacancies=_vacancies_of_work,
        effects=(effects.COSTS,),
        wording=("position", "position_en"),
    )
)
register(
    RuleKind(
        code="age",
        label=gettext_lazy("Ages"),
        model=AgeRule,
        form=AgeForm,
        case=("destination_id", "employer_kind", "occupation_id"),
        describe=_age_sentence,
        vacancies=_vacancies_of_age,
        effects=(effects.AGES,),
    )
)
register(
    RuleKind(
        code="paper",
        label=gettext_lazy("Papers"),
        model=PaperRule,
        form=PaperForm,
        case=("scheme", "paper", "destination_id", "occupation_id", "sex", "marital", "age_min", "age_max"),
        describe=_paper_sentence,
        vacancies=lambda rule: None,
        effects=(effects.PAPERS,),
        where=_scheme,
        wording=("why", "why_en", "where_to_get", "where_to_get_en", "cost", "cost_en"),
    )
)
register(
    RuleKind(
        code="validity",
        label=gettext_lazy("Validity of papers"),
        model=ValidityRule,
        form=ValidityForm,
        case=("paper", "scheme", "counted"),
        describe=_validity_sentence,
        vacancies=lambda rule: None,
        effects=(effects.VALIDITY,),
        related=(),
        where=_scheme,
    )
)
register(
    RuleKind(
        code="procedure",
        label=gettext_lazy("Procedures"),
        model=ProcedureRule,
        form=ProcedureForm,
        case=("scheme",),
        describe=_procedure_sentence,
        vacancies=lambda rule: None,
        effects=(effects.PROCEDURE, told_way.WAY),
        related=(),
        where=_scheme,
        wording=("steps", "steps_en"),
        told=told_way.facts_of,
    )
)
register(
    RuleKind(
        code="proof",
        label=gettext_lazy("Proofs"),
        model=ProofRule,
        form=ProofRuleForm,
        case=("scheme", "proof"),
        describe=_proof_sentence,
        vacancies=lambda rule: None,
        effects=(effects.PROOFS,),
        related=(),
        where=_scheme,
        wording=("text", "text_en"),
    )
)
