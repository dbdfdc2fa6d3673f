"""allauth's forms in our words. Each field has a label and a hint; none hides its label in a placeholder."""

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.account.internal.userkit import filter_users_by_email
from allauth.core import context, ratelimit
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base import forms as second_factor
from allauth.mfa.totp import forms as totp
from django import forms
from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import UserAttributeSimilarityValidator
from django.core.cache import cache
from django.core.validators import MaxLengthValidator
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from portal.accounts import ceiling, left_behind, limits, pins, records
from portal.accounts.models import Membership, OpenSession, User

PASSWORD_HINT = _("At least 10 characters, and not a common word. A short sentence is easy to remember.")
# Longer input is nobody's password; hashing it would only cost us time.
LONGEST_PASSWORD = 256
EMAIL_LABEL = _("E-mail address")


class InOurWords:
    """``words``: per field its label and, where one helps, its hint."""

    words = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            label, hint = self.words.get(name, (field.label, ""))
            field.label, field.help_text = label, hint
            if isinstance(field.widget, forms.PasswordInput):
                field.validators.append(MaxLengthValidator(LONGEST_PASSWORD))
            if name == "code":
                field.widget.attrs |= {"inputmode": "numeric", "class": "w-tgl", "autocapitalize": "off"}


class LoginForm(InOurWords, account.LoginForm):
    words = {"login": (EMAIL_LABEL, ""), "password": (_("Password"), "")}


class SignupForm(InOurWords, account.SignupForm):
    name = forms.CharField(max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    field_order = ["name", "email", "password1"]
    words = {
        "name": (_("Your name"), _("As on your identity card. One name is enough.")),
        "email": (EMAIL_LABEL, _("We send a code to it. So it must be yours.")),
        "password1": (_("Choose a password"), PASSWORD_HINT),
    }

    def clean(self):
        cleaned = super().clean()
        # allauth compares the password with the e-mail address only.
        if cleaned.get("password1") and "password1" not in self.errors:
            person = User(name=cleaned.get("name", ""))
            try:
                UserAttributeSimilarityValidator(["name"]).validate(cleaned["password1"], person)
            except forms.ValidationError as problem:
                self.add_error("password1", problem)
        if not self.errors and not ceiling.take(cleaned["email"]):
            raise forms.ValidationError(ceiling.NO_MORE_MAILS)
        return cleaned

    def try_save(self, request):
        if self.account_already_exists:
            # The same work as for a new account: a quarter of a second less would tell that there is one.
            User().set_password(self.cleaned_data["password1"])
        try:
            with transaction.atomic():
                return super().try_save(request)
        except IntegrityError:
            # A second click, or somebody else at the same moment, was faster: by now the address is taken.
            self.account_already_exists = True
            return super().try_save(request)


class RequestLoginCodeForm(InOurWords, account.RequestLoginCodeForm):
    words = {"email": (EMAIL_LABEL, _("We send a code to it."))}

    def clean_email(self):
        # As allauth's, but counted apart for the devices that the account knows.
        email = self.cleaned_data["email"]
        users = filter_users_by_email(email, is_active=True, prefer_verified=True, for_login=True)
        key = limits.of_email(context.request, email)
        if not ratelimit.consume(context.request, action="request_login_code", key=key):
            raise get_adapter().validation_error("too_many_login_attempts")
        self._user = users[0] if users else None
        return email


class _EmailedCode(InOurWords):
    words = {"code": (_("Code from the e-mail"), _("Valid for 10 minutes. Look in the spam folder too."))}

    def clean_code(self):
        # allauth counts the tries in the session, which many requests at once read before the first has counted.
        request = context.request
        email = getattr(self, "email", None)
        tried = limits.take_emailed_code(request, expected=self.expected_code, email=email)
        if not tried or left_behind.is_meant(request, self.process):
            raise get_adapter().validation_error("incorrect_code")
        code = super().clean_code()
        tried.rollback()
        return code


class ConfirmLoginCodeForm(_EmailedCode, account.ConfirmLoginCodeForm):
    process = "log_in"


class ConfirmEmailCodeForm(_EmailedCode, account.ConfirmEmailVerificationCodeForm):
    process = "confirm"


class ConfirmPasswordResetCodeForm(_EmailedCode, account.ConfirmPasswordResetCodeForm):
    process = "reset"


class ResetPasswordForm(InOurWords, account.ResetPasswordForm):
    words = {"email": (EMAIL_LABEL, _("The one you log in with. We send a code to it."))}


class _NewPassword(InOurWords):
    words = {
        "oldpassword": (_("Present password"), ""),
        "password1": (_("New password"), PASSWORD_HINT),
        "password2": (_("New password once more"), ""),
    }


class ResetPasswordKeyForm(_NewPassword, account.ResetPasswordKeyForm):
    def clean(self):
        if left_behind.is_meant(context.request, "reset"):
            raise get_adapter().validation_error("incorrect_code")
        return super().clean()


class ChangePasswordForm(_NewPassword, account.ChangePasswordForm):
    pass


class SetPasswordForm(_NewPassword, account.SetPasswordForm):
    pass


class ReauthenticateForm(InOurWords, account.ReauthenticateForm):
    """The password, or the PIN: whichever the account has."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        has_password, has_pin = self.user.has_usable_password(), bool(self.user.pin)
        label = _("Your PIN or password") if has_password and has_pin else _("Your PIN") if has_pin else _("Password")
        field = self.fields["password"]
        field.label, field.help_text = label, _("Tell it nobody, not even an officer.") if has_pin else ""
        if has_pin and not has_password:
            field.widget.attrs |= {"inputmode": "numeric", "class": "w-tgl"}

    def clean_password(self):
        secret = self.cleaned_data["password"]
        # Of the account, not of the number: somebody at an open phone must not shut its household out of the log-in.
        if not ratelimit.consume(context.request, action="own_secret", key=str(self.user.pk)):
            raise forms.ValidationError(get_adapter().error_messages["rate_limited"])
        if not self._is_right(secret):
            records.proof_rejected(context.request, "pin" if pins.PIN.match(secret) else "password")
            is_about_pin = self.user.pin and not self.user.has_usable_password()
            raise get_adapter().validation_error("incorrect_pin" if is_about_pin else "incorrect_password")
        return secret

    def _is_right(self, secret):
        if pins.PIN.match(secret):  # no password is as short
            return bool(self.user.pin) and check_password(secret, self.user.pin)
        if not self.user.email:
            return self.user.check_password(secret)
        # allauth counts this try together with those of the log-in by e-mail.
        return self.user.has_usable_password() and get_adapter().reauthenticate(self.user, secret)


class _AppCode(InOurWords):
    words = {"code": (_("Code from your app"), _("6 digits. Or one of your recovery codes."))}

    def clean_code(self):
        tried = limits.take(context.request, "app_code", limits.of_account(context.request, self.user))
        if not tried:
            raise get_adapter().validation_error("too_many_login_attempts")
        code = super().clean_code()
        tried.rollback()
        # allauth remembers a used code for one period; with tolerance it would be good for another two.
        seconds = mfa_settings.TOTP_PERIOD * (1 + 2 * mfa_settings.TOTP_TOLERANCE)
        if not cache.add(f"second-factor-used:{self.user.pk}:{normalize_user_code(code)}", True, seconds):
            raise get_mfa_adapter().validation_error("incorrect_code")
        return code


class SecondFactorForm(_AppCode, second_factor.AuthenticateForm):
    pass


class SecondFactorAgainForm(_AppCode, second_factor.ReauthenticateForm):
    pass


class ActivateTOTPForm(InOurWords, totp.ActivateTOTPForm):
    words = {"code": (_("Code from your app"), _("The app shows a new one every 30 seconds."))}


class ChooseOfficeForm(forms.Form):
    """Which of the person's own current memberships acts from now on."""

    membership = forms.ModelChoiceField(Membership.objects.none())

    def __init__(self, *args, memberships, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["membership"].queryset = Membership.objects.filter(pk__in=[own.pk for own in memberships])


class EndSessionForm(forms.Form):
    """Which of the person's own other sessions is to end."""

    session = forms.ModelChoiceField(OpenSession.objects.none())

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["session"].queryset = others
