"""What allauth asks us: addresses, words, limits, and the secrets of the second factor."""

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.core import context
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.accounts import devices, limits, mails, new_device, proof, reached, records
from portal.accounts.acting import Acting
from portal.accounts.backends import AccountBackend
from portal.accounts.consent.services import note_notice_shown
from portal.accounts.national.services import links_of
from portal.accounts.notifications import OF_ALLAUTH
from portal.accounts.second_factor import own_factors
from portal.accounts.unproven import keep_password
from portal.audit.services import record
from portal.lib.client_ip import client_ip
from portal.lib.sealing import cipher
from portal.messaging.dead import revive
from portal.messaging.services import contact_at, contact_of, owe

NEW_CODE = _("A new code was asked for. The earlier one no longer counts.")
TOO_MANY_TRIES = _("Too many tries. Please wait a few minutes, then try again.")


# What a page says after an act, by the name allauth has for it. What stands nowhere here is not said.
SAID = {
    "account/messages/email_confirmed.txt": _("Your e-mail address is confirmed."),
    "account/messages/email_confirmation_failed.txt": _("This e-mail address could not be confirmed."),
    "account/messages/logged_out.txt": _("You are logged out."),
    "account/messages/password_changed.txt": _("Your new password is saved."),
    "account/messages/password_set.txt": _("Your new password is saved."),
    "socialaccount/messages/account_connected.txt": _("The link is made. From now on you can log in with it."),
    "socialaccount/messages/account_connected_updated.txt": _("This link was there already."),
    "socialaccount/messages/account_connected_other.txt": _("This national account belongs to another account here."),
    "mfa/messages/totp_activated.txt": _("The second step is set up."),
    "mfa/messages/totp_deactivated.txt": _("The second step is switched off."),
    "mfa/messages/recovery_codes_generated.txt": _("Here are your new recovery codes."),
    "mfa/messages/webauthn_added.txt": _("The passkey is added."),
    "mfa/messages/webauthn_removed.txt": _("The passkey is removed."),
}


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("E-mail or password is wrong. Please check both."),
        "enter_current_password": _("This is not your current password."),
        "incorrect_code": _("This code is wrong. Please check it, or ask for a new one."),
        "incorrect_password": _("This password is wrong."),
        "incorrect_pin": _("This PIN is wrong."),
        "too_many_login_attempts": TOO_MANY_TRIES,
        "rate_limited": TOO_MANY_TRIES,
    }

    def add_message(self, request, level, message_template=None, message_context=None, extra_tags="", message=None):
        if sentence := message or SAID.get(message_template):
            messages.add_message(request, level, str(sentence))

    def is_ajax(self, request):
        # allauth would answer such a call with the whole form as JSON; our pages are pages.
        return False

    def get_login_redirect_url(self, request):
        return reverse("pages:staff_home" if request.memberships else settings.LOGIN_REDIRECT_URL)

    def get_client_ip(self, request):
        # One name for all who come without an address (a socket file), so that the limits still count them.
        return client_ip(request.META, settings.TRUSTED_PROXIES) or "unknown"

    def _get_login_attempts_cache_key(self, request, **credentials):
        # allauth's own key holds the Host header with its port: another port would be another set of tries.
        return limits.of_email(request, credentials.get("email", ""))

    def authentication_failed(self, request, **credentials):
        records.login_failed(request, credentials.get("email", ""))

    def get_login_stages(self):
        ours = {"allauth.mfa.stages.AuthenticateStage": "portal.accounts.national.stage.SecondStep"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def pre_login(self, request, user, **kwargs):
        # By code no password backend is asked, so the same question is put here.
        if not AccountBackend().user_can_authenticate(user):
            clear_login(request)
            return self.respond_user_inactive(request, user)
        return super().pre_login(request, user, **kwargs)

    def post_login(self, request, user, *, signup, **kwargs):
        response = super().post_login(request, user, signup=signup, **kwargs)
        reached.note_log_in(request, user)
        new_device.note(request, response, user, is_sign_up=signup)
        return response

    def is_reauthentication_required(self, *, app, **kwargs):
        """A log-in by password or second factor a moment ago is as good as being asked again."""
        if proof.was_given_within(self.request, app_settings.REAUTHENTICATION_TIMEOUT):
            return False
        # Not answered with True: allauth would let pass, unasked, whoever has neither password nor second factor.
        raise ReauthenticationRequired

    def get_reauthentication_methods(self, user):
        """Password or PIN, then the second step, whose one page takes code and passkey; without any secret a code.

        Whoever has nothing but the national log-in is asked there.

        Not allauth's own: it has a page for passkeys apart, and knows no PIN.
        """
        if not user.is_authenticated:
            return []
        ways = []
        if user.pin or user.has_usable_password():
            ways.append(_way("reauthenticate", "account_reauthenticate"))
        if Authenticator.objects.filter(user=user).exists():
            ways.append(_way("mfa_reauthenticate", "mfa_reauthenticate"))
        if not proof.has_secret(user):
            if proof.has_contact(user):
                ways.append(_way("reauthenticate_code", "account_reauthenticate_code"))
            elif links_of(user).exists():
                ways.append(_way("reauthenticate_national", "account_reauthenticate_national"))
        return ways

    def confirm_email(self, request, email_address):
        # Asked only by the form that follows a sign-up or a log-in by password.
        keep_password(request)
        revive(email_address.email.lower())
        return super().confirm_email(request, email_address)

    def save_user(self, request, user, form, commit=True):
        user.name = form.cleaned_data.get("name", "")
        user.language = request.LANGUAGE_CODE
        user = super().save_user(request, user, form, commit)
        if commit:
            by = Acting(user=user, ip=client_ip(request.META, settings.TRUSTED_PROXIES))
            note_notice_shown(by, user, language=user.language)
        return user

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """A row of the outbox, as what we tell ourselves; ``email``: instead of the account's own address."""
        what = template_prefix.rsplit("/", 1)[1]
        by = Acting(user=user, ip=client_ip(self.request.META, settings.TRUSTED_PROXIES))
        entry = record(by, "accounts.told", user, reason_code=what)
        contact = contact_at(email=email, language=user.language) if email else contact_of(user)
        owe(OF_ALLAUTH[what], subject=entry, contact=contact)

    def format_email_subject(self, subject):
        return mails.subject_line(subject)

    def render_mail(self, template_prefix, email, context, headers=None):
        """Plain text only: it reads the same everywhere and shows no hidden address."""
        context |= {"practice_mode": settings.PRACTICE_MODE}
        subject = " ".join(render_to_string(f"{template_prefix}_subject.txt", context).split())
        body = render_to_string(f"{template_prefix}_message.txt", context).strip() + "\n"
        return EmailMessage(self.format_email_subject(subject), body, self.get_from_email(), [email], headers=headers)


def _way(name, page):
    return {"id": name, "description": "", "url": reverse(page)}


class SecondFactorAdapter(DefaultMFAAdapter):
    error_messages = DefaultMFAAdapter.error_messages | {
        "cannot_delete_authenticator": _("Your role needs the second step. It cannot be switched off."),
        "incorrect_code": _("This code is wrong. Please take the newest one from your app."),
        "unverified_email": _("Please confirm your e-mail address first."),
    }

    def get_totp_issuer(self):
        return settings.PUBLIC_DOMAIN or "Jalur Resmi"

    def can_delete_authenticator(self, authenticator):
        """Whoever needs a second factor keeps one: an app or a passkey, whichever is left."""
        user = authenticator.user
        must_have = user.is_staff or user.is_superuser or user.memberships.not_over().exists()
        return not must_have or own_factors(user).exclude(pk=authenticator.pk).exists()

    def generate_authenticator_name(self, user, type):
        return devices.in_words(*devices.families(context.request))

    def get_public_key_credential_rp_entity(self):
        # allauth asks the Host header. A passkey belongs to one domain for good, so a setting names it.
        return {"id": settings.PASSKEY_DOMAIN, "name": "Jalur Resmi"}

    def get_public_key_credential_user_entity(self, user):
        # Shown by the person's own device when it asks which account is meant.
        shown = user.email or user.name
        return super().get_public_key_credential_user_entity(user) | {"name": shown, "display_name": user.name or shown}

    def encrypt(self, text):
        return cipher("second factor").encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text):
        return cipher("second factor").decrypt(encrypted_text.encode()).decode()
