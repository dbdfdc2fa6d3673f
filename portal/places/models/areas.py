"""Administrative areas with the codes of the Ministry of Home Affairs (Kemendagri), dots included."""

from zoneinfo import ZoneInfo

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.lib.dates import WIB, WIT, WITA, ZONE_LABELS


class AreaQuerySet(models.QuerySet):
    def current(self):
        """Areas that exist today. Ended ones are kept, since old cases point to them."""
        return self.filter(valid_to=None)


class Area(models.Model):
    # Last day the area existed; None: it exists. Set by sync_places when the area left the official list.
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    objects = AreaQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self):
        return self.name

    @property
    def is_current(self):
        return self.valid_to is None


class Province(Area):
    code = models.CharField(_("code"), max_length=2, primary_key=True)
    name = models.CharField(_("name"), max_length=60)
    # As people write it in an address: NTT, DKI Jakarta.
    short_name = models.CharField(_("short name"), max_length=40)
    time_zone = models.CharField(_("time zone"), max_length=20, choices=list(ZONE_LABELS.items()))

    class Meta:
        verbose_name = _("province")
        verbose_name_plural = _("provinces")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(name="province_code_has_two_digits", condition=Q(code__regex=r"^[0-9]{2}$")),
            models.CheckConstraint(
                name="province_lies_in_a_zone_of_indonesia",
                condition=Q(time_zone__in=[WIB.key, WITA.key, WIT.key]),
            ),
        ]

    @property
    def zone(self):
        return ZoneInfo(self.time_zone)


class Regency(Area):
    """Kabupaten or kota; its name says which ("Kabupaten Belu", "Kota Kupang")."""

    code = models.CharField(_("code"), max_length=5, primary_key=True)
    province = models.ForeignKey(Province, models.PROTECT, verbose_name=_("province"), related_name="regencies")
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        verbose_name = _("regency or city")
        verbose_name_plural = _("regencies and cities")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(name="regency_code_is_dotted", condition=Q(code__regex=r"^[0-9]{2}\.[0-9]{2}$")),
        ]


class District(Area):
    """Kecamatan; called distrik in Papua."""

    code = models.CharField(_("code"), max_length=8, primary_key=True)
    regency = models.ForeignKey(Regency, models.PROTECT, verbose_name=_("regency"), related_name="districts")
    name = models.CharField(_("name"), max_length=80)

    class Meta:
        verbose_name = _("district")
        verbose_name_plural = _("districts")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="district_code_is_dotted", condition=Q(code__regex=r"^[0-9]{2}(\.[0-9]{2}){2}$")
            ),
        ]


class Village(Area):
    """Desa or kelurahan; the first digit of the last group tells: 1 kelurahan, else desa."""

    code = models.CharField(_("code"), max_length=13, primary_key=True)
    district = models.ForeignKey(District, models.PROTECT, verbose_name=_("district"), related_name="villages")
    name = models.CharField(_("name"), max_length=100)

    class Meta:
        verbose_name = _("village")
        verbose_name_plural = _("villages")
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="village_code_is_dotted", condition=Q(code__regex=r"^[0-9]{2}(\.[0-9]{2}){2}\.[0-9]{4}$")
            ),
        ]


class GazetteerEntry(models.Model):
    """One current regency, district or village as it is found by typing; derived, rebuilt by sync_places.

    All three levels stand in one table so that one index answers one question. ``lexemes`` holds each word
    of the area's own name as it is (``raihat``), the words of the areas around it with a slash
    (``/belu``), and the words for its kind with a colon (``:kecamatan``).
    """

    class Level(models.IntegerChoices):
        REGENCY = 2, _("regency or city")
        DISTRICT = 3, _("district")
        VILLAGE = 4, _("village")

    code = models.CharField(max_length=13, primary_key=True)
    level = models.PositiveSmallIntegerField(choices=Level.choices)
    regency = models.ForeignKey(Regency, models.CASCADE, related_name="+")
    # "Desa Tohe, Kecamatan Raihat, Kabupaten Belu, NTT"
    path = models.CharField(max_length=300)
    # The bare name without its kind, in small letters: "tohe"; an exact match stands first.
    bare_name = models.CharField(max_length=100)
    lexemes = SearchVectorField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="gazetteer_level_is_known", condition=Q(level__in=[2, 3, 4])),
        ]
        indexes = [GinIndex(name="gazetteer_lexemes", fields=["lexemes"], fastupdate=False)]

    def __str__(self):
        return self.path
