"""What an officer opened at the counter for a person: who looked at which papers, and the code that came of it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import BooleanField, F, Func, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.roles import COUNTER_ROLES
from portal.lib import codes

TRIES = 5  # wrong codes typed for one account, then the counter makes another


class ClaimCodeQuerySet(models.QuerySet):
    def open(self):
        """Neither used, replaced nor refused, and not out of date; its code may not exist yet."""
        return self.unfinished().filter(expires_at__gt=timezone.now())

    def unfinished(self):
        return self.filter(used_at=None, replaced_at=None, refused_at=None)

    def waiting(self):
        """For the second officer."""
        return self.open().filter(purpose=ClaimCode.Purpose.RECOVERY, confirmed_at=None)

    def live(self):
        """With a code that may still be used."""
        return self.open().filter(code_hash__isnull=False, tries_left__gt=0)

    def visible_to(self, by):
        """What was opened in the office one acts for."""
        return self.filter(office_id=by.office_id) if by.role in COUNTER_ROLES else self.none()


class ClaimCode(models.Model):
    """One act at the counter. The code itself is nowhere: only its keyed hash."""

    class Purpose(models.TextChoices):
        NEW_DEVICE = "new_device", _("Log in on a new phone")
        RECOVERY = "recovery", _("Lost phone, PIN or e-mail")
        HAND_OVER = "hand_over", _("New account, opened by us")

    class Fact(models.TextChoices):
        """What was compared. The value seen is kept nowhere."""

        ID_CARD = "id_card", _("KTP shown, the photo is this person")
        PASSPORT = "passport", _("Passport shown, the photo is this person")
        DRIVING_LICENCE = "driving_licence", _("Driving licence (SIM) shown, the photo is this person")
        FAMILY_CARD = "family_card", _("Family card (KK) shown, the name stands on it")
        DIPLOMA = "diploma", _("Diploma shown, the name stands on it")
        REGISTRATION_PAPER = "registration_paper", _("Our registration paper shown")
        BIRTH_DATE = "birth_date", _("Birth date said without looking it up")
        BIRTH_PLACE = "birth_place", _("Birth place said without looking it up")
        PARENT_NAME = "parent_name", _("A parent's name said without looking it up")
        EARLIER_NUMBER = "earlier_number", _("An earlier phone number of the account said")

    class Refusal(models.TextChoices):
        NOT_THE_PERSON = "not_the_person", _("It is not the account's person")
        DOUBTFUL_PAPER = "doubtful_paper", _("A paper is doubtful")
        PERSON_LEFT = "person_left", _("The person is no longer here")
        MISTAKE = "mistake", _("Opened by mistake")

    WITH_PHOTO = (Fact.ID_CARD, Fact.PASSPORT, Fact.DRIVING_LICENCE)

    number = models.CharField(_("number"), max_length=13, unique=True)  # C-7KQ2-M4XP-9
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose)
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="claim_codes", verbose_name=_("account")
    )
    office = models.ForeignKey("places.Office", on_delete=models.PROTECT, related_name="+", verbose_name=_("office"))
    facts = ArrayField(models.CharField(max_length=20, choices=Fact), verbose_name=_("what was compared"))
    # A form sent twice is one act.
    submission_key = models.UUIDField(unique=True, editable=False)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(_("asked"), default=timezone.now)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True)
    refused_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True)
    refused_at = models.DateTimeField(_("refused"), null=True)
    refusal = models.CharField(_("reason of the refusal"), max_length=20, choices=Refusal, blank=True)
    # Of the wait for the second officer, later of the code.
    expires_at = models.DateTimeField(_("valid until"))
    code_hash = models.CharField(max_length=64, null=True, unique=True, editable=False)  # noqa: DJ001 - none yet
    tries_left = models.PositiveSmallIntegerField(default=TRIES, editable=False)
    used_at = models.DateTimeField(_("used"), null=True)
    replaced_at = models.DateTimeField(_("replaced by a newer one"), null=True)

    objects = ClaimCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim code")
        verbose_name_plural = _("claim codes")
        constraints = [
            models.UniqueConstraint(
                name="an_account_has_one_unfinished_claim",
                fields=["account"],
                condition=Q(used_at=None, replaced_at=None, refused_at=None),
            ),
            models.CheckConstraint(
                name="claim_is_confirmed_by_another_person",
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("requested_by")),
            ),
            models.CheckConstraint(
                name="claim_is_never_of_the_own_account",
                condition=~Q(requested_by=F("account")) & (Q(confirmed_by=None) | ~Q(confirmed_by=F("account"))),
            ),
            models.CheckConstraint(
                name="claim_of_a_lost_account_has_no_code_before_two_people",
                condition=Q(code_hash=None) | ~Q(purpose="recovery") | Q(confirmed_by__isnull=False),
            ),
            models.CheckConstraint(
                name="claim_rests_on_two_different_facts",
                condition=Func(
                    F("facts"),
                    # Not all equal to the first; of none there is no first.
                    template="coalesce(NOT (%(expressions)s <@ (%(expressions)s)[1:1]), false)"
                    " AND cardinality(%(expressions)s) >= 2",
                    output_field=BooleanField(),
                ),
            ),
            models.CheckConstraint(
                name="claim_rests_on_a_document_with_a_photo",
                condition=Q(facts__contains=["id_card"])
                | Q(facts__contains=["passport"])
                | Q(facts__contains=["driving_licence"]),
            ),
            models.CheckConstraint(
                name="claim_confirmed_says_who_and_when",
                condition=Q(confirmed_by__isnull=True, confirmed_at__isnull=True)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="claim_refused_says_who_when_and_why",
                condition=Q(refused_by__isnull=True, refused_at__isnull=True, refusal="")
                | (Q(refused_by__isnull=False, refused_at__isnull=False) & ~Q(refusal="")),
            ),
            models.CheckConstraint(
                name="claim_used_had_a_code", condition=Q(used_at=None) | Q(code_hash__isnull=False)
            ),
            models.CheckConstraint(
                name="claim_dates_are_in_order",
                condition=Q(expires_at__gt=F("requested_at"))
                & (Q(confirmed_at=None) | Q(confirmed_at__gte=F("requested_at"), confirmed_at__lt=F("expires_at")))
                & (Q(refused_at=None) | Q(refused_at__gte=F("requested_at")))
                & (Q(used_at=None) | Q(used_at__gte=F("requested_at"), used_at__lt=F("expires_at"))),
            ),
        ]
        indexes = [models.Index(name="claim_by_office_and_age", fields=["office", "requested_at"])]

    def __str__(self):
        return self.number

    def save(self, **kwargs):
        if not self.number:
            self.number = codes.new_code(codes.COUNTER_ACT)
        super().save(**kwargs)

    def get_absolute_url(self):
        return reverse("counter:act", args=[self.number])

    @property
    def is_confirmed(self):
        return self.confirmed_at is not None
