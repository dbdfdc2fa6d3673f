"""Forms of what people save. Those without account add their address."""

from django import forms
from django.utils.translation import gettext_lazy as _

from jobs.models import Rhythm, SavedSearch, SavedVacancy
from portal.mailroom.bare_address import AddressForm


class _OfSearch(forms.Form):
    rhythm = forms.ChoiceField(
        label=_("How often shall we write?"),
        help_text=_("Only when something new fits. Never at night."),
        choices=Rhythm,
        initial=Rhythm.WEEKLY,
        widget=forms.RadioSelect,
    )


class SearchForm(_OfSearch):
    pass


class SearchOfStrangerForm(_OfSearch, AddressForm):
    field_order = ["rhythm", "address"]


class VacancyForm(forms.Form):
    """One button."""


class RowForm(forms.Form):
    """One row of the ``contact`` to be taken away, or a search to be told of in another rhythm."""

    search = forms.ModelChoiceField(SavedSearch.objects.none(), required=False)
    vacancy = forms.ModelChoiceField(SavedVacancy.objects.none(), required=False)
    rhythm = forms.ChoiceField(choices=Rhythm, required=False)

    def __init__(self, *args, contact, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["search"].queryset = contact.saved_searches.all()
        self.fields["vacancy"].queryset = contact.saved_vacancies.all()
