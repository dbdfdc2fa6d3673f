"""The way of a placement under one scheme: the steps that its procedure names, checked and ready to read.

A case keeps the procedure that it began with; ``procedure_for`` is for those who begin.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from jobs.choices import Actor, DueStep, Milestone, Scheme, StepGuard
from jobs.models import ProcedureRule
from portal.lib.language import in_page_language

# Of the person's six stations the first is the registration, before every way.
REGISTRATION = 1
STATIONS = range(REGISTRATION, 7)
LONGEST_TITLE = 120
MOST_DAYS = 3650
_LAST = [Milestone.READY, Milestone.DEPARTED, Milestone.AT_WORK]
_SHAPE = {
    "milestone": str,
    "station": int,
    "actor": str,
    "after": list,
    "due": str,
    "guards": list,
    "days": list | None,
    "title": str,
    "title_en": str,
}


@dataclass(frozen=True)
class WayStep:
    """``after``: Milestones to be reached first. ``due``: papers due before it must be in order; "" for none.

    ``days``: the usual first and last number of days since the step before; None when nobody has written it down.
    """

    milestone: Milestone
    station: int
    actor: Actor
    after: tuple[Milestone, ...]
    due: DueStep | str
    guards: tuple[StepGuard, ...]
    days: tuple[int, int] | None
    title_id: str
    title_en: str

    @property
    def title(self):
        """In the page's language."""
        return in_page_language(self.title_id, self.title_en)


def ways(rule):
    """The WaySteps of a ProcedureRule in their order; [] when nobody has written its way down."""
    return [_step(one) for one in rule.way]


def stations_of(steps):
    """{station: its WaySteps} in their order, with the registration, which has none."""
    found = {REGISTRATION: []}
    for step in steps:
        found.setdefault(step.station, []).append(step)
    return found


def _step(one):
    return WayStep(
        milestone=Milestone(one["milestone"]),
        station=one["station"],
        actor=Actor(one["actor"]),
        after=tuple(map(Milestone, one["after"])),
        due=DueStep(one["due"]) if one["due"] else "",
        guards=tuple(map(StepGuard, one["guards"])),
        days=tuple(one["days"]) if one["days"] else None,
        title_id=one["title"],
        title_en=one["title_en"],
    )


def procedure_for(scheme, day):
    """The ProcedureRule under which a case of ``scheme`` begins on ``day``; None when none with a way is in force."""
    return ProcedureRule.objects.in_force(day).filter(scheme=scheme).exclude(way=[]).first()


def why_no_way(scheme):
    """A sentence for whoever would apply under a scheme without a way."""
    if scheme == Scheme.SEAFARER:
        return _("Seafarers go by rules of their own (regulation 22/2022). Nobody can apply for that here.")
    return _("The way of this scheme is not written down here yet, so nobody can apply under it. Please ask an office.")


def problems_of_way(way):
    """Sentences, each naming its step: what stands against publishing ``way`` (a list as in ProcedureRule.way)."""
    return [
        text if place is None else _("Step %(number)d: %(problem)s") % {"number": place + 1, "problem": text}
        for place, text in faults_of_way(way)
    ]


def faults_of_way(way):
    """(place in the list, None for the whole; sentence) of each problem, in the order of the steps."""
    if not isinstance(way, list):
        return [(None, _("A way is a list of steps."))]
    if shapeless := [(place, _("Not the parts of a step.")) for place, one in enumerate(way) if not _has_shape(one)]:
        return shapeless
    order = [one["milestone"] for one in way]
    found = []
    for place, one in enumerate(way):
        texts = [*_unknown(one), *_out_of_bounds(one), *_out_of_order(place, one, way), *_waits(place, one, order)]
        found += [(place, text) for text in texts]
    return found + [(None, text) for text in _ends(order)]


def _has_shape(one):
    if not isinstance(one, dict) or set(one) != set(_SHAPE):
        return False
    right = all(isinstance(one[name], kind) and not isinstance(one[name], bool) for name, kind in _SHAPE.items())
    return right and all(isinstance(code, str) for name in ("after", "guards") for code in one[name])


def _unknown(one):
    if one["milestone"] not in Milestone:
        yield _("“%(code)s” is nothing that a placement reaches.") % {"code": one["milestone"]}
    if one["actor"] not in Actor:
        yield _("“%(code)s” is nobody whose turn it could be.") % {"code": one["actor"]}
    if one["due"] and one["due"] not in DueStep:
        yield _("“%(code)s” is no step before which papers are due.") % {"code": one["due"]}
    for code in one["guards"]:
        if code not in StepGuard:
            yield _("“%(code)s” is no condition that is known here.") % {"code": code}


def _out_of_bounds(one):
    if one["station"] not in STATIONS:
        yield _("There is no station %(number)d.") % {"number": one["station"]}
    titles = (one["title"], one["title_en"])
    if not all(titles):
        yield _("It has a title in Indonesian and one in English.")
    elif max(map(len, titles)) > LONGEST_TITLE:
        yield _("Its title is longer than %(count)d letters.") % {"count": LONGEST_TITLE}
    if one["days"] is not None and not _days_are_in_order(one["days"]):
        yield _("Its days are a first and a last number, the first not above the last.")


def _days_are_in_order(days):
    are_numbers = len(days) == 2 and all(isinstance(day, int) and not isinstance(day, bool) for day in days)
    return are_numbers and 0 <= days[0] <= days[1] <= MOST_DAYS


def _out_of_order(place, one, way):
    before = way[:place]
    if any(earlier["milestone"] == one["milestone"] for earlier in before):
        yield _("“%(code)s” stands there twice.") % {"code": one["milestone"]}
    farthest = max((earlier["station"] for earlier in before), default=one["station"])
    if one["station"] < farthest:
        yield _("It goes back from station %(before)d to station %(number)d.") % {
            "before": farthest,
            "number": one["station"],
        }


def _waits(place, one, order):
    for code in one["after"]:
        if code not in order:
            yield _("It waits for “%(code)s”, which is no step of this way.") % {"code": code}
        elif order.index(code) >= place:
            yield _("It waits for “%(code)s”, which does not come before it.") % {"code": code}
    if len(set(one["after"])) < len(one["after"]):
        yield _("It waits twice for the same step.")


def _ends(order):
    if order and order[0] != Milestone.APPLIED:
        yield _("A way begins with “applied”.")
    if order and order[-3:] != _LAST:
        yield _("A way ends with “ready”, “departed”, “at_work”.")
