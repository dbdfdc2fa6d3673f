"""The problems abroad of an office: the most urgent and oldest first, one with all that was said, and the letter on it."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.accounts.roles import Role
from portal.lib.dates import long_date, today_in
from portal.lib.zones import now_there
from portal.places.models import OfficeCoverage
from registrations.desk.queue import short_name
from registrations.placements.abroad.reading import missions_of, notes_of, reach_of
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
    waits: bool  # the person wrote last, or nobody has answered yet; at a mission: it has not written yet
    address: str


def counted(by):
    """(open problems, of them in danger) that ``by`` may see, told up to a hundred."""
    found = list(_of(by).values_list("in_danger", flat=True)[:_MANY])
    return len(found), sum(found)


def _of(by):
    return CaseAbroad.objects.open().filter(step__placement__in=cases_of(by)).most_urgent_first()


def cases_of(by):
    """Placements with an open problem: of the office; for a mission those in its countries, never one's own."""
    found = Placement.objects.filter(state=State.CASE_OPEN)
    if by.role != Role.MISSION_OFFICER:
        return found.visible_to(by)
    covered = OfficeCoverage.objects.in_force(today_in(by.zone)).filter(office=by.office_id, country__isnull=False)
    return found.filter(destination__country__in=covered.values("country")).exclude(candidate__user=by.user)


def page_of(by, after=None):
    """(at most ROWS Rows, whether more follow); ``after``: the number of the last case of the page before."""
    found = _of(by).select_related("step__placement__candidate", *(f"step__placement__{one}" for one in PROMISED))
    found = found.select_related("step__placement__destination__country", "step__placement__office__province")
    last = _of(by).filter(step__placement__number=after).first() if after else None
    if last:
        same = Q(in_danger=last.in_danger, pk__gt=last.pk)
        found = found.filter(same | Q(in_danger=False) if last.in_danger else same)
    rows = list(found.prefetch_related("notes__membership")[: ROWS + 1])
    return [_row(one, by) for one in rows[:ROWS]], len(rows) > ROWS


def _row(problem, by):
    case, zone = problem.step.placement, by.zone
    is_mission = by.role == Role.MISSION_OFFICER
    return Row(
        number=case.number,
        name=short_name(case.candidate.name),
        work=f"{case.destination}, {case.work}",
        kind=problem.get_kind_display(),
        in_danger=problem.in_danger,
        clock=now_there(case.destination.country, zone),
        age=_age(problem, zone),
        waits=not _mission_wrote(problem, by) if is_mission else _worker_wrote_last(problem),
        address=reverse("abroad:at_mission" if is_mission else "abroad:case", args=[case.number]),
    )


def _worker_wrote_last(problem):
    notes = sorted(problem.notes.all(), key=lambda note: note.pk)
    return not notes or notes[-1].membership_id is None


def _mission_wrote(problem, by):
    return any(note.membership and note.membership.office_id == by.office_id for note in problem.notes.all())


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
        "seen_by": missions_of(case),
    }


def mission_page(problem, case, zone):
    """What the letter names, and what offices wrote; the worker's own words stay with the office."""
    return {
        "kind": problem.get_kind_display(),
        "in_danger": problem.in_danger,
        "since": _age(problem, zone),
        "clock": now_there(case.destination.country, zone),
        "facts": letter_of(problem, case)["facts"],
        "notes": [note for note in notes_of(problem, case) if note["is_office"]],
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
