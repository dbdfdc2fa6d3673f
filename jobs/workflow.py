"""The states of a vacancy. REPORTED is set by import only; the moves belong to the officers' room."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    REPORTED = "reported", _("Published, not yet checked here")
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    IN_CHECK = "in_check", _("Being checked")
    VERIFIED = "verified", _("Checked")
    OPEN = "open", _("Checked and open")
    FILLED = "filled", _("Filled")
    CLOSED = "closed", _("Closed")
    EXPIRED = "expired", _("Expired")
    SUSPENDED = "suspended", _("Suspended")
    REVOKED = "revoked", _("Revoked")


# What a visitor may find at all: a draft or a case in check is the office's own affair.
PUBLIC = {
    State.REPORTED, State.OPEN, State.FILLED, State.CLOSED, State.EXPIRED, State.SUSPENDED, State.REVOKED,
}  # fmt: skip
