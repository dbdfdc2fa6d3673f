"""Who is behind a national log-in: a new account, or a link to one's own; and how a link ends."""

import time

from allauth.account.adapter import get_adapter as get_account_adapter
from allauth.account.internal.userkit import filter_users_by_email
from allauth.account.models import EmailAddress
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.internal.flows.signup import (
    clear_pending_signup,
    complete_social_signup,
    get_pending_signup,
)
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.db import IntegrityError, transaction

from portal.accounts import codes, records
from portal.accounts.acting import Acting
from portal.accounts.consent.services import note_notice_shown
from portal.accounts.national.adapter import national_app
from portal.accounts.second_factor import has_passkey
from portal.accounts.sessions import end_others
from portal.lib.client_ip import client_ip


class AlreadyLinked(Exception):
    pass


def pending(request):
    """The person who came from the provider and has no account yet, or None: nobody, or too long ago."""
    found = get_pending_signup(request) if national_app() else None
    # Somebody else may sit at the phone by now.
    if found and time.time() - found.state.get("at", 0) > settings.CODE_SECONDS:
        clear_pending_signup(request)
        return None
    return found


def sign_up(request, newcomer, name):
    """Make the account of ``newcomer`` (from ``pending``) and log in; returns the answer. Raises AlreadyLinked."""
    clear_pending_signup(request)
    user = newcomer.user
    user.name, user.language = name, request.LANGUAGE_CODE
    email = newcomer.state.get("proved_email", "")
    if email and filter_users_by_email(email):
        # Whoever wrote that address is not attached. Its owner reads that there is an account to log in to first.
        get_account_adapter().send_account_already_exists_mail(email)
        email = ""
    if email:
        user.email = email
        newcomer.email_addresses = [EmailAddress(email=email, verified=True, primary=True)]
    try:
        with transaction.atomic():
            newcomer.save(request)
            by = Acting(user=user, ip=client_ip(request.META, settings.TRUSTED_PROXIES))
            note_notice_shown(by, user, language=user.language)
    except IntegrityError as problem:  # a second click was faster
        raise AlreadyLinked from problem
    return complete_social_signup(request, newcomer)


def links_of(user):
    """The person's links to the provider of the settings, at most one today; none without a provider."""
    app = national_app()
    return SocialAccount.objects.filter(user=user, provider=app.provider_id) if app else SocialAccount.objects.none()


def has_another_way_in(user):
    """Whether the person gets in without it: by a code by e-mail, a passkey, or the phone with PIN or password."""
    if EmailAddress.objects.filter(user=user, verified=True).exists() or has_passkey(user):
        return True
    return bool(user.phone) and codes.can_send() and (bool(user.pin) or user.has_usable_password())


@transaction.atomic
def unlink(request, link):
    """End ``link`` and every other session: whoever unlinks may fear that somebody else came in that way."""
    user = request.user
    link.delete()
    records.login_unlinked(request, user)
    end_others(request, user)
    get_adapter().send_notification_mail("socialaccount/email/account_disconnected", user)
