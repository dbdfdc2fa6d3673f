"""What an office writes to many people at once."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.accounts.roles import Role
from portal.lib.language import in_page_language
from portal.mailroom.permissions import WRITERS
from portal.mailroom.workflow import STEPS, AnnouncementState
from portal.workflow import StepEntry


class AnnouncementQuerySet(models.QuerySet):
    def visible_to(self, by):
        """Of the own office; the ministry all."""
        if by.role == Role.MINISTRY_ADMIN:
            return self
        return self.filter(office_id=by.office_id) if by.role in WRITERS else self.none()


class Announcement(models.Model):
    """Words to an audience, sent once, at once or on a day. Who gets it is asked when it leaves, not when it is written."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    membership = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    office = models.ForeignKey("places.Office", on_delete=models.PROTECT, related_name="+", verbose_name=_("office"))
    # A code of portal.mailroom.audiences, and which part of it; "" where it has no parts.
    audience = models.CharField(_("to whom"), max_length=40)
    part = models.CharField(_("which of them"), max_length=60, blank=True)
    subject = models.CharField(_("subject"), max_length=80)
    subject_en = models.CharField(_("subject in English"), max_length=80, blank=True)
    body = models.TextField(_("text"))
    body_en = models.TextField(_("text in English"), blank=True)
    send_at = models.DateTimeField(_("not before"), null=True)  # None: not decided
    recipients = models.PositiveIntegerField(_("recipients"), null=True, editable=False)  # None: not sent
    submission_key = models.UUIDField(unique=True, null=True, editable=False)  # a form sent twice is one draft
    state = models.CharField(
        _("state"), max_length=10, choices=AnnouncementState, default=AnnouncementState.DRAFT, editable=False
    )
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    State = AnnouncementState
    steps = STEPS
    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        constraints = [
            models.CheckConstraint(
                name="announcement_scheduled_has_its_moment",
                condition=~Q(state__in=["scheduled", "released"]) | Q(send_at__isnull=False),
            ),
            models.CheckConstraint(
                name="announcement_released_counts_its_recipients",
                condition=~Q(state="released") | Q(recipients__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="announcement_of_office", fields=["office", "-id"]),
            models.Index(name="announcement_to_release", fields=["send_at"], condition=Q(state="scheduled")),
        ]

    def __str__(self):
        return str(self.key)

    def get_absolute_url(self):
        return reverse("compose:announcement", args=[self.key])

    @property
    def subject_label(self):
        return in_page_language(self.subject, self.subject_en)

    @property
    def body_label(self):
        return in_page_language(self.body, self.body_en)

    def record_step(self, facts, reason):
        return AnnouncementStep.objects.create(announcement=self, **facts)

    def previous_state(self):
        return AnnouncementState.DRAFT

    def after_step(self):
        """Nothing follows from a state alone: the release writes its messages in portal.mailroom.compose.services."""


class AnnouncementStep(StepEntry):
    """The history of an announcement; the database refuses to change it."""

    announcement = models.ForeignKey(Announcement, on_delete=models.PROTECT, related_name="history")

    class Meta:
        verbose_name = _("step of an announcement")
        verbose_name_plural = _("steps of announcements")


class Trial(models.Model):
    """An announcement sent to its author alone, once for each version of its words."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="trials")
    version = models.PositiveIntegerField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("trial of an announcement")
        verbose_name_plural = _("trials of announcements")
        constraints = [
            models.UniqueConstraint(name="trial_is_sent_once_per_version", fields=["announcement", "version"]),
        ]

    def __str__(self):
        return f"{self.announcement_id} {self.version}"
