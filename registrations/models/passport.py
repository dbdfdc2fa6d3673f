from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.lib.sealed import BlindIndexField, SealedTextField, blind_index, next_blind_index

NUMBER = "passport.number"  # what the blind indexes are made for


class Passport(models.Model):
    """A booklet, as the person typed it. Each has a number of its own: the earlier ones stay."""

    candidate = models.ForeignKey("registrations.Candidate", on_delete=models.PROTECT, related_name="passports")
    number = SealedTextField(_("passport number"), purpose=NUMBER)
    number_index = BlindIndexField(of="number", editable=False)
    number_index_next = BlindIndexField(of="number", is_next=True, editable=False)
    expires_on = models.DateField(_("valid until"), null=True, blank=True)
    # From the two machine-readable lines, all of whose check digits fitted: what stands in the booklet itself.
    is_zone_read = models.BooleanField(_("machine-readable lines typed"), default=False)
    name_as_printed = models.CharField(_("name in the passport"), max_length=80, blank=True)
    birth_date_as_printed = models.DateField(_("birth date in the passport"), null=True, blank=True)
    is_current = models.BooleanField(default=True, editable=False)
    typed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("passport")
        verbose_name_plural = _("passports")
        constraints = [
            models.UniqueConstraint(
                name="passport_is_current_once_per_candidate", fields=["candidate"], condition=Q(is_current=True)
            ),
        ]
        indexes = [models.Index(name="passport_by_number", fields=["number_index"])]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"

    def save(self, *args, update_fields=None, **kwargs):
        """The indexes follow the number, whichever fields are saved."""
        self.number_index, self.number_index_next = (
            make(NUMBER, self.number) for make in (blind_index, next_blind_index)
        )
        if update_fields is not None and "number" in update_fields:
            update_fields = {*update_fields, "number_index", "number_index_next"}
        super().save(*args, update_fields=update_fields, **kwargs)
