from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from outreach.choices import PartyKind, PartyRole


class Party(models.Model):
    """Who holds an event, and as what: an office of this portal, or somebody known by name.

    Every office among them owns the event: it appears once, and each works on the same row.
    """

    event = models.ForeignKey("outreach.Event", on_delete=models.PROTECT, related_name="parties")
    role = models.CharField(_("role"), max_length=12, choices=PartyRole)
    kind = models.CharField(_("kind"), max_length=12, choices=PartyKind, blank=True)
    office = models.ForeignKey(
        "places.Office", on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("office")
    )
    name = models.CharField(_("name"), max_length=150, blank=True)

    class Meta:
        verbose_name = _("party of an event")
        verbose_name_plural = _("parties of events")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="event_has_one_organiser", fields=["event"], condition=Q(role=PartyRole.ORGANISER)
            ),
            models.UniqueConstraint(
                name="event_names_an_office_once", fields=["event", "office"], condition=Q(office__isnull=False)
            ),
            models.CheckConstraint(
                name="event_party_is_an_office_or_a_name",
                condition=Q(office__isnull=False, name="") | Q(office=None) & ~Q(name=""),
            ),
        ]
        indexes = [models.Index(name="events_of_an_office", fields=["office", "event"])]

    def __str__(self):
        return str(self.office) if self.office_id else self.name
