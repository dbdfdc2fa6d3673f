"""The check screen of one vacancy: what the portal knows by itself at each proof, and what officers found."""

from dataclasses import dataclass
from functools import partial
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from jobs import guards, law, proofs, standing, wording
from jobs.choices import CheckKind, CostStance, Payer
from jobs.models import CostRule, PlacementRule
from jobs.occupations import suggestion_for
from jobs.workflow import State
from portal.accounts.roles import Role
from portal.lib import money
from portal.lib.dates import long_date, short_date, short_moment
from portal.lib.language import in_page_language

# What stands against a proof, found by the guards of the table.
_GUARDS = {
    CheckKind.LICENCE: (guards.company_may_place,),
    CheckKind.PERMIT: (guards.permit_covers_it,),
    CheckKind.MISSION: (),
    CheckKind.RULES: (
        guards.is_no_traineeship,
        guards.country_is_open,
        guards.costs_do_not_contradict_the_rule,
        guards.age_is_lawful,
        guards.has_time_left,
    ),
}


@dataclass
class Station:
    """One proof. ``form`` is the empty or faulty form, None where nothing can be written now."""

    kind: str
    title: str
    state: str  # done, now or ""
    known: list[str]
    conflicts: list[str]
    badge: str
    badge_state: str
    found: list[str]
    scan: str  # address, "" without one
    address: str
    proposed: str  # what may be written down as the proof, where the scheme knows no such paper
    form: Any = None
    is_unfolded: bool = False
    company_address: str = ""


@dataclass(frozen=True)
class HistoryLine:
    title: str
    who: str
    when: str
    reason: str


def stations(vacancy, day, *, is_writable):
    """The four proofs; the first one without a finding is the officer's turn, where ``is_writable``."""
    found, instead = {check.kind: check for check in vacancy.checks.all()}, proofs.rules_of(vacancy.scheme, day)
    turn = next((kind for kind in CheckKind if kind not in found), None) if is_writable else None
    known = {
        CheckKind.LICENCE: _licence,
        CheckKind.PERMIT: partial(_permit, is_needed=CheckKind.PERMIT not in instead),
        CheckKind.MISSION: _mission,
        CheckKind.RULES: _rules,
    }
    return [
        Station(
            kind=kind.value,
            title=str(kind.label),
            state=_state(found.get(kind), kind == turn),
            known=[*known[kind](vacancy, day), *([proofs.hint(instead[kind])] if kind in instead else [])],
            conflicts=[sentence for guard in _GUARDS[kind] if (sentence := guard(vacancy))],
            address=reverse("check_room:prove", args=[vacancy.number, kind.value]),
            proposed=instead[kind].reference if kind in instead else "",
            is_unfolded=kind == turn,
            company_address=_company_address(vacancy) if kind == CheckKind.LICENCE else "",
            **_badge(found.get(kind), kind == turn),
        )
        for kind in CheckKind
    ]


def _state(check, is_turn):
    if check and check.is_sufficient:
        return "done"
    return "now" if is_turn else ""


def _badge(check, is_turn):
    if check is None:
        label, state = (_("Your turn"), "turn") if is_turn else (_("Not checked yet"), "off")
        return {"badge": label, "badge_state": state, "found": [], "scan": ""}
    who = {"name": check.checked_by, "day": short_date(check.checked_on)}
    reference = check.reference
    if check.reference_date:
        reference = f"{reference}, {long_date(check.reference_date)}"
    return {
        "badge": (_("Enough: %(name)s, %(day)s") if check.is_sufficient else _("Not enough: %(name)s, %(day)s")) % who,
        "badge_state": "ok" if check.is_sufficient else "bad",
        "found": [f"{reference} ({check.office})", *([check.note] if check.note else [])],
        "scan": check.scan.get_absolute_url() if check.scan else "",
    }


def _company_address(vacancy):
    company = vacancy.placement_company
    return reverse("company_room:company", args=[company.slug]) if company else ""


def _licence(vacancy, day):
    company = vacancy.placement_company
    if company is None:
        if vacancy.placement_company_as_published:
            name = {"company": vacancy.placement_company_as_published}
            return [_("The source names %(company)s, which is not linked to a company here.") % name]
        return [_("No placement company is named.")]
    statements = list(company.statements.all())
    now = standing.of(statements, standing.register_date())
    lines = [f"{company}: {now.label}.", *now.sentences]
    dated = next(
        (s for s in sorted(statements, key=lambda s: s.pk, reverse=True) if s.licence_until or s.licence_from), None
    )
    if dated:
        facts = {"days": wording.validity(dated.licence_from, dated.licence_until), "source": dated.cited}
        lines.append(_("Licence: %(days)s Source: %(source)s.") % facts)
    return lines


def _permit(vacancy, day, *, is_needed):
    permit = vacancy.permit
    if permit is None:
        lines = [_("No recruitment permit is linked.")] if is_needed else []
        if vacancy.permit_number_as_published:
            number = {"number": vacancy.permit_number_as_published}
            lines.append(_("The source prints the number %(number)s.") % number)
        return lines
    values = {
        "number": permit.number,
        "country": permit.destination,
        "work": permit.occupation or _("any work"),
        "places": money.number(permit.places) if permit.places is not None else _("not stated"),
    }
    lines = [
        _("%(number)s: %(country)s, %(work)s. People: %(places)s.") % values,
        wording.validity(permit.valid_from, permit.valid_until),
    ]
    return [*lines, f"{permit.cited}."] if permit.cited else lines


def _mission(vacancy, day):
    destination = vacancy.destination
    if destination is None:
        return [_("No country is named.")]
    if not destination.mission:
        return [_("Which Indonesian mission is in charge is not recorded.")]
    return [_("In charge: %(mission)s.") % {"mission": destination.mission}]


def _rules(vacancy, day):
    destination = vacancy.destination
    if destination is None:
        return [_("No country is named.")]
    in_force = PlacementRule.objects.in_force(day).filter(destination=destination).select_related("occupation")
    said = law.law_of(in_force)
    lines = [*_work(vacancy), f"{destination}: {said.label}."]
    unchecked = _("not compared with the decree yet")
    for line in said.lines:
        lines.append(f"{line.sentence} {line.basis}" + ("" if line.is_checked else f" ({unchecked})"))
    if lowest := vacancy.youngest_by_rule(day):
        lines.append(_("Youngest age by rule: %(age)d.") % {"age": lowest})
    return [*lines, *_costs(vacancy, day)]


def _work(vacancy):
    """Which occupation the rules are asked for; where none is set, what the source's words may mean."""
    said = vacancy.occupation_as_published
    if vacancy.occupation_id:
        work = {"work": vacancy.occupation, "code": vacancy.occupation_id, "said": said}
        if said:
            return [_("Occupation: %(work)s (ISCO %(code)s). The source says: %(said)s.") % work]
        return [_("Occupation: %(work)s (ISCO %(code)s).") % work]
    return [sentence] if (sentence := suggestion_for(vacancy)) else [_("Occupation: not set.")]


def _costs(vacancy, day):
    lines = []
    for rule in CostRule.objects.in_force(day).fitting(vacancy).select_related("occupation", "destination"):
        what = rule.get_component_display() if rule.component else _("all components")
        basis = in_page_language(rule.legal_basis, rule.legal_basis_en)
        text = (
            _("Cost, %(what)s: Rp0 for the candidate.")
            if rule.stance == CostStance.ZERO
            else _("Cost, %(what)s: disputed.")
        )
        lines.append(f"{text % {'what': what}} {basis}")
    asked = [item for item in vacancy.cost_items.all() if item.payer == Payer.CANDIDATE and item.amount]
    if asked:
        table = ", ".join(
            f"{item.get_component_display()} {money.amount(item.amount, item.currency)}" for item in asked
        )
        lines.append(_("Asked of the candidate: %(table)s.") % {"table": table})
    elif not vacancy.cost_items.all():
        lines.append(_("No cost table is recorded."))
    return lines


def history(vacancy, zone):
    """The steps taken, newest first, in the time of the reader's office."""
    steps = vacancy.history.select_related("user", "office", "reason").order_by("-pk")
    return [_line(step, zone) for step in steps]


def _line(step, zone):
    states = dict(State.choices)
    if step.user:
        role = str(Role(step.role).label) if step.role else ""
        who = ", ".join(filter(None, [step.user.name, role, str(step.office) if step.office else ""]))
    else:
        who = _("The portal, by itself")
    return HistoryLine(
        title=f"{states.get(step.source, step.source)} → {states.get(step.target, step.target)}",
        who=who,
        when=short_moment(step.taken_at, zone),
        reason=step.reason.text if hasattr(step, "reason") else "",
    )
