from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.workflow import StepEntry


class EventStep(StepEntry):
    """The history of an event; the database refuses to change it."""

    event_of = models.ForeignKey("outreach.Event", on_delete=models.PROTECT, related_name="history")

    class Meta:
        verbose_name = _("step of an event")
        verbose_name_plural = _("steps of events")
        indexes = [models.Index(name="event_history", fields=["event_of", "id"])]

    def __str__(self):
        return self.event


class EventStepReason(models.Model):
    """Why, in the officer's words: a row of its own, as it may have to be emptied while the history stays."""

    step = models.OneToOneField(EventStep, on_delete=models.PROTECT, related_name="reason")
    text = models.TextField(_("reason"))

    class Meta:
        verbose_name = _("reason of a step")
        verbose_name_plural = _("reasons of steps")

    def __str__(self):
        return self.text
