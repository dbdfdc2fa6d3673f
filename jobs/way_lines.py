"""A way as people write it: one step to a line, its parts between strokes.

milestone | whose turn | waits for, waits for | papers due before | first-last day | title | title in English | conditions

The conditions may be left out. The station of a step follows from the steps: where its milestone usually stands, but
never behind one that comes later, so that a way in another order than usual doesn't go back.
"""

import re

from django.utils.translation import gettext as _

from jobs.choices import Milestone
from jobs.procedures import faults_of_way

PARTS = ("milestone", "actor", "after", "due", "days", "title", "title_en", "guards")
_DAYS = re.compile(r"([0-9]{1,4}) ?[-–] ?([0-9]{1,4})\Z")

USUAL_STATION = {
    Milestone.APPLIED: 2,
    Milestone.SELECTED: 2,
    Milestone.PLACEMENT_AGREED: 3,
    Milestone.FIT: 4,
    Milestone.COMPETENT: 4,
    Milestone.PASSPORT_OK: 4,
    Milestone.INSURED: 5,
    Milestone.VISA_OK: 5,
    Milestone.OPP_SCHEDULED: 6,
    Milestone.OPP_DONE: 6,
    Milestone.CONTRACTED: 6,
    Milestone.READY: 6,
    Milestone.DEPARTED: 6,
    Milestone.AT_WORK: 6,
}
_LAST_STATION = 6


def way_of(text):
    """(the way as in ProcedureRule.way, sentences that each name the line they complain of)."""
    way, numbers, faults = [], [], []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            step, problem = _step_of(line)
            way.append(step)
            numbers.append(number)
            faults += [(number, problem)] if problem else []
    _set_stations(way)
    if not faults:
        faults = [(None if place is None else numbers[place], fault) for place, fault in faults_of_way(way)]
    return way, [_told(number, fault) for number, fault in faults]


def lines_of(way):
    """The text that ``way_of`` reads back."""
    return "\n".join(" | ".join(_parts_of(step)).removesuffix(" | ") for step in way)


def _told(number, fault):
    return fault if number is None else _("Line %(number)d: %(problem)s") % {"number": number, "problem": fault}


def _step_of(line):
    """(a step without its station, why it can't be read or "")."""
    parts = [" ".join(part.split()) for part in line.split("|")]
    if len(parts) not in {len(PARTS) - 1, len(PARTS)}:
        return {}, _("It has %(found)d parts between strokes, not %(wanted)d.") % {
            "found": len(parts),
            "wanted": len(PARTS) - 1,
        }
    step = dict(zip(PARTS, [*parts, ""], strict=False))
    days = _DAYS.match(step["days"])
    if step["days"] and not days:
        return {}, _("“%(days)s” are no days. Write for instance: 3-14.") % {"days": step["days"]}
    lists = {name: [code.strip() for code in step[name].split(",") if code.strip()] for name in ("after", "guards")}
    return step | lists | {"days": [int(days[1]), int(days[2])] if days else None}, ""


def _set_stations(way):
    station = _LAST_STATION
    for step in reversed(way):
        station = min(station, USUAL_STATION.get(step.get("milestone"), station))
        step["station"] = station


def _parts_of(step):
    days = "-".join(map(str, step["days"] or ()))
    texts = step | {name: ", ".join(step[name]) for name in ("after", "guards")} | {"days": days}
    return [texts[name] for name in PARTS]
