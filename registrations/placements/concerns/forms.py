"""What is wrong, in a few taps; and what somebody answers."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from jobs.check_room.forms import LONGEST_REASON, SeenForm
from jobs.forms import LenientForm, NumberField
from portal.lib.labels import optional
from registrations.placements.models import Concern

LONGEST = 1000


class ConcernsForm(LenientForm):
    selesai = forms.BooleanField(required=False)
    sesudah = NumberField(1, 10**15)


class ConcernForm(forms.Form):
    kind = forms.ChoiceField(label=_("What is wrong?"), choices=Concern.Kind, widget=forms.RadioSelect)
    is_about_office = forms.TypedChoiceField(
        label=_("Is it about an officer or a government office?"),
        help_text=_("If so, that office does not see it: the ministry does."),
        choices=[("no", _("No")), ("yes", _("Yes"))],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=optional(_("In your own words")),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    reach = forms.ChoiceField(
        label=_("How may we reach you?"),
        help_text=_("Does somebody else read your phone? Choose the last one."),
        choices=Concern.Reach,
        widget=forms.RadioSelect,
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid4


class AnswerForm(SeenForm):
    """Which of the acts comes from the button that was pressed; taking it needs no words."""

    reason = forms.CharField(
        label=_("Answer"),
        help_text=_("The person reads this. Write as to a neighbour."),
        required=False,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
