"""The forms of the counter, and those with which a person uses what it printed."""

import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from portal.accounts.chosen_secret import ChosenSecretForm
from portal.accounts.counter.purposes import RULES, Purpose
from portal.accounts.models import ClaimCode
from portal.accounts.pins import PIN
from portal.lib import codes, phone

Fact = ClaimCode.Fact


class LookUpForm(forms.Form):
    name = forms.CharField(label=_("Name"), help_text=_("All of it, as on the identity card (KTP)."), max_length=150)
    contact = forms.CharField(
        label=_("Phone number, e-mail, or number of an earlier paper"),
        help_text=_("All of it. For instance 0812 3456 7890."),
        max_length=254,
        widget=forms.TextInput(attrs={"autocapitalize": "off", "autocomplete": "off"}),
    )

    def clean_contact(self):
        """{"email": …}, {"number": …} or {"phone": …}, each in its one spelling."""
        typed = self.cleaned_data["contact"]
        if "@" in typed:
            EmailValidator()(typed)
            return {"email": typed.lower()}
        if (number := codes.parse(typed)) and number.startswith(codes.COUNTER_ACT):
            return {"number": number}
        return {"phone": phone.parse(typed)}


class _Facts(forms.Form):
    facts = forms.MultipleChoiceField(
        # All of it in the label: a hint of crispy's would stand below the boxes.
        label=_("What did you compare? At least two things, one of them a paper with a photo."),
        choices=Fact.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].initial = uuid.uuid4

    def clean_facts(self):
        facts = self.cleaned_data["facts"]
        if not set(facts) & set(ClaimCode.WITH_PHOTO):
            raise ValidationError(_("One of them must be a paper with a photo."))
        if len(set(facts)) < 2:
            raise ValidationError(_("Please compare at least two things."))
        return facts


class AskForm(_Facts):
    purpose = forms.ChoiceField(label=_("What is it about?"), widget=forms.RadioSelect)
    field_order = ["purpose", "facts"]

    def __init__(self, *args, purposes, **kwargs):
        super().__init__(*args, **kwargs)
        words = {
            purpose: _("%(purpose)s (a second officer confirms)") % {"purpose": purpose.label}
            if RULES[purpose].needs_second_officer
            else purpose.label
            for purpose in purposes
        }
        self.fields["purpose"].choices = words.items()
        if len(purposes) == 1:
            self.fields["purpose"].initial = purposes[0]


class OpenAccountForm(_Facts):
    name = forms.CharField(label=_("Name"), help_text=_("As on the identity card (KTP)."), max_length=150)
    field_order = ["name", "facts"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["facts"].choices = [choice for choice in Fact.choices if choice[0] != Fact.EARLIER_NUMBER]

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())


class ConfirmForm(forms.Form):
    has_seen = forms.BooleanField(
        label=_("I saw the person and the papers myself"),
        error_messages={"required": _("Please see the person and the papers first.")},
    )


class RefuseForm(forms.Form):
    reason = forms.ChoiceField(label=_("Reason"), choices=ClaimCode.Refusal.choices)


class QueueForm(forms.Form):
    """Where to go on in the queue."""

    sesudah = forms.CharField(max_length=20, required=False)

    def after(self):
        """The number of an act, "" if it makes no sense."""
        return codes.parse(self.cleaned_data.get("sesudah", "")) or "" if self.is_valid() else ""


class CodeForm(forms.Form):
    code = forms.CharField(
        label=_("Code from the office's paper"),
        help_text=_("It begins with A. Capital or small letters, with or without lines: as you like."),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "class": "w-nik"}),
    )

    def clean_code(self):
        code = codes.parse(self.cleaned_data["code"])
        if code is None or not code.startswith(codes.CLAIM):
            raise ValidationError(_("A letter is wrong or missing. Please look at the paper once more."))
        return code


class NewSecretForm(ChosenSecretForm):
    keeps_phone = forms.BooleanField(
        label=_("I still have my phone number"), help_text=_("No mark: the account forgets it."), required=False
    )
    keeps_email = forms.BooleanField(
        label=_("I still have my e-mail"), help_text=_("No mark: the account forgets it."), required=False
    )

    def __init__(self, *args, claim, **kwargs):
        super().__init__(*args, person=claim.account, number=claim.account.phone, **kwargs)
        # Somebody with e-mail only needs a password, so neither of the two stands first.
        self.fields["secret"].label = _("Your new PIN or password")
        self.fields["secret"].help_text = _("A PIN has 6 digits and no pattern. A password has at least 10 characters.")
        for contact in ("phone", "email"):
            if claim.purpose != Purpose.RECOVERY or not getattr(claim.account, contact):
                del self.fields[f"keeps_{contact}"]

    @property
    def keeps(self):
        return {contact for contact in ("phone", "email") if self.cleaned_data.get(f"keeps_{contact}")}

    def clean(self):
        cleaned = super().clean()
        if PIN.match(cleaned.get("secret", "")) and cleaned.get("keeps_email") and not cleaned.get("keeps_phone"):
            self.add_error("secret", _("To log in by e-mail you need a password. A PIN is for a phone number."))
        return cleaned
