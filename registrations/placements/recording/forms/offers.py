"""The check of an offer that somebody found on their own."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.choices import Scheme
from portal.lib.fields import DAY_HINT, day_field
from registrations.placements.models import OfferCheck
from registrations.placements.recording.forms.step import StepForm

POINTS = ("letters_are_genuine", "is_legal_body", "mission_was_asked", "is_above_lowest_job", "permit_is_valid")


def _point(name, help_text=""):
    label = OfferCheck._meta.get_field(name).verbose_name
    return forms.BooleanField(label=label, required=False, help_text=help_text)


class _CheckForm(StepForm):
    """A box left empty says: not so, or not known."""

    checked_on = day_field(gettext_lazy("Day of the check"), help_text=DAY_HINT)
    letters_are_genuine = _point(
        "letters_are_genuine",
        gettext_lazy("By an address or number that you looked up yourself, not the one in the letter."),
    )
    is_legal_body = _point("is_legal_body", gettext_lazy("Seen in the register of companies there, never a household."))
    mission_was_asked = _point("mission_was_asked")
    is_above_lowest_job = _point(
        "is_above_lowest_job", gettext_lazy("This way is not for the simplest work of a sector.")
    )
    permit_is_valid = _point("permit_is_valid")

    evidence, facts, is_in_order = OfferCheck, ("checked_on", *POINTS), None

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, case=case, **kwargs)
        if case.scheme != Scheme.UKPS:
            del self.fields["permit_is_valid"]

    def evidence_row(self):
        facts = {name: self.cleaned_data.get(name) for name in self.facts}
        return OfferCheck(is_in_order=self.is_in_order, **facts)


class InOrderForm(_CheckForm):
    is_in_order = True

    def clean(self):
        for name in POINTS:
            if name in self.fields and not self.cleaned_data.get(name):
                self.add_error(name, _("Without this the offer is not in order."))
        return super().clean()


class NotInOrderForm(_CheckForm):
    is_in_order = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("What is not in order")
        self.fields["reason"].help_text = _("The person reads this, word for word. Say what they can do now.")
