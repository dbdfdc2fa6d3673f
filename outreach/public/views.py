"""Events for everybody: the list, one event, the files for calendars."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from outreach.public import calendar, places, reading, sharing
from outreach.public.cards import by_month, cards_of
from outreach.public.forms import EventListForm
from outreach.public.page import describe
from outreach.public.posting import posting
from outreach.public.wish import EventShelf
from portal.lib.dates import WIB, today_in
from portal.lib.paging import pagination
from portal.lib.public import public_page, site_address

MOST_IN_FEED = 500
DAYS_IN_FEED = 30  # so long a subscription keeps what is over


@public_page
def event_list(request):
    form, day = EventListForm(request.GET), today_in(WIB)
    wish, after = form.as_wish(), form.wish("sesudah") or ""
    choice = places.choice(wish, reading.counted(day))
    events, last = reading.page(wish, day, after)
    cards = cards_of(events, day)
    context = {
        "wish": wish,
        "choice": choice,
        "months": by_month(cards),
        "cards": cards,
        "is_past": wish.shelf == EventShelf.PAST,
        "shelves": _shelves(wish),
        **pagination(len(cards), last=last, is_later=bool(after), **wish.pairs()),
        "feed_address": _with(reverse("outreach:feed"), wish.place_query()),
        "demo_data": any(card.event.is_demo for card in cards),
    }
    return render(request, "outreach/public/list.html", context)


def _shelves(wish):
    """(label, address, whether it is this one)"""
    kept = {name: value for name, value in wish.pairs().items() if name != "rak"}
    return [
        (
            shelf.label,
            "?" + urlencode(kept | ({"rak": shelf.value} if shelf != EventShelf.COMING else {})),
            shelf == wish.shelf,
        )
        for shelf in EventShelf
    ]


def _with(address, query):
    return f"{address}?{urlencode(query)}" if query else address


@public_page
def event(request, number):
    found = event_or_404(number)
    if found.same_as_id:
        return redirect(found.same_as, permanent=True)
    if request.path != found.get_absolute_url():
        return redirect(found)
    day = today_in(found.zone)
    page = describe(found, day)
    crumbs = [(_("Events"), reverse("outreach:events")), _crumb(found), (page.title, "")]
    context = {
        "event": found,
        "page": page,
        "posting": posting(found, day, base=site_address(request)),
        "links": sharing.links_of(found, request, day),
        "crumbs": [crumb for crumb in crumbs if crumb],
        "demo_data": found.is_demo,
    }
    return render(request, "outreach/public/event.html", context)


def _crumb(found):
    """The regency it lies in; None where none is known."""
    venues = (session.venue for session in found.sessions.all() if session.venue_id)
    regency = next((venue.regency for venue in venues if venue.regency_id), None)
    return (regency.name, f"{reverse('outreach:events')}?kabupaten={regency.code}") if regency else None


def event_or_404(number):
    found = reading.event_at(number)
    if found is None:
        raise Http404
    return found


@public_page
def calendar_of_event(request, number):
    found = event_or_404(number)
    if found.same_as_id:
        return redirect("outreach:calendar", found.same_as.number, permanent=True)
    return calendar.answer(calendar.of_event(found, site_address(request)), found.number)


@public_page
def calendar_of_place(request):
    """What is to come, of a regency with ``?kabupaten=``, a province with ``?provinsi=``."""
    wish, day = EventListForm(request.GET).as_wish(), today_in(WIB)
    events = reading.for_calendars(wish, day, MOST_IN_FEED, DAYS_IN_FEED)
    choice = places.choice(wish, {}) if wish.area else None
    name = ", ".join(filter(None, [_("Events"), choice.name if choice else "", "Jalur Resmi"]))
    return calendar.answer(calendar.of_many(events, name, site_address(request)), "kegiatan")
