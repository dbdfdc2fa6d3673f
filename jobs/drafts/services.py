"""Writing a draft: its facts, its parties and its cost table in one transaction."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from jobs import permissions as may
from jobs.models import CostItem, Employer, PartnerAgency, Vacancy
from jobs.models.vacancy import NO_DAY
from jobs.names import title_key
from jobs.services import once
from jobs.workflow import State
from portal.audit.services import record
from portal.lib.dates import parse_partial
from portal.workflow import StepRefused


def save_draft(by, vacancy, facts, *, employer_name="", agency_name="", lines=(), seen=None, key=None):
    """Write ``facts`` (by field of Vacancy) into a draft, or into a new one for None; returns it.

    Employer and partner agency are known by name and country, a new name becomes a new row. ``lines``: dicts of
    CostItem's fields, the whole table. ``seen``: the version the officer looked at; ``key``: of the form of a new one, which sent twice
    makes one draft. Raises StepRefused when it is no
    draft (any more), somebody changed it meanwhile, or the same vacancy is listed already.
    """
    if vacancy is None:
        new = Vacancy(state=State.DRAFT, submission_key=key)
        return once(Vacancy, key, lambda: _save(by, new, facts, employer_name, agency_name, lines, None))
    return _save(by, vacancy, facts, employer_name, agency_name, lines, seen)


def _save(by, vacancy, facts, employer_name, agency_name, lines, seen):
    try:
        with transaction.atomic():
            held = _held(by, vacancy, seen)
            before = {} if held.pk is None else {name: getattr(held, name) for name in _names()}
            _fill(held, facts, employer_name, agency_name)
            held.version += bool(held.pk)
            held.is_redrafted = True
            held.save()
            changed = [name for name in _names() if before.get(name) != getattr(held, name)] if before else []
            if _write_costs(held, lines):
                changed.append("cost_items")
            record(by, "vacancies.edited" if before else "vacancies.drafted", held, fields=changed)
    except IntegrityError as error:
        if "listed_once" not in str(error):
            raise
        raise StepRefused(_("The same vacancy of the same source stands here already.")) from None
    return held


def _held(by, vacancy, seen):
    """The row to be written, locked when it is there already."""
    if not may.check(by, vacancy):
        raise StepRefused(_("This step is not open to you now."))
    if vacancy.pk is None:
        return vacancy
    held = Vacancy.objects.select_for_update(of=("self",)).get(pk=vacancy.pk)
    if seen is not None and seen != held.version:
        raise StepRefused(_("Somebody changed this meanwhile. Please look again."))
    if held.state != State.DRAFT:
        raise StepRefused(_("Only a draft can be changed. Return it first, or extend it."))
    return held


def _names():
    """The facts an officer writes or a draft derives, by attribute."""
    untold = {
        "id",
        "number",
        "state",
        "state_since",
        "version",
        "created_at",
        "updated_at",
        "search",
        "title_key",
        "submission_key",
        "is_redrafted",
    }
    return [field.attname for field in Vacancy._meta.concrete_fields if field.name not in untold]


def _fill(held, facts, employer_name, agency_name):
    for name, value in facts.items():
        setattr(held, name, value)
    country = held.destination.country if held.destination else None
    held.employer = _party(Employer, employer_name, country, {"kind": held.employer_kind})
    held.partner_agency = _party(PartnerAgency, agency_name, country, {})
    held.title_key = title_key(held.title)
    day = parse_partial(held.source_date)
    held.source_from = day.first if day else None
    held.sort_day = held.source_from or held.opens_on or NO_DAY


def _party(model, name, country, more):
    name = " ".join(name.split())
    return model.objects.get_or_create(name=name, country=country, defaults=more)[0] if name else None


def _write_costs(held, lines):
    """Make the table these lines; returns whether anything changed. What a line doesn't name stays as it was."""
    kept = {(item.component, item.payer): item for item in held.cost_items.all()}
    is_changed = False
    for line in lines:
        item = kept.pop((line["component"], line["payer"]), None) or CostItem(vacancy=held)
        if item.pk is None or any(getattr(item, name) != value for name, value in line.items()):
            for name, value in line.items():
                setattr(item, name, value)
            item.save()
            is_changed = True
    for item in kept.values():
        item.delete()
        is_changed = True
    return is_changed
