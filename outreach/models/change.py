"""What became of a plan that people may know already, and which likely doubles are none."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class EventChange(models.Model):
    """Somebody changed an event that is public: what, and what its session was before; only grows.

    ``fields``: columns of the event or of the session, names of lines (``parties``), ``session_added`` or ``session_removed``.
    """

    # Of a session: whoever signed up has to hear of these.
    TOLD_OF = ("held_on", "begins_at", "ends_at", "venue", "link")

    event = models.ForeignKey("outreach.Event", on_delete=models.PROTECT, related_name="changes")
    # None: of the event itself, or of a session that was taken out.
    session = models.ForeignKey("outreach.Session", on_delete=models.PROTECT, null=True, related_name="changes")
    fields = ArrayField(models.CharField(max_length=30))
    # The session before; all empty where the event itself changed, or the session was new.
    held_on = models.DateField(_("day before"), null=True)
    begins_at = models.DateTimeField(_("began"), null=True)
    ends_at = models.DateTimeField(_("ended"), null=True)
    time_zone = models.CharField(_("time zone before"), max_length=20, blank=True)
    venue = models.ForeignKey("outreach.Venue", on_delete=models.PROTECT, null=True, related_name="+")
    link = models.URLField(_("address online before"), max_length=300, blank=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    office = models.ForeignKey("places.Office", on_delete=models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("change of an event")
        verbose_name_plural = _("changes of events")
        indexes = [models.Index(name="changes_of_an_event", fields=["event", "id"])]
        constraints = [models.CheckConstraint(name="event_change_says_what_changed", condition=~Q(fields=[]))]

    def __str__(self):
        return ", ".join(self.fields)

    @property
    def is_to_be_told(self):
        """Whether day, hours or place of a session moved."""
        return not {*self.TOLD_OF, "session_removed"}.isdisjoint(self.fields)


class NotTheSame(models.Model):
    """Two events looked like one, and an officer said they are two: not asked again. The earlier row stands first."""

    first = models.ForeignKey("outreach.Event", on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey("outreach.Event", on_delete=models.PROTECT, related_name="+")
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("events that are not the same")
        verbose_name_plural = _("events that are not the same")
        constraints = [
            models.UniqueConstraint(name="events_are_told_apart_once", fields=["first", "second"]),
            models.CheckConstraint(name="events_told_apart_stand_in_order", condition=Q(first__lt=F("second"))),
        ]
        indexes = [models.Index(name="told_apart_by_the_second", fields=["second"])]

    def __str__(self):
        return f"{self.first_id} {self.second_id}"
