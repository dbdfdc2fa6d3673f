"""Keeping a contract beside the order, and what the person and the head say of it. Each is one transaction."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobs.choices import Actor, Milestone
from portal.audit import kept
from portal.workflow import StepRefused, take_step
from registrations.placements.contracts.comparing import compare
from registrations.placements.models import ContractDifference, ContractFlag, DifferenceAnswer, OnBehalf, Verdict

# With an extension abroad nothing is compared: what was promised lies behind.
COMPARED = ("sign_work_contract", "record_contract")


def keep(by, case, contract):
    """Write down how the contract just recorded stands to the order; for the transaction that recorded it."""
    if case.taken.event not in COMPARED:
        return
    rows = ContractDifference.objects.bulk_create(compare(case.order, contract))
    kept.keep(by, *rows)
    # A corrected contract takes the place of the one that was flagged.
    case.contract_flags.filter(ended_at=None).update(ended_at=timezone.now())
    if any(row.verdict == Verdict.WORSE or row.needs_head for row in rows):
        ContractFlag.objects.create(contract=contract, placement=case)


@transaction.atomic
def answer(by, case, contract_key, said, *, words="", paper_on=None):
    """Keep what the person says of each difference, and go on where nothing is missing any more.

    ``contract_key``: of the WorkContract that was read. ``said``: {key of the difference: whether they accept it}, of all that differ. ``words``: theirs, if they want to
    say some. ``paper_on``: the day of the paper that they signed at the counter, where an officer records for them.
    Sent twice it is kept once. Raises StepRefused with a sentence.
    """
    event = "accept_contract" if all(said.values()) else "refuse_contract"
    case = type(case).objects.select_for_update(of=("self",)).get(pk=case.pk)
    current = _current(case, contract_key)
    rows = list(current.differences.to_answer().with_answer())
    if not said or {row.pk for row in rows} != {*said}:
        raise StepRefused(_("Please say yes or no to each difference."))
    if all(row.answer is said[row.pk] for row in rows) and case.history.filter(event=event, user=by.user).exists():
        return case
    case = take_step(case, event, by=by, reason=words)
    answers = (DifferenceAnswer(difference=row, step=case.taken, is_accepted=said[row.pk]) for row in rows)
    kept.keep(by, *DifferenceAnswer.objects.bulk_create(answers))
    if paper_on:
        kept.keep(by, OnBehalf.objects.create(step=case.taken, body=Actor.PERSON, dated_on=paper_on))
    if event == "refuse_contract":
        _ask_the_office_again(case, current)
        return case
    return go_on(by, case)


def _ask_the_office_again(case, contract):
    """A no goes to the office, also where a head had looked before."""
    flag, is_new = ContractFlag.objects.get_or_create(contract=contract, defaults={"placement": case})
    if not is_new and flag.ended_at:
        ContractFlag.objects.filter(pk=flag.pk).update(ended_at=None, word=None)


def _current(case, key):
    """The contract on record, if it is the one of ``key`` that was read; the case is locked."""
    contract = case.on_record("contract")
    if contract is None or contract.pk != key:
        raise StepRefused(_("A corrected work contract was recorded meanwhile. Please read that one."))
    return contract


@transaction.atomic
def allow(by, case, contract_key, reason):
    """The head has looked at a flagged contract and lets it stand if the person wants it. Raises StepRefused."""
    case = take_step(case, "allow_contract", by=by, reason=reason)
    contract = _current(case, contract_key)
    ContractFlag.objects.filter(contract=contract).update(ended_at=timezone.now(), word=case.taken)
    return go_on(by, case)


def go_on(by, case):
    """Let the contract count, now that nothing is missing; where something else stands against it, it waits."""
    if Milestone.CONTRACTED in case.reached:
        return case
    try:
        return take_step(case, "contract_counts", by=by)
    except StepRefused:
        return type(case).objects.get(pk=case.pk)
