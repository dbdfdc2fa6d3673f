from django.shortcuts import render
from django.utils.translation import gettext as _

from jobs import countries
from jobs.models import Vacancy
from jobs.search import capped_count
from portal.lib.dates import WIB, now_in, short_date
from portal.lib.public import public_page

LANDS_ON_HOME = 6


def _stations():
    """The whole line: six stations in the order of the law, then work and home (ARCHITECTURE 4b)."""
    way_out = [
        (_("Register and be checked"), _("KTP, KK, diploma, status, JKN.")),
        (_("Apply and be selected"), _("At Disnaker or LTSA.")),
        (_("Placement agreement"), _("With a written cost table.")),
        (_("Health, skill, passport"), _("After the agreement.")),
        (_("Social security and visa"), _("A work visa, not a tourist's.")),
        (_("Orientation, then departure"), _("With the work contract in your hand.")),
    ]
    return [
        *({"title": title, "text": text, "state": "all"} for title, text in way_out),
        {"title": _("At work"), "text": _("Report to the Indonesian mission."), "state": "on", "symbol": "build"},
        {"title": _("Back home"), "text": _("Registered as a returned worker."), "state": "on", "symbol": "home"},
    ]


@public_page
def home(request):
    now = now_in(WIB)
    day = now.date()
    lands = [land for land in countries.overview(day) if not land.law.is_closed]
    context = {
        "checked": capped_count(Vacancy.objects.checked_and_open(day)),
        "published": capped_count(Vacancy.objects.published_unchecked(day)),
        "lands": lands[:LANDS_ON_HOME],
        "stations": _stations(),
        "counted_at": f"{short_date(day)}, {now:%H.%M} WIB",
    }
    return render(request, "pages/home.html", context)
