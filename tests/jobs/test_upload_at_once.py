"""Uploads of two officers at the same moment, and a worker that dies: by real connections."""

from functools import partial

import pytest
from django.db import connection, connections, transaction
from psycopg2.errors import AdminShutdown

from jobs.import_room import services
from jobs.models import FactsBefore, ImportBatch, Vacancy
from tests.accounts.at_once import at_once
from tests.jobs.uploads import as_csv, officer, previewed, upload

State = ImportBatch.State
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english")]


@pytest.fixture(autouse=True)
def _work_by_hand(monkeypatch, countries):
    monkeypatch.setattr(services.work_task, "delay", lambda: None)


def asked_for(by, *rows):
    batch = previewed(by, *rows)
    services.ask(by, batch, "run")
    return batch


def test_two_workers_at_once_come_to_one_result():
    rows = [{"title": f"Perawat {number}"} for number in range(300)]
    batches = [asked_for(officer(), *rows) for _officer in range(2)]

    at_once(services.work_on_imports, services.work_on_imports)

    done = ImportBatch.objects.filter(pk__in=[batch.pk for batch in batches])
    assert list(done.values_list("state", flat=True)) == [State.DONE, State.DONE]
    assert sorted(done.values_list("created", "unchanged")) == [(0, 300), (300, 0)]
    assert Vacancy.objects.count() == 300


def test_a_double_click_on_the_upload_is_one_list():
    by, key = officer(), "2f0c0f2e-3d7c-4e6a-9d63-0d6d7f6f5b11"

    first, second = at_once(*(lambda: upload(by, as_csv({}), key=key) for _click in range(2)))

    assert first == second
    assert ImportBatch.objects.count() == 1


def test_a_double_click_on_undo_has_one_effect():
    by = officer()
    batch = asked_for(by, {})
    services.work_on_imports()

    at_once(*(lambda: services.ask(by, batch, "undo") for _click in range(2)))
    at_once(services.work_on_imports, services.work_on_imports)

    batch.refresh_from_db()
    assert (batch.state, batch.removed, batch.left) == (State.UNDONE, 1, 0)


def test_a_worker_that_dies_in_the_middle_leaves_nothing_and_the_next_one_does_it(monkeypatch):
    by = officer()
    batch = asked_for(by, {"quota_total": "5"}, {"title": "Perawat di Kobe"})
    record = services.run_import

    def die_after_writing(*arguments, **options):
        record(*arguments, **options)
        assert Vacancy.objects.count() == 2  # written, not yet certain
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (pid,) = cursor.fetchone()
        end_connection(pid)
        Vacancy.objects.count()

    with monkeypatch.context() as killed:
        killed.setattr(services, "run_import", die_after_writing)
        with pytest.raises(Exception, match=r"terminat|closed") as death:
            services.work_on_imports()
    connections.close_all()

    assert isinstance(death.value.__cause__, AdminShutdown) or "closed" in str(death.value)
    batch.refresh_from_db()
    assert (batch.state, Vacancy.objects.count(), FactsBefore.objects.count()) == (State.IMPORTING, 0, 0)

    ImportBatch.objects.update(claimed_at=None)  # half a minute later
    services.work_on_imports()

    batch.refresh_from_db()
    assert (batch.state, batch.created, Vacancy.objects.count()) == (State.DONE, 2, 2)


def end_connection(pid):
    """As the kernel does with those of a killed process: from outside."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    finally:
        other.close()


def test_a_worker_that_stood_still_leaves_alone_what_another_has_done():
    batch = asked_for(officer(), {})

    at_once(*(partial(services._work_on, batch.pk) for _worker in range(2)))

    batch.refresh_from_db()
    assert (batch.state, batch.created, Vacancy.objects.count()) == (State.DONE, 1, 1)


def test_a_list_that_a_worker_holds_is_left_to_it():
    batch = asked_for(officer(), {})
    with transaction.atomic():
        ImportBatch.objects.select_for_update().get(pk=batch.pk)

        at_once(services.work_on_imports)

    batch.refresh_from_db()
    assert (batch.state, batch.tries) == (State.IMPORTING, 0)
