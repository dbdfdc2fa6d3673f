"""That an officer looked somebody up in another register. The portal asks none of them by itself."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.lib.sealed import SealedTextField


class RegisterCheck(models.Model):
    """One look, and what it showed. A later look is a row of its own."""

    class Register(models.TextChoices):
        DUKCAPIL = "dukcapil", _("Population register (Dukcapil)")
        BPJS_TK = "bpjs_tk", _("Social security for workers (BPJS Ketenagakerjaan)")
        JKN = "jkn", _("Health insurance (JKN)")
        IMMIGRATION = "immigration", _("Immigration")

    class Way(models.TextChoices):
        EYE = "eye", _("On a screen of the register, with own eyes")
        COUNTER = "counter", _("Asked at its counter or by telephone")
        FILE = "file", _("In a list or letter it sent")

    class Result(models.TextChoices):
        AGREES = "agrees", _("Agrees with the file")
        DIFFERS = "differs", _("Says something else")
        NOT_FOUND = "not_found", _("Doesn't have this person")

    registration = models.ForeignKey(
        "registrations.Registration", on_delete=models.PROTECT, related_name="register_checks"
    )
    register = models.CharField(_("register"), max_length=12, choices=Register)
    way = models.CharField(_("how"), max_length=8, choices=Way)
    result = models.CharField(_("result"), max_length=10, choices=Result)
    looked_on = models.DateField(_("day"))
    # Number of the letter or of the member; it may lead to the person.
    reference = SealedTextField(_("number of the letter or card"), purpose="register_check.reference", blank=True)
    checked_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("look into another register")
        verbose_name_plural = _("looks into other registers")
        indexes = [models.Index(name="register_checks_of_a_file", fields=["registration", "id"])]

    def __str__(self):
        return f"{self.register} {self.result}"
