"""Saving without an account takes two pages, the address and its code: what is to be saved waits in the visit between."""

import time
from dataclasses import dataclass

from jobs import listing
from jobs.models import Rhythm, Vacancy
from jobs.saved import services
from portal.accounts import between_pages, codes
from portal.mailroom import bare_address

_BEGUN = "begun_saving"


@dataclass
class Begun:
    """``word``: under which the code is kept. ``vacancy``: its code, or "". ``query``: of a search, or None."""

    address: str
    word: str
    at: float
    vacancy: str = ""
    query: str | None = None
    rhythm: str = Rhythm.WEEKLY


def begin(request, address, **wanted):
    """Send the code and remember what for; without ``wanted`` only to look after what was saved before."""
    begun = Begun(address, codes.word_of_a_visit(), time.time(), **wanted)
    between_pages.keep(request, _BEGUN, begun)
    bare_address.send_code(begun.address, begun.word)


def begun(request):
    return between_pages.kept(request, _BEGUN, Begun)


def left(request):
    """What is kept of one that took too long, once: a dict, or None."""
    return request.session.pop(_BEGUN, None)


def send_again(begun):
    bare_address.send_code(begun.address, begun.word)


def finish(request, begun):
    """The code came back: save. Raises ActRefused for one too many; the address is proved all the same."""
    contact = bare_address.prove(request, begun.address)
    request.session.pop(_BEGUN, None)
    keep(contact, vacancy=begun.vacancy, query=begun.query, rhythm=begun.rhythm)


def keep(contact, *, vacancy="", query=None, rhythm=Rhythm.WEEKLY):
    """Returns nothing; raises ActRefused. A vacancy that is no longer public is not kept, and nothing is said of it."""
    if query is not None:
        services.save_search(contact, listing.wish_of(query), rhythm)
    elif found := Vacancy.objects.reachable().filter(number=vacancy).first():
        services.save_vacancy(contact, found)
