"""Lists that officers upload: what became of each, and what it takes to undo one."""

from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.roles import Role
from portal.lib import codes

FILES = "impor"  # folder of the storage, for uploads and their refused rows
FILE_LIFE = timedelta(hours=24)
CLAIM_LIFE = timedelta(seconds=30)  # from picking a list to locking it
UNDO_LIFE = timedelta(days=30)


class ImportBatchQuerySet(models.QuerySet):
    def visible_to(self, by):
        """Those of one's own office; the ministry's administrators see all."""
        return self if by.role == Role.MINISTRY_ADMIN else self.filter(membership__office=by.office_id)

    def waiting(self):
        """Those a worker has something to do for."""
        return self.filter(state__in=ImportBatch.WAITING)

    def unclaimed(self):
        """Those that no worker has just picked; a worker at work holds the row's lock besides."""
        return self.filter(Q(claimed_at=None) | Q(claimed_at__lt=timezone.now() - CLAIM_LIFE))


class ImportBatch(models.Model):
    """One uploaded list. A worker holds its row's lock as long as it works on it, so a killed one lets go by itself."""

    class Kind(models.TextChoices):
        VACANCIES = "vacancies", _("Vacancies")
        COMPANIES = "companies", _("Placement companies")

    class State(models.TextChoices):
        READING = "reading", _("Being read")
        PREVIEWED = "previewed", _("Preview, nothing written yet")
        UNUSABLE = "unusable", _("Not readable")
        IMPORTING = "importing", _("Being written")
        DONE = "done", _("Written")
        UNDOING = "undoing", _("Being undone")
        UNDONE = "undone", _("Undone")
        DROPPED = "dropped", _("Put aside, nothing written")

    WAITING = (State.READING, State.IMPORTING, State.UNDOING)

    number = models.CharField(_("code"), max_length=16, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.READING, editable=False)
    # A form sent twice is one upload.
    submission_key = models.UUIDField(unique=True, editable=False)
    membership = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    # Who last asked for something: the upload, the writing, the undoing.
    asked_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    started_at = models.DateTimeField(_("uploaded"), default=timezone.now, editable=False)
    done_at = models.DateTimeField(null=True, editable=False)
    language = models.CharField(max_length=2)  # of the sentences
    claimed_at = models.DateTimeField(null=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)
    # Names in the storage, "" once deleted.
    file = models.CharField(max_length=100, blank=True, editable=False)
    refused_file = models.CharField(max_length=100, blank=True, editable=False)
    rows = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)
    first_refused = models.JSONField(default=list)  # pairs of row and sentences
    problem = models.TextField(blank=True)  # why nothing came of it, a sentence
    # After undoing: rows deleted, given back their facts, left as they are.
    removed = models.PositiveIntegerField(default=0)
    restored = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("uploaded list")
        verbose_name_plural = _("uploaded lists")
        indexes = [
            models.Index(
                name="upload_waiting", fields=["asked_at"], condition=Q(state__in=["reading", "importing", "undoing"])
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="upload_counts_add_up",
                condition=Q(
                    rows=models.F("created") + models.F("updated") + models.F("unchanged") + models.F("rejected")
                ),
            ),
            models.CheckConstraint(
                name="upload_written_has_its_moment",
                condition=~Q(state__in=["done", "undoing", "undone"]) | Q(done_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.number

    def save(self, *args, **kwargs):
        if not self.number:
            self.number = codes.new_code(codes.IMPORT)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("import_room:batch", args=[self.number])

    @property
    def is_waiting(self):
        return self.state in self.WAITING

    @property
    def can_be_undone(self):
        """Companies are known by dated statements with their source, which no later list takes back."""
        return (
            self.kind == self.Kind.VACANCIES
            and self.state == self.State.DONE
            and bool(self.created or self.updated)
            and timezone.now() < self.done_at + UNDO_LIFE
        )


class FactsBefore(models.Model):
    """What a vacancy said before an upload changed it, until it can no longer be undone."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="facts_before")
    vacancy = models.ForeignKey("jobs.Vacancy", on_delete=models.CASCADE, related_name="facts_before")
    version = models.PositiveIntegerField()  # of the vacancy right after the upload
    facts = models.JSONField()

    class Meta:
        verbose_name = _("facts before an upload")
        verbose_name_plural = _("facts before an upload")
        constraints = [
            models.UniqueConstraint(name="facts_before_an_upload_are_kept_once", fields=["batch", "vacancy"]),
        ]

    def __str__(self):
        return f"{self.batch_id}: {self.vacancy_id}"
