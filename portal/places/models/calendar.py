from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.lib.language import in_page_language
from portal.places.models.areas import Province
from portal.places.models.offices import Office


class HolidayQuerySet(models.QuerySet):
    def in_force(self):
        return self.filter(valid_to=None)

    def observed_by(self, office):
        """Free days of one office: national ones, joint leave, its province's and its own. None: national only."""
        regional = Q(office=office) | Q(province=office.province_id, province__isnull=False) if office else Q()
        nationwide = Q(office=None, province=None)
        return self.in_force().filter(nationwide | regional if office else nationwide)


class Holiday(models.Model):
    """A day on which offices are closed although it is no Saturday or Sunday."""

    class Kind(models.TextChoices):
        NATIONAL = "national", _("National holiday")
        JOINT_LEAVE = "joint_leave", _("Joint leave")
        REGIONAL = "regional", _("Regional holiday")

    day = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    # A regional holiday binds one office or all offices seated in one province.
    office = models.ForeignKey(
        Office, models.PROTECT, null=True, blank=True, verbose_name=_("office"), related_name="holidays"
    )
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, verbose_name=_("province"), related_name="holidays"
    )
    legal_basis = models.CharField(_("legal basis"), max_length=250)
    # Whether an officer has compared the row with the text of its decree.
    checked = models.BooleanField(_("checked against the decree"), default=False)
    # The day the row stopped counting (a decree was changed); None: it counts.
    valid_to = models.DateField(_("withdrawn on"), null=True, blank=True)
    is_packaged = models.BooleanField(_("from the packaged data"), default=False, editable=False)

    objects = HolidayQuerySet.as_manager()

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        ordering = ["day", "id"]
        constraints = [
            models.CheckConstraint(
                name="holiday_is_regional_for_one_office_or_one_province",
                condition=(~Q(kind="regional") & Q(office=None, province=None))
                | Q(kind="regional", office=None, province__isnull=False)
                | Q(kind="regional", office__isnull=False, province=None),
            ),
            models.UniqueConstraint(
                name="holiday_is_named_once",
                fields=["day", "kind", "name", "office", "province"],
                nulls_distinct=False,
            ),
        ]
        indexes = [models.Index(name="holiday_by_day", fields=["day"])]

    def __str__(self):
        return f"{self.day.isoformat()} {in_page_language(self.name, self.name_en)}"
