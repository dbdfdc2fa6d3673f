"""What leaves the site: the preview picture of a shared link, and a sheet of paper for whoever is asked for money."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobs import search, wording
from jobs.detail import describe
from jobs.models import Vacancy
from jobs.share.links import links_of
from jobs.share.picture import Facts, draw
from portal.lib import codes
from portal.lib.dates import WIB, today_in
from portal.lib.public import public_page


def _vacancy(number, day):
    vacancies = Vacancy.objects.reachable().with_standing(day).with_is_listed(day).with_page_details()
    return get_object_or_404(vacancies, number=codes.of_vacancy(number)).for_the_public()


@public_page
def picture(request, number):
    day = today_in(WIB)
    vacancy = _vacancy(number, day)
    # Of the many ways to write a code only one is drawn: each picture is kept under one address.
    if request.path != (address := reverse("share:picture", args=[vacancy.number])):
        return redirect(address)
    # The page and its picture have one source: nothing is called checked here that isn't there.
    page = describe(vacancy, day=day, rates=search.latest_rates(day), is_current=vacancy.is_listed)
    states = {
        "ok": (_("Checked by an officer and open"), page.status),
        "info": (_("Published, not yet checked here"), _("Pay nothing yet.")),
        "off": (_("Not open for applications"), _("Pay nothing. Open the page to see why.")),
    }
    state, note = states[page.seal_kind]
    links = links_of(vacancy, request, day)
    facts = Facts(
        code=links.code,
        title=page.crumb,
        iso2=vacancy.destination.country_id if vacancy.destination_id else "?",
        country=str(vacancy.destination.country) if vacancy.destination_id else _("Country not stated"),
        kind=page.seal_kind,
        state=state,
        note=note,
        day=links.day,
        address=links.address.split("://")[1],
        warning=_warning(vacancy),
    )
    return HttpResponse(draw(facts), content_type="image/png")


def _warning(vacancy):
    if vacancy.is_demo:
        return _("Example, not a real vacancy")
    return _("Practice site") if settings.PRACTICE_MODE else ""


@public_page
def receipt(request, number):
    day = today_in(WIB)
    vacancy = _vacancy(number, day)
    address = reverse("share:receipt", args=[vacancy.number])
    if request.path != address:
        return redirect(address)
    title = vacancy.title_in_page_language
    context = {
        "vacancy": vacancy,
        "title": title,
        "company": wording.company(vacancy) or _("not stated"),
        "links": links_of(vacancy, request, day),
        "crumbs": [
            (_("Vacancies"), reverse("jobs:vacancy_list")),
            (title, vacancy.get_absolute_url()),
            (_("Receipt"), ""),
        ],
        "demo_data": vacancy.is_demo,
    }
    return render(request, "jobs/share/receipt.html", context)
