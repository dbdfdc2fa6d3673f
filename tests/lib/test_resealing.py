"""Keys are changed under the data while the portal runs: nothing is lost, nothing is twice, each stop can be gone on from."""

import pytest
from django.db import connection, models
from django.test.utils import isolate_apps

from portal.lib import resealing
from portal.lib.sealed import (
    BlindIndexField,
    SealedTextField,
    blind_index,
    blind_indexes,
    next_blind_index,
)

FIRST, SECOND, THIRD = b"1" * 32, b"2" * 32, b"3" * 32
PURPOSE = "person.nik"


@pytest.fixture
def tables(db):
    """A person with a sealed number and a case that keeps its index, unique, as registrations do."""
    with isolate_apps("jobs"):

        class Person(models.Model):
            nik = SealedTextField(purpose=PURPOSE, blank=True)
            nik_index = BlindIndexField(of="nik")

            class Meta:
                app_label = "jobs"
                db_table = "resealed_person"

            def __str__(self):
                return str(self.pk)

        class Case(models.Model):
            person = models.ForeignKey(Person, models.PROTECT)
            nik_index = BlindIndexField(of="person.nik", unique=True)
            nik_index_next = BlindIndexField(of="person.nik", is_next=True, unique=True)

            class Meta:
                app_label = "jobs"
                db_table = "resealed_case"

            def __str__(self):
                return str(self.pk)

        with connection.schema_editor() as editor:
            editor.create_model(Person)
            editor.create_model(Case)
        yield Person, Case


def opened(tables, number, nik=None):
    person, case = tables
    nik = nik or f"53040141079500{number:02}"
    owner = person.objects.create(nik=nik, nik_index=blind_index(PURPOSE, nik))
    return case.objects.create(
        person=owner, nik_index=blind_index(PURPOSE, nik), nik_index_next=next_blind_index(PURPOSE, nik)
    )


def run(passes, *, dry_run=False):
    outcome = resealing.Outcome()
    for task in passes:
        resealing.run(task, outcome, dry_run=dry_run)
    return outcome


def reseal(tables, **options):
    return run([resealing.reseal(*pair) for pair in resealing.sealed_columns(tables)], **options)


def every(step, tables, **options):
    return run([step(columns) for columns in resealing.index_columns(tables)], **options)


def found(tables, nik):
    _person, case = tables
    return case.objects.filter(nik_index__in=blind_indexes(PURPOSE, nik)).count()


def test_every_text_comes_under_the_newest_key_in_batches(tables, settings, monkeypatch):
    monkeypatch.setattr(resealing, "BATCH", 2)
    settings.DATA_KEYS = {1: FIRST}
    for number in range(1, 6):
        opened(tables, number)
    tables[0].objects.create()
    settings.DATA_KEYS = {2: SECOND, 1: FIRST}
    opened(tables, 6)

    assert reseal(tables, dry_run=True).counts == {"resealed": 5}
    assert reseal(tables).counts == {"resealed": 5}
    assert reseal(tables).counts == {"resealed": 0}

    settings.DATA_KEYS = {2: SECOND}
    texts = tables[0].objects.order_by("pk").values_list("nik", flat=True)
    assert list(texts) == [*(f"53040141079500{number:02}" for number in range(1, 6)), "", "5304014107950006"]


def test_a_text_that_no_key_opens_is_told_and_stops_nothing(tables, settings):
    settings.DATA_KEYS = {7: THIRD}
    lost = opened(tables, 1).person_id
    settings.DATA_KEYS = {1: FIRST}
    opened(tables, 2)
    settings.DATA_KEYS = {2: SECOND, 1: FIRST}

    outcome = reseal(tables)

    assert outcome.counts == {"resealed": 1}
    assert outcome.problems == [f"jobs.Person {lost}: Sealed data of person.nik need key 7, which is not in DATA_KEYS."]


def test_an_index_is_filled_swapped_and_settled_and_found_all_the_way(tables, settings):
    settings.INDEX_KEYS = [FIRST]
    nik = "5304014107950001"
    opened(tables, 1, nik)
    settings.INDEX_KEYS = [FIRST, SECOND]
    opened(tables, 2)

    assert every(resealing.fill, tables).counts == {"filled": 1}
    assert every(resealing.fill, tables).counts == {"filled": 0}
    assert found(tables, nik) == 1
    assert every(resealing.swap, tables).counts == {"swapped": 4}  # of two people and two cases
    assert every(resealing.swap, tables).counts == {"swapped": 0}
    assert found(tables, nik) == 1

    settings.INDEX_KEYS = [SECOND]
    assert found(tables, nik) == 1
    assert every(resealing.settle, tables).counts == {"settled": 2}
    assert every(resealing.settle, tables).counts == {"settled": 0}
    assert found(tables, nik) == 1
    assert set(tables[1].objects.values_list("nik_index_next", flat=True)) == {None}


def test_a_number_stays_unique_while_the_index_is_swapped(tables, settings):
    settings.INDEX_KEYS = [FIRST, SECOND]
    nik = "5304014107950001"
    opened(tables, 1, nik)
    every(resealing.swap, tables)

    with pytest.raises(Exception, match="nik_index_next"), resealing.transaction.atomic():
        opened(tables, 2, nik)


def test_what_was_written_under_the_former_key_after_the_swap_is_settled_or_told(tables, settings):
    settings.INDEX_KEYS = [FIRST, SECOND]
    late, twice = opened(tables, 1), "5304014107950002"
    opened(tables, 2, twice)
    tables[1].objects.filter(person__nik_index=blind_index(PURPOSE, twice)).update(nik_index_next=None)
    settings.INDEX_KEYS = [SECOND]
    double = opened(tables, 3, twice)

    outcome = every(resealing.settle, tables)

    assert found(tables, late.person.nik) == 1
    assert [problem.partition(": ")[2] for problem in outcome.problems] == ["Another row has the same index."]
    assert tables[1].objects.get(pk=double.pk).nik_index == blind_index(PURPOSE, twice)


def test_rows_that_would_lose_their_index_are_counted(tables, settings):
    settings.INDEX_KEYS = [FIRST]
    opened(tables, 1)
    settings.INDEX_KEYS = [FIRST, SECOND]

    person, case = resealing.index_columns(tables)

    assert (person.following, person.lacking.count()) == ("", 0)
    assert (case.following, case.lacking.count()) == ("nik_index_next", 1)


def test_an_index_of_another_text_is_told_and_left(tables, settings):
    settings.INDEX_KEYS = [FIRST, SECOND]
    case = opened(tables, 1)
    tables[0].objects.filter(pk=case.person_id).update(nik="5304014107950009")

    outcome = every(resealing.swap, tables)

    assert outcome.counts == {"swapped": 0}
    assert [problem.partition(": ")[2] for problem in outcome.problems] == [
        "nik_index is the index of another text.",
        "nik_index is the index of another text.",
    ]
