from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts import devices


class OpenSessionQuerySet(models.QuerySet):
    def live(self):
        """Two weeks after the log-in each session is over, used or not."""
        return self.filter(first_used_at__gt=timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE))

    def others_than(self, pk):
        """``pk`` None: all."""
        return self.exclude(pk=pk) if pk else self


class OpenSession(models.Model):
    """A log-in that still counts. Without its row a session is nobody's: deleting the row ends it.

    The session itself holds the number of its row, so no key of a session stands here.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="open_sessions")
    browser = models.CharField(max_length=10, choices=devices.Browser)
    system = models.CharField(max_length=10, choices=devices.System)
    first_used_at = models.DateTimeField(default=timezone.now)
    last_used_at = models.DateTimeField(default=timezone.now)  # to five minutes

    objects = OpenSessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("open session")
        verbose_name_plural = _("open sessions")
        indexes = [models.Index(name="open_session_by_age", fields=["first_used_at"])]

    def __str__(self):
        return devices.in_words(self.browser, self.system)
