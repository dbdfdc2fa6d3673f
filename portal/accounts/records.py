"""What happens at the door goes into the audit: by account and code, never by what was typed."""

from allauth.account import signals as account_signals
from allauth.account.authentication import get_authentication_records
from allauth.account.internal.userkit import filter_users_by_email
from allauth.mfa import signals as mfa_signals
from allauth.socialaccount import signals as national_signals
from django.conf import settings
from django.contrib.auth.signals import user_logged_out

from portal.accounts.acting import Acting
from portal.audit.services import record
from portal.lib.client_ip import client_ip


def by_request(request, user=None):
    """The Acting at a door, where nobody is logged in yet."""
    return Acting(user=user, ip=client_ip(request.META, settings.TRUSTED_PROXIES))


def logged_in(sender, request, user, **kwargs):
    methods = [_method(entry) for entry in get_authentication_records(request, user)]
    record(by_request(request, user), "accounts.logged_in", user, reason_code=".".join(dict.fromkeys(methods)))


def _method(entry):
    return "passkey" if entry.get("type") == "webauthn" else entry["method"]


def logged_out(sender, request, user, **kwargs):
    if user:
        record(by_request(request, user), "accounts.logged_out", user)


def login_failed(request, email):
    """Written for unknown addresses too: the same work for all, and a flood of tries stays visible."""
    user = next(iter(filter_users_by_email(email, for_login=True)), None) if email else None
    record(by_request(request), "accounts.login_failed", user, reason_code="password")


def phone_login_failed(request):
    """A household shares the number, so no account is named."""
    record(by_request(request), "accounts.login_failed", reason_code="phone")


def sms_code_rejected(request):
    record(by_request(request), "accounts.login_failed", reason_code="sms")


def passkey_failed(request, user=None):
    """``user``: who is known to be asked for it. At the front door anybody's number can be made up, so nobody is named."""
    record(by_request(request), "accounts.login_failed", user, reason_code="passkey")


def phone_refused(request, users):
    """Number, secret and code were right, but neither the device nor a second factor says that it is the person.

    Where several people have the same PIN it is not known whose log-in this was.
    """
    record(by_request(request), "accounts.phone_refused", users[0] if len(users) == 1 else None)


def national_log_in_failed(request):
    """Whoever came back from the provider is nobody we know of yet."""
    record(by_request(request), "accounts.login_failed", reason_code="national")


def login_linked(sender, request, sociallogin, **kwargs):
    record(by_request(request, sociallogin.user), "accounts.login_linked", sociallogin.user, reason_code="national")


def login_unlinked(request, user):
    record(by_request(request, user), "accounts.login_unlinked", user, reason_code="national")


def signed_up(sender, request, user, sociallogin=None, **kwargs):
    given = [field for field in ("name", "email", "phone", "pin") if getattr(user, field)]
    password = ["password"] if user.has_usable_password() else []
    record(
        by_request(request, user),
        "accounts.signed_up",
        user,
        fields=given + password,
        reason_code="national" if sociallogin else "",
    )


def proof_rejected(request, what):
    """Somebody at an open session was asked to show that it is the person. ``what``: ``pin``, ``password``, ``code``."""
    record(by_request(request, request.user), "accounts.proof_rejected", request.user, reason_code=what)


def code_rejected(sender, request, user, **kwargs):
    record(by_request(request), "accounts.login_failed", user, reason_code="code")


def second_factor_rejected(sender, request, user, authenticator, **kwargs):
    record(by_request(request), "accounts.login_failed", user, reason_code=authenticator.type)


def second_factor_changed(verb):
    def receive(sender, request, user, authenticator, **kwargs):
        record(by_request(request, user), f"accounts.second_factor_{verb}", user, reason_code=authenticator.type)

    return receive


def second_factor_used(sender, request, user, authenticator, **kwargs):
    # A recovery code is spent once and may be a thief's: it is noted. The app's codes belong to the log-in.
    if authenticator.type == "recovery_codes":
        record(by_request(request, user), "accounts.recovery_code_used", user)


def account_changed(action, *fields):
    def receive(sender, request, user, **kwargs):
        record(by_request(request, user), action, user, fields=fields)

    return receive


def email_confirmed(sender, request, email_address, **kwargs):
    record(by_request(request, email_address.user), "accounts.email_confirmed", email_address.user, fields=["email"])


def connect():
    """Listen to allauth and Django; called once when the app is ready. The receivers live as long as the process."""
    listen = [
        (account_signals.user_logged_in, logged_in),
        (user_logged_out, logged_out),
        (account_signals.login_code_rejected, code_rejected),
        (account_signals.password_reset_code_rejected, code_rejected),
        (account_signals.user_signed_up, signed_up),
        (account_signals.password_changed, account_changed("accounts.password_changed", "password")),
        (account_signals.password_set, account_changed("accounts.password_changed", "password")),
        (account_signals.password_reset, account_changed("accounts.password_reset", "password")),
        (account_signals.email_confirmed, email_confirmed),
        (national_signals.social_account_added, login_linked),
        (mfa_signals.authenticator_added, second_factor_changed("set")),
        (mfa_signals.authenticator_removed, second_factor_changed("removed")),
        (mfa_signals.authenticator_reset, second_factor_changed("renewed")),
        (mfa_signals.authenticator_used, second_factor_used),
        (mfa_signals.authentication_failed, second_factor_rejected),
    ]
    for signal, receiver in listen:
        signal.connect(receiver, weak=False, dispatch_uid=f"{__name__}.{id(signal)}")
