"""What a way costs and who pays, step by step: by the cost table of the placement agreement once it is signed, before that
by the vacancy's; beside it what the rules in force say. What nobody has written down is unknown, never Rp0.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.choices import CostComponent, CostStance, Milestone, Payer
from jobs.costs import basis_of, positions_of, rules_in_force
from jobs.models.cost import is_forbidden
from portal.lib.dates import WIB, long_date, today_in
from portal.lib.language import listed
from portal.lib.money import amount
from registrations.placements.premiums import premium_for

# To which step a component belongs; what isn't named here belongs to none in particular.
OF_STEP = {
    Milestone.PLACEMENT_AGREED: (CostComponent.COMPANY_FEE,),
    Milestone.FIT: (CostComponent.MEDICAL, CostComponent.MEDICAL_EXTRA),
    Milestone.COMPETENT: (CostComponent.TRAINING, CostComponent.CERTIFICATE, CostComponent.LODGING),
    Milestone.PASSPORT_OK: (CostComponent.PASSPORT, CostComponent.SKCK),
    Milestone.INSURED: (CostComponent.SOCIAL_SECURITY,),
    Milestone.VISA_OK: (CostComponent.VISA,),
    Milestone.CONTRACTED: (CostComponent.LEGALISATION,),
    Milestone.DEPARTED: (CostComponent.TICKET_OUT, CostComponent.TRANSPORT),
}
_STEP_OF = {component: milestone for milestone, components in OF_STEP.items() for component in components}
_SELECTION, _ORIENTATION = (
    gettext_lazy("Selection and applying cost nothing."),
    gettext_lazy("The orientation is free: pay nobody for it."),
)
FREE = {
    Milestone.APPLIED: _SELECTION,
    Milestone.SELECTED: _SELECTION,
    Milestone.OPP_SCHEDULED: _ORIENTATION,
    Milestone.OPP_DONE: _ORIENTATION,
    Milestone.READY: gettext_lazy("Nobody may ask you for money for the card."),
    Milestone.AT_WORK: "",  # whoever reports in abroad is not told to wait because no cost is recorded
}


@dataclass(frozen=True)
class Row:
    """``step``: its title, "" for none in particular. ``warning``: what speaks against paying it."""

    step: str
    component: str
    payer: str
    amount: str
    is_own: bool
    warning: str
    milestone: Milestone | None


@dataclass(frozen=True)
class Costs:
    """``sentence``: what the person pays in all. ``freed``: components that a rule frees them of and no table names."""

    sentence: str
    source: str
    rows: list[Row]
    freed: dict  # {component: label}
    basis: list[str]
    positions: list[str]
    premium: str = ""  # what social security costs by its decree, where no table names it

    @property
    def own(self):
        """Facts to print, of what the person pays."""
        return [_fact(row) for row in self.rows if row.is_own]

    @property
    def others(self):
        return [_fact(row) for row in self.rows if not row.is_own]

    @property
    def freed_words(self):
        return listed(self.freed.values())

    def of_step(self, step):
        """Sentences for the one step (a WayStep) that comes next."""
        if step.milestone in FREE:
            return str(FREE[step.milestone])
        rows = [row for row in self.rows if row.milestone == step.milestone]
        own = [f"{row.component} {row.amount}" for row in rows if row.is_own and not row.warning]
        others = [f"{row.component} ({row.payer})" for row in rows if not row.is_own]
        freed = [self.freed[one] for one in OF_STEP.get(step.milestone, ()) if one in self.freed]
        said = [row.warning for row in rows if row.warning]
        if own:
            said.append(_("You pay: %(costs)s.") % {"costs": listed(own)})
        if others:
            said.append(_("Paid by others: %(costs)s.") % {"costs": listed(others)})
        if step.milestone == Milestone.INSURED and self.premium:
            said.append(self.premium)
        if freed:
            said.append(
                _("By rule you pay nothing for: %(costs)s. Don't pay if somebody asks.") % {"costs": listed(freed)}
            )
        return " ".join(dict.fromkeys(said)) or _("No cost is recorded for this step: don't pay yet, ask your office.")


def costs_of(case):
    """The Costs of a Placement."""
    agreement = case.on_record("agreement")
    items, source = _table(case, agreement)
    rules = [rule for rule in rules_in_force(today_in(WIB)) if rule.fits(case)]
    disputes = [rule for rule in rules if rule.stance == CostStance.DISPUTED]
    zero = [] if disputes else [rule for rule in rules if rule.stance == CostStance.ZERO]
    by_rule = {rule.component for rule in zero}
    titles = {step.milestone: step.title for step in case.way}
    order = [step.milestone for step in case.way]
    rows = [_row(item, titles, by_rule) for item in items]
    rows.sort(key=lambda row: order.index(row.milestone) if row.milestone in order else len(order))
    named = {item.component for item in items}
    freed = {
        component: str(component.label)
        for component in CostComponent
        if component not in named and component != CostComponent.OTHER and (component in by_rule or "" in by_rule)
    }
    return Costs(
        sentence=_sentence(items, by_rule, disputes, is_agreed=agreement is not None),
        source=source,
        rows=rows,
        freed=freed,
        basis=[basis_of(rule) for rule in disputes or zero],
        positions=[line for rule in disputes for line in positions_of(rule)],
        premium="" if CostComponent.SOCIAL_SECURITY in {*named, *freed} else _premium(case),
    )


def _premium(case):
    """By the decree, for the months that the order names; "" where either says nothing."""
    months = getattr(case.order, "contract_months", None)
    premium = premium_for(case.scheme, months, with_time_before=True) if months else None
    if premium is None:
        return ""
    facts = {"months": months, "amount": amount(premium.total, "IDR"), "basis": premium.legal_basis}
    text = _("Social security for %(months)s months costs %(amount)s (%(basis)s). Who pays it is not recorded.")
    return text % facts


def _fact(row):
    payer = "" if row.is_own else _("Paid by: %(payer)s.") % {"payer": row.payer}
    step = _("Step: %(step)s.") % {"step": row.step} if row.step else ""
    note = " ".join(filter(None, [row.warning, payer, step]))
    return {"term": row.component, "value": row.amount, "note": note, "css": "soon" if row.warning else ""}


def _table(case, agreement):
    """(lines of the cost table that counts, where it stands)."""
    if agreement and (lines := list(agreement.costs.order_by("pk"))):
        day = long_date(agreement.signed_on)
        return lines, _("the cost table of your placement agreement of %(day)s") % {"day": day}
    # Back at the same employer nobody places anybody: what the first way cost says nothing.
    items = None if case.earlier_id else getattr(case.order, "cost_items", None)
    lines = list(items.order_by("pk")) if items is not None else []
    return lines, _("the cost table of the vacancy, before your agreement is signed") if lines else ""


def _row(item, titles, by_rule):
    milestone = _STEP_OF.get(item.component)
    warning = ""
    if is_forbidden(item, by_rule):
        facts = {"component": item.get_component_display()}
        warning = _("%(component)s: by the rule in force you pay Rp0. Don't pay, ask your office.") % facts
    return Row(
        step=titles.get(milestone, ""),
        component=str(item.get_component_display()),
        payer=str(item.get_payer_display()),
        amount=amount(item.amount, item.currency),
        is_own=item.payer == Payer.CANDIDATE,
        warning=warning,
        milestone=milestone,
    )


def _sentence(items, by_rule, disputes, *, is_agreed):
    if any(is_forbidden(item, by_rule) for item in items):
        return _("The table asks you for more than the rule allows. Don't pay yet, ask your office.")
    own = [item for item in items if item.payer == Payer.CANDIDATE]
    currencies = {item.currency for item in own}
    if len(currencies) == 1:
        facts = {"own": amount(sum(item.amount for item in own), *currencies)}
        return _("In all you pay %(own)s. Nobody may ask you for more.") % facts
    if own:
        return _("What you pay stands in the table. Nobody may ask you for more.")
    if items and is_agreed:
        return _("By your agreement you pay nothing: others carry all of it.")
    if disputes:
        return _("What you pay is still disputed. Don't pay yet, ask your office.")
    if by_rule and not items:
        return _("By rule you pay Rp0. Don't pay if somebody asks, ask your office.")
    return _("What you pay is not recorded. Don't pay anything before you hold a written cost table.")
