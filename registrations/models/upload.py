"""Files on their way: what is still being sent, and what is being written into the storage."""

from uuid import uuid4

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from jobs.choices import Paper
from portal.lib.uploads import CONTENT_TYPES, MOST_BYTES


class Upload(models.Model):
    """A page that is being sent, in parts over a line that may break; once whole it waits to be handed in."""

    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    candidate = models.ForeignKey("registrations.Candidate", on_delete=models.CASCADE, related_name="uploads")
    paper = models.CharField(_("paper"), max_length=20, choices=Paper)
    digest = models.CharField(max_length=64, editable=False)  # SHA-256 of the file as it is sent
    said_size = models.PositiveIntegerField(_("bytes"), validators=[MinValueValidator(1)])
    received = models.PositiveIntegerField(_("bytes received"), default=0)
    # Of a whole file: what it is, and what is kept of it, sealed.
    kind = models.CharField(
        _("kind"), max_length=3, choices=[(kind, kind.upper()) for kind in CONTENT_TYPES], blank=True
    )
    content = models.BinaryField(null=True)
    started_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("page on its way")
        verbose_name_plural = _("pages on their way")
        constraints = [
            models.UniqueConstraint(name="upload_is_taken_once", fields=["candidate", "paper", "digest"]),
            models.CheckConstraint(
                name="upload_receives_what_was_said",
                condition=Q(said_size__lte=MOST_BYTES, received__lte=F("said_size")),
            ),
            models.CheckConstraint(
                name="upload_is_something_once_it_is_whole",
                condition=Q(kind="", content=None) | (~Q(kind="") & Q(content__isnull=False)),
            ),
        ]
        indexes = [models.Index(name="uploads_by_age", fields=["started_at"])]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"


class UploadPart(models.Model):
    """The bytes from ``start`` on, sealed."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="parts")
    start = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        verbose_name = _("part of a page on its way")
        verbose_name_plural = _("parts of pages on their way")
        constraints = [models.UniqueConstraint(name="upload_has_a_part_once", fields=["upload", "start"])]

    def __str__(self):
        return f"{self.upload_id} {self.start}"


class StrayFile(models.Model):
    """A name in the storage that no row needs: not yet, as its file is being written, or no more.

    Written before the file, gone with the rows that name it. What is left after some minutes is deleted with its file.
    """

    name = models.CharField(max_length=100, unique=True)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("stray file")
        verbose_name_plural = _("stray files")
        indexes = [models.Index(name="stray_files_by_age", fields=["since"])]

    def __str__(self):
        return self.name
