"""An invitation to a role: a one-time link, of which the database knows a digest only."""

import hashlib

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.models.granted import Granted
from portal.accounts.roles import FIELD_ROLES


class InvitationQuerySet(models.QuerySet):
    def open(self):
        """The link may be used: nobody did, and it is not out of date."""
        return self.unanswered().filter(taken_at=None, expires_at__gt=timezone.now())

    def unanswered(self):
        """Neither accepted nor withdrawn; the link may be out of date, or the taker wait to be confirmed."""
        return self.filter(accepted_at=None, withdrawn_at=None)

    def made_by(self, membership):
        return self.filter(invited_by=membership.user_id, office=membership.office_id)

    def of_link(self, token):
        """The invitation whose link holds ``token``; at most one."""
        return self.filter(token_digest=digest(token))


def digest(token):
    """What is kept of a link's token. 32 random bytes need neither salt nor a slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


class Invitation(Granted):
    # "": handed over on paper, for people without e-mail. Who takes it waits until an officer has confirmed them.
    email = models.EmailField(_("e-mail"), blank=True)
    name = models.CharField(_("name"), max_length=150)
    letter_number = models.CharField(_("letter number"), max_length=100)
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    # None: made by a command.
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField(editable=False)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, editable=False
    )
    taken_at = models.DateTimeField(null=True, editable=False)
    accepted_at = models.DateTimeField(null=True, editable=False)
    withdrawn_at = models.DateTimeField(null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints = [
            *Granted.Meta.constraints,
            models.CheckConstraint(name="invitation_email_is_lower_case", condition=Q(email=Lower("email"))),
            models.CheckConstraint(
                name="invitation_on_paper_is_for_the_field_only",
                condition=~Q(email="") | Q(role__in=sorted(role.value for role in FIELD_ROLES)),
            ),
            models.CheckConstraint(
                name="invitation_is_taken_on_paper_only_and_by_somebody",
                condition=Q(taken_by=None, taken_at=None) | Q(taken_by__isnull=False, taken_at__isnull=False, email=""),
            ),
            models.CheckConstraint(
                name="invitation_on_paper_is_accepted_after_somebody_took_it",
                condition=~Q(email="") | Q(accepted_at=None) | Q(taken_at__isnull=False),
            ),
            models.CheckConstraint(
                name="invitation_is_answered_once",
                condition=Q(accepted_at=None) | Q(withdrawn_at=None),
            ),
            models.UniqueConstraint(
                name="invitation_one_unanswered_per_role_and_address",
                fields=["office", "role", "email", "event_reference"],
                condition=Q(accepted_at=None, withdrawn_at=None) & ~Q(email=""),
            ),
        ]

    def __str__(self):
        return f"{self.role_label}, {self.office}"
