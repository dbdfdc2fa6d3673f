"""What somebody saved, ready to print, in a fixed number of queries."""

from django.urls import reverse

from jobs import listing, told
from jobs.models import Rhythm, Vacancy, VacancySearch
from portal.lib.dates import WIB, long_date, today_in


def saved_by(contact):
    """Rows of ``searches`` and ``vacancies``, the newest first."""
    return {"searches": _searches(contact), "vacancies": _vacancies(contact)}


def _searches(contact):
    found = [(row, listing.wish_of(row.query)) for row in contact.saved_searches.order_by("-pk")]
    names = listing.country_names({iso2 for _row, wish in found for iso2 in wish.countries})
    return [
        {
            "pk": row.pk,
            "label": told.label_of(wish, names),
            "rhythm": row.get_rhythm_display(),
            "other": next(choice for choice in Rhythm if choice != row.rhythm),
            "address": f"{reverse('jobs:vacancy_list')}?{row.query}",
        }
        for row, wish in found
    ]


def _vacancies(contact):
    rows = list(contact.saved_vacancies.order_by("-pk"))
    keys = [row.vacancy_id for row in rows]
    found = Vacancy.objects.select_related("destination__country").in_bulk(keys)
    listed = set(
        VacancySearch.objects.on_shelves(today_in(WIB)).filter(vacancy__in=keys).values_list("vacancy", flat=True)
    )
    return [_vacancy(row, found[row.vacancy_id].for_the_public(), row.vacancy_id in listed) for row in rows]


def _vacancy(row, vacancy, is_open):
    return {
        "pk": row.pk,
        "title": vacancy.title_in_page_language,
        "language": vacancy.title_language,
        "country": str(vacancy.destination.country) if vacancy.destination_id else "",
        "closes": long_date(vacancy.closes_on) if vacancy.closes_on else "",
        "is_open": is_open,
        "address": vacancy.get_absolute_url(),
        "is_demo": vacancy.is_demo,
    }
