"""An invitation to a role: a one-time link, of which the database knows a digest only."""

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models.membership import Membership


class InvitationQuerySet(models.QuerySet):
    def open(self):
        """Neither accepted nor withdrawn, and not out of date."""
        return self.unanswered().filter(expires_at__gt=timezone.now())

    def unanswered(self):
        return self.filter(accepted_at=None, withdrawn_at=None)

    def of_link(self, token):
        """The invitation whose link holds ``token``; at most one."""
        return self.filter(token_digest=digest(token))


def digest(token):
    """What is kept of a link's token. 32 random bytes need neither salt nor a slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


class Invitation(models.Model):
    email = models.EmailField(_("e-mail"))
    name = models.CharField(_("name"), max_length=150)
    office = models.ForeignKey(
        "places.Office", on_delete=models.PROTECT, related_name="invitations", verbose_name=_("office")
    )
    role = models.CharField(_("role"), max_length=20, choices=Membership._meta.get_field("role").choices)
    standing = models.CharField(_("standing"), max_length=3, choices=Membership.Standing.choices, blank=True)
    valid_from = models.DateField(_("first day"))
    valid_to = models.DateField(_("last day"), null=True, blank=True)
    letter_number = models.CharField(_("letter number"), max_length=100)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    # None: made by a command.
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(editable=False)
    accepted_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            models.CheckConstraint(name="invitation_email_is_lower_case", condition=Q(email=Lower("email"))),
            models.CheckConstraint(
                name="invitation_dates_are_in_order",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
            ),
            models.CheckConstraint(
                name="invitation_is_answered_once",
                condition=Q(accepted_at=None) | Q(withdrawn_at=None),
            ),
            models.UniqueConstraint(
                name="invitation_one_unanswered_per_office_role_and_address",
                fields=["office", "role", "email"],
                condition=Q(accepted_at=None, withdrawn_at=None),
            ),
        ]

    def __str__(self):
        return f"{self.get_role_display()}, {self.office}"

    @property
    def role_label(self):
        """The role as people read it, with Plh or Plt."""
        return " ".join(filter(None, (self.get_role_display(), self.get_standing_display())))
