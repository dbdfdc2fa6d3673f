"""Lists of people that an office has brought from elsewhere, and who came by which."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobs.choices import Education, Sex
from portal.lib import codes
from portal.lib.sealed import BlindIndexField, SealedTextField
from registrations.choices import Marital
from registrations.models.candidate import KK, NIK
from registrations.permissions import DESK_ROLES

LONGEST_OLD_NUMBER = 40
UNDO_LIFE = timedelta(days=30)  # for so long what a list changed is kept as it was before


class CandidateListQuerySet(models.QuerySet):
    def visible_to(self, by):
        """Those of one's own office."""
        return self.filter(office=by.office_id) if by.role in DESK_ROLES else self.none()


class CandidateList(models.Model):
    """One list of an office. Its file is kept, sealed, for a day: until it is written and what was refused is fetched."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", _("Uploaded, nothing written yet")
        WRITTEN = "written", _("Written")
        UNDONE = "undone", _("Undone")
        DROPPED = "dropped", _("Put aside, nothing written")

    number = models.CharField(_("code"), max_length=16, unique=True, editable=False)
    office = models.ForeignKey("places.Office", on_delete=models.PROTECT, related_name="+")
    # None: brought by whoever runs the site, with the command.
    membership = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WRITTEN, editable=False)
    # Uploaded; from then on, written.
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    file = models.CharField(max_length=100, blank=True, editable=False)  # name in the storage, "" once deleted
    # Our name to the column of this file; {}: nobody has said yet. The counts below are of a look from then on.
    columns = models.JSONField(default=dict, editable=False)
    # Pairs of row and sentences, no cell; gone with the file.
    refused = models.JSONField(default=list, editable=False)
    rows = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    # Taken all the same, though somebody with the same NIK is known at another office.
    known = models.PositiveIntegerField(default=0)
    # Pairs of files that may be of one person, raised by this list.
    doubts = models.PositiveIntegerField(default=0)
    # After undoing: people removed, people as they were before, and left because somebody or a later list has worked
    # on them.
    removed = models.PositiveIntegerField(default=0)
    restored = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)

    objects = CandidateListQuerySet.as_manager()

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

    def get_absolute_url(self):
        return reverse("lists:list", args=[self.number])

    @property
    def is_undoable(self):
        is_recent = self.written_at > timezone.now() - UNDO_LIFE
        return self.state == self.State.WRITTEN and is_recent and self.created + self.updated > 0


class ListColumns(models.Model):
    """How an office's lists name their columns, as its officers said last: our name to theirs."""

    office = models.OneToOneField("places.Office", on_delete=models.PROTECT, related_name="+")
    columns = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("columns of an office's lists")
        verbose_name_plural = _("columns of offices' lists")

    def __str__(self):
        return str(self.office_id)


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


class PersonBefore(models.Model):
    """What a person of a list was before another list changed them, so that this can be undone. Nobody reads it."""

    changed_by = models.ForeignKey(CandidateList, on_delete=models.CASCADE, related_name="before")
    listed = models.ForeignKey(ListedPerson, on_delete=models.CASCADE, related_name="before")
    old_number = models.CharField(max_length=LONGEST_OLD_NUMBER, blank=True)
    digest = models.BinaryField(max_length=32)
    written_at = models.DateTimeField()
    regency = models.ForeignKey("places.Regency", on_delete=models.PROTECT, null=True, related_name="+")
    phone = models.CharField(max_length=128, blank=True)
    name = models.CharField(max_length=150, blank=True)
    # Sealed as the candidate's own, so that the bytes go back as they are.
    nik = SealedTextField(purpose=NIK)
    nik_index = BlindIndexField(of="nik")
    nik_index_next = BlindIndexField(of="nik", is_next=True)
    kk = SealedTextField(purpose=KK)
    kk_index = BlindIndexField(of="kk")
    kk_index_next = BlindIndexField(of="kk", is_next=True)
    birth_date = models.DateField(null=True)
    birth_place = models.CharField(max_length=80, blank=True)
    sex = models.CharField(max_length=10, choices=Sex, blank=True)
    marital = models.CharField(max_length=10, choices=Marital, blank=True)
    education = models.CharField(max_length=5, choices=Education, blank=True)
    village = models.ForeignKey("places.Village", on_delete=models.PROTECT, null=True, related_name="+")
    address = SealedTextField(purpose="candidate.address")

    class Meta:
        verbose_name = _("person before a list")
        verbose_name_plural = _("people before lists")
        constraints = [
            models.UniqueConstraint(name="person_before_a_list_once", fields=["changed_by", "listed"]),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"
