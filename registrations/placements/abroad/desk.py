"""The problems abroad of an office: the most urgent and oldest first, one with all that was said, and the letter on it."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.lib.dates import long_date, today_in
from portal.lib.zones import now_there
from registrations.desk.queue import short_name
from registrations.placements.abroad.reading import notes_of, reach_of
from registrations.placements.models import CaseAbroad, Placement
from registrations.placements.models.promised import PROMISED
from registrations.placements.workflow import State

ROWS = 25
_MANY = 100


@dataclass(frozen=True)
class Row:
    number: str
    name: str
    work: str
    kind: str
    in_danger: bool
    clock: str
    age: str
    waits: bool  # the person wrote last, or nobody has answered yet


def counted(by):
    """(open problems, of them in danger) that ``by`` may see, told up to a hundred."""
    found = list(_of(by).values_list("in_danger", flat=True)[:_MANY])
    return len(found), sum(found)


def _of(by):
    cases = Placement.objects.visible_to(by).filter(state=State.CASE_OPEN)
    return CaseAbroad.objects.open().filter(step__placement__in=cases).most_urgent_first()


def page_of(by, after=None):
    """(at most ROWS Rows, whether more follow); ``after``: the number of the last case of the page before."""
    found = _of(by).select_related("step__placement__candidate", *(f"step__placement__{one}" for one in PROMISED))
    found = found.select_related("step__placement__destination__country", "step__placement__office__province")
    last = _of(by).filter(step__placement__number=after).first() if after else None
    if last:
        same = Q(in_danger=last.in_danger, pk__gt=last.pk)
        found = found.filter(same | Q(in_danger=False) if last.in_danger else same)
    rows = list(found.prefetch_related("notes")[: ROWS + 1])
    return [_row(one, by.zone) for one in rows[:ROWS]], len(rows) > ROWS


def _row(problem, zone):
    case, notes = problem.step.placement, sorted(problem.notes.all(), key=lambda note: note.pk)
    return Row(
        number=case.number,
        name=short_name(case.candidate.name),
        work=f"{case.destination}, {case.work}",
        kind=problem.get_kind_display(),
        in_danger=problem.in_danger,
        clock=now_there(case.destination.country, zone),
        age=_age(problem, zone),
        waits=not notes or notes[-1].membership_id is None,
    )


def _age(problem, zone):
    days = (today_in(zone) - problem.step.taken_at.astimezone(zone).date()).days
    return _("today") if days < 1 else ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def problem_page(problem, case):
    return {
        "kind": problem.get_kind_display(),
        "in_danger": problem.in_danger,
        "since": _age(problem, case.office.zone),
        "mission": problem.mission,
        "clock": now_there(case.destination.country, case.office.zone),
        "reach": reach_of(problem),
        "notes": notes_of(problem, case),
    }


def letter_of(problem, case):
    """What a mission needs to act, as lines of a letter: no more of the person than that, and no free text."""
    contract, departure = case.on_record("contract"), case.on_record("departure")
    facts = [
        (_("Name"), case.candidate.name),
        (_("Number of the E-KPMI"), case.e_card_number),
        (_("Number here"), case.number),
        (_("Work"), case.work),
        (_("Place of work"), contract.place if contract else ""),
        (_("Departed on"), long_date(departure.left_on) if departure else ""),
        (_("What it is about"), problem.get_kind_display()),
        (_("In danger now"), _("yes") if problem.in_danger else _("no")),
        (_("Safe way to answer"), reach_of(problem)["text"]),
        (_("Safe number and time"), problem.safe_words),
    ]
    return {
        "to": problem.mission or _("Indonesian mission"),
        "day": long_date(today_in(case.office.zone)),
        "office": case.office,
        "facts": [{"term": term, "value": value} for term, value in facts if value],
    }
