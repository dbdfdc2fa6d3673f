"""An address without account, proved by a code: so that nobody is written to who did not ask for it.

All goes the same way for every address: whether it is known here, by an account or by what was saved, is not told.
"""

import time
from dataclasses import dataclass

from allauth.core import ratelimit
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.encoding import punycode
from django.utils.translation import gettext_lazy as _

from portal.accounts import between_pages, ceiling, codes, limits, notices
from portal.accounts.models import OneTimeCode
from portal.accounts.phone.forms import count_try
from portal.lib import phone
from portal.lib.dates import WIB
from portal.lib.phone import as_dialled
from portal.messaging.dead import revive
from portal.messaging.models import Contact
from portal.messaging.services import contact_at

PURPOSE = OneTimeCode.Purpose.BARE_ADDRESS
LONGEST = 254
NO_MORE_SMS = _("We cannot send more codes by SMS this hour. Please try again in an hour, or write an e-mail address.")
NO_ADDRESS = _("Please write an e-mail address such as nama@contoh.id, or a phone number such as 0812 3456 7890.")
_PROVED = "proved_bare_address"


@dataclass
class Proved:
    """The contact of an address that this visit has proved a few minutes ago."""

    contact: int
    at: float


class AddressForm(forms.Form):
    """The code to it is counted once the address is a good one, whoever else may use it."""

    address = forms.CharField(
        max_length=LONGEST,
        error_messages={"required": NO_ADDRESS},
        widget=forms.TextInput(attrs={"autocomplete": "email", "autocapitalize": "none", "spellcheck": "false"}),
    )

    def __init__(self, *args, request, **kwargs):
        super().__init__(*args, **kwargs)
        self.request = request
        field = self.fields["address"]
        has_sms = codes.can_send()
        field.label = _("Your e-mail address or phone number") if has_sms else _("Your e-mail address")
        field.help_text = _("We send a code to it. You need no account.")

    def clean_address(self):
        """An e-mail address in small letters, or a number in E.164."""
        typed = self.cleaned_data["address"].strip()
        if "@" not in typed and codes.can_send():
            return phone.parse(typed)
        try:
            validate_email(typed)
            punycode(typed.rpartition("@")[2])  # as it is sent; what no mail can be addressed to passes the first
        except (ValidationError, UnicodeError) as problem:
            raise ValidationError(NO_ADDRESS) from problem
        return typed.lower()

    def clean(self):
        cleaned = super().clean()
        if not self.errors:
            count_code_to(self.request, cleaned["address"])
        return cleaned


def count_code_to(request, address):
    """Raises ValidationError beyond what may be sent to one address, or by one way to all."""
    count_try(request, "new_contact", address)
    if not ceiling.take(address):
        raise ValidationError(ceiling.NO_MORE_MAILS if "@" in address else NO_MORE_SMS)


def send_code(address, word):
    if "@" in address:
        notices.mail_code(address, codes.make_code(word, PURPOSE))
    else:
        codes.send_code(address, PURPOSE, kept_as=word)


def is_right_code(request, address, word, code):
    """Whether the code came back; it is used up then. Wrong ones are counted by code and by address."""
    tried = limits.take(request, "code_of_new_contact", address)
    if not tried or not ratelimit.consume(request, action="sms_code", key=word):
        return False
    if not codes.use_code(word, PURPOSE, code):
        return False
    tried.rollback()
    return True


def prove(request, address, *, zone=WIB):
    """The contact of an address whose code came back; the next pages of this visit know it for a while.

    ``zone``: a ZoneInfo, in which a new one is taken to live.
    """
    way = {"email": address} if "@" in address else {"phone": address}
    revive(address)
    contact = contact_at(**way, language=request.LANGUAGE_CODE, zone=zone)
    between_pages.keep(request, _PROVED, Proved(contact.pk, time.time()))
    return contact


def proved(request):
    """The contact that this visit has proved, or None."""
    kept = between_pages.kept(request, _PROVED, Proved)
    return Contact.objects.reachable().filter(pk=kept.contact, user=None, office=None).first() if kept else None


def leave(request):
    request.session.pop(_PROVED, None)


def as_shown(contact):
    """The address of a bare contact so far that its person knows it again, and nobody else learns it."""
    if contact.email:
        name, _at, domain = contact.email.partition("@")
        return f"{name[0]}•••@{domain}"
    return f"•••{as_dialled(contact.phone)[-4:]}"
