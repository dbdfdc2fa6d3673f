"""Fields that several forms of the portal share."""

from django import forms
from django.utils.translation import gettext_lazy as _

DAY_HINT = _("Day/month/year. Example: 05/11/2026")


def day_field(label, **options):
    """A date as people here write it, the same in both languages: 05/11 must not become May in English."""
    return forms.DateField(
        label=label,
        input_formats=["%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"],
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"class": "w-tgl", "inputmode": "numeric"}),
        **options,
    )
