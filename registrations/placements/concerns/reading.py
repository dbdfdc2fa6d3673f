"""What somebody told us, ready to print: for the person, and for whoever looks after it."""

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.lib.dates import short_moment
from portal.lib.phone import as_dialled
from registrations.placements.concerns.workflow import State
from registrations.placements.models import Concern
from registrations.placements.models.concern import UNTAKEN

EVENTS = {"take": gettext_lazy("Taken up"), "answer": gettext_lazy("Answered"), "settle": gettext_lazy("Settled")}
LOOKS = {State.RAISED: "info", State.TAKEN: "info", State.SETTLED: "ok"}
MOST = 20


def who_reads(case):
    return _(
        "The head of your office reads it, %(office)s, and answers you here. If it is about an officer or an office, the"
        " ministry reads it instead."
    ) % {"office": case.office}


def own(case):
    """What the person of ``case`` told, newest first, with the answers."""
    found = case.concerns.select_related("words").prefetch_related("history__answer").order_by("-pk")[:MOST]
    return [_shown(one, case.office.zone) for one in found]


def _shown(concern, zone):
    steps = sorted(concern.history.all(), key=lambda step: step.pk)
    return {
        "concern": concern,
        "look": LOOKS[State(concern.state)],
        "when": short_moment(concern.raised_at, zone),
        "text": concern.words.text if hasattr(concern, "words") else "",
        "answers": [
            {"when": short_moment(step.taken_at, zone), "text": step.answer.text}
            for step in steps
            if hasattr(step, "answer")
        ],
    }


def page_of(concern, by):
    """For whoever looks after it; the case opens to the office alone."""
    zone = by.zone
    case = concern.placement
    steps = concern.history.select_related("user", "office", "answer").order_by("pk")
    calls = concern.reach == Concern.Reach.CALL
    phones = [phone.number for phone in case.candidate.phones.all()] if calls else []
    own_phone = case.candidate.user.phone if calls and case.candidate.user else None
    return _shown(concern, zone) | {
        "case": case,
        "name": case.candidate.name,
        "work": f"{case.vacancy.title if case.vacancy else case.get_scheme_display()}, {case.destination}",
        "company": case.vacancy.placement_company if case.vacancy else None,
        "address": reverse("recording:case", args=[case.number]) if by.office_id == case.office_id else "",
        "calls": calls,
        "phones": ", ".join(as_dialled(number) for number in dict.fromkeys(filter(None, [own_phone, *phones]))),
        "steps": [
            {
                "title": EVENTS[step.event],
                "who": ", ".join(filter(None, [step.user.name if step.user else "", str(step.office or "")])),
                "when": short_moment(step.taken_at, zone),
                "text": step.answer.text if hasattr(step, "answer") else "",
            }
            for step in steps
        ],
        "is_open": concern.state != State.SETTLED,
        "may_take": concern.state == State.RAISED,
    }


def waiting(concerns, after=None):
    """The open ones of ``concerns``, the oldest first; ``after``: the last one of the page before."""
    found = concerns.open().select_related("placement__office__province").order_by("raised_at", "pk")
    if after is None:
        return found
    return found.filter(Q(raised_at__gt=after.raised_at) | Q(raised_at=after.raised_at, pk__gt=after.pk))


def settled(concerns, after=None):
    """Those of ``concerns`` that are settled, the newest first."""
    found = concerns.filter(state=State.SETTLED).select_related("placement__office__province").order_by("-pk")
    return found if after is None else found.filter(pk__lt=after.pk)


def is_late(concern, now):
    return concern.state == State.RAISED and concern.raised_at < now - UNTAKEN
