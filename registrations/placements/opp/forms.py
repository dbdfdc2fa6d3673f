"""What officers write of an orientation: when and where, who gets a seat, who came."""

from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.check_room.forms import LONGEST_REASON, SeenForm
from jobs.forms import CodeField, LenientForm
from portal.lib import codes
from portal.lib.dates import add_months, today_in, zone_label
from portal.lib.fields import DAY_HINT, day_field
from portal.lib.labels import optional
from registrations.placements.models import OppSession
from registrations.placements.models.opp import MOST_SEATS
from registrations.placements.opp.reading import choices_of

LONGEST_NUMBER = 40
_FARTHEST_MONTHS = 24


class RoomForm(LenientForm):
    sesudah = forms.RegexField(r"\A[0-9]{1,15}\Z", required=False)


class SessionsForm(LenientForm):
    lalu = forms.BooleanField(required=False)
    sesudah = CodeField(required=False)


def hour_field(label, **options):
    return forms.TimeField(
        label=label,
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TimeInput(format="%H.%M", attrs={"class": "w-tgl", "inputmode": "numeric"}),
        **options,
    )


class SessionForm(forms.Form):
    """``office``: whose clock the hours follow."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    day = day_field(gettext_lazy("Day"), help_text=DAY_HINT)
    begins = hour_field(gettext_lazy("Begins"), help_text=gettext_lazy("By the clock of your office. Example: 09.00"))
    ends = hour_field(gettext_lazy("Ends"))
    kind = forms.ChoiceField(
        label=gettext_lazy("How it is held"),
        choices=OppSession.Kind,
        widget=forms.RadioSelect,
        initial=OppSession.Kind.ROOM,
    )
    place = forms.CharField(
        label=gettext_lazy("Place"),
        max_length=200,
        help_text=gettext_lazy("Room and address; online: the name of the service."),
    )
    link = forms.URLField(
        label=optional(gettext_lazy("Address online")), max_length=300, required=False, assume_scheme="https"
    )
    capacity = forms.IntegerField(label=gettext_lazy("Seats"), min_value=1, max_value=MOST_SEATS)

    def __init__(self, *args, office, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone = office.zone
        self.fields["ends"].help_text = _("Time zone: %(zone)s") % {"zone": zone_label(office.zone)}

    def clean(self):
        cleaned = super().clean()
        day, begins, ends = (cleaned.get(name) for name in ("day", "begins", "ends"))
        if begins and ends and ends <= begins:
            self.add_error("ends", _("It ends after it begins."))
        if day and begins and datetime.combine(day, begins, tzinfo=self.zone) <= timezone.now():
            self.add_error("day", _("This moment is over already."))
        if day and day > add_months(today_in(self.zone), _FARTHEST_MONTHS):
            self.add_error("day", _("Please write a day within the next two years."))
        kind, link = cleaned.get("kind"), cleaned.get("link")
        if kind == OppSession.Kind.ONLINE and not link and "link" not in self.errors:
            self.add_error("link", _("Online people need the address."))
        return cleaned

    @property
    def facts(self):
        """The columns of the session."""
        found = self.cleaned_data
        begins, ends = (datetime.combine(found["day"], found[name], tzinfo=self.zone) for name in ("begins", "ends"))
        link = found["link"] if found["kind"] == OppSession.Kind.ONLINE else ""
        facts = {name: found[name] for name in ("kind", "place", "capacity")}
        return facts | {"begins_at": begins, "ends_at": ends, "link": link}


class ChangeForm(SessionForm, SeenForm):
    """The same of a session that exists."""

    def __init__(self, *args, session, **kwargs):
        zone = session.office.zone
        begins, ends = (moment.astimezone(zone) for moment in (session.begins_at, session.ends_at))
        now = {"day": begins.date(), "begins": begins.time(), "ends": ends.time(), "seen": session.version}
        now |= {name: getattr(session, name) for name in ("kind", "place", "link", "capacity")}
        super().__init__(*args, office=session.office, initial=now, **kwargs)
        del self.fields["key"]


class CallOffForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "It stands in the history of each case. The people read only that the day was called off."
        ),
    )


class SessionField(forms.ChoiceField):
    """An OppSession of an office. Offered are those with a seat left; one that just got full says so when it is taken."""

    office = None

    def of(self, office):
        self.office, self.choices = office, [("", _("Choose a session")), *choices_of(office)]

    def clean(self, value):
        number = codes.parse(value or "")
        sessions = OppSession.objects.select_related("office__province")
        found = sessions.filter(office=self.office, number=number).first() if number else None
        if found is None:
            raise ValidationError(self.error_messages["required"], code="required")
        return found


class InviteForm(forms.Form):
    """Who gets a seat in which session. Each person as ``number:version`` that was looked at."""

    session = SessionField(label=gettext_lazy("Session"), widget=forms.Select(attrs={"class": "form-select"}))
    cases = forms.MultipleChoiceField(
        label=gettext_lazy("Who waits"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Please look at the list again.")},
    )

    def __init__(self, *args, office, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["session"].of(office)
        # Sent twice, they stand in the list no more: which of them are the office's, the view asks.
        given = self.data.getlist("cases")[:MOST_SEATS] if self.is_bound else []
        self.fields["cases"].choices = [(one, one) for one in given]

    def clean_cases(self):
        """{number: version}."""
        pairs = [one.rpartition(":") for one in self.cleaned_data["cases"]]
        chosen = {
            codes.parse(number): int(seen) for number, _colon, seen in pairs if seen.isdecimal() and len(seen) < 10
        }
        chosen.pop(None, None)
        if not chosen:
            raise ValidationError(_("Choose at least one person."))
        return chosen


class AttendanceRowForm(SeenForm):
    """One person of the list: came or not, and the number of the certificate."""

    came = forms.BooleanField(required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"}))
    has_biometrics = forms.BooleanField(required=False, widget=forms.CheckboxInput(attrs={"class": "form-check-input"}))
    certificate_number = forms.CharField(
        required=False, max_length=LONGEST_NUMBER, widget=forms.TextInput(attrs={"class": "form-control"})
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("came") and not cleaned.get("certificate_number") and not self.errors:
            self.add_error("certificate_number", _("Whoever came gets a number."))
        return cleaned

    @property
    def facts(self):
        found = self.cleaned_data
        number = " ".join(found["certificate_number"].split())
        return {"seen": found["seen"], "number": number, "has_biometrics": found["has_biometrics"]}


class RestForm(forms.Form):
    rest_is_missing = forms.BooleanField(
        label=gettext_lazy("All others did not come: they wait for another day"),
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "form-check-input"}),
    )


class CameForm(SeenForm):
    """Somebody written down as absent was there."""

    certificate_number = forms.CharField(label=gettext_lazy("Number of the certificate"), max_length=LONGEST_NUMBER)
    has_biometrics = forms.BooleanField(label=gettext_lazy("Biometrics were taken"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )

    @property
    def facts(self):
        found = self.cleaned_data
        names = {"seen": "seen", "reason": "reason", "number": "certificate_number", "has_biometrics": "has_biometrics"}
        return {name: found[field] for name, field in names.items()}
