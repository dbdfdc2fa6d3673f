"""The acts on a vacancy that touch several rows. Its state moves through portal.workflow.take_step alone."""

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from jobs import permissions as may
from jobs.choices import CheckKind
from jobs.models import Check, FacetCount, Vacancy, VacancySearch
from jobs.workflow import State
from portal.accounts.acting import Acting
from portal.audit.services import record
from portal.lib.dates import WIB, today_in
from portal.workflow import StepRefused, take_step

# Facts of one job order alone; a copy is made to be filled with those of the next.
_OF_ONE_ORDER = {
    "id", "number", "state", "state_since", "version", "job_order_number", "permit", "permit_number_as_published", "opens_on",
    "closes_on", "verified_by", "opened_by", "copied_from", "created_at", "updated_at",
    "import_batch", "submission_key", "is_redrafted",
}  # fmt: skip


@transaction.atomic
def record_check(by, vacancy, kind, *, is_sufficient, reference, reference_date=None, note="", scan=None, seen=None):
    """Write what an officer found at one of the four checks, in place of an earlier finding; returns the Check.

    ``scan``: the Scan of the letter, if it was handed in. ``seen``: the version the officer looked at; the same finding sent twice from there is written once. Raises
    StepRefused outside of the checking, without an office, and when somebody changed the vacancy meanwhile.
    """
    held = Vacancy.objects.select_for_update(of=("self",)).get(pk=vacancy.pk)
    facts = {"is_sufficient": is_sufficient, "reference": reference, "reference_date": reference_date, "note": note}
    if seen is not None and seen == held.version - 1:
        own = held.checks.standing().filter(kind=kind, checked_by=by.user, **facts).first()
        if own:
            return own
    if seen is not None and seen != held.version:
        raise StepRefused(_("Somebody changed this meanwhile. Please look again."))
    if held.state != State.IN_CHECK or not may.check(by, held) or by.office_id is None:
        raise StepRefused(_("This step is not open to you now."))
    held.checks.standing().filter(kind=kind).update(set_aside_at=timezone.now())
    check = Check.objects.create(
        vacancy=held,
        kind=CheckKind(kind),
        office_id=by.office_id,
        checked_by=by.user,
        checked_on=today_in(by.zone),
        scan=scan,
        **facts,
    )
    held.version += 1
    held.save(update_fields=["version", "updated_at"])
    record(by, "vacancies.checked", held, fields=[kind], reason_code="enough" if is_sufficient else "not_enough")
    return check


def copy_vacancy(by, vacancy, key=None):
    """A draft with the same facts, without what belongs to the one order (dates, permit, numbers); returns it.

    ``key``: of the form; sent twice, it makes one copy. Raises StepRefused for whoever may not.
    """
    return once(Vacancy, key, lambda: _copy(by, vacancy, key))


def once(model, key, make):
    """What ``make()`` makes, or what the same form made before: the row with this ``submission_key``.

    ``make`` writes the key, which is unique. None: a form without a key, made each time.
    """
    before = model.objects.filter(submission_key=key) if key else model.objects.none()
    if found := before.first():
        return found
    try:
        with transaction.atomic():
            return make()
    except (IntegrityError, StepRefused):
        if found := before.first():  # the same form at the same moment
            return found
        raise


def _copy(by, vacancy, key):
    if not may.check(by, vacancy):
        raise StepRefused(_("This step is not open to you now."))
    names = [field.name for field in Vacancy._meta.concrete_fields if not field.generated]
    facts = {name: getattr(vacancy, name) for name in names if name not in _OF_ONE_ORDER}
    copy = Vacancy.objects.create(**facts, state=State.DRAFT, copied_from=vacancy, submission_key=key)
    for item in vacancy.cost_items.all():
        item.pk, item.vacancy = None, copy
        item.save(force_insert=True)
    record(by, "vacancies.copied", copy)
    return copy


@transaction.atomic
def begin_check(by, vacancy, *, seen=None):
    """Hand a draft in and begin its check, for the officer who does both. Raises StepRefused; then neither is done."""
    return take_step(take_step(vacancy, "submit", by=by, seen=seen), "begin", by=by)


@transaction.atomic
def recheck(by, vacancy, *, reason, closes_on=None, seen=None):
    """Take an open or ended vacancy back to the four checks, with a later closing date to extend or relist it.

    Raises StepRefused, also for a closing date that lies in the past.
    """
    if closes_on and closes_on < today_in(WIB):
        raise StepRefused(_("The new closing date lies in the past."))
    vacancy = take_step(vacancy, "recheck", by=by, seen=seen, reason=reason)
    if closes_on:
        vacancy.closes_on = closes_on
        vacancy.save(update_fields=["closes_on", "updated_at"])
    return vacancy


def expire_vacancies():
    """Move every open vacancy whose last day is over to EXPIRED, each by itself; returns how many."""
    day = today_in(WIB)
    over = Vacancy.objects.filter(Q(closes_on__lt=day) | Q(permit__valid_until__lt=day), state=State.OPEN)
    by, moved = Acting.for_system("expire_vacancies"), 0
    for vacancy in over.order_by("pk").iterator():
        try:
            take_step(vacancy, "expire", by=by)
        except StepRefused:  # another worker was faster, or an officer moved it
            continue
        moved += 1
    return moved


def refresh_search(*, everything=False):
    """Bring the search rows in line whose last day has passed, with ``everything`` all of them and their counts.

    For the clock: whatever else changes what a visitor finds refreshes in its own act. Returns how many changed.
    """
    if everything:
        changed = VacancySearch.objects.refresh(Vacancy.objects.all())
        return changed + FacetCount.objects.rebuild()
    late = VacancySearch.objects.past_their_day(today_in(WIB)).values("vacancy")
    return VacancySearch.objects.refresh(Vacancy.objects.filter(pk__in=late))
