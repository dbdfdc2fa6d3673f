"""What somebody who came home is asked, by themselves or by the office."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.check_room.forms import SeenForm
from jobs.forms import CodeField, LenientForm
from portal.lib.dates import today_in
from portal.lib.fields import DAY_HINT, day_field
from portal.lib.labels import optional
from registrations.placements.models import HomeComing, HomeNeed, Purna, Referral, Topic
from registrations.placements.models.home_need import QUESTIONS


class OwnReturnForm(SeenForm):
    came_on = day_field(gettext_lazy("Day on which you came home"), help_text=DAY_HINT)
    port = forms.CharField(
        label=optional(gettext_lazy("Airport, harbour or border post")), max_length=100, required=False
    )
    why = forms.ChoiceField(
        label=gettext_lazy("Why did you come home?"), choices=HomeComing.Why, widget=forms.RadioSelect
    )

    def __init__(self, *args, case, **kwargs):
        self.case = case
        super().__init__(*args, initial={"seen": case.version}, **kwargs)

    def clean_came_on(self):
        return check_day_of_return(self.case, self.cleaned_data["came_on"])


def check_day_of_return(case, day):
    """``day`` as it is. Raises ValidationError for one that is ahead, or before the departure."""
    departure = case.on_record("departure")
    if day > today_in(case.office.zone):
        raise ValidationError(_("This date lies in the future."))
    if departure and day < departure.left_on:
        raise ValidationError(_("That is before the day of departure."))
    return day


class NeedsForm(forms.Form):
    """The arrival checklist. What is left open was not asked."""

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, **kwargs)
        known = dict(HomeNeed.objects.filter(placement=case).values_list("topic", "answer"))
        for topic in Topic:
            self.fields[topic.value] = forms.ChoiceField(
                label=QUESTIONS[topic],
                choices=HomeNeed.Answer,
                widget=forms.RadioSelect,
                required=False,
                initial=known.get(topic),
            )

    def answers(self):
        """{topic: answer} of what was answered."""
        return {topic: self.cleaned_data[topic] for topic in Topic.values if self.cleaned_data.get(topic)}


class PurnaForm(NeedsForm, SeenForm):
    """That somebody is home again, and what they want to do now."""

    plan = forms.ChoiceField(
        label=gettext_lazy("What do you want to do now?"), choices=Purna.Plan, widget=forms.RadioSelect
    )

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, case=case, initial={"seen": case.version}, **kwargs)
        self.order_fields(["plan", *Topic.values])


class OutcomeForm(forms.Form):
    outcome = forms.ChoiceField(label=gettext_lazy("What came of it"), choices=Referral.Outcome)


class CasesForm(LenientForm):
    sesudah = CodeField(required=False)


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code on the certificate"),
        max_length=40,
        help_text=gettext_lazy("Example: E-2345-6789-ABCD-E"),
    )
