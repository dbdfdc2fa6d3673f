"""What a visitor may ask the lists for. Nonsense in an address is ignored, never an error page."""

import re

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from jobs.choices import Education
from portal.lib import codes

LONGEST_QUERY = 100  # characters
MOST_COUNTRIES = 20
_ISO2 = re.compile(r"[A-Z]{2}\Z")


class Shelf(models.TextChoices):
    """Values of the address stay Indonesian in both languages, like the slugs."""

    OPEN = "terbuka", _("Open")
    ARCHIVE = "arsip", _("Archive")


class CountriesField(forms.Field):
    """Two-letter codes; what is none is dropped."""

    widget = forms.SelectMultiple
    empty_value = ()

    def to_python(self, value):
        wanted = {text.strip().upper() for text in (value or [])[:MOST_COUNTRIES]}
        return sorted(code for code in wanted if _ISO2.match(code))


class CodeField(forms.CharField):
    """A public code in its one spelling, or "" ."""

    def to_python(self, value):
        return codes.parse(value or "") or ""


class LenientForm(forms.Form):
    """A form for query strings: a field that can't be read counts as not given."""

    def wish(self, name):
        self.is_valid()
        return self.cleaned_data.get(name) or self.fields[name].empty_value


class VacancySearchForm(LenientForm):
    q = forms.CharField(required=False, max_length=LONGEST_QUERY)
    negara = CountriesField(required=False)
    pendidikan = forms.TypedChoiceField(required=False, choices=Education, empty_value="")
    rak = forms.TypedChoiceField(required=False, choices=Shelf, empty_value=Shelf.OPEN)
    sesudah = CodeField(required=False)


class CompanySearchForm(LenientForm):
    q = forms.CharField(required=False, max_length=LONGEST_QUERY)
    sesudah = forms.SlugField(required=False, max_length=220)
