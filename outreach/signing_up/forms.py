"""What whoever wants to come writes. As little as the door needs: one word of a name is enough, and a NIK is refused."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.forms import LenientForm
from outreach.models import SignUp
from outreach.models.sign_up import LONGEST_INSTITUTION, LONGEST_NAME, LONGEST_PLACE, MOST_PEOPLE
from outreach.signing_up import flow
from outreach.signing_up.reading import in_short, seats_left
from portal.accounts import codes
from portal.accounts.phone.forms import count_try
from portal.lib.labels import optional
from portal.mailroom.bare_address import AddressForm, count_code_to
from portal.places.models import District

LONGEST_NAMES = 10_000
_LIKE_A_NIK = re.compile(r"(?<![0-9])(?:[0-9][ .-]?){15}[0-9](?![0-9])")
NO_NIK = gettext_lazy("This reads like a NIK. We don't need it here: please leave it out.")


def refuse_nik(text):
    if _LIKE_A_NIK.search(text):
        raise ValidationError(NO_NIK, code="nik")


def _text(label, longest, **options):
    widget = forms.TextInput(attrs=options.pop("attrs", {}))
    return forms.CharField(label=label, max_length=longest, validators=[refuse_nik], widget=widget, **options)


class SeatForm(forms.Form):
    """One person. ``event``: of which; ``sessions``: those that are open, one at least."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    session = forms.ChoiceField(label=gettext_lazy("Which session?"), widget=forms.RadioSelect)
    name = _text(
        gettext_lazy("Name"),
        LONGEST_NAME,
        help_text=gettext_lazy("One word is enough."),
        attrs={"autocomplete": "name"},
    )
    district = forms.ChoiceField(label=gettext_lazy("District (kecamatan)"), required=False)
    place = _text(optional(gettext_lazy("You live elsewhere? Write where")), LONGEST_PLACE, required=False)
    institution = _text(optional(gettext_lazy("School, campus or organisation")), LONGEST_INSTITUTION, required=False)
    guardian = _text(
        optional(gettext_lazy("Under 18? Who is responsible for you")),
        LONGEST_NAME,
        required=False,
        help_text=gettext_lazy("The name of a parent or teacher is enough. No number, no KTP."),
    )
    needs_wheelchair = forms.BooleanField(label=gettext_lazy("I come with a wheelchair"), required=False)
    needs_sign_language = forms.BooleanField(label=gettext_lazy("I need sign language"), required=False)
    may_be_contacted = forms.BooleanField(label=gettext_lazy("Officers may contact me after the event"), required=False)

    def __init__(self, *args, event, sessions, **kwargs):
        super().__init__(*args, **kwargs)
        self.event, self.sessions = event, {str(place): one for place, one in sessions}
        if len(self.sessions) == 1:
            del self.fields["session"]
        else:
            self.fields["session"].choices = [
                (place, ", ".join(filter(None, [in_short(one), seats_left(one)])))
                for place, one in self.sessions.items()
            ]
        if not event.expects_minors:
            del self.fields["guardian"]
        self._offer_districts()

    def _offer_districts(self):
        regencies = {one.venue.regency_id for one in self.sessions.values() if one.venue_id and one.venue.regency_id}
        districts = District.objects.current().filter(regency__in=regencies).order_by("name", "code")
        known = list(districts.values_list("code", "name"))
        if known:
            self.fields["district"].choices = [("", _("Choose")), *known]
        else:  # online, or nobody has said where
            del self.fields["district"]
            self.fields["place"].label = _("Where you live")
            self.fields["place"].required = True
            self.fields["place"].help_text = _("District and regency.")

    def clean(self):
        cleaned = super().clean()
        if "district" in self.fields and not self.errors and not cleaned.get("district") and not cleaned.get("place"):
            self.add_error("district", _("Choose your district, or write below where you live."))
        return cleaned

    @property
    def chosen_session(self):
        found = self.sessions
        return found[self.cleaned_data["session"]] if "session" in self.fields else next(iter(found.values()))

    @property
    def facts(self):
        """The columns of the SignUp."""
        found = self.cleaned_data
        columns = ("name", "place", "institution", "guardian", "needs_wheelchair", "needs_sign_language")
        columns += ("may_be_contacted", "people", "names")
        facts = {name: found[name] for name in columns if name in found}
        return facts | {"district_id": found.get("district") or None}


class GroupPart(forms.Form):
    """What a group has beside: how many, and where they come from. Whoever leads it answers for those under 18."""

    people = forms.IntegerField(
        label=gettext_lazy("How many come, with you?"),
        min_value=2,
        max_value=MOST_PEOPLE,
        widget=forms.NumberInput(attrs={"class": "w-tgl", "inputmode": "numeric"}),
    )
    names = forms.CharField(
        label=optional(gettext_lazy("Their names")),
        required=False,
        max_length=LONGEST_NAMES,
        validators=[refuse_nik],
        help_text=gettext_lazy("One on each line, only the name. The number alone is enough."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Your name")
        self.fields["institution"].required = True
        self.fields["institution"].label = _("School, campus or organisation")
        self.fields["needs_wheelchair"].label = _("Somebody comes with a wheelchair")
        self.fields["needs_sign_language"].label = _("Somebody needs sign language")
        self.fields.pop("guardian", None)

    def clean_names(self):
        return "\n".join(filter(None, (" ".join(line.split()) for line in self.cleaned_data["names"].splitlines())))

    def clean(self):
        cleaned = super().clean()
        people, names = cleaned.get("people"), cleaned.get("names") or ""
        if people and len(names.splitlines()) > people:
            self.add_error("names", _("These are more names than people."))
        return cleaned

    @property
    def facts(self):
        facts = super().facts
        return facts | {"guardian": facts["name"] if self.event.expects_minors else ""}


class WithAddress(AddressForm):
    """The address to be written to, which may be left empty. Somebody logged in is written to as they have chosen there."""

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, request=request, **kwargs)
        if request.user.is_authenticated:
            del self.fields["address"]
            return
        field = self.fields["address"]
        field.required = False
        label = gettext_lazy("Phone number or e-mail") if codes.can_send() else gettext_lazy("E-mail")
        field.label = optional(label)
        field.help_text = self.address_hint

    address_hint = gettext_lazy(
        "For your ticket and reminders: we send a code there. Without it you keep or print the ticket."
    )

    def clean_address(self):
        return super().clean_address() if self.cleaned_data["address"] else ""

    def clean(self):
        cleaned = super(AddressForm, self).clean()  # which would count a code for no address, too
        if not self.errors:
            self._count(cleaned.get("address") or "")
        return cleaned

    def _count(self, address):
        """Per event and address first: behind one network there may be a whole school."""
        if not address:
            count_try(self.request, "event_sign_up_without_address", str(self.event.pk))
            return
        count_try(self.request, "event_sign_up", f"{self.event.pk} {address}")
        if not flow.known_contact(self.request, address):
            try:
                count_code_to(self.request, address)
            except ValidationError as refusal:
                self.add_error("address", refusal)


class SignUpForm(WithAddress, SeatForm):
    field_order = ["session", "name", "address", "district", "place", "institution", "guardian"]


class GroupForm(WithAddress, GroupPart, SeatForm):
    field_order = ["session", "name", "address", "institution", "people", "names", "district", "place"]


class LostTicketForm(AddressForm):
    """The address that a lost ticket was for: nothing is proved, as all goes there and nothing is shown."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["address"].help_text = _("The one you wrote when you signed up.")

    def clean(self):
        cleaned = super(AddressForm, self).clean()
        if not self.errors:
            count_try(self.request, "lost_event_ticket", cleaned["address"])
        return cleaned


class AddForm(SeatForm):
    """An office adds somebody who stands before it, or called: one, or a group."""

    people = forms.IntegerField(
        label=gettext_lazy("How many people?"),
        min_value=1,
        max_value=MOST_PEOPLE,
        initial=1,
        widget=forms.NumberInput(attrs={"class": "w-tgl", "inputmode": "numeric"}),
    )
    field_order = ["session", "name", "people", "district", "place", "institution", "guardian"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Nobody ticks this box for somebody else.
        del self.fields["may_be_contacted"]
        self.fields["needs_wheelchair"].label = _("Comes with a wheelchair")
        self.fields["needs_sign_language"].label = _("Needs sign language")
        if "guardian" in self.fields:
            self.fields["guardian"].label = optional(_("Under 18? Who is responsible"))


class RowForm(forms.Form):
    """One row of an event's list, to be cancelled; ``sure``: asked once."""

    sign_up = forms.ModelChoiceField(SignUp.objects.none())
    sure = forms.BooleanField(required=False)

    def __init__(self, *args, rows, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["sign_up"].queryset = rows


class ListForm(LenientForm):
    sesi = forms.RegexField(r"\A[0-9]{1,4}\Z", required=False)
    isi = forms.ChoiceField(choices=[("tunggu", ""), ("batal", "")], required=False)
    sesudah = forms.RegexField(r"\A[0-9]{1,15}\Z", required=False)
