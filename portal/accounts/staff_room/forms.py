"""The forms of the staff room and of the link it gives out."""

from itertools import groupby

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from portal.accounts.forms import EMAIL_LABEL, LONGEST_PASSWORD, PASSWORD_HINT
from portal.accounts.models import Membership, User
from portal.accounts.models.granted import LONGEST, role_in_words
from portal.accounts.roles import Role
from portal.accounts.staff_room.grants import givable
from portal.lib import codes
from portal.lib.dates import today_in
from portal.lib.fields import DAY_HINT, day_field
from portal.places.models import Village


class InvitationForm(forms.Form):
    """``role``: a pair such as "steward." or "bp3mi_head.plh", which decides what is asked besides."""

    role = forms.ChoiceField(label=_("Role"), widget=forms.HiddenInput)
    name = forms.CharField(label=_("Name"), max_length=150)
    email = forms.EmailField(label=EMAIL_LABEL, max_length=254, help_text=_("Only an account with it can accept."))
    village = forms.ChoiceField(label=_("Village"), widget=forms.Select(attrs={"class": "form-select"}))
    event_reference = forms.CharField(
        label=_("Event number"), max_length=40, help_text=_("As printed on the event's page. Example: K-7KQ2-M4XP-9")
    )
    valid_from = day_field(_("First day"), help_text=DAY_HINT)
    valid_to = day_field(_("Last day"), required=False, help_text=_("Leave empty if no end is set."))
    letter_number = forms.CharField(label=_("Letter number"), max_length=100)

    def __init__(self, *args, by, office, role="", **kwargs):
        super().__init__(*args, **kwargs)
        self.office = office
        self.fields["role"].choices = role_choices(by, office)
        self.fields["role"].initial = role
        self.fields["valid_from"].initial = today_in(office.zone)
        # What a forged or old form names instead of a role is refused by the field.
        self.wished, _dot, self.standing = (self.data.get("role") or role).partition(".")
        self._fit()

    def _fit(self):
        """Ask what the role needs, and nothing else."""
        fields = self.fields
        if self.wished == Role.VILLAGE_CLERK:
            fields["village"].choices = [("", _("Choose a village")), *_villages_of(self.office)]
        else:
            del fields["village"]
        if self.wished != Role.STEWARD:
            del fields["event_reference"]
        if self.wished in LONGEST:
            fields["email"].required = False
            fields["email"].help_text = _("No e-mail? Leave it empty: you then get a sheet to hand over.")
            fields["valid_to"].required = True
            fields["valid_to"].help_text = _("At most %(days)s days.") % {"days": LONGEST[self.wished]}
        elif self.standing:
            fields["valid_to"].help_text = _("Plh and Plt need a last day.")

    def clean_role(self):
        """The pair (role, standing)."""
        return tuple(self.cleaned_data["role"].split("."))

    def clean_village(self):
        """A Village of the office's regency."""
        return Village.objects.select_related("district").get(pk=self.cleaned_data["village"])

    def clean_event_reference(self):
        number = codes.parse(self.cleaned_data["event_reference"])
        if not number or not number.startswith(codes.EVENT):
            raise forms.ValidationError(_("This is not the number of an event. Please look at its page again."))
        return number

    def clean(self):
        cleaned = super().clean()
        first, last = cleaned.get("valid_from"), cleaned.get("valid_to")
        longest = LONGEST.get(self.wished)
        if last and last < today_in(self.office.zone):
            self.add_error("valid_to", _("This day is over."))
        elif first and last and last < first:
            self.add_error("valid_to", _("The last day lies before the first."))
        elif first and last and longest and (last - first).days >= longest:
            self.add_error("valid_to", _("This role lasts %(days)s days at most.") % {"days": longest})
        if cleaned.get("role", ("", ""))[1] and not last and "valid_to" not in self.errors:
            self.add_error("valid_to", _("Plh and Plt need a last day."))
        return cleaned


def role_choices(by, office):
    """Pairs of value and label of all roles that ``by`` may give here."""
    return [(f"{role}.{standing}", role_in_words(role, standing)) for role, standing in givable(by, office)]


def _villages_of(office):
    """The villages of the office's regency, by district, as a select shows them."""
    villages = Village.objects.current().filter(district__regency=office.regency_id).select_related("district")
    by_district = groupby(villages.order_by("district__name", "district", "name"), key=lambda village: village.district)
    return [(district.name, [(one.pk, one.name) for one in group]) for district, group in by_district]


class UnlockForm(forms.Form):
    was_here = forms.BooleanField(label=_("The person stood before me today and showed an identity card."))


class ReviewForm(forms.Form):
    """Which of the memberships that are due are still needed."""

    needed = forms.ModelMultipleChoiceField(
        Membership.objects.none(),
        error_messages={"required": _("Tick whoever is still needed. For the others choose End.")},
    )

    def __init__(self, *args, due, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["needed"].queryset = due


class EndForm(forms.Form):
    last_day = day_field(_("Last day"), help_text=_("Today or a past day ends it at once, on all devices."))
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
