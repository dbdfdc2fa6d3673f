"""When and where: an event has one or more sessions, on one or more days, in one or more venues."""

from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from outreach.choices import VenueKind
from portal.lib.dates import WIB, ZONE_LABELS


class Venue(models.Model):
    """A place that many events may use; what a visitor with a wheelchair must know stands with it."""

    # "" only of an import: the source names no more than the area.
    name = models.CharField(_("name"), max_length=150)
    kind = models.CharField(_("kind"), max_length=20, choices=VenueKind, blank=True)
    province = models.ForeignKey("places.Province", models.PROTECT, null=True, blank=True, related_name="+")
    regency = models.ForeignKey("places.Regency", models.PROTECT, null=True, blank=True, related_name="+")
    district = models.ForeignKey("places.District", models.PROTECT, null=True, blank=True, related_name="+")
    village = models.ForeignKey("places.Village", models.PROTECT, null=True, blank=True, related_name="+")
    # As the source worded it, where no area of the official list bears that name.
    area_as_published = models.CharField(_("area as published"), max_length=150, blank=True)
    address = models.CharField(_("address"), max_length=250, blank=True)
    # WGS 84, degrees.
    latitude = models.DecimalField(_("latitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    longitude = models.DecimalField(_("longitude"), max_digits=8, decimal_places=5, null=True, blank=True)
    seats = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    # None: nobody has looked.
    has_step_free_way = models.BooleanField(_("way without steps"), null=True, blank=True)
    has_wheelchair_toilet = models.BooleanField(_("toilet for wheelchairs"), null=True, blank=True)
    access_note = models.CharField(_("on getting in"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        indexes = [models.Index(name="venues_of_a_regency", fields=["regency", "name"])]
        constraints = [
            models.CheckConstraint(
                name="venue_point_is_whole_and_on_earth",
                condition=Q(latitude=None, longitude=None) | Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            ),
        ]

    def __str__(self):
        return self.name or str(
            self.village or self.district or self.regency or self.province or self.area_as_published
        )

    def area_codes(self):
        """Codes of province, regency, district and village, as far as they are known."""
        return [code for code in (self.province_id, self.regency_id, self.district_id, self.village_id) if code]


class Session(models.Model):
    """One sitting at one place. ``seated`` never passes ``capacity``: whoever takes a seat moves it by one statement."""

    event = models.ForeignKey("outreach.Event", on_delete=models.PROTECT, related_name="sessions")
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions")
    title = models.CharField(_("title"), max_length=150, blank=True)
    # The day where it is held; None: not known.
    held_on = models.DateField(_("day"), null=True, blank=True)
    # Both or none.
    begins_at = models.DateTimeField(_("begins"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    # Of the venue; "" when the place is not known.
    time_zone = models.CharField(
        _("time zone"), max_length=20, choices=list(ZONE_LABELS.items()), blank=True, editable=False
    )
    link = models.URLField(_("address online"), max_length=300, blank=True)
    # None: whoever comes finds room.
    capacity = models.PositiveIntegerField(_("seats"), null=True, blank=True)
    seated = models.PositiveIntegerField(_("seats taken"), default=0, editable=False)
    # The last number on a ticket; one that was given back is not given again, so that two tickets never say the same.
    last_seat = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("session of an event")
        verbose_name_plural = _("sessions of events")
        ordering = ["held_on", "begins_at", "id"]
        constraints = [
            models.CheckConstraint(
                name="session_hours_are_whole_and_in_order",
                condition=Q(begins_at=None, ends_at=None) | Q(ends_at__gt=F("begins_at"), held_on__isnull=False),
            ),
            models.CheckConstraint(
                name="session_is_never_oversold", condition=Q(capacity=None) | Q(seated__lte=F("capacity"))
            ),
        ]
        indexes = [models.Index(name="sessions_by_day", fields=["held_on", "event"])]

    def __str__(self):
        return self.title or str(self.venue or self.held_on or "")

    def save(self, *args, **kwargs):
        """The day is that of the venue's zone, from the hour it begins where one is known."""
        province = self.venue.province if self.venue_id and self.venue.province_id else None
        self.time_zone = province.time_zone if province else ""
        if self.begins_at:
            self.held_on = self.begins_at.astimezone(self.zone).date()
        super().save(*args, **kwargs)

    @property
    def zone(self):
        return ZoneInfo(self.time_zone) if self.time_zone else WIB

    @property
    def left(self):
        """Seats still free; None where there is no limit."""
        return None if self.capacity is None else self.capacity - self.seated

    def area_codes(self):
        return self.venue.area_codes() if self.venue_id else []
