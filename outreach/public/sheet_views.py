"""What hangs on a wall: the poster of an event, and the sheet of a village with events and vacancies."""

import re

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobs.cards import cards_of as vacancy_cards_of
from jobs.choices import SearchShelf
from jobs.models import VacancySearch
from jobs.models.card_row import listed_card_rows
from jobs.share import qr
from outreach.public import forms, reading, sharing
from outreach.public.cards import cards_of
from outreach.public.page import describe
from outreach.public.views import event_or_404
from outreach.public.wish import Wish
from outreach.workflow import State
from portal.lib.dates import long_date, today_in
from portal.lib.public import full_address, public_page
from portal.places.models import District, Regency

# So many fit on one sheet beside each other.
MOST_EVENTS = 4
MOST_VACANCIES = 4


@public_page
def poster(request, number):
    found = event_or_404(number)
    if found.state == State.SOURCED:
        raise Http404
    if found.same_as_id:
        return redirect("outreach:poster", found.same_as.number, permanent=True)
    if request.path != reverse("outreach:poster", args=[found.number]):
        return redirect("outreach:poster", found.number)
    day = today_in(found.zone)
    page = describe(found, day)
    context = {
        "event": found,
        "page": page,
        "links": sharing.links_of(found, request, day),
        "crumbs": [
            (_("Events"), reverse("outreach:events")), (page.title, found.get_absolute_url()), (_("Poster"), "")
        ],
        "demo_data": found.is_demo,
    }  # fmt: skip
    return render(request, "outreach/public/poster.html", context)


@public_page
def notices(request, code):
    """Of a regency, or of one of its districts: what is to come there first, then what is near."""
    area, regency = _area(code)
    day = today_in(regency.province.zone)
    events = [card for card in _events(area, regency, day) if not card.is_cancelled]
    vacancies = _vacancies(day)
    listed = full_address(request, reverse("outreach:events"))
    context = {
        "area": area,
        "regency": regency,
        "events": [
            (card, long_date(card.event.starts_on, weekday=True), _code(request, card.address)) for card in events
        ],
        "vacancies": [
            (card, _code(request, reverse("jobs:vacancy_by_number", args=[card.row.number]))) for card in vacancies
        ],
        "all_events": f"{listed}?kabupaten={regency.code}",
        "of_day": long_date(day),
        "crumbs": [
            (_("Events"), reverse("outreach:events")),
            (regency.name, f"{reverse('outreach:events')}?kabupaten={regency.code}"),
            (_("Notice sheet"), ""),
        ],
        "districts": District.objects.current().filter(regency=regency).order_by("name"),
        "demo_data": any(card.event.is_demo for card in events) or any(card.row.is_demo for card in vacancies),
    }
    return render(request, "outreach/public/notices.html", context)


def _area(code):
    """(District or Regency, its Regency). Raises Http404."""
    for model, pattern in ((Regency, forms.REGENCY), (District, forms.DISTRICT)):
        if re.fullmatch(pattern, code):
            related = "province" if model is Regency else "regency__province"
            area = model.objects.current().select_related(related).filter(code=code).first()
            if area:
                return area, area if model is Regency else area.regency
    raise Http404


def _events(area, regency, day):
    """Those of the area itself, then those elsewhere in the regency, each in the order of their days."""
    found = list(reading.of_area(area.code, day, MOST_EVENTS))
    if area.code != regency.code and len(found) < MOST_EVENTS:
        near = reading.page(Wish(regency=regency.code), day, size=2 * MOST_EVENTS)[0]
        known = {event.pk for event in found}
        found += [event for event in near if event.pk not in known and event.state != State.CANCELLED]
    return cards_of(found[:MOST_EVENTS], day)


def _vacancies(day):
    """The newest that an officer has checked: nothing unchecked goes on a wall."""
    rows = VacancySearch.objects.on_shelves(day).filter(shelf=SearchShelf.CHECKED)
    keys = rows.order_by("-published_on", "-vacancy_id").values_list("vacancy_id", flat=True)[:MOST_VACANCIES]
    return vacancy_cards_of(listed_card_rows(list(keys), day), day)


def _code(request, path):
    return qr.svg(full_address(request, path))
