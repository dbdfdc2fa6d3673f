"""The pages on which an officer uploads a list."""

from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import translation

from jobs.import_room import forms, services
from jobs.models import ImportBatch, Vacancy
from portal.accounts.roles import Role
from tests.factories.accounts import MembershipFactory, log_in
from tests.jobs.uploads import as_csv, officer, previewed

State = ImportBatch.State
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("countries", "english")]


@pytest.fixture
def at_work(client):
    member = MembershipFactory()
    client.member = member
    return log_in(client, member.user)


def address(name, *parts):
    with translation.override("en"):
        return reverse(f"import_room:{name}", args=parts)


def sent(client, file, **more):
    form = {"kind": "vacancies", "key": str(uuid4()), "file": file} | more
    return client.post(address("batches"), form)


def a_file(*rows):
    return SimpleUploadedFile("daftar.csv", as_csv(*rows).read())


def test_from_the_file_to_the_vacancies_and_back(at_work, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        page = sent(at_work, a_file({}, {"title": ""}))
    batch = ImportBatch.objects.get()
    assert page.url == batch.get_absolute_url()
    assert "title: Must not be empty." in at_work.get(page.url).content.decode()

    for wish, state, vacancies in (("run", State.DONE, 1), ("undo", State.UNDONE, 0)):
        with django_capture_on_commit_callbacks(execute=True):
            at_work.post(address("ask", batch.number), {"wish": wish})
        batch.refresh_from_db()
        assert (batch.state, Vacancy.objects.count()) == (state, vacancies)
    assert "1 vacancies removed, 0 as they were before." in at_work.get(page.url).content.decode()


def test_the_limits_are_told_before(at_work):
    page = at_work.get(address("batches")).content.decode()

    assert "200,000 rows, 15 MB" in page


def test_a_file_that_is_too_large_gets_a_sentence(at_work, monkeypatch):
    monkeypatch.setattr(forms, "MOST_MEGABYTES", 0)

    page = sent(at_work, a_file({}))

    assert "The file is larger than 0 MB." in page.content.decode()
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("changed", [{"file": ""}, {"kind": "people"}, {"key": "x"}])
def test_a_form_that_lacks_something_changes_nothing(at_work, changed):
    assert sent(at_work, **({"file": a_file({})} | changed)).status_code == 200
    assert not ImportBatch.objects.exists()


def test_an_officer_is_not_offered_a_list_of_companies(at_work):
    page = sent(at_work, a_file({}), kind="companies")

    assert page.status_code == 200
    assert not ImportBatch.objects.exists()


@pytest.mark.parametrize("role", sorted(set(Role.values) - {Role.CITIZEN, *services.may.CHECKERS}))
def test_others_have_no_such_page(client, role):
    log_in(client, MembershipFactory(role=role).user)

    assert client.get(address("batches")).status_code == 404


@pytest.mark.parametrize("name", ["batch", "ask", "refused"])
def test_the_list_of_another_office_does_not_exist(at_work, name):
    batch = previewed(officer(), {"title": ""})

    send = at_work.post if name == "ask" else at_work.get
    assert send(address(name, batch.number), {"wish": "run"}).status_code == 404
    batch.refresh_from_db()
    assert batch.state == State.PREVIEWED


def test_while_it_works_the_page_says_how_far_it_is(at_work):
    batch = ImportBatch.objects.create(
        kind="vacancies", state=State.IMPORTING, submission_key=uuid4(), language="en",
        membership=at_work.member, asked_by=at_work.member,
    )  # fmt: skip
    services._progress(batch, 5000)(3000)

    page = at_work.get(batch.get_absolute_url()).content.decode()

    assert "3,000 of 5,000 rows." in page
    assert "See how far it is" in page
