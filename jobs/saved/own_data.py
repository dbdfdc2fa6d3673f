"""What somebody saved, for the copy of their own data."""

from jobs.models import SavedSearch, SavedVacancy


def of(user):
    searches = SavedSearch.objects.filter(contact__user=user).order_by("pk")
    vacancies = SavedVacancy.objects.filter(contact__user=user).order_by("pk")
    return {
        "searches": list(searches.values("query", "rhythm", "created_at")),
        "vacancies": list(vacancies.values("vacancy__number", "created_at")),
    }
