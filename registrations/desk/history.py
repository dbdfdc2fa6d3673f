"""What became of a file, so that it can be answered for years later: each step with what was asked, the calls, the flags."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from portal.accounts.roles import Role
from portal.lib.dates import short_moment
from registrations.desk.steps import LABELS
from registrations.workflow import State


@dataclass(frozen=True)
class HistoryLine:
    at: datetime
    title: str
    who: str
    when: str
    reason: str = ""
    points: tuple[str, ...] = ()  # what was asked to be put right, each with its reason and words


def history(registration, zone, since=None):
    """What happened, newest first; ``since``, a version: only the steps taken after it."""
    steps = registration.history.select_related(
        "user", "office__province", "reason", "transfer__to_office__province"
    ).order_by("-pk")
    if since is not None:
        return [of_step(step, registration, zone) for step in steps.filter(version__gte=since)]
    points = list(registration.points.select_related("words").order_by("pk"))
    lines = [of_step(step, registration, zone, points) for step in steps]
    lines += [*_of_calls(registration, zone), *_of_flags(registration, zone)]
    # In the order of time; sorting keeps the order of steps taken in one moment.
    return sorted(lines, key=lambda line: line.at, reverse=True)


def of_step(step, registration, zone, points=()):
    """The HistoryLine of one step. ``points``: of which those are named that stood open when the file was returned."""
    states = dict(State.choices)
    to = _("On hold") if step.target == State.ON_HOLD else states.get(step.target, step.target)
    if hasattr(step, "transfer"):
        to = step.transfer.to_office
    reason = step.reason.text if hasattr(step, "reason") else ""
    return HistoryLine(
        at=step.taken_at,
        title=f"{LABELS[step.event]}: {to}" if step.event in LABELS else str(to),
        who=_person(step.user, step.role, step.office) if step.user else _("The portal, by itself"),
        when=short_moment(step.taken_at, zone),
        reason=": ".join(filter(None, [_ground(step, registration), reason])),
        points=tuple(_asked(points, step.taken_at)) if step.event == "return" else (),
    )


def _ground(step, registration):
    """Of a rejection, and of each proposal of one, also where it was dropped."""
    if step.event == "reject":
        return str(registration.get_rejection_ground_display())
    return (
        str(step.reason.get_ground_display()) if step.event == "propose_rejection" and hasattr(step, "reason") else ""
    )


def _asked(points, at):
    """What stood marked when the file was returned: neither taken back before nor raised since."""
    for point in points:
        if point.raised_at <= at and (point.corrected_at is None or point.corrected_at > at):
            words = point.words.text if hasattr(point, "words") else ""
            yield ". ".join(filter(None, [f"{point.title}: {point.get_reason_display()}", words]))


def _of_calls(registration, zone):
    for call in registration.calls.select_related("made_by__user", "made_by__office__province"):
        yield HistoryLine(
            at=call.made_at,
            title=_("Called: %(outcome)s") % {"outcome": call.get_outcome_display()},
            who=_member(call.made_by),
            when=short_moment(call.made_at, zone),
        )


def _of_flags(registration, zone):
    people = [f"{who}_by__{what}" for who in ("raised", "ended") for what in ("user", "office__province")]
    for flag in registration.flags.select_related(*people):
        kind = {"flag": flag.get_kind_display()}
        by = _member(flag.raised_by) if flag.raised_by else _("The portal, by itself")
        yield HistoryLine(flag.raised_at, _("Flag: %(flag)s") % kind, by, short_moment(flag.raised_at, zone))
        if flag.ended_at:
            ended = _("Flag ended: %(flag)s") % kind
            yield HistoryLine(flag.ended_at, ended, _member(flag.ended_by), short_moment(flag.ended_at, zone))


def judged(document, zone):
    """Who accepted a paper or sent it back, when and why; "" while nobody has."""
    if document is None or not document.reviewed_by:
        return ""
    reason = document.get_return_reason_display() if document.state == document.State.RETURNED else ""
    when = short_moment(document.reviewed_at, zone)
    return ". ".join(filter(None, [document.get_state_display(), reason, _member(document.reviewed_by), when]))


def findings(document, points, zone):
    """Each point that was answered: (label, whether it agreed, who and when if it was not who judged the paper)."""
    if document is None:
        return []
    found = document.findings.select_related("found_by__user", "found_by__office__province")
    known = {finding.point: finding for finding in found}
    return [
        (point.label, known[point.code].agrees, _other(known[point.code], document, zone))
        for point in points
        if point.code in known
    ]


def _other(finding, document, zone):
    if finding.found_by_id == document.reviewed_by_id:
        return ""
    return f"{_member(finding.found_by)}. {short_moment(finding.found_at, zone)}"


def _member(membership):
    return _person(membership.user, membership.role, membership.office)


def _person(user, role, office):
    return ", ".join(filter(None, [user.name, str(Role(role).label) if role else "", str(office) if office else ""]))
