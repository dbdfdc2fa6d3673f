"""Lists of people that an office has brought from elsewhere, and who came by which."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _

from portal.lib import codes

LONGEST_OLD_NUMBER = 40


class CandidateList(models.Model):
    """One list that was written. Of the file itself nothing is kept."""

    number = models.CharField(_("code"), max_length=16, unique=True, editable=False)
    office = models.ForeignKey("places.Office", on_delete=models.PROTECT, related_name="+")
    # None: brought by whoever runs the site, with the command.
    membership = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)
    rows = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    # Taken all the same, though somebody with the same NIK is known at another office.
    known = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("list of candidates")
        verbose_name_plural = _("lists of candidates")
        constraints = [
            models.CheckConstraint(
                name="candidate_list_counts_add_up",
                condition=Q(rows=F("created") + F("updated") + F("unchanged") + F("rejected")),
            ),
        ]
        indexes = [models.Index(name="candidate_lists_of_an_office", fields=["office", "-id"])]

    def __str__(self):
        return self.number

    def save(self, *args, **kwargs):
        if not self.number:
            self.number = codes.new_code(codes.IMPORT)
        super().save(*args, **kwargs)


class ListedPerson(models.Model):
    """What a registration from a list was called there. Until the person accepts the notice nobody has reached them."""

    registration = models.OneToOneField("registrations.Registration", on_delete=models.PROTECT, related_name="listed")
    source = models.ForeignKey(CandidateList, on_delete=models.PROTECT, related_name="people")  # that brought them
    office = models.ForeignKey("places.Office", on_delete=models.PROTECT, related_name="+")
    old_number = models.CharField(_("earlier case number"), max_length=LONGEST_OLD_NUMBER, blank=True)
    # Keyed, of all that the row said: the same row again changes nothing, though what is sealed can't be compared.
    digest = models.BinaryField(max_length=32)
    written_at = models.DateTimeField()  # last by a list; a file saved later has been worked on

    class Meta:
        verbose_name = _("person from a list")
        verbose_name_plural = _("people from lists")
        constraints = [
            models.UniqueConstraint(
                "office", Upper("old_number"), name="old_number_of_an_office_once", condition=~Q(old_number="")
            ),
        ]
        indexes = [models.Index(name="listed_person_by_digest", fields=["office", "digest"])]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"
