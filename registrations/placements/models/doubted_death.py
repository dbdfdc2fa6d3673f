"""The way back of a death that was recorded by mistake: one officer proposes, on a paper; the head takes it back."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from registrations.placements.models.step import PlacementStep


class DeathDoubtQuerySet(models.QuerySet):
    def standing(self):
        """Those that nobody has decided about yet."""
        decided = PlacementStep.objects.filter(
            placement=OuterRef("step__placement"),
            event__in=("take_back_death", "death_stands"),
            pk__gt=OuterRef("step"),
        )
        return self.exclude(Exists(decided))


class DeathDoubt(models.Model):
    """On what it rests that somebody recorded as dead lives."""

    class Shown(models.TextChoices):
        IN_PERSON = "in_person", _("The person came to an office, with a proof of who they are")
        MISSION = "mission", _("The mission saw the person and wrote it")
        OTHER_PERSON = "another", _("Another person died: papers or names were taken for each other")
        WRONG_CASE = "wrong_case", _("It was typed into the wrong case")

    step = models.OneToOneField("placements.PlacementStep", on_delete=models.PROTECT, related_name="death_doubt")
    shown_by = models.CharField(_("what shows it"), max_length=10, choices=Shown)
    paper = models.CharField(_("the paper, with its number"), max_length=150)
    dated_on = models.DateField(_("date of the paper"))

    objects = DeathDoubtQuerySet.as_manager()

    class Meta:
        verbose_name = _("doubt about a recorded death")
        verbose_name_plural = _("doubts about recorded deaths")

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"


class DeathTakenBack(models.Model):
    """That another officer than who proposed it took the death back; the database compares the two."""

    step = models.OneToOneField("placements.PlacementStep", on_delete=models.PROTECT, related_name="death_taken_back")
    doubt = models.OneToOneField(DeathDoubt, on_delete=models.PROTECT, related_name="taken_back")
    # Of the two steps, filled in when it is saved.
    proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, blank=True, related_name="+")
    approved_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, blank=True, related_name="+")

    class Meta:
        verbose_name = _("death taken back")
        verbose_name_plural = _("deaths taken back")
        constraints = [
            models.CheckConstraint(
                name="death_is_taken_back_by_another_than_who_proposed_it", condition=~Q(proposed_by=F("approved_by"))
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

    def save(self, *args, **kwargs):
        self.proposed_by_id, self.approved_by_id = self.doubt.step.user_id, self.step.user_id
        super().save(*args, **kwargs)
