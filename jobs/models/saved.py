"""What people keep for later: a vacancy, or a search whose new matches they are told of."""

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.messaging.models import Contact, OptOut

# What may be said of everything kept here; the person switches it off as one thing.
TOPIC_CODE = "saved"
LONGEST_QUERY = 2000  # characters; the longest that the form of the list can make


class Rhythm(models.TextChoices):
    DAILY = "daily", _("Every day that brings something new")
    WEEKLY = "weekly", _("Once a week, on Monday")


class SavedQuerySet(models.QuerySet):
    def wanted(self):
        """Of people who still hear of what they saved."""
        refused = OptOut.objects.filter(contact=OuterRef("contact"), topic=TOPIC_CODE, channel="")
        kept = self.filter(contact__in=Contact.objects.reachable()).exclude(contact__user__is_active=False)
        return kept.filter(~Exists(refused))

    def of_bare_contacts(self):
        return self.filter(contact__user=None)


class SavedVacancy(models.Model):
    contact = models.ForeignKey(
        Contact, on_delete=models.CASCADE, related_name="saved_vacancies", verbose_name=_("for whom")
    )
    vacancy = models.ForeignKey("jobs.Vacancy", on_delete=models.PROTECT, related_name="+", verbose_name=_("vacancy"))
    created_at = models.DateTimeField(_("since"), default=timezone.now)

    objects = SavedQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved vacancy")
        verbose_name_plural = _("saved vacancies")
        constraints = [
            models.UniqueConstraint(name="saved_vacancy_is_kept_once", fields=["contact", "vacancy"]),
        ]

    def __str__(self):
        return f"{self.contact_id} {self.vacancy_id}"


class SavedSearch(models.Model):
    """``query``: the address of the list of what is looked for, as ``jobs.listing.query`` spells it; "" is all of it."""

    contact = models.ForeignKey(
        Contact, on_delete=models.CASCADE, related_name="saved_searches", verbose_name=_("for whom")
    )
    query = models.CharField(_("search"), max_length=LONGEST_QUERY, blank=True)
    rhythm = models.CharField(_("how often"), max_length=6, choices=Rhythm, default=Rhythm.WEEKLY)
    created_at = models.DateTimeField(_("since"), default=timezone.now)

    objects = SavedQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        constraints = [
            models.UniqueConstraint(name="saved_search_is_kept_once", fields=["contact", "query"]),
        ]
        indexes = [models.Index(name="saved_search_by_rhythm", fields=["rhythm", "contact"])]

    def __str__(self):
        return f"{self.contact_id} {self.rhythm}"
