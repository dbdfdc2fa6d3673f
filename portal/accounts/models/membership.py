from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Case, Exists, F, Func, IntegerField, OuterRef, Q, Value, When
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models.granted import Granted
from portal.accounts.models.membership_review import MembershipReview, quarter_of
from portal.accounts.roles import HEAD_ROLES, OFFICER_ROLES, Role
from portal.lib.dated import in_force
from portal.lib.dates import WIB, WIT, today_in


def _exactly(number, kind):
    """A range of one number: core PostgreSQL can exclude overlapping ranges by GiST, but not equal numbers."""
    return Func(number, number, Value("[]"), function=kind)


# A role that nobody used for so long no longer counts: whoever had it may have moved on, and a stranger may have
# the log-in. A head opens it again.
LOCKED_AFTER = timedelta(days=60)


def first_day():
    return today_in(WIB)


def _role_as_number():
    # hashtext keeps the ten roles apart (tested). One may be steward of several events meanwhile.
    return Func(Concat("role", "event_reference"), function="hashtext", output_field=IntegerField())


class MembershipQuerySet(models.QuerySet):
    def in_force(self, day):
        return self.filter(in_force(day), ended_at=None).awake(day)

    def awake(self, day):
        """Not locked on ``day`` for having been unused."""
        return self.filter(Q(valid_from__gt=day - LOCKED_AFTER) | Q(idle_since__gt=day - LOCKED_AFTER))

    def around_today(self):
        """Every membership whose days may be around today in some zone of the country; the rest is asked per row."""
        day = today_in(WIB)
        return self.filter(
            Q(valid_to=None) | Q(valid_to__gte=day - timedelta(days=1)),
            valid_from__lte=day + timedelta(days=1),
            ended_at=None,
        )

    def not_over(self):
        """What counts today, or may count one day: locked roles and those that begin later too."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=today_in(WIB) - timedelta(days=1)), ended_at=None)

    def to_review(self, day):
        """What a review on ``day`` looks at: in force or locked, with ``is_due`` (bool).

        Due is what began before the quarter and nobody has confirmed in it; a role given since was just decided.
        """
        quarter = quarter_of(day)
        done = MembershipReview.objects.filter(membership=OuterRef("pk"), quarter=quarter)
        is_due = Case(When(Q(valid_from__lt=quarter) & ~Exists(done), then=True), default=False)
        return self.filter(in_force(day), ended_at=None).annotate(is_due=is_due)

    def over_somewhere(self):
        """Not closed yet, and past their last day in the zone where the day begins first."""
        return self.filter(ended_at=None, valid_to__lt=today_in(WIT))

    def locked_today(self):
        """The rows that would count today, had somebody used them: a list."""
        rows = self.around_today().select_related("office__province", "village")
        return [row for row in rows if row.is_in_force() and row.is_locked()]

    def visible_to(self, by):
        """One's own; an officer also the office's stewards; a head all of the office; the ministry all."""
        if by.role == Role.MINISTRY_ADMIN:
            return self
        if by.role in HEAD_ROLES:
            return self.filter(Q(office_id=by.office_id) | Q(user_id=by.user_id))
        if by.role in OFFICER_ROLES:
            return self.filter(Q(office_id=by.office_id, role=Role.STEWARD) | Q(user_id=by.user_id))
        return self.filter(user_id=by.user_id) if by.user_id else self.none()


class Membership(Granted):
    """A person's role in an office for a time, given by a letter."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("user")
    )
    letter_number = models.CharField(_("letter number"), max_length=100, blank=True)
    # None: made by a command.
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("appointed by"),
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # The last day somebody acted in it, at the office; None: never.
    last_used_on = models.DateField(_("last used"), null=True, blank=True, editable=False)
    # Given, used or unlocked last: what the lock counts from.
    idle_since = models.DateField(default=first_day, editable=False)
    # Over since this moment, by hand or by its last day. None: the dates alone count.
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("ended by"),
    )
    ending_letter_number = models.CharField(_("letter number of the end"), max_length=100, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            *Granted.Meta.constraints,
            models.CheckConstraint(
                name="membership_has_a_staff_role",
                condition=Q(role__in=sorted(role.value for role in Role if role != Role.CITIZEN)),
            ),
            ExclusionConstraint(
                name="membership_is_not_given_twice_for_the_same_day",
                expressions=[
                    (_exactly(F("user_id"), "int8range"), RangeOperators.OVERLAPS),
                    (_exactly(F("office_id"), "int8range"), RangeOperators.OVERLAPS),
                    (_exactly(_role_as_number(), "int4range"), RangeOperators.OVERLAPS),
                    (
                        Func(
                            "valid_from", "valid_to", Value("[]"), function="daterange", output_field=DateRangeField()
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]
        indexes = [models.Index(name="membership_by_office", fields=["office", "role", "valid_from"])]

    def __str__(self):
        return f"{self.role_label}, {self.office}"

    def is_current(self):
        """Whether it counts today, by the office's own calendar day."""
        return self.is_in_force() and not self.is_locked()

    def is_in_force(self):
        """Whether today is one of its days, locked or not."""
        day = today_in(self.office.zone)
        return self.ended_at is None and self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def is_over(self):
        return bool(self.ended_at or (self.valid_to and self.valid_to < today_in(self.office.zone)))

    def days_unused(self):
        """Days since it was used, given or unlocked; below zero before its first day."""
        return (today_in(self.office.zone) - max(self.valid_from, self.idle_since)).days

    def is_locked(self):
        return self.days_unused() >= LOCKED_AFTER.days

    def locked_on(self):
        """The day on which it locks, or locked."""
        return max(self.valid_from, self.idle_since) + LOCKED_AFTER

    def note_use(self):
        """Somebody acts in it today: written once a day."""
        day = today_in(self.office.zone)
        if self.last_used_on != day:
            self.last_used_on = self.idle_since = day
            self.save(update_fields=["last_used_on", "idle_since"])
