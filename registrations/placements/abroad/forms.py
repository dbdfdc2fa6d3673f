"""What somebody abroad tells of a problem, and what the office writes back."""

from uuid import uuid4

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.check_room.forms import SeenForm
from jobs.forms import CodeField, LenientForm
from portal.lib.dates import today_in
from portal.lib.fields import DAY_HINT, day_field
from portal.lib.labels import optional
from portal.lib.zones import zones_of
from registrations.placements.models import CaseAbroad, Problem

LONGEST_WORDS = 2000
# Nobody who reports of themselves is out of reach.
_TOLD_OF_ONESELF = [(one.value, one.label) for one in Problem if one != Problem.LOST_CONTACT]
YES_NO = [("yes", gettext_lazy("Yes")), ("no", gettext_lazy("No"))]


class KeyedForm(forms.Form):
    """The key makes one of a form that is sent twice."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4


class ProblemForm(KeyedForm, SeenForm):
    danger = forms.ChoiceField(label=gettext_lazy("Are you in danger now?"), choices=YES_NO, widget=forms.RadioSelect)
    kind = forms.ChoiceField(
        label=gettext_lazy("What is the problem?"), choices=_TOLD_OF_ONESELF, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=optional(gettext_lazy("In your own words")),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    reach = forms.ChoiceField(
        label=gettext_lazy("How may the office answer you safely?"),
        choices=CaseAbroad.Reach,
        initial=CaseAbroad.Reach.PAGE,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Does somebody else read your phone? Then choose this page."),
    )
    safe_words = forms.CharField(
        label=optional(gettext_lazy("Safe number and time")),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Example: WhatsApp +886 912 345 678, after 21.00"),
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("reach") == CaseAbroad.Reach.CALL and not cleaned.get("safe_words"):
            self.add_error("safe_words", _("Write the number and the time at which a call is safe."))
        return cleaned

    def columns(self):
        """Those of CaseAbroad."""
        found = self.cleaned_data
        facts = {name: found[name] for name in ("kind", "reach", "safe_words")}
        return facts | {"in_danger": found["danger"] == "yes"}


class WordsForm(KeyedForm):
    words = forms.CharField(
        label=gettext_lazy("What do you want to say?"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class AnswerForm(KeyedForm):
    words = forms.CharField(
        label=gettext_lazy("Your answer"),
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("The worker reads it on their page. No message carries it."),
    )


class SentOnForm(KeyedForm):
    sent_by = forms.ChoiceField(
        label=gettext_lazy("How it was sent"),
        choices=[("e-mail", gettext_lazy("By e-mail")), ("letter", gettext_lazy("As a letter"))],
        widget=forms.RadioSelect,
    )


class OpenCasesForm(LenientForm):
    sesudah = CodeField(required=False)


class OwnArrivalForm(SeenForm):
    arrived_on = day_field(gettext_lazy("Day of arrival"), help_text=DAY_HINT)
    mission_told = forms.ChoiceField(
        label=gettext_lazy("Have you reported to the Indonesian mission there?"),
        choices=YES_NO,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, case, **kwargs):
        self.case = case
        super().__init__(*args, initial={"seen": case.version}, **kwargs)

    def clean_arrived_on(self):
        day, departure = self.cleaned_data["arrived_on"], self.case.on_record("departure")
        # Where they are it may be tomorrow already.
        zones = [*zones_of(self.case.destination.country_id), self.case.office.zone]
        if day > max(today_in(zone) for zone in zones):
            raise ValidationError(_("This date lies in the future."))
        if departure and day < departure.left_on:
            raise ValidationError(_("That is before the day of departure."))
        return day

    @property
    def mission(self):
        """Whom they told, "" for nobody yet."""
        told = self.cleaned_data["mission_told"] == "yes"
        return (self.case.destination.mission or _("Indonesian mission"))[:150] if told else ""
