"""Acts on orientation sessions. What moves a case goes through ``record_step``, each case a transaction of its own."""

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.messaging.kinds import kind_named
from portal.messaging.services import owe
from portal.workflow import StepRefused, take_step
from registrations.owing import contact_of_candidate
from registrations.placements.models import OppAttendance, OppChange, OppSeat, OppSession
from registrations.placements.recording.services import record_step

_KEY = "placements_oppsession_submission_key_key"
# Whoever is invited has to know when one of them changes.
TOLD_OF = ("begins_at", "ends_at", "place", "link")


def plan_session(by, facts, *, key=None):
    """A new session of the officer's office; the same ``key`` (UUID) twice is one session."""
    office = by.membership.office
    try:
        with transaction.atomic():
            return OppSession.objects.create(office=office, created_by=by.user, submission_key=key, **facts)
    except IntegrityError as error:
        if _KEY in str(error):
            return OppSession.objects.get(submission_key=key, office=office)
        raise


@transaction.atomic
def change_session(by, session, facts, *, seen):
    """Another time, place or number of seats; whoever is invited hears of time and place.

    Raises StepRefused with a sentence when it changed meanwhile, was called off, or has more people than seats.
    """
    before = OppSession.objects.select_for_update(of=("self",)).select_related("office__province").get(pk=session.pk)
    if before.version != seen:
        if all(getattr(before, name) == value for name, value in facts.items()):
            return before  # the same form twice
        raise StepRefused(_("Somebody changed this meanwhile. Please look again."))
    if before.is_called_off or before.is_over:
        raise StepRefused(_("This session is over, or was called off."))
    if facts["capacity"] < before.seated:
        raise StepRefused(_("%(count)s people have a seat already.") % {"count": before.seated})
    was = {name: getattr(before, name) for name in TOLD_OF}
    for name, value in (facts | {"version": seen + 1}).items():
        setattr(before, name, value)
    before.save(update_fields=[*facts, "version", "held_on"])
    if was != {name: getattr(before, name) for name in TOLD_OF}:
        _tell_change(OppChange.objects.create(session=before, changed_by=by.user, **was))
    return before


def _tell_change(change):
    kind = kind_named("placements.opp_changed")
    for seat in invited(change.session):
        if contact := contact_of_candidate(seat.placement.candidate):
            owe(kind, subject=change, contact=contact, office=change.session.office)


def call_off(by, session, reason):
    """Call a session off and give every seat back; each case is a request again. Done once more it finishes what is left.

    Returns [(case, sentence why it kept its seat, "" for given back)].
    """
    standing = OppSession.objects.filter(pk=session.pk, called_off_at=None)
    with transaction.atomic():
        facts = {"called_off_at": timezone.now(), "called_off_by": by.user, "called_off_reason": reason}
        standing.update(**facts, version=F("version") + 1)
    session.refresh_from_db()
    return [_answer(by, seat.placement, "opp_called_off", session.called_off_reason) for seat in invited(session)]


def _answer(by, case, event, reason="", **facts):
    try:
        record_step(by, case, event, seen=facts.pop("seen", None), reason=reason, **facts)
    except StepRefused as refusal:
        return case, str(refusal)
    return case, ""


def invite(by, session, chosen):
    """Give each of ``chosen``, (case, version that was looked at), a seat, as far as there are any.

    Returns [(case, sentence why not, "" for seated)]. Sent twice it has one effect.
    """
    return [
        _answer(by, case, "schedule_opp", seen=seen, evidence=OppSeat(session=session, placement=case))
        for case, seen in chosen
    ]


def note_attendance(by, seat, *, seen, number, has_biometrics):
    """(case, sentence why not): ``seat`` was taken, and its certificate has this number."""
    return _answer(by, seat.placement, "attend", seen=seen, evidence=_attendance(seat, number, has_biometrics))


def note_absence(by, seat, *, seen):
    """(case, sentence why not): nobody came to ``seat``; the case is a request again."""
    return _answer(by, seat.placement, "no_show", seen=seen)


@transaction.atomic
def came_after_all(by, seat, *, seen, reason, number, has_biometrics):
    """Put right that somebody was written down as absent. Raises StepRefused: another seat, for one, or papers that ran out."""
    case = take_step(seat.placement, "schedule_opp", by=by, seen=seen, reason=reason)
    OppSeat.objects.filter(pk=seat.pk, state=OppSeat.State.MISSED).update(state=OppSeat.State.INVITED)
    return record_step(by, case, "attend", seen=case.version, evidence=_attendance(seat, number, has_biometrics))


def _attendance(seat, number, has_biometrics):
    facts = {"certificate_number": number, "has_biometrics": has_biometrics}
    return OppAttendance(seat=seat, office=seat.session.office, **facts)


def invited(session):
    seats = OppSeat.objects.filter(session=session, state=OppSeat.State.INVITED)
    return seats.select_related("session__office", "placement__candidate__user", "placement__registration").order_by(
        "pk"
    )
