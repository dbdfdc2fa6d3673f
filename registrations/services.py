"""Acts on a registration that touch more than its state. Each is one transaction."""

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.acting import Acting
from portal.lib import nik
from portal.lib.dates import WIT, today_in
from portal.places.models import Office, OfficeCoverage
from portal.workflow import StepRefused, take_step
from registrations import checklist, forecast
from registrations.choices import FlagKind
from registrations.duplicates.services import suspect
from registrations.flagging import carry_flags, raise_flag
from registrations.guards import COME_WITH_YOUR_KTP
from registrations.models import Registration, RegistrationStepReason, Transfer
from registrations.workflow import STEPS, State

_ONE_PER_NIK = ("registration_holds_a_nik_alone", "registration_holds_a_next_nik_alone")


def office_for(village):
    """The office that decides on people of ``village``, or None."""
    return office_of(village.district.regency)


def office_of(regency):
    """The office that decides on people of ``regency``: the one that covers it, else its province; or None."""
    reaching = OfficeCoverage.objects.reaching(regency).filter(office__kind__in=[Office.Kind.BP3MI, Office.Kind.P4MI])
    today = today_in(regency.province.zone)
    # Rows for the regency stand before rows for the province, which have none.
    rows = reaching.in_force(today).select_related("office__province").order_by("regency", "office__code")
    return next((row.office for row in rows if row.office.valid_to is None or row.office.valid_to >= today), None)


@transaction.atomic
def live_in(registration, village):
    """Write down where the person lives: it says which office decides, while nothing is handed in."""
    candidate = registration.candidate
    candidate.village = village
    candidate.save(update_fields=["village", "updated_at"])
    registration.office, registration.regency = office_for(village), village.district.regency
    registration.save(update_fields=["office", "regency", "updated_at"])


def submit(registration, *, by, seen=None):
    """Hand in, and give it to the office; raise a doubt where the person may be known already.

    Raises StepRefused; for a NIK that is held with COME_WITH_YOUR_KTP, and then officers look at both.
    """
    try:
        with transaction.atomic():
            submitted = _holding_its_nik(registration, "submit", by=by, seen=seen)
            suspect(submitted)
            flag_a_nik_that_differs(submitted)
            return submitted
    except StepRefused as refusal:
        if refusal.args[0] == COME_WITH_YOUR_KTP:
            suspect(registration)
        raise


def flag_a_nik_that_differs(registration):
    """A NIK that says another birth date or sex is for a human to look at, never an error of the person."""
    person = registration.candidate
    if nik.mismatches(person.nik, person.birth_date, person.sex):
        raise_flag(Acting.for_system("hand_in"), registration, FlagKind.NIK_MISMATCH)


def renew(registration, *, by, seen=None):
    """Back to the office with newer papers or data. Raises StepRefused as ``submit`` does."""
    return _holding_its_nik(registration, "renew", by=by, seen=seen)


def _holding_its_nik(registration, event, *, by, seen):
    try:
        with transaction.atomic():
            candidate = registration.candidate
            Registration.objects.filter(pk=registration.pk).update(
                nik_index=candidate.nik_index,
                nik_index_next=candidate.nik_index_next,
                submitted_at=timezone.now(),
            )
            moved = take_step(registration, event, by=by, seen=seen)
            checklist.pin(moved)
            forecast.renew_one(moved)
            carry_flags(moved)
            return take_step(moved, "assign", by=Acting.for_system(event)) if event == "submit" else moved
    except IntegrityError as error:
        if is_of_a_held_nik(error):
            raise StepRefused(COME_WITH_YOUR_KTP) from None
        raise


def is_of_a_held_nik(error):
    """Whether the database refused because another registration holds the NIK."""
    return any(name in str(error) for name in _ONE_PER_NIK)


@transaction.atomic
def transfer(registration, *, to_office, by, reason, seen=None):
    """Give it to another office, for example after a move. Raises StepRefused."""
    from_office = registration.office
    if to_office == from_office:
        raise StepRefused(_("It lies at this office already."))
    registration = take_step(registration, "transfer", by=by, seen=seen, reason=reason)
    step = registration.history.latest("pk")
    Transfer.objects.create(step=step, from_office=from_office, to_office=to_office)
    registration.office = to_office
    registration.save(update_fields=["office", "updated_at"])
    return registration


@transaction.atomic
def hold(registration, *, by, reason):
    """Hold it wherever it lies: at the office at once, else as soon as it comes there. Raises StepRefused."""
    held = Registration.objects.select_for_update(of=("self",)).get(pk=registration.pk)
    event = "hold_back" if held.state in STEPS["hold_back"].sources else "hold"
    return take_step(held, event, by=by, reason=reason)


@transaction.atomic
def propose_rejection(registration, *, ground, by, reason, seen=None):
    """Ask the head to reject, on a ``RejectionGround``. Raises StepRefused."""
    registration = take_step(registration, "propose_rejection", by=by, seen=seen, reason=reason)
    RegistrationStepReason.objects.filter(step=registration.history.latest("pk")).update(ground=ground)
    registration.rejection_ground = ground
    registration.save(update_fields=["rejection_ground", "updated_at"])
    return registration


def lapse_registrations():
    """End what was returned and not corrected in time, each by itself; returns how many."""
    by, moved = Acting.for_system("lapse_registrations"), 0
    # In the east the day ends first; whether it is over where the office is, the step itself asks.
    over = Registration.objects.filter(state=State.RETURNED, return_by__lt=today_in(WIT))
    for registration in over.order_by("return_by", "pk").iterator():
        try:
            take_step(registration, "lapse", by=by)
        except StepRefused:  # another worker or the person was faster, or it is not midnight there yet
            continue
        moved += 1
    return moved
