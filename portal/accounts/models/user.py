"""People who log in. The person behind a registration is a Candidate, who may have no account at all."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from portal.accounts.models.consent import Consent
from portal.accounts.roles import HEAD_ROLES, Role

PEOPLE_PER_NUMBER = 6  # a household


class UserQuerySet(models.QuerySet):
    def visible_to(self, by):
        """Oneself; a head also the staff of the office; the ministry all."""
        if by.role == Role.MINISTRY_ADMIN:
            return self
        own = Q(pk=by.user_id)
        if by.role in HEAD_ROLES:
            return self.filter(own | Q(memberships__office_id=by.office_id)).distinct()
        return self.filter(own)

    def consenting_to(self, purpose):
        """Who agrees to ``purpose`` (its code) now: the newest of their decisions is a consent."""
        return self.filter(pk__in=Consent.objects.holding(purpose).values("user"))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def get_by_natural_key(self, email):
        return self.get(email=email.lower())

    def create_user(self, email=None, password=None, **fields):
        """``email`` may be None: an officer may register a person who has neither e-mail nor phone."""
        user = self.model(email=email.lower() if email else None, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    # One field: many people here have one name only.
    name = models.CharField(_("name"), max_length=150, blank=True)
    email = models.EmailField(_("e-mail"), unique=True, null=True, blank=True)
    # A contact, not an identity: a household may share one number, so it is not unique.
    phone = PhoneNumberField(_("phone number"), null=True, blank=True)
    # 1 to 6, given with the number by phone.numbers.give_number: so the database lets no seventh in.
    place_at_number = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    # For the log-in by phone, beside or instead of a password; hashed like one. It never opens an e-mail log-in.
    pin = models.CharField("PIN", max_length=128, blank=True, editable=False)
    language = models.CharField(
        _("language"), max_length=2, choices=[("id", "Indonesia"), ("en", "English")], default="id"
    )
    # Part of what a known device shows: one higher, and every device is new again.
    device_generation = models.PositiveIntegerField(default=0, editable=False)
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may open the admin"), default=False)
    is_demo = models.BooleanField(_("demo account"), default=False)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now)

    objects = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        constraints = [
            models.CheckConstraint(name="user_email_is_lower_case", condition=Q(email=None) | Q(email=Lower("email"))),
            models.CheckConstraint(
                name="user_has_a_place_from_1_to_6_exactly_with_a_number",
                condition=Q(phone=None, place_at_number=None)
                | Q(phone__isnull=False, place_at_number__isnull=False, place_at_number__range=(1, PEOPLE_PER_NUMBER)),
            ),
            # Also the index by which the accounts at a number are found.
            models.UniqueConstraint(name="user_place_at_a_number_is_taken_once", fields=["phone", "place_at_number"]),
        ]

    def __str__(self):
        return self.name or str(_("(no name)"))

    def clean(self):
        self.email = self.email.lower() if self.email else None

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name
