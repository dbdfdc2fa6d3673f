"""An address is proved by a code before anything is written to it; which ticket it is for waits in the visit between.

The ticket does not wait: whoever never types the code keeps the seat, and hears nothing.
"""

import time
from dataclasses import dataclass

from outreach.models import SignUp
from outreach.signing_up import services
from portal.accounts import between_pages, codes
from portal.mailroom import bare_address

_BEGUN = "begun_event_contact"


@dataclass
class Begun:
    """``word``: under which the code is kept. ``ticket``: the code of the SignUp."""

    address: str
    word: str
    at: float
    ticket: str


def begin(request, address, ticket):
    begun = Begun(address, codes.word_of_a_visit(), time.time(), ticket)
    between_pages.keep(request, _BEGUN, begun)
    bare_address.send_code(address, begun.word)


def begun(request, ticket):
    """What this visit has begun for ``ticket``, or None."""
    found = between_pages.kept(request, _BEGUN, Begun)
    return found if found and found.ticket == ticket else None


def send_again(begun):
    bare_address.send_code(begun.address, begun.word)


def finish(request, begun):
    """The code came back: from now on the address hears of its ticket."""
    row = SignUp.objects.kept().select_related("session").get(code=begun.ticket)
    contact = bare_address.prove(request, begun.address, zone=row.session.zone)
    request.session.pop(_BEGUN, None)
    services.attach(row, contact)


def known_contact(request, address):
    """The contact of ``address`` if this visit has proved it a moment ago, else None."""
    contact = bare_address.proved(request)
    return contact if contact and address in {contact.email, str(contact.phone or "")} else None
