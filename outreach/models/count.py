"""How many came. Every part may be unknown; where all parts of a split are known they make the total."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from outreach.choices import Category

SEXES = ("female", "male", "sex_unknown")
AGES = ("under_18", "aged_18_34", "aged_35_up", "age_unknown")


def _makes_the_total(parts):
    unknown = Q(total=None)
    for part in parts:
        unknown |= Q(**{part: None})
    return unknown | Q(total=sum((F(part) for part in parts[1:]), F(parts[0])))


class HeadCount(models.Model):
    """Of one session, or of the whole event where several venues were counted as one (``session`` None)."""

    event = models.ForeignKey("outreach.Event", on_delete=models.PROTECT, related_name="counts")
    session = models.OneToOneField(
        "outreach.Session", on_delete=models.PROTECT, null=True, blank=True, related_name="count"
    )
    total = models.PositiveIntegerField(_("came"), null=True, blank=True)
    female = models.PositiveIntegerField(_("women"), null=True, blank=True)
    male = models.PositiveIntegerField(_("men"), null=True, blank=True)
    sex_unknown = models.PositiveIntegerField(_("sex not noted"), null=True, blank=True)
    under_18 = models.PositiveIntegerField(_("under 18"), null=True, blank=True)
    aged_18_34 = models.PositiveIntegerField(_("18 to 34"), null=True, blank=True)
    aged_35_up = models.PositiveIntegerField(_("35 and older"), null=True, blank=True)
    age_unknown = models.PositiveIntegerField(_("age not noted"), null=True, blank=True)
    with_disability = models.PositiveIntegerField(_("with a disability"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("count of an event")
        verbose_name_plural = _("counts of events")
        constraints = [
            models.UniqueConstraint(
                name="event_is_counted_as_a_whole_once", fields=["event"], condition=Q(session=None)
            ),
            models.CheckConstraint(
                name="count_by_sex_makes_the_total",
                condition=_makes_the_total(SEXES),
                violation_error_message=_("Women, men and those not noted don't make the total."),
            ),
            models.CheckConstraint(
                name="count_by_age_makes_the_total",
                condition=_makes_the_total(AGES),
                violation_error_message=_("The ages don't make the total."),
            ),
            models.CheckConstraint(
                name="count_with_disability_is_within_the_total",
                condition=Q(total=None) | Q(with_disability=None) | Q(with_disability__lte=F("total")),
                violation_error_message=_("More people with a disability than came in all."),
            ),
        ]

    def __str__(self):
        return f"{self.event_id} {self.total}"

    def disagreement(self):
        """By how many the categories miss the total; 0 where they make it, or where something is not known."""
        categories = [line.total for line in self.lines.all() if line.category]
        if self.total is None or not categories or None in categories:
            return 0
        return sum(categories) - self.total


class CountLine(models.Model):
    """Part of a count: people of one category, or of one institution (13 campuses in one event is normal)."""

    count = models.ForeignKey(HeadCount, on_delete=models.CASCADE, related_name="lines")
    category = models.CharField(_("category"), max_length=20, choices=Category, blank=True)
    institution = models.CharField(_("institution"), max_length=150, blank=True)
    total = models.PositiveIntegerField(_("came"), null=True, blank=True)
    female = models.PositiveIntegerField(_("women"), null=True, blank=True)
    male = models.PositiveIntegerField(_("men"), null=True, blank=True)

    class Meta:
        verbose_name = _("line of a count")
        verbose_name_plural = _("lines of counts")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                name="count_names_a_category_once", fields=["count", "category"], condition=~Q(category="")
            ),
            models.UniqueConstraint(
                name="count_names_an_institution_once", fields=["count", "institution"], condition=~Q(institution="")
            ),
            models.CheckConstraint(
                name="count_line_is_of_a_category_or_an_institution",
                condition=Q(category="") & ~Q(institution="") | ~Q(category="") & Q(institution=""),
            ),
            models.CheckConstraint(
                name="count_line_parts_make_its_total",
                condition=Q(total=None) | Q(female=None) | Q(male=None) | Q(total=F("female") + F("male")),
                violation_error_message=_("Women and men don't make the total of the line."),
            ),
        ]

    def __str__(self):
        return self.category or self.institution


class CountChange(models.Model):
    """What a count was before somebody corrected it, and why; only grows."""

    count = models.ForeignKey(HeadCount, on_delete=models.PROTECT, related_name="changes")
    # {column: number or None} of the count, with its lines under "lines".
    before = models.JSONField()
    reason = models.CharField(_("reason"), max_length=250)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("correction of a count")
        verbose_name_plural = _("corrections of counts")
        constraints = [models.CheckConstraint(name="count_change_has_its_reason", condition=~Q(reason=""))]

    def __str__(self):
        return self.reason
