"""Fields that several forms of the portal share."""

import re

from django import forms
from django.utils.translation import gettext_lazy as _

DAY_HINT = _("Day/month/year. Example: 05/11/2026")


# As people write them here and in English; the first three letters tell a month.
_MONTHS = ("jan", "feb", "mar", "apr", "mei may", "jun", "jul", "agu aug", "sep", "okt oct", "nov", "des dec")
_NUMBERS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names.split()}
_NAMED = re.compile(r"([0-9]{1,2})[ /.-]*([a-z]{3,9})\.?[ /.-]*([0-9]{4})\Z")


class DayField(forms.DateField):
    """Takes 5/11/2026, 5-11-2026, 5.11.2026, 2026-11-05, 5 Nov 2026 and 5 November 2026."""

    def to_python(self, value):
        if isinstance(value, str):
            named = _NAMED.match(value.strip().lower())
            if named and (month := _NUMBERS.get(named[2][:3])):
                value = f"{named[1]}/{month}/{named[3]}"
        return super().to_python(value)


def day_field(label, **options):
    """A date as people here write it, the same in both languages: 05/11 must not become May in English."""
    return DayField(
        label=label,
        input_formats=["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"],
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"class": "w-tgl", "inputmode": "numeric"}),
        **options,
    )
