"""An uploaded list: preview, writing, undoing, and what each leaves behind."""

import io
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from openpyxl import load_workbook

from jobs.import_room import services
from jobs.imports.vacancies import COLUMNS
from jobs.models import FactsBefore, ImportBatch, Vacancy, VacancySearch
from jobs.models.batch import FILES
from portal.accounts.roles import Role
from portal.audit.models import Entry
from portal.workflow import StepRefused, take_step
from tests.factories.jobs import CostItemFactory
from tests.jobs.uploads import as_csv, as_xlsx, asked, officer, previewed, upload, written

State = ImportBatch.State
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("countries", "english")]


@pytest.fixture(autouse=True)
def _empty_storage():
    if default_storage.exists(FILES):
        for name in default_storage.listdir(FILES)[1]:
            default_storage.delete(f"{FILES}/{name}")


@pytest.fixture
def by():
    return officer()


def counts(batch):
    return batch.created, batch.updated, batch.unchanged, batch.rejected


def cells(batch):
    with default_storage.open(batch.refused_file) as file:
        sheet = load_workbook(io.BytesIO(file.read())).active
    return [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows()]


def test_a_preview_counts_and_writes_nothing(by):
    batch = previewed(by, {}, {"title": "Perawat di Kobe"}, {"title": ""})

    assert (batch.state, batch.rows, counts(batch)) == (State.PREVIEWED, 3, (2, 0, 0, 1))
    assert batch.first_refused == [[4, "title: Must not be empty."]]
    assert not Vacancy.objects.exists()


def test_the_second_click_writes_all_good_rows_and_they_know_their_list(by):
    batch = written(by, {}, {"title": ""})

    assert (batch.state, counts(batch)) == (State.DONE, (1, 0, 0, 1))
    assert Vacancy.objects.get().import_batch == batch
    assert VacancySearch.objects.count() == 1


def test_each_act_leaves_an_entry_of_the_officer_without_any_value(by):
    asked(by, written(by, {}), "undo")

    entries = Entry.objects.filter(user_id=by.user_id).order_by("pk")
    assert list(entries.values_list("action", flat=True)) == [
        "imports.uploaded", "imports.run_asked", "vacancies.imported", "imports.undo_asked", "imports.undone",
    ]  # fmt: skip


def test_the_same_list_again_changes_nothing(by):
    written(by, {}, {"title": "Perawat di Kobe"})

    assert counts(written(by, {}, {"title": "Perawat di Kobe"})) == (0, 0, 2, 0)


def test_a_form_sent_twice_is_one_upload(by):
    key = uuid4()

    first, second = (upload(by, as_csv({}), key=key) for _time in range(2))

    assert first == second
    assert len(default_storage.listdir("impor")[1]) == 1


def test_a_form_that_somebody_else_has_sent_is_refused_and_keeps_no_file(by):
    first = upload(by, as_csv({}))

    with pytest.raises(StepRefused, match="sent before"):
        upload(officer(), as_csv({}), key=first.submission_key)

    assert ImportBatch.objects.get() == first
    assert default_storage.listdir("impor")[1] == [first.file.rpartition("/")[2]]


@pytest.mark.parametrize("wish", ["run", "undo"])
def test_asking_twice_is_asking_once(by, wish):
    batch = written(by, {}) if wish == "undo" else previewed(by, {})

    services.ask(by, batch, wish)
    services.ask(by, batch, wish)
    services.work_on_imports()

    assert Entry.objects.filter(action=f"imports.{wish}_asked").count() == 1


def test_what_is_written_is_not_asked_for_again(by):
    batch = written(by, {})

    with pytest.raises(StepRefused):
        services.ask(by, batch, "run")
    with pytest.raises(StepRefused):
        services.ask(by, batch, "drop")


def test_refused_rows_come_back_with_their_reason_and_are_taken_when_put_right(by):
    batch = previewed(by, {"title": "", "cost_note": "=1+1", "quota_total": "-3"})

    header, row = cells(batch)
    assert [name for name, _kind in header] == [*COLUMNS, "reason"]
    found = dict(zip([name for name, _kind in header], row, strict=True))
    assert found["cost_note"] == ("=1+1", "s")  # text, not "f", a formula
    assert found["reason"][0] == (
        "Row 2: title: Must not be empty. quota_total: Is not a whole number. Write it in digits without separators, "
        "like 1500."
    )
    again = {name: value or "" for name, (value, _kind) in found.items()} | {"title": "Perawat", "quota_total": "3"}
    batch = upload(by, as_xlsx(again, columns=[*COLUMNS, "reason"]))
    services.work_on_imports()
    batch.refresh_from_db()
    assert counts(batch) == (1, 0, 0, 0)


def test_a_row_with_too_many_cells_comes_back_whole(by):
    text = as_csv({}).read() + b",,,,,,,,,,,,,,,,,,,,,,,,,,,,,lebih\n"
    batch = upload(by, ContentFile(text, name="daftar.csv"))
    services.work_on_imports()
    batch.refresh_from_db()

    assert [value for value, _kind in cells(batch)[1]][-1] == "lebih"
    assert batch.first_refused == [[3, "The row doesn't have as many cells as the header."]]


def test_a_formula_in_a_spreadsheet_is_taken_as_text(by):
    batch = upload(by, as_xlsx({"title": "=HYPERLINK(1)"}))
    services.work_on_imports()
    asked(by, batch, "run")

    assert Vacancy.objects.get().title == "=HYPERLINK(1)"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xfe\x00title", "The file is not text in UTF-8. Please save it as CSV UTF-8 or as XLSX."),
        (b"judul;isi\na;b\n", "Missing columns: 'title', 'occupation', 'sector', 'destination_country_iso2', "
         "'destination_city' and 23 more. Columns that don't belong here: 'judul', 'isi'."),
        (b"PK\x03\x04 not a spreadsheet", "The spreadsheet is damaged and can't be read."),
        (",".join(COLUMNS).encode() + b"\n" + (b"a" + b"," * 27 + b"\n") * 200_001,
         "The file has more than 200,000 rows. Please split it."),
    ],
    ids=["encoding", "columns", "damaged", "too many rows"],
)  # fmt: skip
def test_a_file_that_cannot_be_read_gets_a_sentence_and_is_gone(
    by, content, sentence, django_capture_on_commit_callbacks
):
    batch = upload(by, ContentFile(content, name="daftar.csv"))
    with django_capture_on_commit_callbacks(execute=True):
        services.work_on_imports()

    batch.refresh_from_db()
    assert (batch.state, batch.problem) == (State.UNUSABLE, sentence)
    assert not default_storage.exists(f"impor/{batch.submission_key}")


def test_undoing_removes_what_it_brought_and_gives_back_what_it_changed(by):
    written(by, {"quota_total": "5", "closing_date": "2026-12-01"})
    batch = written(by, {"quota_total": "6", "closing_date": ""}, {"title": "Perawat di Kobe"})

    batch = asked(by, batch, "undo")

    assert (batch.state, batch.removed, batch.restored, batch.left) == (State.UNDONE, 1, 1, 0)
    vacancy = Vacancy.objects.get()
    assert (vacancy.quota_total, str(vacancy.closes_on), vacancy.version) == (5, "2026-12-01", 3)
    assert list(VacancySearch.objects.values_list("vacancy", flat=True)) == [vacancy.pk]
    assert not FactsBefore.objects.exists()


def taken_up(by, vacancy):
    take_step(vacancy, "take_up", by=by)


def given_a_cost(_by, vacancy):
    CostItemFactory(vacancy=vacancy)


def changed_by_a_later_list(by, vacancy):
    written(by, {"title": vacancy.title, "quota_total": "99"})


@pytest.mark.parametrize("touched", [taken_up, given_a_cost, changed_by_a_later_list])
def test_undoing_leaves_what_somebody_has_touched_since(by, touched):
    batch = written(by, {}, {"title": "Perawat di Kobe"})
    touched(by, Vacancy.objects.get(title="Perawat di Kobe"))

    batch = asked(by, batch, "undo")

    assert (batch.removed, batch.restored, batch.left) == (1, 0, 1)
    assert Vacancy.objects.get().title == "Perawat di Kobe"


def test_a_change_stands_when_somebody_took_the_vacancy_up_after_it(by):
    written(by, {"quota_total": "5"})
    batch = written(by, {"quota_total": "6"})
    taken_up(by, Vacancy.objects.get())

    batch = asked(by, batch, "undo")

    assert (batch.restored, batch.left, Vacancy.objects.get().quota_total) == (0, 1, 6)


def test_a_change_stands_when_a_later_list_changed_it_again(by):
    written(by, {"quota_total": "5"})
    batch = written(by, {"quota_total": "6"})
    written(by, {"quota_total": "7"})

    batch = asked(by, batch, "undo")

    assert (batch.restored, batch.left, Vacancy.objects.get().quota_total) == (0, 1, 7)


def test_undoing_ends_after_thirty_days(by):
    batch = written(by, {})
    ImportBatch.objects.update(done_at=timezone.now() - timedelta(days=30))

    with pytest.raises(StepRefused, match="no longer be undone"):
        services.ask(by, batch, "undo")


def test_only_those_who_may_bar_a_company_bring_a_list_of_companies(by):
    with pytest.raises(StepRefused):
        upload(by, as_csv(), kind="companies")

    assert upload(officer(role=Role.BP3MI_HEAD), as_csv(), kind="companies").kind == "companies"


def test_an_office_sees_its_own_lists_and_the_ministry_all(by):
    batch = upload(by, as_csv())

    def sees(other):
        return ImportBatch.objects.visible_to(other).filter(pk=batch.pk).exists()

    assert sees(officer(office=by.membership.office))
    assert not sees(officer())
    assert sees(officer(role=Role.MINISTRY_ADMIN))


def test_files_are_forgotten_after_a_day_and_earlier_facts_after_thirty(by, monkeypatch):
    written(by, {"quota_total": "5"})
    done = written(by, {"quota_total": "6"}, {"title": ""})
    waiting = previewed(by, {"quota_total": "7"})
    later = timezone.now() + timedelta(days=30, minutes=1)
    monkeypatch.setattr(services.timezone, "now", lambda: later)

    services.forget_old_uploads()

    done.refresh_from_db()
    waiting.refresh_from_db()
    assert (done.refused_file, done.first_refused, waiting.file, waiting.state) == ("", [], "", State.DROPPED)
    assert default_storage.listdir("impor")[1] == []
    assert not FactsBefore.objects.exists()


def test_a_list_no_worker_can_finish_is_given_up_with_a_sentence(by, monkeypatch):
    batch = previewed(by, {})
    services.ask(by, batch, "run")
    monkeypatch.setattr(services, "run_import", lambda *_args, **_options: 1 / 0)
    for _try in range(services.MOST_TRIES):
        with pytest.raises(ZeroDivisionError):
            services.work_on_imports()
        ImportBatch.objects.update(claimed_at=None)  # half a minute later

    services.work_on_imports()

    batch.refresh_from_db()
    assert (batch.state, bool(batch.problem)) == (State.PREVIEWED, True)
    assert not Vacancy.objects.exists()
