"""The number in SISKOP2MI: written down one by one, or from a list that is held against the files here."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.accounts.roles import Role
from portal.lib.spreadsheets import Unusable
from portal.workflow import StepRefused
from registrations.models import Disclosure, OfficialList, OfficialRow, Registration
from registrations.official import mapping
from registrations.official.services import read_list, record_from, record_official_id
from registrations.workflow import State
from tests.factories.accounts import MembershipFactory, acting, log_in
from tests.factories.registrations import CandidateFactory, RegistrationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
Outcome = OfficialRow.Outcome


@pytest.fixture
def officer():
    return acting(MembershipFactory(role=Role.BP3MI_OFFICER))


def verified(officer, **facts):
    return RegistrationFactory(state=State.VERIFIED, office=officer.membership.office, **facts)


def a_list(tmp_path, *rows, header="NIK,ID PMI,Nama,Tanggal Lahir"):
    path = tmp_path / "list.csv"
    path.write_text("\n".join([header, *(",".join(row) for row in rows)]))
    return path


# One by one


def test_the_number_is_recorded_once_and_the_same_again_changes_nothing(officer):
    registration = record_official_id(verified(officer), "PMI-1", by=officer)
    again = record_official_id(registration, "PMI-1", by=officer)

    assert (again.official_id, again.state, again.history.count()) == ("PMI-1", State.VERIFIED, 1)


def test_another_number_or_the_number_of_another_file_is_refused(officer):
    first, second = verified(officer), verified(officer)
    record_official_id(first, "PMI-1", by=officer)

    with pytest.raises(StepRefused, match="Another number"):
        record_official_id(first, "PMI-2", by=officer)
    with pytest.raises(StepRefused, match="another file"):
        record_official_id(second, "PMI-1", by=officer)


def test_who_looked_at_an_older_version_looks_again(officer):
    registration = verified(officer)

    with pytest.raises(StepRefused, match="meanwhile"):
        record_official_id(
            registration, "PMI-1", by=officer, seen=registration.version - 1 if registration.version else 7
        )


# The packaged order


def test_each_field_has_a_key_of_its_own_and_a_value():
    fields = mapping.fields()
    values = mapping.values_of(Registration.objects.get(pk=RegistrationFactory().pk))

    assert len({field.key for field in fields}) == len(fields)
    assert {field.value for field in fields} == set(values)


# A list from there


def test_each_row_is_the_same_to_record_different_or_missing(officer, tmp_path):
    same, to_record, other_number, other_name, gone = (verified(officer) for _ in range(5))
    for place, registration in enumerate([same, other_number, gone]):
        record_official_id(registration, f"PMI-{place}", by=officer)
    path = a_list(
        tmp_path,
        (same.candidate.nik, "PMI-0", "MARSELINA  TAEK", "14/02/2002"),
        (to_record.candidate.nik, "PMI-9", "Marselina Taek", ""),
        (other_number.candidate.nik, "PMI-8", "", ""),
        (other_name.candidate.nik, "PMI-7", "Marselina Taik", "15/02/2002"),
        ("5304015402020999", "PMI-6", "", ""),
        ("53040154020209", "PMI-5", "", ""),
    )

    kept = read_list(officer, path)

    found = list(kept.rows.order_by("line", "pk").values_list("line", "outcome", "registration", "fields"))
    assert kept.matched == 1
    assert found == [
        (3, Outcome.TO_RECORD, to_record.pk, []),
        (4, Outcome.DIFFERENT, other_number.pk, ["official_id"]),
        (5, Outcome.DIFFERENT, other_name.pk, ["name", "birth_date"]),
        (6, Outcome.MISSING_HERE, None, []),
        (7, Outcome.UNREADABLE, None, []),
        (None, Outcome.MISSING_THERE, other_number.pk, []),
        (None, Outcome.MISSING_THERE, gone.pk, []),
    ]


def test_a_list_says_nothing_of_files_of_other_offices(officer, tmp_path):
    foreign = RegistrationFactory(state=State.VERIFIED)

    kept = read_list(officer, a_list(tmp_path, (foreign.candidate.nik, "PMI-1", "", "")))

    assert list(kept.rows.values_list("outcome", "registration")) == [(Outcome.MISSING_HERE, None)]


def test_recording_writes_each_number_and_tells_of_a_file_that_moved_on(officer, tmp_path):
    waiting, moved = verified(officer), verified(officer)
    kept = read_list(
        officer, a_list(tmp_path, (waiting.candidate.nik, "PMI-1", "", ""), (moved.candidate.nik, "PMI-2", "", ""))
    )
    record_official_id(moved, "PMI-3", by=officer)

    assert record_from(kept, by=officer) == (1, 1)
    waiting.refresh_from_db()
    assert waiting.official_id == "PMI-1"
    assert list(kept.rows.values_list("registration", "outcome")) == [(moved.pk, Outcome.DIFFERENT)]


def test_the_newest_list_takes_the_place_of_the_last(officer, tmp_path):
    read_list(officer, a_list(tmp_path, ("5304015402020999", "PMI-1", "", "")))
    read_list(officer, a_list(tmp_path))

    assert OfficialList.objects.count() == 1
    assert not OfficialRow.objects.exists()


def test_a_list_without_the_needed_columns_is_refused(officer, tmp_path):
    with pytest.raises(Unusable, match="Missing columns: NIK"):
        read_list(officer, a_list(tmp_path, ("PMI-1",), header="ID PMI"))


# The pages


def test_the_queue_lists_what_waits_longest_first_and_nothing_of_others(officer, client):
    first, second = verified(officer), verified(officer)
    record_official_id(verified(officer), "PMI-1", by=officer)
    RegistrationFactory(state=State.VERIFIED, candidate=CandidateFactory(name="Orang Lain"))
    log_in(client, officer.user)

    response = client.get(reverse("official:queue"))

    assert [row["number"] for row in response.context["rows"]] == [first.number, second.number]


def test_looking_at_the_fields_is_told_to_the_person_once_a_day(officer, client):
    registration = verified(officer)
    log_in(client, officer.user)

    for _ in range(2):
        response = client.get(reverse("official:copy_panel", args=[registration.number]))

    assert registration.candidate.nik in response.content.decode()
    assert Disclosure.objects.filter(candidate=registration.candidate).count() == 1


def test_the_form_records_and_comes_back_with_what_was_typed_when_it_is_wrong(officer, client):
    registration = verified(officer)
    address = reverse("official:copy_panel", args=[registration.number])
    log_in(client, officer.user)

    wrong = client.post(address, {"official_id": "no spaces", "seen": registration.version})
    right = client.post(address, {"official_id": "PMI-1", "seen": registration.version})

    registration.refresh_from_db()
    assert 'value="no spaces"' in wrong.content.decode()
    assert (right.status_code, registration.official_id) == (302, "PMI-1")


def test_a_file_of_another_office_has_no_panel(officer, client):
    log_in(client, officer.user)

    response = client.get(reverse("official:copy_panel", args=[RegistrationFactory(state=State.VERIFIED).number]))

    assert response.status_code == 404


def test_an_unusable_file_is_said_beside_the_field(officer, client):
    log_in(client, officer.user)

    response = client.post(reverse("official:list"), {"file": SimpleUploadedFile("x.csv", b"\x00\x01")})

    assert "The file is neither CSV nor XLSX." in response.content.decode()
