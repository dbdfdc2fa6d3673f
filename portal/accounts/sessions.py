"""Which log-ins count: one row each, written at the door, asked for at each request of a person."""

from datetime import timedelta
from importlib import import_module

from allauth.account import signals as account_signals
from allauth.mfa import signals as mfa_signals
from django.conf import settings
from django.contrib.auth.middleware import get_user
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.utils import timezone

from portal.accounts import devices
from portal.accounts.models import OpenSession
from portal.accounts.second_factor import OWN_FACTORS

OWN_ROW = "open_session"
NOTED_EVERY = timedelta(minutes=5)
SHARED_SECONDS = 15 * 60  # a log-in on a shared phone ends after so long without a page
SHARED_PHONE = "shared_phone"  # set in the session of such a log-in


def user_of(request):
    """The person whose live session this is; a session that was ended, or is two weeks old, is emptied."""
    user = get_user(request)
    if not user.is_authenticated:
        return user
    own = user.open_sessions.live().filter(pk=request.session.get(OWN_ROW)).first()
    if own is None:
        request.session.flush()
        return AnonymousUser()
    now = timezone.now()
    if now - own.last_used_at > NOTED_EVERY:
        user.open_sessions.filter(pk=own.pk).update(last_used_at=now)
    return user


def end_others(request, user):
    """End all sessions of ``user`` but the one of this request; returns how many."""
    own = request.session.get(OWN_ROW) if request.user.pk == user.pk else None
    return user.open_sessions.others_than(own).delete()[0]


def note_shared_phone(request):
    """Of a log-in on a phone that others use: it ends after a quarter of an hour without a page."""
    request.session[SHARED_PHONE] = True
    request.session.set_expiry(SHARED_SECONDS)


def keep_shared_phone_awake(request):
    """Each page begins the quarter of an hour anew."""
    if request.session.get(SHARED_PHONE):
        request.session.modified = True


def forget_old():
    """Delete the rows and the stored sessions whose time is over."""
    OpenSession.objects.exclude(pk__in=OpenSession.objects.live().values("pk")).delete()
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()


def _note_log_in(sender, request, user, **kwargs):
    browser, system = devices.families(request)
    _note_log_out(sender, request, user)
    request.session[OWN_ROW] = OpenSession.objects.create(user=user, browser=browser, system=system).pk


def _note_log_out(sender, request, user, **kwargs):
    if user:
        user.open_sessions.filter(pk=request.session.get(OWN_ROW)).delete()


def _end_others(sender, request, user, **kwargs):
    end_others(request, user)


def _end_others_by_second_factor(sender, request, user, authenticator, **kwargs):
    # A new recovery code opens nothing by itself. A factor that is taken away may have been in a thief's hand.
    if authenticator.type in OWN_FACTORS:
        end_others(request, user)


def connect():
    """Listen to Django and allauth; called once when the app is ready."""
    for signal, receiver in [
        (user_logged_in, _note_log_in),
        (user_logged_out, _note_log_out),
        (account_signals.password_changed, _end_others),
        (account_signals.password_set, _end_others),
        (account_signals.password_reset, _end_others),
        (mfa_signals.authenticator_added, _end_others_by_second_factor),
        (mfa_signals.authenticator_removed, _end_others_by_second_factor),
    ]:
        signal.connect(receiver, dispatch_uid=f"{__name__}.{id(signal)}")
