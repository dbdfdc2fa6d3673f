"""A contract beside the order, ready to print, for the person and for the office."""

from django.db.models import Case, Exists, OuterRef, Subquery, Value, When
from django.urls import reverse
from django.utils.translation import gettext as _

from jobs.choices import Milestone, StepGuard
from portal.lib.dates import short_date
from portal.lib.language import listed
from registrations.desk.queue import short_name
from registrations.placements.contracts.comparing import compare, line_of
from registrations.placements.models import ContractDifference, ContractFlag, Placement, PlacementStep, WorkContract
from registrations.placements.models.promised import PROMISED
from registrations.placements.workflow import BEFORE_DEPARTURE

MOST = 100  # flags on the page
# For what a contract waits that differs from the order.
UNANSWERED, REFUSED, BY_HEAD = "unanswered", "refused", "head"


def is_held_to_the_order(case):
    """Whether the procedure of ``case`` asks that its contract be as ordered."""
    step = case.step_to(Milestone.CONTRACTED)
    return step is not None and StepGuard.AS_ORDERED in step.guards


def table_of(contract):
    """A comparing.Line of each term, in their order."""
    kept = list(contract.differences.with_answer().order_by("pk"))
    # An older one, which nobody held to the order: beside the order of today, and nothing to answer.
    return [line_of(row) for row in kept or compare(contract.step.placement.order, contract)]


def heading_of(lines, *, may_answer):
    """kind, title, text: the one thing that the person should know first; ``tells_office``: with the way to say so."""
    different = [line for line in lines if line.is_different]
    if not different:
        text = _("Nothing in it is less or other than what was stated. What was not stated stands below.")
        return {"kind": "ok", "title": _("Your work contract is as promised"), "text": text}
    if any(line.answer is False for line in different):
        text = _("Your office speaks with you and with the company. You can still change your answer.")
        return {"kind": "info", "title": _("You did not agree"), "text": text}
    if all(line.answer for line in different):
        text = _("You have said yes to each difference. Keep your own copy of the contract.")
        return {"kind": "ok", "title": _("You agreed with what differs"), "text": text}
    if not may_answer:
        text = _("You need not answer now. If you do not agree, tell your office: asking costs nothing.")
        return {"kind": "info", "title": _("Not everything is as promised"), "text": text, "tells_office": True}
    text = _("This differs: %(terms)s. Read it in peace. You may say no: it costs nothing, and your place stays.")
    text %= {"terms": listed([line.title.lower() for line in different])}
    return {"kind": "turn", "title": _("Your turn: say yes or no"), "text": text}


def note_of(case):
    """Whose turn the contract makes it, as a note with a way on; {} where nobody has to look at it."""
    if case.state not in BEFORE_DEPARTURE or not is_held_to_the_order(case):
        return {}
    if not (waits := _waits_for(case)):
        return {}
    way_on = {"address": reverse("own_contract:own", args=[case.number])}
    if waits == UNANSWERED:
        title = _("Your turn: your work contract is not in everything as promised")
        text = _("Read it in peace. You may say no.")
        return {"kind": "turn", "title": title, "text": text, "label": _("Read it and answer")} | way_on
    title = _("The office's turn: its head looks at your work contract")
    text = _("It is worse than promised, so the head decides as well. You need do nothing now.")
    if waits == REFUSED:
        title = _("The office's turn: you did not agree with the work contract")
        text = _("It speaks with you and with the company. Your place stays, and you pay nothing for it.")
    return {"kind": "info", "title": title, "text": text, "label": _("Read it, or change my answer")} | way_on


def _waits_for(case):
    """As the list asked for it; of a case that comes by itself it is asked now."""
    if hasattr(case, "contract_waits"):
        return case.contract_waits
    found = with_contract_waits(Placement.objects.filter(pk=case.pk))
    return found.values_list("contract_waits", flat=True).get()


def with_contract_waits(cases):
    """Each with ``contract_waits``: for what its contract waits, the first of these that holds, "" for nothing or no contract."""
    withdrawn = PlacementStep.objects.filter(placement=OuterRef("step__placement"), event="employer_withdraws")
    contracts = WorkContract.objects.filter(step__placement=OuterRef("pk")).exclude(
        Exists(withdrawn.filter(pk__gt=OuterRef("step")))
    )
    of_newest = ContractDifference.objects.filter(contract=OuterRef("contract_on_record"))
    answers = of_newest.to_answer().with_answer()
    allowed = ContractFlag.objects.filter(contract=OuterRef("contract_on_record"), word__isnull=False)
    waits = Case(
        When(Exists(answers.filter(answer=None)), then=Value(UNANSWERED)),
        When(Exists(answers.filter(answer=False)), then=Value(REFUSED)),
        When(Exists(of_newest.filter(needs_head=True)) & ~Exists(allowed), then=Value(BY_HEAD)),
        default=Value(""),
    )
    newest = contracts.order_by("-step").values("pk")[:1]
    return cases.alias(contract_on_record=Subquery(newest)).annotate(contract_waits=waits)


def is_settled_and_waits(case, contract):
    """Everybody has said yes, but the step was not taken: something else stood against it."""
    return (
        contract.step.event == "record_contract"
        and Milestone.CONTRACTED in {step.milestone for step in case.coming()}
        and not contract.not_yet()
    )


def standing_flag(contract):
    return ContractFlag.objects.filter(contract=contract, ended_at=None).first()


def flags_of(by):
    """Standing flags of what ``by`` may see, the oldest first."""
    cases = Placement.objects.visible_to(by).filter(state__in=sorted(BEFORE_DEPARTURE))
    return ContractFlag.objects.filter(ended_at=None, placement__in=cases.values("pk")).order_by("raised_at", "pk")


def flagged(by):
    """Rows of the contracts that somebody of the office of ``by`` has to look at, the oldest first."""
    related = ("candidate", "destination__country", *PROMISED)
    related = ("contract", *(f"placement__{name}" for name in related))
    return [_row(flag, by) for flag in flags_of(by).select_related(*related)[:MOST]]


def _row(flag, by):
    lines, case = table_of(flag.contract), flag.placement
    refused = any(line.answer is False for line in lines)
    return {
        "number": case.number,
        "name": short_name(case.candidate.name),
        "work": f"{case.destination}, {case.work}",
        "worse": [line for line in lines if line.is_different and line.css != "yes"],
        "since": short_date(flag.raised_at.astimezone(by.zone).date()),
        "look": "bad" if refused else "turn",
        "standing": _("The person said no") if refused else _standing(lines),
    }


def _standing(lines):
    if any(line.answer is None for line in lines if line.is_different):
        return _("The person has not answered yet")
    return _("The person agrees")
