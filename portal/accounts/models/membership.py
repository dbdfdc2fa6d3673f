from datetime import timedelta

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, IntegerField, Q, Value
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.roles import HEAD_ROLES, Role
from portal.lib.dated import in_force
from portal.lib.dates import WIB, today_in


def _exactly(column):
    """A range of one number: core PostgreSQL can exclude overlapping ranges by GiST, but not equal numbers."""
    return Func(F(column), F(column), Value("[]"), function="int8range")


class MembershipQuerySet(models.QuerySet):
    def in_force(self, day):
        return self.filter(in_force(day), ended_at=None)

    def around_today(self):
        """Every membership that may be in force today in some zone of the country; the rest is asked per row."""
        day = today_in(WIB)
        return self.filter(
            Q(valid_to=None) | Q(valid_to__gte=day - timedelta(days=1)),
            valid_from__lte=day + timedelta(days=1),
            ended_at=None,
        )

    def visible_to(self, by):
        """One's own; a head also those of the office; the ministry all."""
        if by.role == Role.MINISTRY_ADMIN:
            return self
        if by.role in HEAD_ROLES:
            return self.filter(Q(office_id=by.office_id) | Q(user_id=by.user_id))
        return self.filter(user_id=by.user_id) if by.user_id else self.none()


class Membership(models.Model):
    """A person's role in an office for a time, given by a letter."""

    class Standing(models.TextChoices):
        """A head in somebody's place: for a day or two (Plh), or while the post is empty (Plt)."""

        PLH = "plh", _("Plh (daily deputy)")
        PLT = "plt", _("Plt (acting)")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="memberships", verbose_name=_("user")
    )
    office = models.ForeignKey(
        "places.Office", on_delete=models.PROTECT, related_name="memberships", verbose_name=_("office")
    )
    role = models.CharField(
        _("role"), max_length=20, choices=[choice for choice in Role.choices if choice[0] != Role.CITIZEN]
    )
    standing = models.CharField(_("standing"), max_length=3, choices=Standing.choices, blank=True)
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)  # None: no end set
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
    # Ended by hand at this moment, whatever the last day says. None: the dates alone count.
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
            models.CheckConstraint(
                name="membership_dates_are_in_order",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="membership_has_a_staff_role",
                condition=Q(role__in=sorted(role.value for role in Role if role != Role.CITIZEN)),
            ),
            models.CheckConstraint(
                name="membership_of_an_acting_head_has_an_end",
                condition=Q(standing="")
                | Q(valid_to__isnull=False, role__in=sorted(role.value for role in HEAD_ROLES)),
            ),
            ExclusionConstraint(
                name="membership_is_not_given_twice_for_the_same_day",
                expressions=[
                    (_exactly("user_id"), RangeOperators.OVERLAPS),
                    (_exactly("office_id"), RangeOperators.OVERLAPS),
                    # The role as a number, for the same reason. hashtext keeps the ten roles apart (tested).
                    (
                        Func(
                            Func(F("role"), function="hashtext", output_field=IntegerField()),
                            Func(F("role"), function="hashtext", output_field=IntegerField()),
                            Value("[]"),
                            function="int4range",
                        ),
                        RangeOperators.OVERLAPS,
                    ),
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

    @property
    def role_label(self):
        """The role as people read it, with Plh or Plt."""
        return " ".join(filter(None, (self.get_role_display(), self.get_standing_display())))

    def is_current(self):
        """Whether it is in force today, by the office's own calendar day."""
        day = today_in(self.office.zone)
        return self.ended_at is None and self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
