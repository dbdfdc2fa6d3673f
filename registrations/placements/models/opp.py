"""Sessions of the orientation before departure (OPP, DOMAIN 4.4): who has a seat, who came, by which certificate."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.lib import codes
from portal.workflow import StepRefused

MOST_SEATS = 200


class OppSession(models.Model):
    """One orientation of an office. ``seated`` never passes ``capacity``: whoever takes a seat moves it by one statement."""

    class Kind(models.TextChoices):
        ROOM = "room", _("In a room")
        ONLINE = "online", _("Online")

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    office = models.ForeignKey("places.Office", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(_("how it is held"), max_length=6, choices=Kind, default=Kind.ROOM)
    begins_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))
    # The day it is in the zone of the office, by which people are reminded.
    held_on = models.DateField(_("day"), editable=False)
    place = models.CharField(_("place"), max_length=200)
    link = models.URLField(_("address online"), max_length=300, blank=True)
    capacity = models.PositiveSmallIntegerField(_("seats"))
    seated = models.PositiveSmallIntegerField(_("seats taken"), default=0, editable=False)
    called_off_at = models.DateTimeField(null=True, editable=False)
    called_off_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    called_off_reason = models.TextField(_("why it was called off"), blank=True)
    version = models.PositiveIntegerField(default=0, editable=False)
    submission_key = models.UUIDField(unique=True, null=True, editable=False)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    is_demo = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("orientation session")
        verbose_name_plural = _("orientation sessions")
        constraints = [
            models.CheckConstraint(name="opp_session_ends_after_it_begins", condition=Q(ends_at__gt=F("begins_at"))),
            models.CheckConstraint(
                name="opp_session_has_seats", condition=Q(capacity__gte=1, capacity__lte=MOST_SEATS)
            ),
            models.CheckConstraint(name="opp_session_is_never_oversold", condition=Q(seated__lte=F("capacity"))),
            models.CheckConstraint(
                name="opp_session_online_has_its_address",
                condition=Q(kind="online") & ~Q(link="") | Q(kind="room", link=""),
            ),
            models.CheckConstraint(
                name="opp_session_is_called_off_by_somebody_and_why",
                condition=Q(called_off_at=None, called_off_by=None, called_off_reason="")
                | Q(called_off_at__isnull=False, called_off_by__isnull=False) & ~Q(called_off_reason=""),
            ),
        ]
        indexes = [models.Index(name="opp_sessions_of_an_office", fields=["office", "begins_at", "id"])]

    def __str__(self):
        return self.number

    def save(self, *args, **kwargs):
        if not self.number:
            self.number = codes.new_code(codes.OPP_SESSION)
        self.held_on = self.begins_at.astimezone(self.office.zone).date()
        super().save(*args, **kwargs)

    @property
    def left(self):
        return self.capacity - self.seated

    @property
    def is_called_off(self):
        return self.called_off_at is not None

    @property
    def is_over(self):
        return self.ends_at <= timezone.now()

    @property
    def has_begun(self):
        return self.begins_at <= timezone.now()


class OppChange(models.Model):
    """What a session was before somebody moved it; whoever is invited hears of it."""

    session = models.ForeignKey(OppSession, on_delete=models.PROTECT, related_name="changes")
    begins_at = models.DateTimeField(_("began"))
    ends_at = models.DateTimeField(_("ended"))
    place = models.CharField(_("place"), max_length=200)
    link = models.URLField(_("address online"), max_length=300, blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("change of an orientation session")
        verbose_name_plural = _("changes of orientation sessions")

    def __str__(self):
        return f"{self.session_id} {self.changed_at}"


class OppSeat(models.Model):
    """A seat for one case; written down with the step by which somebody was invited, it takes its place in the session."""

    class State(models.TextChoices):
        INVITED = "invited", _("Invited")
        CAME = "came", _("Came")
        MISSED = "missed", _("Did not come")
        RELEASED = "released", _("Seat given back")

    step = models.OneToOneField("placements.PlacementStep", on_delete=models.PROTECT, related_name="seat")
    session = models.ForeignKey(OppSession, on_delete=models.PROTECT, related_name="seats")
    placement = models.ForeignKey("placements.Placement", on_delete=models.PROTECT, related_name="seats")
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.INVITED)
    invited_at = models.DateTimeField(auto_now_add=True)

    follows = ("state",)  # from the steps of the case: no part of its digest (portal.audit.kept)

    class Meta:
        verbose_name = _("seat in an orientation")
        verbose_name_plural = _("seats in orientations")
        constraints = [
            models.UniqueConstraint(
                name="opp_one_open_seat_per_case", fields=["placement"], condition=Q(state="invited")
            ),
        ]
        indexes = [models.Index(name="opp_seats_of_a_session", fields=["session", "state", "id"])]

    def __str__(self):
        return f"{self.session_id} {self.placement_id}"

    def save(self, *args, **kwargs):
        """Raises StepRefused when the session has no seat left, is over or was called off."""
        if self._state.adding:
            _take_one(self.session)
        super().save(*args, **kwargs)


def _take_one(session):
    """One statement, so that of two officers at the last seat one is told."""
    standing = OppSession.objects.filter(pk=session.pk, called_off_at=None, ends_at__gt=timezone.now())
    if standing.filter(seated__lt=F("capacity")).update(seated=F("seated") + 1):
        return
    if standing.exists():
        raise StepRefused(_("No seat is left in this session."))
    raise StepRefused(_("This session is over, or was called off."))


class OppAttendance(models.Model):
    """That somebody was there, and the certificate: the evidence of the step ``attend``."""

    step = models.OneToOneField("placements.PlacementStep", on_delete=models.PROTECT, related_name="attendance")
    seat = models.ForeignKey(OppSeat, on_delete=models.PROTECT, related_name="attendances")
    # Of the session, for the constraint below.
    office = models.ForeignKey("places.Office", on_delete=models.PROTECT, related_name="+")
    has_biometrics = models.BooleanField(_("biometrics taken"))
    certificate_number = models.CharField(_("number of the certificate"), max_length=40)
    taken_back_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("attendance of an orientation")
        verbose_name_plural = _("attendances of orientations")
        constraints = [
            models.UniqueConstraint(
                name="opp_certificate_is_given_once",
                fields=["office", "certificate_number"],
                condition=Q(taken_back_at=None),
            ),
            models.UniqueConstraint(name="opp_seat_is_attended_once", fields=["seat"], condition=Q(taken_back_at=None)),
            models.CheckConstraint(name="opp_certificate_has_its_number", condition=~Q(certificate_number="")),
        ]

    def __str__(self):
        return self.certificate_number


# What becomes of the open seat by the steps of its case; all others leave it as it is.
_SEAT_AFTER = {
    "attend": OppSeat.State.CAME,
    "no_show": OppSeat.State.MISSED,
    "opp_called_off": OppSeat.State.RELEASED,
    "employer_withdraws": OppSeat.State.RELEASED,
    "medical_unfit_for_good": OppSeat.State.RELEASED,
    "withdraw": OppSeat.State.RELEASED,
    "close": OppSeat.State.RELEASED,
}


def seat_follows(case, event):
    """Bring the seat of ``case`` in line with the step just taken; for the transaction of that step."""
    if event == "take_back_attendance":
        _open_again(case)
    elif event in _SEAT_AFTER:
        for seat in OppSeat.objects.filter(placement=case, state=OppSeat.State.INVITED):
            OppSeat.objects.filter(pk=seat.pk).update(state=_SEAT_AFTER[event])
            if _SEAT_AFTER[event] == OppSeat.State.RELEASED:
                OppSession.objects.filter(pk=seat.session_id).update(seated=F("seated") - 1)


def _open_again(case):
    """The row of the attendance stays, for the history; its number may be given to somebody else."""
    standing = OppAttendance.objects.filter(seat__placement=case, taken_back_at=None).order_by("-pk").first()
    if standing:
        OppAttendance.objects.filter(pk=standing.pk).update(taken_back_at=timezone.now())
        OppSeat.objects.filter(pk=standing.seat_id).update(state=OppSeat.State.INVITED)
