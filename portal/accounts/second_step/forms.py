"""Passkeys: what a browser answers is checked by fido2 and allauth; here it is kept small, and refused in our words."""

from contextlib import contextmanager
from struct import error as StructError
from urllib.parse import urlsplit

from allauth.mfa.webauthn import forms as webauthn
from allauth.mfa.webauthn.internal.auth import parse_registration_response
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http.request import validate_host
from django.utils.translation import gettext_lazy as _
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import CollectedClientData

LONGEST_ANSWER = (
    20_000  # characters; a passkey's answer has some hundred, one with a maker's certificate a few thousand
)
REFUSED = _("That did not work. Please try again.")
NAME_LABEL = _("Name of the device")


@contextmanager
def in_our_words():
    """What a made-up answer lets the libraries stumble over is a wrong answer like any other."""
    try:
        yield
    except (ValueError, TypeError, LookupError, AttributeError, StructError, RecursionError) as problem:
        raise ValidationError(REFUSED) from problem
    except ValidationError as problem:
        raise ValidationError(REFUSED if problem.code == "incorrect_code" else problem.messages) from problem


def refuse_foreign_pages(answer):
    """The browser signs on which page it asked. fido2 accepts every host below the domain: ours are named."""
    with in_our_words():
        said = CollectedClientData(websafe_decode(answer["response"]["clientDataJSON"]))
        host = urlsplit(said.origin).hostname or ""
    if said.cross_origin or not validate_host(host, settings.ALLOWED_HOSTS):
        raise ValidationError(REFUSED)


class Answer(forms.JSONField):
    """What ``passkey.js`` sends for the browser."""

    widget = forms.HiddenInput

    def to_python(self, value):
        if isinstance(value, str) and len(value) > LONGEST_ANSWER:
            raise ValidationError(REFUSED)
        with in_our_words():
            answer = super().to_python(value)
        if answer is not None and not isinstance(answer, dict):
            raise ValidationError(REFUSED)
        return answer

    def bound_data(self, data, initial):
        # A refused answer is shown to nobody again: reading it for that could break the page.
        return initial


class DeviceName(forms.CharField):
    def __init__(self, **options):
        hint = _("So that you know later which one it is.")
        super().__init__(label=NAME_LABEL, help_text=hint, max_length=60, **options)


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    # The device has made its key already when the form comes: a missing name is made up.
    name = DeviceName(required=False)
    credential = Answer()
    passwordless = None  # ours always are

    def clean(self):
        answer = self.cleaned_data.get("credential")
        if answer:
            refuse_foreign_pages(answer)
        with in_our_words():
            cleaned = super().clean()
        if answer:
            cleaned["credential"] = _what_is_kept(answer)
        return cleaned


def _what_is_kept(answer):
    """Of a good answer what a log-in needs: rebuilt, so that nothing else a browser sends is stored."""
    parsed = parse_registration_response(answer)
    return {
        "id": websafe_encode(parsed.raw_id),
        "rawId": websafe_encode(parsed.raw_id),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(parsed.response.client_data),
            "attestationObject": websafe_encode(parsed.response.attestation_object),
        },
        "clientExtensionResults": {"credProps": {"rk": True}},
    }


class RenamePasskeyForm(webauthn.EditWebAuthnForm):
    name = DeviceName()


class _GivenPasskey:
    def clean_credential(self):
        refuse_foreign_pages(self.cleaned_data["credential"])
        with in_our_words():
            return super().clean_credential()


class PasskeyLogInForm(_GivenPasskey, webauthn.LoginWebAuthnForm):
    credential = Answer()


class PasskeyForm(_GivenPasskey, webauthn.AuthenticateWebAuthnForm):
    credential = Answer()


class PasskeyAgainForm(_GivenPasskey, webauthn.ReauthenticateWebAuthnForm):
    credential = Answer()
