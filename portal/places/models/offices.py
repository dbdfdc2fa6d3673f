"""Public offices and the areas they answer for."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.lib.dated import in_force
from portal.lib.dates import WIB, parse_partial
from portal.lib.language import in_page_language
from portal.places.models.areas import Province, Regency
from portal.places.models.countries import Country


class OfficeQuerySet(models.QuerySet):
    def in_force(self, day):
        return self.filter(in_force(day))

    def missions_in(self, country, day):
        """Missions that answer for ``country``, an ISO code or a Country, on ``day``."""
        covered = OfficeCoverage.objects.in_force(day).filter(country=country)
        return self.in_force(day).filter(kind=Office.Kind.MISSION, pk__in=covered.values("office")).order_by("code")

    def with_card_details(self):
        """All that one office's card shows, in a fixed number of queries."""
        return self.select_related("province", "regency")


class Office(models.Model):
    class Kind(models.TextChoices):
        HEAD_OFFICE = "head_office", _("Ministry, head office")
        BP3MI = "bp3mi", _("BP3MI")
        P4MI = "p4mi", _("P4MI")
        LTSA = "ltsa", _("LTSA, one-stop service")
        PROVINCE_LABOUR = "province_labour", _("Labour office of the province")
        REGENCY_LABOUR = "regency_labour", _("Labour office of the regency or city")
        IMMIGRATION = "immigration", _("Immigration office")
        MISSION = "mission", _("Mission of Indonesia abroad")

    code = models.SlugField(_("code"), max_length=60, unique=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)
    # Whether an officer has confirmed that the office bears this name today.
    name_checked = models.BooleanField(_("name checked"), default=False)
    city = models.CharField(_("seat"), max_length=80, blank=True)
    # None: head office or a mission abroad.
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, verbose_name=_("province of the seat"), related_name="offices"
    )
    regency = models.ForeignKey(
        Regency, models.PROTECT, null=True, blank=True, verbose_name=_("regency of the seat"), related_name="offices"
    )
    address = models.CharField(_("address"), max_length=250, blank=True)
    phone = models.CharField(_("phone, as published"), max_length=60, blank=True)
    # The number that somebody called and who answered there was the office: another one since then is untried again.
    phone_tried = models.CharField(max_length=60, blank=True, db_default="", editable=False)
    phone_tried_on = models.DateField(_("phone last called"), null=True, blank=True, editable=False)
    phone_tried_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("called by"),
        related_name="+",
    )
    source_name = models.CharField(_("source"), max_length=200, blank=True)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    # As exactly as the source gave it: 2021, 2021-03 or 2021-03-06 (portal.lib.dates.parse_partial).
    source_date = models.CharField(_("date of the source"), max_length=10, blank=True)
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    # From the packaged files: sync_places keeps the row, and ends it when it leaves the files.
    is_packaged = models.BooleanField(_("from the packaged data"), default=False, editable=False)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        verbose_name = _("office")
        verbose_name_plural = _("offices")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="office_ends_after_it_begins",
                condition=Q(valid_from=None) | Q(valid_to__gte=F("valid_from")) | Q(valid_to=None),
            ),
            models.CheckConstraint(
                name="office_source_date_is_iso_or_partial",
                condition=Q(source_date="") | Q(source_date__regex=r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"),
            ),
            models.UniqueConstraint(
                name="office_one_labour_office_per_regency",
                fields=["regency"],
                condition=Q(kind="regency_labour", valid_to=None),
            ),
            models.UniqueConstraint(
                name="office_one_labour_office_per_province",
                fields=["province"],
                condition=Q(kind="province_labour", valid_to=None),
            ),
        ]
        indexes = [models.Index(name="office_by_kind_and_province", fields=["kind", "province"])]

    def __str__(self):
        return in_page_language(self.name, self.name_en)

    @property
    def zone(self):
        """The zone of the seat; WIB for the head office. Reads the province: select it along in lists."""
        return self.province.zone if self.province_id else WIB

    @property
    def printed_phone(self):
        """The phone as it may be printed: only after a call at this very number; else ""."""
        return self.phone if self.phone == self.phone_tried else ""

    def record_phone_call(self, *, user, day):
        """Keep that ``user`` reached the office at its number on ``day`` (a date in WIB)."""
        self.phone_tried, self.phone_tried_on, self.phone_tried_by = self.phone, day, user
        self.save(update_fields=["phone_tried", "phone_tried_on", "phone_tried_by"])

    @property
    def source_day(self):
        """The source's date as a PartialDate, None if it gave none."""
        return parse_partial(self.source_date)


class OfficeCoverageQuerySet(models.QuerySet):
    def in_force(self, day):
        return self.filter(in_force(day))

    def reaching(self, regency):
        """Rows for the regency itself or for its whole province."""
        return self.filter(Q(regency=regency) | Q(province=regency.province_id))


class OfficeCoverage(models.Model):
    """An office answers for a whole province or one regency, a mission for a country, from when to when, and on what basis."""

    office = models.ForeignKey(Office, models.PROTECT, verbose_name=_("office"), related_name="coverage")
    province = models.ForeignKey(
        Province, models.PROTECT, null=True, blank=True, verbose_name=_("province"), related_name="+"
    )
    regency = models.ForeignKey(
        Regency, models.PROTECT, null=True, blank=True, verbose_name=_("regency"), related_name="+"
    )
    country = models.ForeignKey(
        Country, models.PROTECT, null=True, blank=True, verbose_name=_("country"), related_name="+"
    )
    valid_from = models.DateField(_("valid from"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    legal_basis = models.CharField(_("legal basis or source"), max_length=250, blank=True)
    checked = models.BooleanField(_("checked"), default=False)
    is_packaged = models.BooleanField(_("from the packaged data"), default=False, editable=False)

    objects = OfficeCoverageQuerySet.as_manager()

    class Meta:
        verbose_name = _("area of an office")
        verbose_name_plural = _("areas of offices")
        constraints = [
            models.CheckConstraint(
                name="office_coverage_names_one_area",
                condition=Q(province__isnull=False, regency=None, country=None)
                | Q(province=None, regency__isnull=False, country=None)
                | Q(province=None, regency=None, country__isnull=False),
            ),
            models.CheckConstraint(
                name="office_coverage_ends_after_it_begins",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            models.UniqueConstraint(
                name="office_covers_an_area_once_at_a_time",
                fields=["office", "province", "regency", "country"],
                condition=Q(valid_to=None),
                nulls_distinct=False,
            ),
        ]

    def __str__(self):
        return f"{self.office}: {self.province or self.regency or self.country}"

    def clean(self):
        if self.country_id and self.office_id and self.office.kind != Office.Kind.MISSION:
            raise ValidationError({"country": _("Only a mission abroad answers for a country.")})
