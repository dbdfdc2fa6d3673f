"""The forms of the staff room and of the link it gives out."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from portal.accounts.forms import EMAIL_LABEL, LONGEST_PASSWORD, PASSWORD_HINT
from portal.accounts.models import Membership, User
from portal.accounts.roles import Role
from portal.accounts.staff_room.grants import givable
from portal.lib.dates import today_in

DAY_HINT = _("Day/month/year. Example: 05/11/2026")


def _day(label, **options):
    # One way to write a day in both languages: 05/11 must not become May in English.
    return forms.DateField(
        label=label,
        input_formats=["%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d"],
        widget=forms.DateInput(format="%d/%m/%Y", attrs={"class": "w-tgl", "inputmode": "numeric"}),
        **options,
    )


class InvitationForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(label=EMAIL_LABEL, max_length=254, help_text=_("Only an account with it can accept."))
    role = forms.ChoiceField(label=_("Role"))
    valid_from = _day(_("First day"), help_text=DAY_HINT)
    valid_to = _day(_("Last day"), required=False, help_text=_("Needed for Plh and Plt. Leave empty if no end is set."))
    letter_number = forms.CharField(label=_("Letter number"), max_length=100)

    def __init__(self, *args, by, office, **kwargs):
        super().__init__(*args, **kwargs)
        self.office = office
        standings = dict(Membership.Standing.choices)
        self.fields["role"].choices = [
            (
                f"{role}.{standing}",
                " ".join(str(part) for part in (Role(role).label, standings.get(standing, ""))).strip(),
            )
            for role, standing in givable(by, office)
        ]
        self.fields["valid_from"].initial = today_in(office.zone)

    def clean_role(self):
        """The pair (role, standing)."""
        return tuple(self.cleaned_data["role"].split("."))

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("valid_from"), cleaned.get("valid_to")
        if last and last < today_in(self.office.zone):
            self.add_error("valid_to", _("This day is over."))
        elif first and last and last < first:
            self.add_error("valid_to", _("The last day lies before the first."))
        if cleaned.get("role", ("", ""))[1] and not last and "valid_to" not in self.errors:
            self.add_error("valid_to", _("Plh and Plt need a last day."))
        return cleaned


class EndForm(forms.Form):
    last_day = _day(_("Last day"), help_text=_("Today or a past day ends it at once, on all devices."))
    letter_number = forms.CharField(label=_("Letter number"), max_length=100)

    def __init__(self, *args, membership, **kwargs):
        super().__init__(*args, **kwargs)
        self.membership = membership
        self.fields["last_day"].initial = today_in(membership.office.zone)

    def clean_last_day(self):
        day = self.cleaned_data["last_day"]
        if self.membership.valid_to and day > self.membership.valid_to:
            raise forms.ValidationError(_("It ends earlier already. A longer time needs a new invitation."))
        return day


class NewAccountForm(forms.Form):
    password1 = forms.CharField(
        label=_("Choose a password"),
        help_text=PASSWORD_HINT,
        strip=False,
        validators=[MaxLengthValidator(LONGEST_PASSWORD)],
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, *args, invitation, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = User(name=invitation.name, email=invitation.email)

    def clean_password1(self):
        validate_password(self.cleaned_data["password1"], self.person)
        return self.cleaned_data["password1"]


class MemberSearchForm(forms.Form):
    """Of the ministry's list of offices and of an office's list: words, and the key after which to go on."""

    q = forms.CharField(max_length=120, required=False)
    sesudah = forms.SlugField(max_length=60, required=False)

    def wish(self, name):
        """What was asked for, "" if it makes no sense."""
        self.is_valid()
        return self.cleaned_data.get(name, "")
