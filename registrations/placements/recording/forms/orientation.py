"""The orientation of one case: a seat in a session, and that somebody was there. Many at once: registrations/placements/opp."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from registrations.placements.models import OppAttendance, OppSeat, OppSession
from registrations.placements.opp.reading import choices_of, proposed_number
from registrations.placements.recording.forms.step import StepForm

LONGEST_NUMBER = 40


class SeatForm(StepForm):
    session = forms.ChoiceField(
        label=gettext_lazy("Session"), help_text=gettext_lazy("Sessions of your office with a seat left.")
    )

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, case=case, **kwargs)
        self.fields["session"].choices = choices_of(case.office)
        if not self.fields["session"].choices:
            self.fields["session"].help_text = _(
                "There is none with a seat left. Write one down in the orientation room."
            )

    def evidence_row(self):
        session = OppSession.objects.get(number=self.cleaned_data["session"])
        return OppSeat(session=session, placement=self.case)


class AttendanceForm(StepForm):
    certificate_number = forms.CharField(
        label=gettext_lazy("Number of the certificate"),
        max_length=LONGEST_NUMBER,
        help_text=gettext_lazy("Proposed by the portal. Type over it if your office has its own series."),
    )
    has_biometrics = forms.BooleanField(label=gettext_lazy("Biometrics were taken"), required=False)

    def __init__(self, *args, case, **kwargs):
        self.seat = open_seat(case)
        proposed = {"certificate_number": proposed_number(self.seat)} if self.seat else {}
        super().__init__(*args, case=case, initial=proposed, **kwargs)

    def clean_certificate_number(self):
        number = " ".join(self.cleaned_data["certificate_number"].split())
        if is_given(self.case.office, number):
            raise ValidationError(_("Another certificate of your office has this number."))
        return number

    def clean(self):
        cleaned = super().clean()
        if self.seat is None:
            self.add_error(None, _("This person has no seat in a session."))
        return cleaned

    def evidence_row(self):
        facts = {name: self.cleaned_data[name] for name in ("certificate_number", "has_biometrics")}
        return OppAttendance(seat=self.seat, office=self.seat.session.office, **facts)


def open_seat(case):
    """The seat that ``case`` was invited to, None for none."""
    invited = OppSeat.objects.filter(placement=case, state=OppSeat.State.INVITED)
    return invited.select_related("session__office__province").first()


def is_given(office, number):
    return OppAttendance.objects.filter(office=office, certificate_number=number, taken_back_at=None).exists()
