"""The command by which the keys of personal data are changed."""

import json

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import transaction

from portal.lib.sealed import blind_indexes
from registrations.models import DocumentPage, Registration, StrayFile
from registrations.models.candidate import NIK
from registrations.papers import storage
from registrations.workflow import State
from tests.factories.registrations import CandidateFactory, DocumentFactory, RegistrationFactory

pytestmark = pytest.mark.django_db
FIRST, SECOND = b"1" * 32, b"2" * 32


def rotate(capsys, *options):
    call_command("rotate_keys", *options)
    return json.loads(capsys.readouterr().out.splitlines()[-1])


def test_people_are_found_under_new_keys_all_the_way(settings, capsys):
    settings.DATA_KEYS, settings.INDEX_KEYS = {1: FIRST}, [FIRST]
    registration = RegistrationFactory(state=State.IN_REVIEW)
    nik = registration.candidate.nik

    settings.DATA_KEYS, settings.INDEX_KEYS = {2: SECOND, 1: FIRST}, [FIRST, SECOND]
    with pytest.raises(CommandError, match="3 rows have no next index"):
        rotate(capsys, "--swap")
    assert rotate(capsys, "--dry-run") == {"resealed": 2, "filled": 3, "files": 0, "problems": 0}
    assert rotate(capsys) == {"resealed": 2, "filled": 3, "files": 0, "problems": 0}
    assert rotate(capsys, "--swap") == {"resealed": 0, "swapped": 3, "files": 0, "problems": 0}

    settings.DATA_KEYS, settings.INDEX_KEYS = {2: SECOND}, [SECOND]
    with pytest.raises(CommandError, match="no next key"):
        rotate(capsys, "--swap")
    assert rotate(capsys) == {"resealed": 0, "settled": 3, "files": 0, "problems": 0}
    assert rotate(capsys) == {"resealed": 0, "settled": 0, "files": 0, "problems": 0}
    found = Registration.objects.filter(nik_index__in=blind_indexes(NIK, nik)).get()
    assert (found, found.candidate.nik, found.nik_index_next) == (registration, nik, None)


def a_page(content=b"a photograph"):
    with transaction.atomic():
        (name,) = storage.keep([content])
        storage.claim([name])
        document = DocumentFactory(candidate=CandidateFactory(nik="", kk=""), pages=0)
        return DocumentPage.objects.create(document=document, place=1, kind="jpg", digest="0" * 64, size=1, file=name)


def test_files_are_written_anew_and_the_old_ones_left_to_the_sweeper(settings, capsys):
    settings.DATA_KEYS = {1: FIRST}
    page, lost = a_page(), a_page()
    default_storage.delete(lost.file)
    before = page.file
    settings.DATA_KEYS = {2: SECOND, 1: FIRST}

    with pytest.raises(SystemExit):
        call_command("rotate_keys")

    problem, counts = capsys.readouterr().out.splitlines()
    assert problem == f"registrations.DocumentPage {lost.pk}: Its file is lost, or no key of DATA_KEYS opens it."
    assert json.loads(counts)["files"] == 1
    settings.DATA_KEYS = {2: SECOND}
    page.refresh_from_db()
    assert storage.read(page.file) == b"a photograph"
    assert list(StrayFile.objects.values_list("name", flat=True)) == [before]
    lost.delete()
    assert rotate(capsys)["files"] == 0


def test_what_cannot_be_opened_is_told_without_a_value(settings, capsys):
    settings.DATA_KEYS = {1: FIRST}
    candidate = CandidateFactory(kk="")
    settings.DATA_KEYS = {2: SECOND}

    with pytest.raises(SystemExit) as ended:
        call_command("rotate_keys")

    *sentences, counts = capsys.readouterr().out.splitlines()
    assert ended.value.code == 1
    assert json.loads(counts)["problems"] == len(sentences) == 2  # its text, and the index made from it
    assert f"Candidate {candidate.pk}: Sealed data of candidate.nik need key 1" in sentences[0]
