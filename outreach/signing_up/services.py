"""Signing up and giving back. Each is one transaction, and whoever is moved up by it is told in the same one."""

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from outreach.models import Session, SignUp
from outreach.models.sign_up import STANDING
from outreach.signing_up import opening, owing, seats
from outreach.signing_up.owing import tell
from portal.accounts.acting import ActRefused
from portal.audit.services import record
from portal.lib.dates import WIB, today_in
from portal.messaging import tasks

_KEY = "outreach_signup_submission_key_key"


def sign_up(session, facts, *, contact=None, key=None, by=None):
    """Take seats, or a place on the waiting list. The same ``key`` (UUID) twice is one SignUp, with one answer.

    ``facts``: columns of the SignUp. ``contact``: one that was proved, or None. ``by``: an Acting of the staff who adds
    somebody by hand. Raises ActRefused with a sentence.
    """
    if key and (known := SignUp.objects.filter(submission_key=key).first()):
        return known
    session = Session.objects.select_related("event").get(pk=session.pk)
    if refusal := opening.against(session):
        raise ActRefused(refusal)
    people = facts.get("people", 1)
    if session.capacity is not None and people > session.capacity:
        raise ActRefused(_("This session has %(seats)d seats in all.") % {"seats": session.capacity})
    row = SignUp(session=session, contact=contact, submission_key=key, is_demo=session.event.is_demo, **facts)
    row.added_by = by.user if by else None
    try:
        with transaction.atomic():
            _seat(row)
            row.save()
            if by:
                record(by, "outreach.sign_up_added", row)
            _confirm(row)
            return row
    except IntegrityError as error:
        if key and _KEY in str(error):  # the same form in two tabs; what was taken is given back
            return SignUp.objects.get(submission_key=key)
        raise


def _seat(row):
    """Seats if they are there at once, else look again with the session held: so nobody begins to wait beside a free seat."""
    row.seat = seats.take(row.session_id, row.people)
    if not row.seat:
        seats.hold(row.session_id)
        row.seat = seats.take(row.session_id, row.people)
    row.state = SignUp.State.SEATED if row.seat else SignUp.State.WAITING
    row.created_at = timezone.now()


@transaction.atomic
def attach(row, contact):
    """From now on ``contact``, a proved one, hears of this SignUp, first how it stands. One that has a contact keeps it."""
    row = SignUp.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.contact_id is None and row.emptied_at is None:
        row.contact = contact
        row.save(update_fields=["contact"])
        _confirm(row)
    return row


def _confirm(row):
    if row.is_standing:
        tell("outreach.seat_kept" if row.has_seat else "outreach.seat_waiting", row)


@transaction.atomic
def cancel(row, *, by, is_office=False):
    """Give back seats or the place on the waiting list; who waits first moves up. Twice has one effect.

    ``is_office``: an office does it, so the person hears of it.
    """
    seats.hold(row.session_id)
    row = SignUp.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if row.state not in STANDING:
        return row
    had_seat, row.state, row.cancelled_at = row.has_seat, SignUp.State.CANCELLED, timezone.now()
    row.cancelled_by = by.user if is_office else None
    row.save(update_fields=["state", "cancelled_at", "cancelled_by"])
    record(by, "outreach.sign_up_cancelled", row)
    if is_office:
        tell("outreach.seat_taken_back", row)
    if had_seat:
        seats.give_back(row.session_id, row.people)
        promote(row.session_id)
    return row


@transaction.atomic
def promote(session):
    """Give the free seats of ``session`` (its key) to those who wait, in their order, and tell each. Returns them.

    A group that is larger than what is free keeps its place, and whoever comes after it and fits is seated: an empty chair
    helps nobody. For whoever gives seats back or adds some, in the same transaction.
    """
    seats.hold(session)
    found = Session.objects.select_related("event").get(pk=session)
    promoted = []
    while not opening.against(found) and (row := _next(session)):
        row.seat = seats.take(session, row.people)
        row.state, row.promoted_at = SignUp.State.SEATED, timezone.now()
        row.save(update_fields=["seat", "state", "promoted_at"])
        tell("outreach.seat_free", row)
        promoted.append(row)
    return promoted


def _next(session):
    """Who fits and has waited longest; locked, as somebody may just be telling their address."""
    waiting = SignUp.objects.waiting().filter(session=session)
    left = Session.objects.values_list(F("capacity") - F("seated"), flat=True).get(pk=session)
    if left is not None:
        waiting = waiting.filter(people__lte=left)
    return waiting.select_for_update(of=("self",)).first()


def send_tickets_again(address):
    """Owe the tickets of ``address`` (e-mail, or number in E.164) that still count, once a day each.

    One statement and one question to the broker, whether it is known here or not.
    """
    way = "email" if "@" in address else "phone"
    mine = Q(**{f"contact__{way}": address, "contact__user": None, "contact__office": None})
    mine |= Q(**{f"contact__user__{way}": address})
    rows = owing.ahead(SignUp.objects.standing()).filter(mine)
    with transaction.atomic():
        owing.owe_to("outreach.ticket_again", rows, day=today_in(WIB))
        transaction.on_commit(lambda: tasks.ask_for(tasks.deliver_urgent), robust=True)
