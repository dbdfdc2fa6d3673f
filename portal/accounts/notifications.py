"""What an account's person is told: that a way in was changed, at once, whatever the hour, by the way there was before."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.accounts import devices
from portal.audit.models import Entry
from portal.lib.dates import long_moment
from portal.messaging.kinds import Kind, Topic, register
from portal.messaging.models import Channel

# Nobody may switch off what tells of a thief.
SECURITY = Topic("security", gettext_lazy("Safety of your account"), is_owed=True)


class Change(models.TextChoices):
    PHONE = "phone_changed", gettext_lazy("The phone number of an account with this contact was changed.")
    PHONE_REMOVED = "phone_removed", gettext_lazy("The phone number of an account with this contact was removed.")
    EMAIL = "email_changed", gettext_lazy("The e-mail address of an account with this contact was changed.")
    PIN = "pin_changed", gettext_lazy("The PIN of an account with this contact was changed.")


def _nothing(message):
    return {}


def _which_way(message):
    return {"what": Change(message.facts["change"]).label}


def _codes_left(message):
    left = message.facts["left"]
    count = ngettext("%(count)s code is left.", "%(count)s codes are left.", left) % {"count": left}
    used = _("A recovery code of an account with this contact was used.")
    return {"what": f"{used} {count}"}


def _device(message):
    facts = message.facts
    moment = long_moment(datetime.fromisoformat(facts["at"]), message.contact.clock)
    return {"device": devices.in_words(facts["browser"], facts["system"]), "moment": moment}


def _kind(what, prints=_nothing, **options):
    """A kind about an entry of the audit. ``prints``: a message -> what its texts print."""

    def prepare(messages):
        return {message.pk: prints(message) for message in messages}

    options = {"channels": (Channel.EMAIL,)} | options
    facts = {"topic": SECURITY, "model": Entry, "prepare": prepare, "is_urgent": True, "at_any_hour": True}
    return Kind(name=f"accounts.{what}", **facts | options)


BY_EITHER_WAY = {"channels": (Channel.EMAIL, Channel.SMS)}
WAY_CHANGED = _kind("way_changed", _which_way, **BY_EITHER_WAY)
RECOVERED = _kind("recovered", **BY_EITHER_WAY)
RECOVERY_CODE_USED = _kind("recovery_code_used", _codes_left, **BY_EITHER_WAY)
NEW_DEVICE = _kind("new_device", _device)
# What allauth tells of, by the last part of the name it gives.
OF_ALLAUTH = {
    what: _kind(what)
    for what in (
        "password_changed",
        "password_reset",
        "password_set",
        "recovery_codes_generated",
        "totp_activated",
        "totp_deactivated",
        "webauthn_added",
        "webauthn_removed",
        "account_connected",
        "account_disconnected",
    )
}

register(WAY_CHANGED, RECOVERED, RECOVERY_CODE_USED, NEW_DEVICE, *OF_ALLAUTH.values())
