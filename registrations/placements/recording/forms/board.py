"""What the board and its lists are asked by; nonsense in an address is ignored."""

from django import forms

from jobs.choices import Scheme
from jobs.forms import LONGEST_QUERY, CodeField, LenientForm
from registrations.placements.stations import Column
from registrations.placements.workflow import State


class BoardForm(LenientForm):
    tahap = forms.TypedChoiceField(required=False, choices=State, empty_value="")
    stasiun = forms.TypedChoiceField(required=False, choices=Column, empty_value="")
    telat = forms.BooleanField(required=False)
    diam = forms.BooleanField(required=False)
    skema = forms.TypedChoiceField(required=False, choices=Scheme, empty_value="")
    negara = forms.RegexField(r"\A[A-Z]{2}\Z", required=False)
    kabupaten = forms.RegexField(r"\A[0-9]{2}\.[0-9]{2}\Z", required=False)
    cari = forms.CharField(
        required=False, max_length=LONGEST_QUERY
    )  # number of a case, a registration or a vacancy; name of a company
    sesudah = CodeField(required=False)


class CaseForm(LenientForm):
    """``dari``: the state from which whoever looks has just moved it on."""

    dari = forms.TypedChoiceField(required=False, choices=State, empty_value="")
