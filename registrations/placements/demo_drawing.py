"""How far the invented cases are, and when each step was: drawn from seed and index alone."""

import random
from datetime import datetime, time, timedelta

from jobs.choices import Milestone
from registrations.placements.workflow import State

# What leads to each milestone along the way.
EVENTS = {
    Milestone.APPLIED: "apply",
    Milestone.SELECTED: "shortlist",
    Milestone.PLACEMENT_AGREED: "sign_placement_agreement",
    Milestone.FIT: "medical_fit",
    Milestone.COMPETENT: "train_and_certify",
    Milestone.PASSPORT_OK: "passport_ok",
    Milestone.INSURED: "insure",
    Milestone.VISA_OK: "visa_granted",
    Milestone.OPP_SCHEDULED: "schedule_opp",
    Milestone.OPP_DONE: "attend",
    Milestone.CONTRACTED: "sign_work_contract",
    Milestone.READY: "issue_e_card",
    Milestone.DEPARTED: "depart",
    Milestone.AT_WORK: "report_arrival",
}
# Beside and behind the way: the last milestone before, None for the one before ``until``, and what happened then.
# fmt: off
SIDEWAYS = {
    State.NOT_SELECTED:     (Milestone.APPLIED,    ["not_fit"]),
    State.UNFIT_TEMP:       (Milestone.FIT,        ["medical_unfit"]),
    State.CLOSED_UNFIT:     (Milestone.FIT,        ["medical_unfit_for_good"]),
    State.VISA_REFUSED:     (Milestone.VISA_OK,    ["visa_refused"]),
    State.FAILED_DEPARTURE: (Milestone.READY,      ["fail_departure"]),
    State.CASE_OPEN:        (Milestone.AT_WORK,    ["open_case"]),
    State.RETURNED:         (Milestone.AT_WORK,    ["come_home"]),
    State.DEPORTED:         (Milestone.AT_WORK,    ["deport"]),
    State.DECEASED:         (Milestone.AT_WORK,    ["die"]),
    State.PURNA:            (Milestone.AT_WORK,    ["come_home", "register_purna"]),
    State.WITHDRAWN:        (Milestone.SELECTED,   ["withdraw"]),
    State.CLOSED:           (Milestone.SELECTED,   ["close"]),
}
# fmt: on
_INSTEAD_OF_IT = {State.UNFIT_TEMP, State.CLOSED_UNFIT, State.VISA_REFUSED}
REASONS = {
    "not_fit": "Tinggi badan dan bahasa belum sesuai permintaan. Silakan lamar lowongan lain.",
    "visa_refused": "Kedutaan meminta surat kerja yang lebih baru.",
    "fail_departure": "Penerbangan dibatalkan karena cuaca.",
    "open_case": "Upah dua bulan belum dibayar.",
    "deport": "Izin kerja habis dan tidak diperpanjang majikan.",
    "die": "Surat perwakilan RI nomor 1 (contoh).",
    "close": "Lowongan ditutup oleh pemberi kerja.",
}
# How often each is drawn, once every state was there.
_SHARES = {
    State.APPLIED: 14, State.SELECTED: 8, State.PLACEMENT_AGREED: 8, State.FIT: 6, State.COMPETENT: 6, State.PASSPORT_OK: 6,
    State.INSURED: 5, State.VISA_OK: 5, State.OPP_SCHEDULED: 4, State.OPP_DONE: 3, State.CONTRACTED: 4, State.READY: 5,
    State.DEPARTED: 3, State.AT_WORK: 16, State.NOT_SELECTED: 4, State.UNFIT_TEMP: 3, State.VISA_REFUSED: 2, State.CASE_OPEN: 2,
    State.RETURNED: 3, State.PURNA: 5, State.WITHDRAWN: 3,
}  # fmt: skip
# The first person is who can log in: far enough that every part of the page has something to show.
_FIRST = (State.OPP_SCHEDULED, *(state for state in State if state not in {State.DRAFT, State.OPP_SCHEDULED}))
# Days between a step and the next, where the procedure does not say.
_GAPS = {
    Milestone.SELECTED: (5, 25), Milestone.PLACEMENT_AGREED: (4, 21), Milestone.FIT: (5, 20), Milestone.COMPETENT: (20, 70),
    Milestone.PASSPORT_OK: (7, 24), Milestone.INSURED: (1, 9), Milestone.VISA_OK: (12, 45), Milestone.OPP_DONE: (2, 9),
    Milestone.CONTRACTED: (0, 4), Milestone.READY: (1, 8), Milestone.DEPARTED: (3, 16), Milestone.AT_WORK: (2, 14),
}  # fmt: skip
_MONTHS_AWAY = (90, 420)  # days between arrival and what happens there
_WAITS = (0, 24)  # days a case has stood where it stands


def state_of(seed, index):
    """In which State the case is."""
    if index < len(_FIRST):
        return _FIRST[index]
    draw = random.Random(f"{seed}-{index}-state")  # noqa: S311
    return draw.choices(list(_SHARES), weights=_SHARES.values())[0]


def events_of(state, way):
    """[(event, Milestone or None)] that led to ``state`` along ``way``, its WaySteps."""
    last, after = SIDEWAYS.get(state, (state, []))
    found = []
    for step in way:
        if step.milestone == last and state in _INSTEAD_OF_IT:
            break
        found.append((EVENTS[step.milestone], step.milestone))
        if step.milestone == Milestone.CONTRACTED:
            found.append(("prepare_card", None))
        if step.milestone == last:
            break
    return found + [(event, None) for event in after]


def moments(draw, events, way, today, zone):
    """When each of ``events`` was taken; the last one lies some days back, and none at night."""
    days, gaps = [today - timedelta(days=draw.randint(*_WAITS))], {step.milestone: step.days for step in way}
    for event, milestone in reversed(events[1:]):
        least, most = gaps.get(milestone) or _GAPS.get(milestone) or (0, 1)
        if event in {"come_home", "deport", "die", "open_case"}:
            least, most = _MONTHS_AWAY
        days.insert(0, days[0] - timedelta(days=draw.randint(least, most)))
    # Steps of one day come one after the other.
    return [
        datetime.combine(day, time(8 + place // 2, 30 * (place % 2)), tzinfo=zone) for place, day in enumerate(days)
    ]
