from django.db import models
from django.utils.translation import gettext_lazy as _


class DisclosureQuerySet(models.QuerySet):
    def told_to_the_person(self):
        """Without the entries of an investigation that is still open."""
        return self.filter(is_withheld=False)


class Disclosure(models.Model):
    """That somebody saw a person's data: who, what, when, for what. The person reads it (UU 27/2022 art. 5 to 13)."""

    class Seen(models.TextChoices):
        FILE = "file", _("Data of the registration")
        PAPER = "paper", _("A paper")
        DOWNLOAD = "download", _("A paper, downloaded")
        NIK_SEARCH = "nik_search", _("Found by NIK")
        LIST = "list", _("A list that was exported")
        OTHER_OFFICE = "other_office", _("Answer to another office")

    class Purpose(models.TextChoices):
        REVIEW = "review", _("To check the registration")
        COUNTER = "counter", _("To help at the counter")
        SAME_PERSON = "same_person", _("To see whether two files are of one person")
        PLACEMENT = "placement", _("To record the way to departure")
        PROTECTION = "protection", _("To help where something is wrong")
        REPORT = "report", _("For a list of the office")
        INVESTIGATION = "investigation", _("For an investigation")

    candidate = models.ForeignKey("registrations.Candidate", on_delete=models.PROTECT, related_name="disclosures")
    registration = models.ForeignKey(
        "registrations.Registration", on_delete=models.PROTECT, null=True, related_name="+"
    )
    membership = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    seen = models.CharField(_("what was seen"), max_length=15, choices=Seen)
    paper = models.CharField(max_length=20, blank=True)
    purpose = models.CharField(_("for what"), max_length=15, choices=Purpose)
    # Until the investigation ends, or a head releases it with a reason: nobody under suspicion shall be warned.
    is_withheld = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now_add=True)

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        verbose_name = _("disclosure")
        verbose_name_plural = _("disclosures")
        indexes = [models.Index(name="disclosures_of_a_candidate", fields=["candidate", "-id"])]

    def __str__(self):
        return f"{self.seen} {self.purpose}"

    @property
    def told_purpose(self):
        """For what, as the person reads it: whether there is a second file is nobody's to learn."""
        is_doubt = self.purpose == self.Purpose.SAME_PERSON
        return self.Purpose.REVIEW if is_doubt else self.Purpose(self.purpose)
