"""Sealed texts and files, and the indexes by which they are found."""

import pytest
from django.core.exceptions import FieldError
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import isolate_apps

from portal.lib.sealed import (
    BlindIndexField,
    SealBroken,
    SealedTextField,
    blind_index,
    blind_indexes,
    next_blind_index,
    seal,
    unseal,
)

OLD, NEW = b"o" * 32, b"n" * 32
NIK = "5304014107950003"


def test_a_content_opens_for_its_purpose_alone():
    sealed = seal("paper", b"a photograph")

    assert unseal("paper", sealed) == b"a photograph"
    assert b"photograph" not in sealed
    assert seal("paper", b"a photograph") != sealed
    with pytest.raises(SealBroken):
        unseal("another purpose", sealed)


@pytest.mark.parametrize("place", [1, 13, -1])
def test_a_changed_byte_is_noticed_and_its_error_holds_no_value(place):
    sealed = bytearray(seal("candidate.nik", NIK.encode()))
    sealed[place] ^= 1

    with pytest.raises(SealBroken) as broken:
        unseal("candidate.nik", bytes(sealed))

    assert str(broken.value) == "Sealed data of candidate.nik were changed, or key 1 is another one."
    assert broken.value.__cause__ is None


def test_bytes_that_are_cut_short_are_refused():
    with pytest.raises(SealBroken, match="cut short"):
        unseal("paper", seal("paper", b"")[:-1])


def test_the_first_key_seals_and_all_open(settings):
    settings.DATA_KEYS = {1: OLD}
    before = seal("paper", b"content")
    settings.DATA_KEYS = {2: NEW, 1: OLD}

    after = seal("paper", b"content")

    assert (before[0], after[0]) == (1, 2)
    assert unseal("paper", before) == unseal("paper", after) == b"content"
    settings.DATA_KEYS = {2: NEW}
    with pytest.raises(SealBroken, match="key 1, which is not in DATA_KEYS"):
        unseal("paper", before)


def test_equal_texts_have_one_index_per_purpose_and_key(settings):
    settings.INDEX_KEYS = [OLD]
    present = blind_index("candidate.nik", NIK)

    assert len(present) == 32
    assert blind_index("candidate.kk", NIK) != present
    assert next_blind_index("candidate.nik", NIK) is None
    settings.INDEX_KEYS = [OLD, NEW]
    assert blind_indexes("candidate.nik", NIK) == [present, next_blind_index("candidate.nik", NIK)]
    assert next_blind_index("candidate.nik", NIK) != present


def test_nothing_is_equal_to_nothing(settings):
    settings.INDEX_KEYS = [OLD, NEW]

    assert blind_index("candidate.nik", "") is None
    assert next_blind_index("candidate.nik", "") is None
    assert blind_indexes("candidate.nik", "") == []


@pytest.fixture
def person(db):
    """A model of this test alone, with a table that its transaction takes away."""
    with isolate_apps("jobs"):

        class Person(models.Model):
            nik = SealedTextField("NIK", purpose="candidate.nik", blank=True)
            nik_index = BlindIndexField(of="nik")

            class Meta:
                app_label = "jobs"
                db_table = "sealed_person"

            def __str__(self):
                return str(self.pk)

        with connection.schema_editor() as editor:
            editor.create_model(Person)
        yield Person


def stored():
    with connection.cursor() as cursor:
        cursor.execute("SELECT nik FROM sealed_person")
        return [bytes(value) for (value,) in cursor.fetchall()]


def test_a_text_is_text_in_python_and_sealed_in_the_database(person):
    made = person.objects.create(nik=NIK, nik_index=blind_index("candidate.nik", NIK))

    found = person.objects.get(nik_index__in=blind_indexes("candidate.nik", NIK))

    assert (found, found.nik, found.nik_index) == (made, NIK, made.nik_index)
    (sealed,) = stored()
    assert NIK.encode() not in sealed
    assert unseal("candidate.nik", sealed) == NIK.encode()


def test_nothing_is_stored_as_nothing_and_can_be_asked_for(person):
    empty = person.objects.create()
    full = person.objects.create(nik=NIK)

    assert sorted(stored())[0] == b""
    assert list(person.objects.filter(nik="")) == [empty]
    assert list(person.objects.exclude(nik="")) == [full]
    assert person.objects.values_list("nik", flat=True).get(pk=empty.pk) == ""


@pytest.mark.parametrize(
    "lookup", [{"nik": NIK}, {"nik__in": [NIK]}, {"nik__contains": "53"}, {"nik": models.F("nik")}]
)
def test_a_sealed_text_is_looked_up_by_its_index_alone(person, lookup):
    with pytest.raises(FieldError) as refused:
        person.objects.filter(**lookup).exists()

    assert NIK not in str(refused.value)


def test_an_index_of_another_length_is_refused_by_the_database(person):
    with pytest.raises(IntegrityError), transaction.atomic():
        person.objects.create(nik_index=b"short")


def test_a_migration_names_purpose_and_source():
    sealed = SealedTextField(purpose="candidate.nik", blank=True)
    index = BlindIndexField(of="nik", is_next=True)

    assert sealed.deconstruct()[3] == {"purpose": "candidate.nik", "blank": True}
    assert index.deconstruct()[3] == {"of": "nik", "is_next": True}
    assert (index.clone().null, index.clone().is_next) == (True, True)
