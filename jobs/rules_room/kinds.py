"""The kinds of dated rules that the rules room keeps. A later app adds its own by one ``register``, no page changes.

Its model is a ``DatedRule`` with an exclusion constraint over its ``case``, its table is guarded by ``keep_published``.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from jobs import law
from jobs.choices import CostStance
from jobs.models import CostRule, PlacementRule, Vacancy
from jobs.rules_room import effects
from jobs.rules_room.facts import CostForm, PlacementForm


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


def unregister(code):
    del _KINDS[code]


def every_kind():
    return list(_KINDS.values())


def kind_of(code):
    """The RuleKind of ``code``, None when no app brings one."""
    return _KINDS.get(code)


def _vacancies_of_country(rule):
    return Vacancy.objects.filter(destination=rule.destination_id)


def _vacancies_of_cost(rule):
    country = Q() if rule.destination_id is None else Q(destination=rule.destination_id)
    work = Q() if rule.occupation_id is None else Q(occupation=rule.occupation_id)
    return Vacancy.objects.filter(country, work)


def _cost_sentence(rule):
    work = str(rule.occupation) if rule.occupation_id else pgettext("whom a rule concerns", "All work")
    part = rule.get_component_display() if rule.component else _("all 14 components of the cost")
    if rule.stance == CostStance.ZERO:
        return _("%(work)s: the candidate pays Rp0 for %(part)s.") % {"work": work, "part": part}
    return _("%(work)s: who pays %(part)s is disputed.") % {"work": work, "part": part}


register(
    RuleKind(
        code="placement",
        label=gettext_lazy("Countries"),
        model=PlacementRule,
        form=PlacementForm,
        case=("destination_id", "employer_kind", "occupation_id"),
        describe=law.sentence_of,
        vacancies=_vacancies_of_country,
        effects=(effects.VACANCIES, effects.OPENNESS),
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
        vacancies=_vacancies_of_cost,
        effects=(effects.COSTS,),
    )
)
