"""The person, apart from the account and from each registration (docs/decisions/0019)."""

from django.contrib.postgres.indexes import OpClass
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from jobs.choices import Sex
from portal.lib.sealed import BlindIndexField, SealedTextField, blind_index, next_blind_index
from registrations.choices import SCHOOLS, Marital, Origin, WhosePhone

NIK, KK = "candidate.nik", "candidate.kk"  # what the blind indexes are made for


class Candidate(models.Model):
    """One person. Several may bear one NIK: a stranger's draft must not block the owner; a Registration holds it."""

    # None: registered by an officer or from a list, and not taken over yet.
    user = models.OneToOneField(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, related_name="candidate"
    )
    name = models.CharField(_("name"), max_length=150, blank=True)  # as on the identity card; one name is enough
    nik = SealedTextField(_("NIK"), purpose=NIK)
    nik_index = BlindIndexField(of="nik", editable=False)
    # Filled while the key of the indexes is changed, then put in the place of the other.
    nik_index_next = BlindIndexField(of="nik", is_next=True, editable=False)
    kk = SealedTextField(_("family card number"), purpose=KK)
    kk_index = BlindIndexField(of="kk", editable=False)
    kk_index_next = BlindIndexField(of="kk", is_next=True, editable=False)
    birth_date = models.DateField(_("birth date"), null=True, blank=True)
    birth_place = models.CharField(_("birth place"), max_length=80, blank=True)
    sex = models.CharField(_("sex"), max_length=10, choices=Sex, blank=True)
    marital = models.CharField(_("marital status"), max_length=10, choices=Marital, blank=True)
    education = models.CharField(_("last school"), max_length=5, choices=SCHOOLS, blank=True)
    # Where they live now; the first digits of a NIK say where it was first given out, not this.
    village = models.ForeignKey("places.Village", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    address = SealedTextField(_("address"), purpose="candidate.address")
    email = models.EmailField(_("e-mail"), blank=True)
    # The other row, which says the same person; a merge can be undone.
    merged_into = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="merged")
    origin = models.CharField(_("came by"), max_length=10, choices=Origin, default=Origin.WEB)
    is_demo = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        constraints = [
            models.CheckConstraint(name="candidate_is_not_merged_into_itself", condition=~Q(merged_into=F("id"))),
            models.CheckConstraint(
                name="candidate_birth_date_is_of_a_living_person",
                condition=Q(birth_date=None) | Q(birth_date__gte="1900-01-01"),
            ),
        ]
        indexes = [
            models.Index(name="candidate_by_nik", fields=["nik_index"]),
            models.Index(name="candidate_by_next_nik", fields=["nik_index_next"], condition=~Q(nik_index_next=None)),
            models.Index(name="candidate_by_birth_date", fields=["birth_date"]),
            # For names by their beginning, whatever the language of the database sorts like.
            models.Index(OpClass(Upper("name"), name="text_pattern_ops"), name="candidate_by_name"),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"  # never a name: this text reaches logs and admin pages

    def save(self, *args, update_fields=None, **kwargs):
        """The indexes follow the numbers, whichever fields are saved."""
        for name, purpose in (("nik", NIK), ("kk", KK)):
            number, columns = getattr(self, name), (f"{name}_index", f"{name}_index_next")
            setattr(self, columns[0], blind_index(purpose, number))
            setattr(self, columns[1], next_blind_index(purpose, number))
            if update_fields is not None and name in update_fields:
                update_fields = {*update_fields, *columns}
        super().save(*args, update_fields=update_fields, **kwargs)

    @property
    def kept(self):
        """The row that stands for the person: this one, or that into which it was merged."""
        row = self
        while row.merged_into_id:
            row = row.merged_into
        return row

    @property
    def is_in_own_hands(self):
        """Whether the person logs in to it: from then on no office types for them."""
        return self.user_id is not None and self.user.last_login is not None

    def age_on(self, day):
        """Completed years on ``day``; None without a birth date."""
        if self.birth_date is None:
            return None
        return day.year - self.birth_date.year - ((day.month, day.day) < (self.birth_date.month, self.birth_date.day))


class CandidatePhone(models.Model):
    """A number somebody is reached at. A household shares one: it is no sign of anything."""

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="phones")
    number = PhoneNumberField(_("phone number"))
    whose = models.CharField(_("whose"), max_length=10, choices=WhosePhone, default=WhosePhone.OWN)

    class Meta:
        verbose_name = _("phone of a candidate")
        verbose_name_plural = _("phones of candidates")
        constraints = [
            models.UniqueConstraint(name="candidate_has_a_number_once", fields=["candidate", "number"]),
        ]
        indexes = [models.Index(name="candidate_phone_by_number", fields=["number"])]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"
