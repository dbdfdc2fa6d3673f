"""Five questions. What is answered lives as long as the request, nothing of it is kept."""

from django import forms
from django.utils.translation import gettext_lazy as _

from jobs.choices import Education, OccupationGroup, WorkLanguage
from jobs.language_needs import LEVELS
from jobs.matching import Person, Skill

YOUNGEST, OLDEST = 15, 80  # years that anybody would type here
# Months as people count them, rounded down: nobody is promised more than they have.
_LENGTHS = [
    ("0", _("Less than one year")),
    ("12", _("One year")),
    ("24", _("Two years")),
    ("36", _("Three years")),
    ("60", _("Five years or more")),
]
_CERTIFICATES = [
    ("", _("No certificate")),
    *((level, {"A2": _("A2, or JFT-Basic")}.get(level, f"JLPT {level}" if level[0] == "N" else level)) for level in LEVELS),
]  # fmt: skip


class FitForm(forms.Form):
    pendidikan = forms.ChoiceField(label=_("Your last school"), choices=[("", _("Please choose")), *Education.choices])
    bahasa = forms.ChoiceField(
        label=_("A foreign language you know"), required=False, choices=[("", _("None yet")), *WorkLanguage.choices]
    )
    tingkat = forms.ChoiceField(label=_("Your certificate in it"), required=False, choices=_CERTIFICATES)
    kerja = forms.ChoiceField(
        label=_("Work you have done"), required=False, choices=[("", _("None of these")), *OccupationGroup.choices]
    )
    lama = forms.ChoiceField(label=_("For how long"), required=False, choices=_LENGTHS)
    usia = forms.IntegerField(
        label=_("Your age"),
        min_value=YOUNGEST,
        max_value=OLDEST,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "maxlength": 2, "class": "w-tgl", "autocomplete": "off"}),
        help_text=_("In years. Limits count on the closing date."),
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), _("Write your age in years, such as 24.")),
    )

    def as_person(self):
        """What a valid form tells, as a matching.Person."""
        told = self.cleaned_data
        return Person(
            education=told["pendidikan"],
            languages=(Skill(told["bahasa"], told["tingkat"]),) if told["bahasa"] else (),
            experience={told["kerja"]: int(told["lama"] or 0)} if told["kerja"] else {},
            age=told["usia"],
            countries=(told["negara"],) if told.get("negara") else (),
        )


class ProposalForm(FitForm):
    """``countries``: (iso2, name) of those that have open vacancies."""

    negara = forms.ChoiceField(label=_("The country you want"), required=False)

    def __init__(self, *args, countries, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["negara"].choices = [("", _("Any country")), *countries]
