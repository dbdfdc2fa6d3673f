"""What the board is asked by."""

from django import forms

from jobs.forms import CodeField, LenientForm
from registrations.placements.workflow import State


class BoardForm(LenientForm):
    tahap = forms.TypedChoiceField(required=False, choices=State, empty_value="")
    sesudah = CodeField(required=False)
