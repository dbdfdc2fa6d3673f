"""The doubt whether two files are of one person. Nobody but officers ever learns that there is one."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.lib import codes
from portal.workflow import StepEntry, StepReason
from registrations.duplicates.workflow import STEPS, State
from registrations.permissions import REVIEWERS


class SuspicionQuerySet(models.QuerySet):
    def visible_to(self, by):
        """Of the own office, never about oneself."""
        if by.role not in REVIEWERS:
            return self.none()
        return self.filter(office=by.office_id).exclude(Q(first__user=by.user_id) | Q(second__user=by.user_id))

    def with_people(self):
        return self.select_related("first", "second", "office__province", "proposed_by")


class Suspicion(models.Model):
    """Two candidates who may be one person, the older row first. A pair is looked at once; what was decided stands."""

    class Ground(models.TextChoices):
        SAME_NIK = "same_nik", _("The same NIK")
        ALIKE = "alike", _("The same birth date and a similar name")

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    first = models.ForeignKey("registrations.Candidate", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey("registrations.Candidate", on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(_("why"), max_length=10, choices=Ground)
    # The one whose new registration raised it: there the person comes with the identity card.
    office = models.ForeignKey("places.Office", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=5, choices=State, default=State.OPEN, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    # Which file one officer would keep. Where one of the two has an account or lies at another office, another has to say the same.
    proposed_staying = models.ForeignKey(
        "registrations.Candidate", on_delete=models.PROTECT, null=True, related_name="+"
    )
    proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    merged_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    needs_two = models.BooleanField(_("two officers have to decide"), default=False, db_default=False, editable=False)
    raised_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    steps = STEPS
    objects = SuspicionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suspicion of one person in two files")
        verbose_name_plural = _("suspicions of one person in two files")
        constraints = [
            models.UniqueConstraint(name="suspicion_of_a_pair_once", fields=["first", "second"]),
            models.CheckConstraint(name="suspicion_names_the_older_first", condition=Q(first__lt=F("second"))),
            models.CheckConstraint(
                name="suspicion_merged_by_another_than_who_proposed",
                condition=Q(proposed_by=None) | Q(merged_by=None) | ~Q(proposed_by=F("merged_by")),
            ),
            models.CheckConstraint(
                name="suspicion_merged_by_two_where_needed",
                condition=~Q(state="same") | Q(needs_two=False) | Q(proposed_by__isnull=False),
            ),
        ]
        indexes = [models.Index(name="suspicions_of_an_office", fields=["office", "state", "id"])]

    def __str__(self):
        return self.number

    def save(self, *args, **kwargs):
        if not self.number:
            self.number = codes.new_code(codes.DUPLICATE)
        super().save(*args, **kwargs)

    def record_step(self, facts, reason):
        self.last_step = SuspicionStep.objects.create(suspicion=self, **facts)
        SuspicionReason.objects.create(step=self.last_step, text=reason)

    def after_step(self):
        """Of the doubt nobody is written to: only officers know of it."""


class SuspicionStep(StepEntry):
    """Its history; the database refuses to change it."""

    suspicion = models.ForeignKey(Suspicion, on_delete=models.PROTECT, related_name="history")

    class Meta:
        verbose_name = _("step of a suspicion")
        verbose_name_plural = _("steps of suspicions")
        indexes = [models.Index(name="suspicion_history", fields=["suspicion", "id"])]


class SuspicionReason(StepReason):
    step = models.OneToOneField(SuspicionStep, on_delete=models.PROTECT, related_name="reason")

    class Meta:
        verbose_name = _("reason of a step of a suspicion")
        verbose_name_plural = _("reasons of steps of suspicions")
