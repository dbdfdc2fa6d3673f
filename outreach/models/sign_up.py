"""Who wants to come: one row per ticket, of one person or of a group. Nobody needs an account, and a NIK has no place here."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outreach.models.event import Event
from portal.lib import codes
from portal.lib.sealed import SealedTextField
from portal.messaging.models import OptOut

# What may be said of events somebody signed up for; they switch it off as one thing.
TOPIC_CODE = "events"
MOST_PEOPLE = 200  # on one ticket
LONGEST_NAME, LONGEST_PLACE, LONGEST_INSTITUTION = 100, 120, 150


class SignUpState(models.TextChoices):
    SEATED = "seated", _("Has a seat")
    WAITING = "waiting", _("On the waiting list")
    CANCELLED = "cancelled", _("Cancelled")
    CAME = "came", _("Came")


HOLD_SEATS = {SignUpState.SEATED, SignUpState.CAME}
STANDING = {SignUpState.SEATED, SignUpState.WAITING}


class SignUpQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(state__in=sorted(STANDING))

    def waiting(self):
        """In the order in which they get the seats that become free."""
        return self.filter(state=SignUpState.WAITING).order_by("pk")

    def kept(self):
        """Whose period is not over: the others were emptied, and count only."""
        return self.filter(emptied_at=None)

    def visible_to(self, by):
        return self.filter(session__event__in=Event.objects.visible_to(by))

    def reached(self):
        """Of people who are written to about their events."""
        refused = OptOut.objects.filter(contact=OuterRef("contact"), topic=TOPIC_CODE, channel="")
        return self.filter(contact__isnull=False).exclude(contact__user__is_active=False).filter(~Exists(refused))


class SignUp(models.Model):
    """One ticket for one session. Rows are made and moved by outreach.signing_up.services alone, which keeps the seats.

    The order of the waiting list is that of the keys: whoever begins to wait holds the session meanwhile.
    """

    session = models.ForeignKey("outreach.Session", on_delete=models.PROTECT, related_name="sign_ups")
    # Whoever has it may see the ticket and give the seat back.
    code = models.CharField(_("ticket"), max_length=24, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=9, choices=SignUpState, default=SignUpState.WAITING)
    people = models.PositiveSmallIntegerField(_("people"), default=1)
    # "B-031", of a group the first of its seats; "" before they had one.
    seat = models.CharField(_("seat"), max_length=12, blank=True)

    # One word is enough; of a group whoever leads it. Shown to the offices of the event and at its door.
    name = SealedTextField(_("name"), purpose="sign_up.name")
    names = SealedTextField(_("names of the group"), purpose="sign_up.names", blank=True)
    # Who answers for people under 18 that day.
    guardian = SealedTextField(_("who is responsible"), purpose="sign_up.guardian", blank=True)
    district = models.ForeignKey(
        "places.District", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("district")
    )
    place = models.CharField(_("place elsewhere"), max_length=LONGEST_PLACE, blank=True)
    institution = models.CharField(_("institution"), max_length=LONGEST_INSTITUTION, blank=True)
    needs_wheelchair = models.BooleanField(_("comes with a wheelchair"), default=False)
    needs_sign_language = models.BooleanField(_("needs sign language"), default=False)

    # None: nobody proved an address, and the ticket is all there is.
    contact = models.ForeignKey("messaging.Contact", models.PROTECT, null=True, blank=True, related_name="sign_ups")
    # Officers may write or call after the event.
    may_be_contacted = models.BooleanField(_("may be contacted after the event"), default=False)

    submission_key = models.UUIDField(unique=True, null=True, editable=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # When a seat was got by waiting, and when all was given back.
    promoted_at = models.DateTimeField(null=True, editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    cancelled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    emptied_at = models.DateTimeField(null=True, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)

    State = SignUpState
    objects = SignUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-up for an event")
        verbose_name_plural = _("sign-ups for events")
        constraints = [
            models.UniqueConstraint(
                name="seat_of_a_session_is_given_once", fields=["session", "seat"], condition=~Q(seat="")
            ),
            models.CheckConstraint(name="sign_up_is_of_somebody", condition=Q(people__gte=1, people__lte=MOST_PEOPLE)),
            models.CheckConstraint(
                name="sign_up_with_a_seat_names_it", condition=~Q(state__in=["seated", "came"]) | ~Q(seat="")
            ),
            models.CheckConstraint(
                name="sign_up_is_cancelled_at_some_time",
                condition=Q(state="cancelled", cancelled_at__isnull=False)
                | ~Q(state="cancelled") & Q(cancelled_at=None),
            ),
            models.CheckConstraint(
                name="sign_up_emptied_reaches_nobody",
                condition=Q(emptied_at=None) | Q(contact=None, district=None, place="", institution=""),
            ),
        ]
        indexes = [
            models.Index(name="sign_ups_of_a_session", fields=["session", "state", "id"]),
            models.Index(name="sign_ups_of_a_contact", fields=["contact"], condition=Q(contact__isnull=False)),
            models.Index(name="sign_ups_to_empty", fields=["session"], condition=Q(emptied_at=None)),
        ]

    def __str__(self):
        return f"sign-up {self.pk}"  # never a name or the code: it ends up in logs

    def save(self, *args, **kwargs):
        if not self.code:
            self.code = codes.new_code(codes.TICKET)
        super().save(*args, **kwargs)

    @property
    def is_standing(self):
        return self.state in STANDING

    @property
    def has_seat(self):
        return self.state in HOLD_SEATS

    @property
    def seats(self):
        """``B-031``; of a group ``B-031 - B-070``; "" without one."""
        if not self.seat or self.people == 1:
            return self.seat
        letter, _hyphen, first = self.seat.partition("-")
        return f"{self.seat} - {letter}-{int(first) + self.people - 1:03}"
