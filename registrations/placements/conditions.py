"""What a procedure may ask of a step beside its order and its papers: the law of each StepGuard, (case) -> a sentence or "".

Most are read from what is recorded with the step itself, so they are asked when it has been written down, in the same
transaction, and once more of every step before the card is issued.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from jobs.choices import EmployerKind, Milestone, StepGuard


@dataclass(frozen=True)
class Condition:
    ask: Callable
    is_of_own_record: bool  # read from what is recorded with the step


def was_held_at_labour_office(case):
    selection = case.on_record("selection")
    if selection and selection.is_at_labour_office:
        return ""
    return _("The selection has to be held at the labour office or the one-stop office (LTSA).")


def employer_is_a_legal_body(case):
    if case.employer_kind == EmployerKind.CORPORATE:
        return ""
    return _("Under this scheme the employer is a company or an institution, never a household.")


def cost_table_is_attached(case):
    agreement = case.on_record("agreement")
    if agreement is None or not agreement.costs.exists():
        return _("The agreement needs its cost table: at least one line.")
    return "" if agreement.copy_given else _("The worker has to have a copy before the agreement counts.")


def visa_is_for_this_work(case):
    visa = case.on_record("visa")
    if visa and visa.is_for_this_work:
        return ""
    return _("The visa has to be for work, with the employer and the job of the order.")


def contract_is_as_ordered(case):
    """As promised, or each difference accepted by the person; some need the head's word as well."""
    contract = case.on_record("contract")
    return " ".join(contract.not_yet()) if contract else _("No work contract is recorded yet.")


def time_at_work_is_covered(case):
    contract, months = case.on_record("contract"), case.months_insured()
    needed = contract.months if contract else 1
    if months >= needed:
        return ""
    facts = {"paid": months, "needed": needed}
    return _("Social security is paid for %(paid)s months at work; the contract lasts %(needed)s.") % facts


OF_GUARD = {
    StepGuard.AT_LABOUR_OFFICE: Condition(was_held_at_labour_office, is_of_own_record=True),
    StepGuard.LEGAL_BODY: Condition(employer_is_a_legal_body, is_of_own_record=False),
    StepGuard.COST_TABLE: Condition(cost_table_is_attached, is_of_own_record=True),
    StepGuard.WORK_VISA: Condition(visa_is_for_this_work, is_of_own_record=True),
    StepGuard.AS_ORDERED: Condition(contract_is_as_ordered, is_of_own_record=True),
    StepGuard.COVER_AT_WORK: Condition(time_at_work_is_covered, is_of_own_record=False),
}


def known_before(case, step):
    """Sentences: what stands against ``step`` (a WayStep, or None) before anything of it is recorded."""
    return _asked(case, [code for code in _codes(step) if not OF_GUARD[code].is_of_own_record])


def known_after(case, step):
    """Sentences: what stands against ``step`` by what was just recorded with it."""
    asked = _asked(case, [code for code in _codes(step) if OF_GUARD[code].is_of_own_record])
    return asked + _of_offer(case, [step])


def of_whole_way(case, last):
    """Sentences of every step that is reached, and of the one to ``last``: nothing got by the way it was recorded."""
    steps = [step for step in case.way if step.milestone in {*case.reached, last}]
    asked = (text for step in steps for text in _asked(case, _codes(step)))
    return list(dict.fromkeys([*asked, *_of_offer(case, steps)]))


def _of_offer(case, steps):
    """An own offer counts once an officer has looked at every point of it, whatever else the procedure asks."""
    if not case.own_offer_id or not any(step and step.milestone == Milestone.SELECTED for step in steps):
        return []
    check = case.on_record("offer_check")
    return [] if check and check.is_in_order else [_("Every point of the offer has to be checked first.")]


def _codes(step):
    return step.guards if step else ()


def _asked(case, codes):
    return [sentence for code in codes if (sentence := OF_GUARD[code].ask(case))]
