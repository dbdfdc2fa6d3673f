from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_NAME = 40


class SavedFilter(models.Model):
    """How one officer likes to look at the queue: codes of the filters alone, never what was searched for."""

    membership = models.ForeignKey("accounts.Membership", on_delete=models.CASCADE, related_name="+")
    name = models.CharField(_("name"), max_length=LONGEST_NAME)
    query = models.CharField(max_length=200)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        constraints = [
            models.UniqueConstraint(name="saved_filter_name_is_used_once", fields=["membership", "name"]),
        ]

    def __str__(self):
        return self.name
