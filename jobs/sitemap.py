"""What search engines may list of vacancies, countries and companies: nothing invented, nothing closed.

Read by key in parts of PART rows, so that the last part costs what the first one does.
"""

from django.db import connection
from django.urls import reverse
from django.utils.text import slugify

from jobs.models import Destination, PlacementCompany, VacancySearch
from portal.lib.dates import WIB

PART = 5000  # rows; each has an address in both languages


def parts_of_vacancies(day):
    """The keys at which the parts of the open vacancies begin: each holds the PART rows from its key on."""
    sql, params = _open(day).order_by("vacancy_id").values("vacancy_id").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT vacancy_id FROM (SELECT vacancy_id, row_number() OVER (ORDER BY vacancy_id) AS place
                FROM ({sql}) AS listed) AS placed WHERE place %% {PART} = 1 ORDER BY vacancy_id""",  # noqa: S608
            params,
        )
        return [key for (key,) in cursor.fetchall()]


def _open(day):
    return VacancySearch.objects.on_shelves(day).filter(vacancy__is_demo=False)


def vacancies(day, start):
    """(path, day of the last change) of the PART open vacancies from the key ``start`` on."""
    rows = _open(day).filter(vacancy_id__gte=start).order_by("vacancy_id")
    found = rows.values_list("vacancy__number", "vacancy__title", "vacancy__updated_at")[:PART]
    # Reversed once: the addresses of a part differ in code and title alone.
    pattern = reverse("jobs:vacancy_detail", args=["L", "judul"]).replace("judul", "{}").replace("/L/", "/{}/")
    return [
        (pattern.format(number, slugify(title) or "lowongan"), changed.astimezone(WIB).date())
        for number, title, changed in found
    ]


def destinations():
    return [(row.get_absolute_url(), None) for row in Destination.objects.order_by("country_id")]


def companies():
    """(path, None) of each company; the register has hundreds of them, so they are one part."""
    slugs = PlacementCompany.objects.filter(is_demo=False).order_by("slug").values_list("slug", flat=True)
    return [(reverse("jobs:company_detail", args=[slug]), None) for slug in slugs[:PART]]


def lists():
    names = ("vacancy_list", "destination_list", "company_list", "sanction_list", "figure_list")
    return [(reverse(f"jobs:{name}"), None) for name in names]
