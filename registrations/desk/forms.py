"""What officers ask the queue for and write down about a file."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.check_room.forms import LONGEST_REASON, SeenForm
from jobs.choices import Paper, Scheme
from jobs.forms import LONGEST_QUERY, CodeField, LenientForm
from portal.lib.fields import day_field
from portal.lib.labels import optional
from portal.places.models import Office
from registrations.asked import FIELDS
from registrations.choices import FlagKind, ReasonToCorrect, RejectionGround
from registrations.desk import points
from registrations.desk.queue import Sort, Tab
from registrations.models import Call, ReadValue
from registrations.models.saved_filter import LONGEST_NAME

LONGEST_WORDS = 500
LONGEST_READ = 150


class QueueForm(LenientForm):
    tab = forms.TypedChoiceField(required=False, choices=Tab, empty_value=Tab.TURN)
    kabupaten = forms.RegexField(r"\A[0-9]{2}\.[0-9]{2}\Z", required=False)
    skema = forms.TypedChoiceField(required=False, choices=Scheme, empty_value="")
    tanda = forms.BooleanField(required=False)
    habis = forms.BooleanField(required=False)
    urut = forms.TypedChoiceField(required=False, choices=Sort, empty_value=Sort.OLDEST)
    sesudah = CodeField(required=False)


class FilterForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the filter"), max_length=LONGEST_NAME)


class SearchForm(forms.Form):
    """Sent as a form of its own: what is searched for stands in no address."""

    q = forms.CharField(label=gettext_lazy("Name, NIK or number"), max_length=LONGEST_QUERY)


class ScreenForm(LenientForm):
    surat = forms.TypedChoiceField(required=False, choices=Paper, empty_value="")
    versi = forms.IntegerField(required=False, min_value=1, max_value=32767)


class PaperForm(SeenForm):
    """One paper: its points, what is read where they don't agree, and for a return the reason and own words.

    Buttons: ``do`` accept or return.
    """

    do = forms.ChoiceField(choices=[("accept", "accept"), ("return", "return")])
    reason = forms.ChoiceField(
        label=optional(gettext_lazy("Reason")),
        choices=[("", gettext_lazy("Follows from the points"))],
        required=False,
        widget=forms.Select(attrs={"class": "form-select"}),
    )
    words = forms.CharField(
        label=optional(gettext_lazy("Message to the person")),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control"}),
    )

    def __init__(self, *args, paper, **kwargs):
        super().__init__(*args, **kwargs)
        self.points = points.of(paper)
        self.fields["reason"].choices = [*self.fields["reason"].choices, *ReasonToCorrect.choices]
        for point in self.points:
            self.fields[f"point-{point.code}"] = forms.ChoiceField(
                choices=[("yes", "yes"), ("no", "no")], required=False
            )
            if point.field:
                self.fields[f"read-{point.code}"] = forms.CharField(required=False, max_length=LONGEST_READ)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("do") == "accept":
            self._refuse_what_speaks_against_accepting()
        elif cleaned.get("do") == "return" and not self.because:
            self.add_error("reason", _("Say what is wrong: choose a reason, or answer a point with no."))
        return cleaned

    def _refuse_what_speaks_against_accepting(self):
        open_points = [point.label for point in self.points if self.answers.get(point.code) is None]
        if open_points:
            words = _("Not answered yet: %(points)s.")
            self.add_error(None, words % {"points": ", ".join(str(label) for label in open_points)})
        if False in self.answers.values():
            self.add_error(None, _("A point doesn't agree. Return the paper, or answer the point anew."))

    @property
    def answers(self):
        """{code of a point: whether it agrees}, without those that were not answered."""
        found = {point.code: self.cleaned_data.get(f"point-{point.code}") for point in self.points}
        return {code: answer == "yes" for code, answer in found.items() if answer}

    @property
    def read(self):
        """{ReadValue.Field: what is written on the paper}, where it differs and was typed."""
        typed = {point.field: self.cleaned_data.get(f"read-{point.code}", "") for point in self.points if point.field}
        return {field: _as_day(text) if field == ReadValue.Field.BIRTH_DATE else text for field, text in typed.items()}

    @property
    def because(self):
        """The reason chosen, else the one of the first point that doesn't agree, else ""."""
        if chosen := self.cleaned_data.get("reason"):
            return chosen
        return next((str(point.reason) for point in self.points if self.answers.get(point.code) is False), "")


def _as_day(text):
    """A day in its one spelling, or the text as it was typed."""
    try:
        return day_field("").clean(text).isoformat()
    except (forms.ValidationError, AttributeError):
        return text


class FieldForm(SeenForm):
    """Something in the person's own answers that has to be put right."""

    field = forms.ChoiceField(
        label=gettext_lazy("Which answer"), choices=[(code, asked.label) for code, asked in FIELDS.items()]
    )
    reason = forms.ChoiceField(label=gettext_lazy("Reason"), choices=ReasonToCorrect)
    words = forms.CharField(
        label=optional(gettext_lazy("Message to the person")),
        max_length=LONGEST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class StepForm(SeenForm):
    """A step along the table: its reason if it needs one, the office of a transfer, the ground of a rejection."""

    to_office = forms.ModelChoiceField(label=gettext_lazy("To which office"), queryset=Office.objects.none())
    ground = forms.ChoiceField(label=gettext_lazy("Legal ground"), choices=RejectionGround)
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, registration, event, **kwargs):
        super().__init__(*args, initial={"seen": registration.version}, **kwargs)
        if not registration.steps[event].needs_reason:
            del self.fields["reason"]
        if event != "propose_rejection":
            del self.fields["ground"]
        if event == "transfer":
            offices = Office.objects.filter(kind__in=[Office.Kind.BP3MI, Office.Kind.P4MI], valid_to=None)
            self.fields["to_office"].queryset = offices.exclude(pk=registration.office_id).order_by("name")
        else:
            del self.fields["to_office"]


class FlagForm(forms.Form):
    """What only an eye can see; the other kinds are raised by the portal's own checks."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What do you see?"),
        choices=[(kind.value, kind.label) for kind in (FlagKind.PAPER_DOUBTED, FlagKind.TRAFFICKING)],
        widget=forms.RadioSelect,
    )


class HoldForm(forms.Form):
    do = forms.ChoiceField(choices=[("take", "take"), ("give", "give")])


class CallForm(forms.Form):
    outcome = forms.ChoiceField(choices=Call.Outcome)


class DealForm(forms.Form):
    """Files dealt out to one officer of the office, by the head."""

    numbers = forms.MultipleChoiceField(required=False)
    to = forms.ChoiceField(
        label=gettext_lazy("To whom"), required=False, widget=forms.Select(attrs={"class": "form-select"})
    )

    def __init__(self, *args, numbers, members, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["numbers"].choices = [(number, number) for number in numbers]
        self.fields["to"].choices = [
            ("", _("Whoever takes it")),
            *((str(one.pk), f"{one.user} ({one.dealt})") for one in members),
        ]
