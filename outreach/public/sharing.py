"""How an event is known elsewhere: its address on paper, the words one sends on."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode

from jobs.share import qr
from outreach.public import wording
from portal.lib.public import full_address


@dataclass(frozen=True)
class Links:
    code: str
    address: str  # full, short enough to type
    qr: str  # inline SVG
    text: str
    whatsapp: str


def links_of(event, request, day):
    address = full_address(request, reverse("outreach:event", args=[event.number]))
    text = wording.share_text(event, address, day)
    return Links(
        code=event.number,
        address=address,
        qr=qr.svg(address),
        text=text,
        whatsapp="https://wa.me/?" + urlencode({"text": text}),
    )
