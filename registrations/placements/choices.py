"""Closed lists of the way to departure."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Door(models.TextChoices):
    """By which of the ways in a case began."""

    VACANCY = "vacancy", _("A vacancy of this portal")
    OWN_OFFER = "own_offer", _("An offer found on one's own")
    PROGRAMME = "programme", _("A programme of the government")
    RE_ENTRY = "re_entry", _("Back to the same employer")


class FreezeReason(models.TextChoices):
    """Why a case stands still while none of its own steps was taken back."""

    REGISTRATION = "registration", _("The registration is being checked again")
    COUNTRY = "country", _("The country is closed for this work")
    COMPANY = "company", _("The placement company may not place now")
    PERMIT = "permit", _("The recruitment permit is not in force")
    VACANCY = "vacancy", _("The vacancy is stopped")
