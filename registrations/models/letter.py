from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.lib import codes
from portal.lib.sealed import SealedTextField


class LetterKind(models.TextChoices):
    CONSENT = "consent", _("Family's letter of consent")
    OWN_RISK = "own_risk", _("Statement of own responsibility")
    LEAVE = "leave", _("Leave letter")
    STATUS = "status", _("Statement of marital status")


class Signer(models.TextChoices):
    SPOUSE = "spouse", _("Husband or wife")
    PARENT = "parent", _("Father or mother")
    GUARDIAN = "guardian", _("Guardian")
    SELF = "self", _("The candidate")
    EMPLOYER = "employer", _("The employer")
    VILLAGE_HEAD = "village_head", _("The head of the village")


class Circumstance(models.TextChoices):
    """Why somebody else signs than the husband or wife, or what the letter has to say besides."""

    ORDINARY = "ordinary", _("None of these")
    WIDOWED = "widowed", _("Husband or wife has died")
    DIVORCED = "divorced", _("Divorced")
    SEPARATED = "separated", _("Living apart")
    UNREACHABLE = "unreachable", _("Husband or wife can't be reached")


class Letter(models.Model):
    """A letter that was printed for somebody to sign. Its code lets whoever is named say that they did not sign."""

    number = models.CharField(_("code"), max_length=20, unique=True, editable=False)
    registration = models.ForeignKey("registrations.Registration", on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(_("kind"), max_length=10, choices=LetterKind)
    signer = models.CharField(_("who signs"), max_length=15, choices=Signer)
    signer_name = SealedTextField(_("name of who signs"), purpose="letter.signer_name")
    circumstance = models.CharField(
        _("circumstance"), max_length=15, choices=Circumstance, default=Circumstance.ORDINARY
    )
    # Then a thumbprint and two witnesses stand where the signature would.
    cannot_write = models.BooleanField(_("who signs can't write"), default=False)
    # For one job alone, as written on the paper: a vacancy may change later.
    title = models.CharField(_("work"), max_length=120, blank=True)
    country = models.CharField(_("country"), max_length=60, blank=True)
    company = models.CharField(_("company"), max_length=150, blank=True)
    employer = models.CharField(_("employer"), max_length=150, blank=True)
    pay = models.CharField(_("pay"), max_length=80, blank=True)
    own_cost = models.CharField(_("own cost"), max_length=80, blank=True)
    term = models.CharField(_("term"), max_length=60, blank=True)
    submission_key = models.UUIDField(unique=True, editable=False)
    made_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    # Somebody with the code said that they did not sign.
    denied_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        indexes = [models.Index(name="letters_of_a_registration", fields=["registration", "-id"])]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"  # its code is a secret

    def save(self, *args, **kwargs):
        if not self.number:
            self.number = codes.new_code(codes.LETTER)
        super().save(*args, **kwargs)
