"""Figures as sources publish them; each row is one source's count of one thing. Never added up, never corrected here."""

from django.db import models
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import MD5, Concat
from django.utils.translation import gettext_lazy as _

from jobs.choices import FigureKind, Sex
from jobs.models.sources import Sourced

# What two sources must share to have counted the same thing.
SUBJECT = (
    "kind", "country_name", "province_name", "regency_name", "sex", "sector", "scheme", "period_from", "period_to",
    "period_note",
)  # fmt: skip

_PLACE = ("country_name", Value("\x1f"), "province_name", Value("\x1f"), "regency_name", Value("\x1f"), "subject")


def _hash_of(*names):
    parts = (part for name in names for part in (name, Value("\x1f")))
    return MD5(Concat(*parts, output_field=models.TextField()))


class PublishedFigureQuerySet(models.QuerySet):
    def with_disagreement(self):
        """Each with ``is_disputed``: another source gives another value for the same thing and time."""
        others = PublishedFigure.objects.filter(subject=OuterRef("subject")).exclude(
            Q(value=OuterRef("value")) | Q(source_name=OuterRef("source_name"))
        )
        return self.annotate(is_disputed=Exists(others))

    def newest_first(self):
        """By period, then by name, each with its ``place``: what sources count differently stands together."""
        place = Concat(*_PLACE, output_field=models.TextField())
        return self.select_related("country", "province").annotate(place=place).order_by("-sort_day", "place", "-pk")

    def after(self, figure):
        """Those behind ``figure``, both from ``newest_first``."""
        later = Q(place__gt=figure.place) | Q(place=figure.place, pk__lt=figure.pk)
        return self.filter(Q(sort_day__lt=figure.sort_day) | Q(later, sort_day=figure.sort_day))


class PublishedFigure(Sourced):
    kind = models.CharField(_("kind"), max_length=10, choices=FigureKind)
    # As published; the country is None for a region, several countries or all of them.
    country = models.ForeignKey("places.Country", models.PROTECT, null=True, blank=True, related_name="figures")
    country_name = models.CharField(_("country as published"), max_length=80, blank=True)
    # None: the whole of Indonesia, or a name that is no province.
    province = models.ForeignKey("places.Province", models.PROTECT, null=True, blank=True, related_name="figures")
    province_name = models.CharField(_("province as published"), max_length=80, blank=True)
    regency_name = models.CharField(_("regency as published"), max_length=80, blank=True)
    sex = models.CharField(_("sex"), max_length=6, choices=Sex, blank=True)  # "": both
    sector = models.CharField(_("sector as published"), max_length=80, blank=True)
    scheme = models.CharField(_("scheme as published"), max_length=40, blank=True)
    # ISO 8601 as exactly as the source gives it; both "" when it gives none. The note is the source's own wording.
    period_from = models.CharField(_("from"), max_length=10, blank=True)
    period_to = models.CharField(_("to"), max_length=10, blank=True)
    period_note = models.CharField(_("period as published"), max_length=120, blank=True)
    sort_day = models.DateField(editable=False)  # a sort key only: the last day of the period, else the source's
    value = models.PositiveBigIntegerField(_("value"))  # people, vacancies, companies; rupiah for remittances
    note = models.CharField(_("note"), max_length=250, blank=True)

    subject = models.GeneratedField(
        expression=_hash_of(*SUBJECT), output_field=models.CharField(max_length=32), db_persist=True
    )
    # The same source on the same day about the same thing: the row is brought up to date.
    identity = models.GeneratedField(
        expression=_hash_of(*SUBJECT, "source_name", "source_url", "source_date"),
        output_field=models.CharField(max_length=32),
        db_persist=True,
    )

    objects = PublishedFigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("published figure")
        verbose_name_plural = _("published figures")
        indexes = [
            models.Index(name="figure_newest_of_kind", fields=["kind", "-sort_day", "-id"]),
            models.Index(name="figure_newest_of_country", fields=["country", "-sort_day", "-id"]),
            models.Index(name="figure_newest_of_province", fields=["province", "-sort_day", "-id"]),
            models.Index(name="figure_subject", fields=["subject"]),
        ]
        constraints = [
            models.UniqueConstraint(name="figure_of_one_source_is_kept_once", fields=["identity"]),
            models.CheckConstraint(name="figure_names_its_source", condition=~Q(source_name="")),
        ]

    def __str__(self):
        return f"{self.get_kind_display()} {self.period_from}"
