"""What happens abroad and on the way home: extension, problem and its outcome, return, death."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.lib.dates import long_date
from portal.lib.fields import DAY_HINT, day_field
from portal.lib.labels import optional
from registrations.placements.abroad.terms import end_of_contract
from registrations.placements.home.forms import check_day_of_return
from registrations.placements.models import (
    CaseAbroad,
    Death,
    DeathDoubt,
    DeathTakenBack,
    Extension,
    HomeComing,
    Problem,
    Settlement,
)
from registrations.placements.models.contract import LONGEST_TERM
from registrations.placements.recording.forms.step import StepForm, tell_missions


class ExtensionForm(StepForm):
    """What the mission has put on record; the person's own wish to stay is none."""

    mission = forms.CharField(label=gettext_lazy("Embassy or consulate"), max_length=150)
    act_number = forms.CharField(label=gettext_lazy("Number of the mission's act"), max_length=64)
    act_on = day_field(gettext_lazy("Day of the mission's act"), help_text=DAY_HINT)
    months = forms.IntegerField(label=gettext_lazy("Months added"), min_value=1, max_value=LONGEST_TERM)
    ends_on = day_field(gettext_lazy("New last day of the contract"), help_text=DAY_HINT)
    covered_until = day_field(
        optional(gettext_lazy("Social security is paid until")),
        required=False,
        help_text=gettext_lazy("Empty: it is still to be paid on."),
    )

    evidence, lie_ahead = Extension, ("ends_on", "covered_until")
    facts = ("mission", "act_number", "act_on", "months", "ends_on", "covered_until")

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, case=case, **kwargs)
        tell_missions(self.fields["mission"], case)
        self.end_so_far = end_of_contract(case)
        if self.end_so_far:
            told = _("So far the contract ends on %(day)s.") % {"day": long_date(self.end_so_far)}
            self.fields["ends_on"].help_text = f"{told} {DAY_HINT}"

    def clean_ends_on(self):
        day = self.cleaned_data["ends_on"]
        if self.end_so_far and day <= self.end_so_far:
            raise ValidationError(_("That is no later than the last day so far."))
        return day


class CaseForm(StepForm):
    """A problem that came to the office or the mission; what the worker says follows on its own page."""

    kind = forms.ChoiceField(label=gettext_lazy("What it is about"), choices=Problem, widget=forms.RadioSelect)
    in_danger = forms.BooleanField(label=gettext_lazy("The worker is in danger now"), required=False)

    evidence, facts = CaseAbroad, ("kind", "in_danger")

    def evidence_row(self):
        row = super().evidence_row()
        row.mission = self.case.destination.mission
        return row


class SettlementForm(StepForm):
    outcome = forms.ChoiceField(label=gettext_lazy("Outcome"), choices=Settlement.Outcome, widget=forms.RadioSelect)

    evidence, facts = Settlement, ("outcome",)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("What came of it, in your words")
        self.fields["reason"].help_text = _("The worker reads this.")


class HomeComingForm(StepForm):
    came_on = day_field(gettext_lazy("Day of the return"), help_text=DAY_HINT)
    port = forms.CharField(
        label=optional(gettext_lazy("Airport, harbour or border post")), max_length=100, required=False
    )
    why = forms.ChoiceField(label=gettext_lazy("Why home"), choices=HomeComing.Why, widget=forms.RadioSelect)

    evidence, facts = HomeComing, ("came_on", "port", "why")

    def clean_came_on(self):
        return check_day_of_return(self.case, self.cleaned_data["came_on"])


class DeathForm(StepForm):
    """No cause is asked: what the family hears, it hears from a person."""

    died_on = day_field(gettext_lazy("Day of death"), help_text=DAY_HINT)
    told_by = forms.ChoiceField(label=gettext_lazy("Who told it"), choices=[("", "–"), *Death.Source.choices])
    family_told_on = day_field(
        optional(gettext_lazy("Day on which the family was told in person")),
        required=False,
        help_text=gettext_lazy(
            "Empty as long as nobody has been with them. Go there, with the village head or somebody they trust; no"
            " message of the portal tells it."
        ),
    )
    remains = forms.ChoiceField(label=gettext_lazy("The remains"), choices=[("", "–"), *Death.Remains.choices])

    evidence, facts = Death, ("died_on", "told_by", "family_told_on", "remains")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("On what this rests")
        self.fields["reason"].help_text = _("Letter or report with its number and day. Not how it happened.")


class DeathDoubtForm(StepForm):
    shown_by = forms.ChoiceField(
        label=gettext_lazy("What shows that it is a mistake"), choices=DeathDoubt.Shown, widget=forms.RadioSelect
    )
    paper = forms.CharField(
        label=gettext_lazy("The paper, with its number"),
        max_length=150,
        help_text=gettext_lazy(
            "Letter of the mission, minutes of the visit or of the call: what the head can ask for."
        ),
    )
    dated_on = day_field(gettext_lazy("Date of the paper"), help_text=DAY_HINT)

    evidence, facts = DeathDoubt, ("shown_by", "paper", "dated_on")


class DeathTakenBackForm(StepForm):
    """What was proposed stands in the history beside it."""

    evidence = DeathTakenBack

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _("What you asked, and whom. The case goes on where it stood before.")

    def evidence_row(self):
        """Where somebody was faster there is no doubt any more, and the step itself is refused."""
        return DeathTakenBack(doubt=self.case.standing_doubt())

    def _hold_against_the_table(self):
        """Nothing was filled in that the database could refuse."""
