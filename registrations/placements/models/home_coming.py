from django.db import models
from django.utils.translation import gettext_lazy as _


class HomeComing(models.Model):
    """How somebody came home; told by themselves or by the office."""

    class Why(models.TextChoices):
        DONE = "done", _("The contract was over")
        OWN_WISH = "own_wish", _("Own wish, before its end")
        EMPLOYER = "employer", _("The employer ended it")
        HEALTH = "health", _("Sick or had an accident")
        TROUBLE = "trouble", _("Wage, work or safety was not in order")
        FAMILY = "family", _("Family")
        LEAVE = "leave", _("On leave, before going back to the same employer")
        STAY = "stay", _("No valid permit to stay or work")
        OTHER = "other", _("Something else")

    step = models.OneToOneField("placements.PlacementStep", on_delete=models.PROTECT, related_name="home_coming")
    came_on = models.DateField(_("day of the return"))
    port = models.CharField(_("airport, harbour or border post"), max_length=100, blank=True)
    why = models.CharField(_("why home"), max_length=10, choices=Why)

    class Meta:
        verbose_name = _("return home")
        verbose_name_plural = _("returns home")

    def __str__(self):
        return f"{self.came_on} {self.why}"


class Death(models.Model):
    """That somebody died abroad. No cause is written here: the family hears it from a person."""

    class Source(models.TextChoices):
        MISSION = "mission", _("The mission")
        FAMILY = "family", _("The family")
        EMPLOYER = "employer", _("The employer")
        OTHER = "other", _("Somebody else")

    class Remains(models.TextChoices):
        NOT_KNOWN = "not_known", _("Not decided yet")
        COME_HOME = "come_home", _("Are being brought home")
        HOME = "home", _("Are at home")
        THERE = "there", _("Laid to rest there, as the family wished")

    step = models.OneToOneField("placements.PlacementStep", on_delete=models.PROTECT, related_name="death")
    died_on = models.DateField(_("day of death"))
    told_by = models.CharField(_("who told it"), max_length=10, choices=Source)
    family_told_on = models.DateField(_("day on which the family was told in person"), null=True, blank=True)
    remains = models.CharField(_("the remains"), max_length=10, choices=Remains, default=Remains.NOT_KNOWN)

    class Meta:
        verbose_name = _("death abroad")
        verbose_name_plural = _("deaths abroad")

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"


class Purna(models.Model):
    """What somebody who is home again wants to do; what they need stands in HomeNeed."""

    class Plan(models.TextChoices):
        ABROAD = "abroad", _("Work abroad again")
        WORK = "work", _("Work here")
        BUSINESS = "business", _("A business of my own")
        FAMILY = "family", _("Stay with the family")
        OPEN = "open", _("Not known yet")

    step = models.OneToOneField("placements.PlacementStep", on_delete=models.PROTECT, related_name="purna")
    plan = models.CharField(_("what now"), max_length=10, choices=Plan)

    class Meta:
        verbose_name = _("record of being home again")
        verbose_name_plural = _("records of being home again")

    def __str__(self):
        return self.plan
