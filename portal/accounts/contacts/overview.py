"""What the page of the own ways in shows."""

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.accounts import codes, proof
from portal.accounts.national.adapter import national_app, national_name
from portal.accounts.national.services import links_of
from portal.accounts.second_factor import second_factor_of
from portal.lib.phone import as_dialled


def overview(user):
    """``ways``: each with title, what it is for, its state, and the one thing to do; ``missing``: sentences."""
    return {
        "ways": [_email(user), _phone(user), _pin(user), _password(user), *_more(user)],
        "missing": _missing(user),
        "may_remove_phone": bool(user.phone),
    }


def _way(title, purpose, *, is_set, set_label, action, to, value="", tone=""):
    return {
        "title": title,
        "for": purpose,
        "value": value,
        "state": tone or ("ok" if is_set else "off"),
        "label": set_label,
        "action": action,
        "address": reverse(to) if to else "",
    }


def _email(user):
    confirmed = proof.confirmed_email(user)
    purpose = _("For logging in, and to get in again if you forget everything else.")
    if user.email and user.email != confirmed:
        return _way(
            _("E-mail"),
            purpose,
            value=user.email,
            is_set=False,
            set_label=_("Not confirmed"),
            tone="turn",
            action=_("Confirm it"),
            to="account_new_email",
        )
    return _way(
        _("E-mail"),
        purpose,
        value=confirmed or "",
        is_set=bool(confirmed),
        set_label=_("Confirmed") if confirmed else _("None"),
        action=_("Change it") if confirmed else _("Add one"),
        to="account_new_email",
    )


def _phone(user):
    purpose = _("For logging in with a code by SMS. A number of the family is fine.")
    action, to = (_("Change it") if user.phone else _("Add one")), "account_new_phone"
    if not codes.can_send():
        purpose, to = _("This site cannot send SMS at present, so the number cannot be changed."), ""
    return _way(
        _("Phone number"),
        purpose,
        value=as_dialled(user.phone) if user.phone else "",
        is_set=bool(user.phone),
        set_label=_("Set up") if user.phone else _("None"),
        action=action,
        to=to,
    )


def _pin(user):
    purpose = _("6 digits. It tells apart the people who share a phone.")
    if not user.phone:
        return _way(
            "PIN",
            purpose + " " + _("Add your number first."),
            is_set=bool(user.pin),
            set_label=_("Set up") if user.pin else _("Not set up"),
            action="",
            to="",
        )
    return _way(
        "PIN",
        purpose,
        is_set=bool(user.pin),
        set_label=_("Set up") if user.pin else _("Not set up"),
        action=_("Change it") if user.pin else _("Choose one"),
        to="account_pin",
    )


def _password(user):
    has = user.has_usable_password()
    return _way(
        _("Password"),
        _("For logging in with your e-mail. A short sentence is easy to remember."),
        is_set=has,
        set_label=_("Set up") if has else _("Not set up"),
        action=_("Change it") if has else _("Choose one"),
        to="account_change_password" if has else "account_set_password",
    )


def _more(user):
    factors = second_factor_of(user)
    has_passkey, has_app = bool(factors["passkeys"]), bool(factors["app"])
    yield _way(
        _("Passkey"),
        _("For logging in with the fingerprint or screen lock of a phone that is yours alone."),
        is_set=has_passkey,
        set_label=_("Set up") if has_passkey else _("Not set up"),
        action=_("See") if has_passkey else _("Set it up"),
        to="mfa_list_webauthn",
    )
    yield _way(
        _("App with codes"),
        _("A second lock: a stolen password or PIN alone then opens nothing."),
        is_set=has_app,
        set_label=_("Set up") if has_app else _("Not set up"),
        action=_("See") if has_app else _("Set it up"),
        to="mfa_index",
    )
    if national_app():
        yield _national(user)


def _national(user):
    is_linked = links_of(user).exists()
    name = national_name()
    return _way(
        name[:1].upper() + name[1:],
        _("For logging in without a password of ours. It may be switched off one day, so have another way too."),
        is_set=is_linked,
        set_label=_("Linked") if is_linked else _("Not linked"),
        action=_("See") if is_linked else _("Link it"),
        to="socialaccount_connections",
    )


def _missing(user):
    said = []
    if not proof.has_contact(user) and not second_factor_of(user)["passkeys"]:
        return [_only_national() if links_of(user).exists() else _no_way_in()]
    if not proof.confirmed_email(user):
        said.append(_("Without an e-mail, an account can be restored at an office with your identity card (KTP)."))
    if not user.phone:
        said.append(_("Without a number, you cannot log in by SMS."))
    if user.phone and not user.pin and not user.has_usable_password():
        said.append(_("Without a PIN, you get in by SMS only while nobody else uses your number."))
    return said


def _only_national():
    name = national_name()
    return _("You get in by %(name)s only. It may be switched off one day: add a number or an e-mail now.") % {
        "name": name
    }


def _no_way_in():
    return _("Add a number or an e-mail now. Without one you cannot log in again, and must come to the office.")
