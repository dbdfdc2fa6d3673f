"""How a vacancy is known elsewhere: its code, the address on paper, the picture beside a shared link."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from jobs.share import qr
from portal.lib.dates import short_date
from portal.lib.public import full_address


@dataclass(frozen=True)
class Links:
    code: str
    address: str  # full, short enough to type
    picture: str  # full address
    qr: str  # inline SVG
    whatsapp: str
    day: str  # of which it tells: paper and pictures outlive it


def links_of(vacancy, request, day):
    address = full_address(request, reverse("jobs:vacancy_by_number", args=[vacancy.number]))
    return Links(
        code=vacancy.number,
        address=address,
        picture=full_address(request, reverse("share:picture", args=[vacancy.number])),
        qr=qr.svg(address),
        whatsapp="https://wa.me/?" + urlencode({"text": address}),
        day=_("As of %(day)s") % {"day": short_date(day)},
    )
