"""Taking back what an upload brought: set by set, and nothing that somebody has touched since."""

from django.db import connection
from django.db.models import Exists, OuterRef

from jobs.imports.vacancies import FACTS, VacancyImporter
from jobs.models import Vacancy, VacancySearch
from jobs.workflow import State
from portal.lib.importing import wait_for_turn


def undo_vacancies(batch):
    """Delete what the batch created and give back the facts it changed; returns (removed, restored, left).

    A vacancy stays as it is when an officer took it up, a later list changed it, or anything refers to it.
    """
    wait_for_turn(VacancyImporter.name)
    brought, changed = batch.vacancies.count(), batch.facts_before.count()
    ids = list(_untouched(batch).select_for_update(of=("self",)).values_list("pk", flat=True))
    VacancySearch.objects.forget(ids)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM jobs_vacancy WHERE id = ANY(%s)", [ids])
        restored = _give_back(cursor, batch)
    VacancySearch.objects.refresh(Vacancy.objects.filter(pk__in=restored))
    return len(ids), len(restored), brought + changed - len(ids) - len(restored)


def _untouched(batch):
    found = batch.vacancies.filter(state=State.REPORTED, version=1)
    for link in Vacancy._meta.related_objects:
        if link.related_model is not VacancySearch:
            found = found.exclude(Exists(link.related_model.objects.filter(**{link.field.name: OuterRef("pk")})))
    return found


def _give_back(cursor, batch):
    # Put together from the names of FACTS alone.
    cursor.execute(
        f"""UPDATE jobs_vacancy v
            SET ({", ".join(FACTS)}, version, updated_at)
              = (SELECT {", ".join(f"f.{name}" for name in FACTS)}, v.version + 1, now()
                 FROM jsonb_populate_record(NULL::jobs_vacancy, b.facts) f)
            FROM jobs_factsbefore b
            WHERE b.batch_id = %s AND b.vacancy_id = v.id AND b.version = v.version AND v.state = %s
            RETURNING v.id""",  # noqa: S608
        [batch.pk, State.REPORTED],
    )
    return [pk for (pk,) in cursor.fetchall()]
