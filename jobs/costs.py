"""What a vacancy costs the candidate: stated, by rule, disputed or unknown (UU 18/2017 art. 30). Missing is never Rp0."""

from dataclasses import dataclass, replace
from enum import StrEnum

from django.utils.translation import gettext as _

from jobs.choices import CostComponent, CostStance, Payer
from jobs.models import CostRule
from jobs.models.cost import is_forbidden
from portal.lib import money
from portal.lib.dates import short_date
from portal.lib.language import as_sentence, in_page_language


class Kind(StrEnum):
    STATED = "stated"
    BY_RULE = "by_rule"
    DISPUTED = "disputed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Cost:
    """``text``: what a card prints, "" when unknown. The other sentences are for the vacancy's own page."""

    kind: Kind
    text: str = ""
    css: str = ""  # free, rule, soon: colours of the design language
    source: str = ""  # of a stated cost, with its date
    basis: tuple[str, ...] = ()  # of the rules that fit, each with its source and whether somebody checked it
    positions: tuple[str, ...] = ()  # of a dispute
    not_to_pay: tuple[str, ...] = ()  # components nobody may ask the candidate for
    conflict: str = ""  # a stated fee that a rule forbids

    @property
    def is_known(self):
        return self.kind != Kind.UNKNOWN


def rules_in_force(day, *related):
    """All cost rules of ``day`` in one query: a list asks once, not for each of its rows. ``related``: loaded with them."""
    return list(CostRule.objects.in_force(day).select_related("checked_in", *related).order_by("pk"))


def cost_of(vacancy, rules):
    """The Cost of ``vacancy`` (with its cost_items) under ``rules``, from ``rules_in_force``."""
    rules = [rule for rule in rules if rule.fits(vacancy)]
    zero = [rule for rule in rules if rule.stance == CostStance.ZERO]
    disputes = [rule for rule in rules if rule.stance == CostStance.DISPUTED]
    said = said_of(vacancy, list(vacancy.cost_items.all()), rules)
    return replace(
        said,
        source=_source(vacancy) if said.kind == Kind.STATED else "",
        basis=tuple(basis_of(rule) for rule in (disputes or zero)),
        positions=tuple(line for rule in disputes for line in positions_of(rule)),
        not_to_pay=_not_to_pay(vacancy, [] if disputes else zero),
    )


def said_of(vacancy, items, rules):
    """The Cost of ``vacancy`` as far as a card prints it, from the lines of its cost table and the rules that fit it.

    What is stated comes first, then a dispute, then a rule for all 14 components, then the source's own words.
    """
    freed = {rule.component for rule in rules if rule.stance == CostStance.ZERO}
    if (stated := _stated(vacancy, items, freed)) is not None:
        return stated
    if any(rule.stance == CostStance.DISPUTED for rule in rules):
        return Cost(Kind.DISPUTED, _("Still disputed"))
    if "" in freed:
        return Cost(Kind.BY_RULE, _("By rule: Rp0"), "rule")
    return Cost(Kind.STATED, _("not clear yet")) if vacancy.cost_note else Cost(Kind.UNKNOWN)


def dispute_in(destination, day):
    """The Cost that two sides dispute for a whole country, None when nobody does."""
    rules = rules_in_force(day)
    rules = [r for r in rules if r.stance == CostStance.DISPUTED and r.destination_id == destination.pk]
    if not rules:
        return None
    positions = tuple(line for rule in rules for line in positions_of(rule))
    return Cost(Kind.DISPUTED, _("Still disputed"), basis=tuple(map(basis_of, rules)), positions=positions)


def _stated(vacancy, items, freed):
    """The Cost by what a cost table says of the candidate's part, None when it says nothing."""
    own = [item for item in items if item.payer == Payer.CANDIDATE]
    # A table that doesn't name the candidate means "nothing" only when an officer saw that it is complete.
    if not (own or (items and vacancy.is_fully_checked)) or len({item.currency for item in own}) > 1:
        return None
    total = sum(item.amount for item in own)
    if not total:
        return Cost(Kind.STATED, _("Rp0, free"), "free")
    text = money.amount(total, own[0].currency)
    if not any(is_forbidden(item, freed) for item in own):
        return Cost(Kind.STATED, text)
    conflict = _("The source asks you to pay %(amount)s. By rule it is Rp0. Don't pay, ask an office.") % {
        "amount": text
    }
    return Cost(Kind.STATED, _("%(amount)s, rule: Rp0") % {"amount": text}, "soon", conflict=conflict)


def _source(vacancy):
    day = vacancy.source_day.short() if vacancy.source_day else _("date not stated")
    return f"{vacancy.source_name}, {day}" if vacancy.source_name else ""


def basis_of(rule):
    basis = in_page_language(rule.legal_basis, rule.legal_basis_en)
    if rule.checked_on:
        seen = _("Checked with the decree on %(day)s.") % {"day": short_date(rule.checked_on)}
    else:
        seen = _("Not yet checked by an officer.")
    source = _("Source: %(source)s.") % {"source": rule.cited} if rule.cited else ""
    return " ".join(filter(None, [as_sentence(basis), source, seen]))


def positions_of(rule):
    return [line for line in in_page_language(rule.position, rule.position_en).splitlines() if line.strip()]


def _not_to_pay(vacancy, zero):
    """Labels of what another pays by the table, or what a rule in force frees the candidate of."""
    carried = {item.component for item in vacancy.cost_items.all() if item.payer != Payer.CANDIDATE}
    freed = {component for rule in zero for component in ([rule.component] if rule.component else CostComponent.values)}
    return tuple(
        str(component.label)
        for component in CostComponent
        if component in carried | freed and component != CostComponent.OTHER
    )
