"""Does it fit me? Asked without an account, answered without storing anything."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from jobs import ages, matching, search, wording
from jobs.cards import cards_of
from jobs.choices import Shelf
from jobs.fit.forms import FitForm, ProposalForm
from jobs.models import Vacancy, VacancySearch
from portal.lib import codes
from portal.lib.dates import WIB, today_in
from portal.lib.public import question_page
from portal.places.models import Country


@question_page
def proposals(request):
    day = today_in(WIB)
    form = ProposalForm(_typed(request), countries=_countries_with_vacancies(day))
    is_answered = form.is_bound and form.is_valid()
    found = matching.propose(form.as_person(), day) if is_answered else []
    cards = cards_of([row for row, _match in found], day)
    rates = search.latest_rates(day) if found else {}
    context = {
        "form": form,
        "is_answered": is_answered,
        "matches": [(card, _shown(match)) for card, (_row, match) in zip(cards, found, strict=True)],
        "crumbs": [(_("Vacancies"), reverse("jobs:vacancy_list")), (_("Which ones fit me?"), "")],
        "demo_data": any(wording.is_demo(row, rates) for row, _match in found),
    }
    return render(request, "jobs/fit/proposals.html", context)


@question_page
def vacancy(request, number):
    day = today_in(WIB)
    reachable = (
        Vacancy.objects.reachable().with_standing(day).with_is_listed(day).select_related("destination__country")
    )
    vacancy = get_object_or_404(reachable, number=codes.of_vacancy(number)).for_the_public()
    address = reverse("fit:vacancy", args=[vacancy.number])
    if request.method != "POST" and request.path != address:
        return redirect(address)
    form = FitForm(_typed(request))
    match = None
    if form.is_bound and form.is_valid():
        rows = VacancySearch.objects.filter(vacancy=vacancy).values_list("tokens", flat=True)
        groups = matching.groups_of(rows.first() or ())
        match = _shown(matching.compare(form.as_person(), vacancy, day, rules=ages.rules_in_force(day), groups=groups))
    title = vacancy.title_in_page_language
    context = {
        "vacancy": vacancy,
        "title": title,
        "form": form,
        "match": match,
        "crumbs": [
            (_("Vacancies"), reverse("jobs:vacancy_list")),
            (title, vacancy.get_absolute_url()),
            (_("Does it fit me?"), ""),
        ],
        "demo_data": vacancy.is_demo,
    }
    return render(request, "jobs/fit/vacancy.html", context)


def _typed(request):
    """What was sent, an empty form included; None when the page was only opened."""
    return request.POST if request.method == "POST" else None


def _shown(match):
    """The sentences of a Match as lines of text, ready to print."""
    return {
        "fits_now": match.fits_now,
        "reasons": " ".join(match.reasons),
        "gaps": " ".join(gap.sentence for gap in match.gaps),
        "open_points": " ".join(match.open_points),
        "not_stated": ", ".join(match.not_stated),
    }


def _countries_with_vacancies(day):
    """(iso2, name) of the countries that have something on the open shelves, by name."""
    prefix = search.TOKENS["countries"]
    counted = search.counts(search.Wish(), Shelf.OPEN, day).by_token
    found = [token.removeprefix(prefix) for token in counted if token.startswith(prefix)]
    names = [(country.iso2, str(country)) for country in Country.objects.filter(iso2__in=found)]
    return sorted(names, key=lambda pair: pair[1])
