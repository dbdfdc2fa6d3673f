"""What the two files say, line by line, ready to print."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from jobs.choices import Paper
from portal.lib import nik, phone
from portal.lib.dates import short_date, short_moment
from registrations.duplicates.likeness import alike, normalised
from registrations.duplicates.workflow import State
from registrations.models import Candidate

HIDDEN = "••••"


@dataclass(frozen=True)
class Line:
    """A field of both files. ``mark``: ok, turn (differs) or off (one of them says nothing); ``word`` says it."""

    label: str
    first: str
    second: str
    mark: str
    word: str


def people(suspicion):
    """Both candidates with all that the page shows, in a fixed number of queries."""
    found = Candidate.objects.filter(pk__in=[suspicion.first_id, suspicion.second_id]).select_related(
        "user", "village__district__regency__province"
    )
    by_key = {one.pk: one for one in found.prefetch_related("phones", "registrations__office__province", "documents")}
    return by_key[suspicion.first_id], by_key[suspicion.second_id]


def lines(first, second, hidden=()):
    """What identifies a person; what differs is marked. Phones are left out of it: a household shares one.

    ``hidden``: those of the two whose numbers and address are compared but not shown.
    """
    compared = [
        (_("Name"), first.name, second.name),
        (_("NIK"), first.nik, second.nik, nik.spaced, nik.masked),
        (_("Family card"), first.kk, second.kk, nik.spaced, nik.masked),
        (_("Birth date"), _day(first.birth_date), _day(second.birth_date)),
        (_("Birth place"), first.birth_place, second.birth_place),
        (_("Sex"), first.get_sex_display(), second.get_sex_display()),
        (_("Marital status"), first.get_marital_display(), second.get_marital_display()),
        (_("Last school"), first.get_education_display(), second.get_education_display()),
        (_("Lives in"), _place(first), _place(second)),
        (_("Address"), first.address, second.address, str, lambda text: HIDDEN if text else ""),
    ]
    is_hidden = first in hidden, second in hidden
    return [_line(label, str(one), str(other), is_hidden, *ways) for label, one, other, *ways in compared]


def _line(label, one, other, is_hidden, show=str, hide=str):
    told = [(hide if is_one else show)(text) for text, is_one in zip((one, other), is_hidden, strict=True)]
    if not one or not other:
        return Line(label, *told, "off", _("not stated"))
    if normalised(one) == normalised(other):
        return Line(label, *told, "ok", _("the same"))
    if alike(one, {1: other}) and not any(map(str.isdigit, one)):
        return Line(label, *told, "turn", _("similar"))
    return Line(label, *told, "turn", _("differs"))


def facts(candidate, zone, *, is_hidden=False):
    """What else is known of one of them: pairs of term and value. ``is_hidden``: how they are reached stays out."""
    numbers = [f"{phone.as_dialled(one.number)} ({one.get_whose_display()})" for one in candidate.phones.all()]
    if is_hidden and numbers:
        numbers = [HIDDEN]
    cases = [
        f"{one.number}, {one.get_state_display()}{f', {one.office}' if one.office else ''}"
        for one in candidate.registrations.all()
    ]
    papers = sorted({str(Paper(one.paper).label) for one in candidate.documents.all() if one.is_current})
    return [
        (_("Registrations"), cases or [_("none")]),
        (_("Papers"), papers or [_("none")]),
        (_("Phone"), numbers or [_("none")]),
        (_("Account"), [_("has one") if candidate.user_id else _("has none")]),
        (_("Came by"), [candidate.get_origin_display()]),
        (_("Here since"), [short_moment(candidate.created_at, zone)]),
    ]


def history(suspicion, zone):
    """Its steps, the newest first: what, who, when and why."""
    steps = suspicion.history.select_related("user", "office", "reason").order_by("-pk")
    return [
        {
            "title": _TOLD[step.event](),
            "who": f"{step.user}, {step.office}",
            "when": short_moment(step.taken_at, zone),
            "reason": step.reason.text,
        }
        for step in steps
    ]


_TOLD = {
    "propose": lambda: _("One person, said the first officer"),
    "merge": lambda: State.SAME.label,
    "keep_apart": lambda: State.TWO.label,
    "unmerge": lambda: _("Merge undone"),
    "reopen": lambda: _("Looked at again"),
}


def _day(day):
    return short_date(day) if day else ""


def _place(candidate):
    village = candidate.village
    if village is None:
        return ""
    return ", ".join(str(place) for place in (village, village.district, village.district.regency))
