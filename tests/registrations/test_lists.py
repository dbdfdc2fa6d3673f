"""Lists of people from elsewhere: what a row becomes, what no list changes, and that counts add up."""

import csv
import io
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management.base import CommandError
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from portal.accounts.roles import Role
from portal.audit.models import Entry
from portal.workflow import StepRefused
from registrations.assisted.services import typed_here
from registrations.disclosures import disclose
from registrations.duplicates.likeness import alike, alike_pairs
from registrations.lists import importing
from registrations.lists.services import forget_old_files, look, upload, write
from registrations.lists.undo import take_back
from registrations.models import (
    Candidate,
    CandidateList,
    CandidatePhone,
    Disclosure,
    ListedPerson,
    PersonBefore,
    Registration,
    Suspicion,
)
from registrations.wizard.services import save
from registrations.workflow import State
from tests.commands import run
from tests.factories.accounts import MembershipFactory, acting, log_in
from tests.factories.places import DistrictFactory, OfficeCoverageFactory, OfficeFactory, RegencyFactory, VillageFactory
from tests.factories.registrations import CandidateFactory, RegistrationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
MARIA = {"nik": "5304015402020001", "name": "Maria Taek", "old_number": "A/7", "birth_date": "14-02-2002", "sex": "P", "phone": "0812 3456 7890"}  # fmt: skip
YOSEF = {"nik": "5304011402020002", "name": "Yosef Bere", "birth_date": "2002-02-14", "kk": "5304010101010001"}


@pytest.fixture
def officer():
    return acting(MembershipFactory(role=Role.BP3MI_OFFICER, office=OfficeFactory(kind="bp3mi")))


@pytest.fixture
def imported(tmp_path, officer):
    """Import rows given as dicts; answers with the counts and the sentences of refused rows."""

    def of_rows(*rows, office=officer.membership.office, options=()):
        path, report = tmp_path / "rows.csv", tmp_path / "report.csv"
        names = list(dict.fromkeys(name for row in rows for name in row))
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, names)
            writer.writeheader()
            writer.writerows(rows)
        said = run("import_registrations", path, f"--office={office.code}", f"--report={report}", *options)
        with report.open(encoding="utf-8", newline="") as file:
            reasons = {int(line["row"]): line["reasons"] for line in csv.DictReader(file)}
        assert said.code == (3 if reasons else 0)
        counts = said.counts
        assert counts.pop("rows") == sum(counts.values())
        return {name: count for name, count in counts.items() if count}, reasons

    return of_rows


def test_a_row_becomes_a_draft_of_somebody_not_reached_yet(imported, officer):
    village = VillageFactory()
    imported(MARIA | {"village_code": village.code.replace(".", ""), "address": "Dusun 2"})

    person = Candidate.objects.get()
    facts = ("Maria Taek", "5304015402020001", "Dusun 2", "female", "list", None)
    assert (person.name, person.nik, person.address, person.sex, person.origin, person.user) == facts
    assert str(person.phones.get().number) == "+6281234567890"
    registration = Registration.objects.visible_to(officer).get()
    assert (registration.state, registration.notice, registration.origin) == (State.DRAFT, None, "list")
    assert (registration.office, registration.regency) == (officer.membership.office, village.district.regency)
    assert registration.listed.old_number == "A/7"
    index = person.nik_index
    person.save()
    assert person.nik_index == index
    assert Entry.objects.get().action == "registrations.list_imported"


def test_the_office_goes_on_with_people_of_its_lists_and_no_other_does(imported, officer):
    imported(MARIA)

    assert typed_here(officer).count() == 1
    assert save(Registration.objects.get(), {"birth_place": "Atambua"}, by=officer) == {"birth_place"}
    other = acting(MembershipFactory(role=Role.BP3MI_OFFICER))
    assert not typed_here(other) and not Registration.objects.visible_to(other)


def test_the_same_list_twice_changes_nothing(imported):
    assert imported(MARIA, YOSEF)[0] == {"created": 2}
    assert imported(MARIA, YOSEF)[0] == {"unchanged": 2}
    assert CandidateList.objects.count() == 1


def test_a_dry_run_counts_and_changes_nothing(imported):
    assert imported(MARIA, options=["--dry-run"])[0] == {"created": 1}
    assert not Candidate.objects.exists()


def test_another_saying_changes_who_was_not_touched_and_nobody_else(imported, officer):
    imported(MARIA, YOSEF)
    save(Registration.objects.get(candidate__name="Yosef Bere"), {"birth_place": "Atambua"}, by=officer)

    counts, reasons = imported(MARIA | {"name": "Maria Bere", "phone": "0813 1111 2222"}, YOSEF | {"name": "Y. Bere"})

    assert (counts, list(reasons)) == ({"updated": 1, "rejected": 1}, [3])
    assert "worked on" in reasons[3]
    assert set(Candidate.objects.values_list("name", flat=True)) == {"Maria Bere", "Yosef Bere"}
    assert [str(one.number) for one in CandidatePhone.objects.all()] == ["+6281311112222"]


def test_what_cannot_be_right_is_refused_with_a_sentence(imported):
    wrong = [
        ({"nik": "530401540202000"}, "15"),
        ({"name": ""}, "Must not be empty"),
        ({"birth_date": "31-02-2002"}, "Nobody alive"),
        ({"birth_date": "besok"}, "like 17-07-2002"),
        ({"sex": "x"}, "Is none of"),
        ({"phone": "12"}, "no phone number"),
        ({"kk": "123"}, "16 digits"),
        ({"village_code": "99"}, "no village"),
    ]
    empty = dict.fromkeys(("kk", "village_code"), "")

    counts, reasons = imported(*(MARIA | empty | row for row, _words in wrong))

    assert counts == {"rejected": len(wrong)}
    assert [words for (_row, words), said in zip(wrong, reasons.values(), strict=True) if words not in said] == []


def test_the_same_person_is_named_within_the_list_and_at_the_office(imported, officer):
    here = RegistrationFactory(
        state=State.IN_REVIEW, office=officer.membership.office, candidate=CandidateFactory(nik=YOSEF["nik"])
    )

    counts, reasons = imported(
        MARIA, MARIA | {"name": "M. Taek"}, YOSEF, {"nik": "5304011402020003", "name": "Blasius", "old_number": "a/7"}
    )

    assert counts == {"created": 1, "rejected": 3}
    assert "Row 2" in reasons[3] and here.number in reasons[4] and "Row 2" in reasons[5]


def test_who_is_known_at_another_office_is_taken_and_counted(imported):
    RegistrationFactory(state=State.IN_REVIEW, candidate=CandidateFactory(nik=YOSEF["nik"]))
    RegistrationFactory(candidate=CandidateFactory(nik=MARIA["nik"]))  # a draft that anybody could have typed
    Registration.objects.filter(state=State.IN_REVIEW).update(submitted_at="2026-01-01T00:00Z")

    assert imported(YOSEF, MARIA)[0] == {"created": 2}
    assert CandidateList.objects.get().known == 1


def test_a_case_number_belongs_to_one_person_of_an_office(imported):
    imported(MARIA)
    counts, reasons = imported(YOSEF | {"old_number": "a/7"})

    assert counts == {"rejected": 1} and "case number" in reasons[2]
    assert imported(YOSEF | {"old_number": "A/7"}, office=OfficeFactory(kind="bp3mi"))[0] == {"created": 1}
    assert ListedPerson.objects.count() == 2


# An officer's page


def test_an_officer_uploads_says_what_the_columns_are_looks_and_writes(client, officer):
    log_in(client, officer.user)
    content = b"No Kasus,Nama Lengkap,NIK,Catatan\nA/7,=Maria,5304015402020001,x\nA/8,Yosef,12,=1+1\n"
    uploaded = client.post(reverse("lists:lists"), {"file": SimpleUploadedFile("a.csv", content)})
    batch = CandidateList.objects.get()
    assert uploaded.headers["Location"] == reverse("lists:columns", args=[batch.number])

    twice = client.post(uploaded.headers["Location"], {"nik": "NIK", "name": "NIK"})
    assert "chosen above already" in twice.content.decode()
    assert client.get(batch.get_absolute_url()).headers["Location"] == uploaded.headers["Location"]
    with pytest.raises(StepRefused):
        write(officer, batch)  # nobody has looked at what would come of it
    client.post(uploaded.headers["Location"], {"nik": "NIK", "name": "Nama Lengkap", "old_number": "No Kasus"})
    with CaptureQueriesContext(connection) as queries:
        page = client.get(batch.get_absolute_url()).content.decode()
    assert "this number has 2" in page and not Candidate.objects.exists()
    assert not [query for query in queries if "stage" in query["sql"]]  # what was found out is kept
    assert "known at another office" not in page  # a list of one row would ask it of anybody
    answer = client.get(reverse("lists:refused", args=[batch.number]))
    sheet = list(load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active.values)
    assert sheet[0] == ("No Kasus", "Nama Lengkap", "NIK", "Catatan", "alasan")
    assert sheet[1][:4] == ("A/8", "Yosef", "12", "'=1+1")
    assert sheet[1][4].startswith("NIK: A NIK has 16 digits")

    for _twice in range(2):
        client.post(reverse("lists:write", args=[batch.number]))
    batch.refresh_from_db()
    assert (batch.state, batch.rows, batch.created, batch.rejected) == ("written", 2, 1, 1)
    registration = Registration.objects.get()
    found = client.post(reverse("desk:search"), {"q": "a/7"})
    assert found.headers["Location"] == reverse("assisted:registration", args=[registration.number])

    client.post(reverse("lists:lists"), {"file": SimpleUploadedFile("b.csv", content)})
    second = CandidateList.objects.latest("pk")
    address = reverse("lists:columns", args=[second.number])
    assert (
        '<option value="Nama Lengkap" selected>' in client.get(address).content.decode()
    )  # the columns are remembered
    client.post(address, {"nik": "NIK", "name": "Nama Lengkap", "old_number": "No Kasus"})
    again = client.get(second.get_absolute_url()).content.decode()
    assert "This list would change nothing" in again


def test_a_list_is_of_its_office_alone_and_its_file_goes_after_a_day(client, officer):
    batch = upload(officer, b"nik,name\n5304015402020001,Maria\n")
    CandidateList.objects.update(written_at=timezone.now() - timedelta(hours=25))
    log_in(client, MembershipFactory(role=Role.BP3MI_OFFICER).user)
    assert client.get(batch.get_absolute_url()).status_code == 404

    forget_old_files()

    batch.refresh_from_db()
    assert (batch.state, batch.file) == ("dropped", "")
    with pytest.raises(StepRefused):
        write(officer, batch)


def test_undoing_takes_all_back_but_whom_somebody_worked_on(imported, officer):
    blasius = {"nik": "5304011402020003", "name": "Blasius", "phone": "0812 3456 7890"}
    imported(MARIA, YOSEF, blasius, MARIA | {"nik": "5304015402020004", "old_number": "A/8"})
    first = CandidateList.objects.get()
    assert first.doubts == 1  # the two of one name and day
    worked_on = Registration.objects.get(candidate__name="Yosef Bere")
    disclose(officer, worked_on.candidate, Disclosure.Seen.FILE, registration=worked_on)
    imported(blasius | {"name": "Blasius B.", "phone": ""}, {"nik": "5304011402020009", "name": "Yosef Bere", "birth_date": "2002-02-14"})  # fmt: skip
    second = CandidateList.objects.latest("pk")
    assert (second.created, second.updated, second.doubts) == (1, 1, 1)

    for _twice in range(2):
        second = take_back(officer, second)

    assert (second.state, second.removed, second.restored, second.left) == ("undone", 1, 1, 0)
    back = Candidate.objects.get(name="Blasius")
    assert (back.nik, str(back.phones.get().number)) == (blasius["nik"], "+6281234567890")
    assert Suspicion.objects.count() == 1
    assert imported(MARIA, blasius)[0] == {"unchanged": 2}

    first = take_back(officer, first)

    assert (first.removed, first.left) == (3, 1)
    assert [person.name for person in Candidate.objects.all()] == ["Yosef Bere"]
    assert not Suspicion.objects.exists()
    assert imported(blasius)[0] == {"created": 1}


def test_what_a_later_list_or_an_officer_says_is_not_taken_back(imported, officer):
    imported(MARIA, YOSEF)
    imported(MARIA | {"name": "Maria B."}, YOSEF | {"name": "Yosef B."})
    second = CandidateList.objects.latest("pk")
    save(Registration.objects.get(candidate__name="Yosef B."), {"birth_place": "Atambua"}, by=officer)
    imported(MARIA | {"name": "Maria C."})
    CandidateList.objects.filter(pk=second.pk).update(written_at=F("written_at") - timedelta(days=31))
    forget_old_files()
    assert PersonBefore.objects.count() == 1
    with pytest.raises(StepRefused):
        take_back(officer, second)
    CandidateList.objects.filter(pk=second.pk).update(written_at=second.written_at)

    second = take_back(officer, second)

    assert (second.restored, second.left) == (0, 2)
    assert set(Candidate.objects.values_list("name", flat=True)) == {"Maria C.", "Yosef B."}


def test_a_list_raises_the_doubts_that_handing_in_raises(imported, officer):
    held = RegistrationFactory(state=State.IN_REVIEW, candidate=CandidateFactory(nik=YOSEF["nik"], name="Somebody"))
    spelt = RegistrationFactory(state=State.IN_REVIEW, candidate=CandidateFactory(name="Maria Taeck"))
    RegistrationFactory(candidate=CandidateFactory(name="Maria Taek"))  # never handed in
    Registration.objects.filter(state=State.IN_REVIEW).update(submitted_at=timezone.now())

    with CaptureQueriesContext(connection) as few:
        imported(MARIA, YOSEF)
    with CaptureQueriesContext(connection) as more:
        imported(*(MARIA | {"nik": f"53040154020210{n:02}", "old_number": "", "name": f"Maria {n:c} Taek"} for n in range(65, 85)))  # fmt: skip

    assert len(more) <= len(few) + 4
    grounds = {(one.first.name, one.second.name): one.ground for one in Suspicion.objects.filter(number__gt="")[:2]}
    assert grounds == {("Somebody", "Yosef Bere"): "same_nik", ("Maria Taeck", "Maria Taek"): "alike"}
    assert set(Suspicion.objects.values_list("office", flat=True)) == {officer.office_id}
    for registration in (held, spelt):
        registration.refresh_from_db()
        assert registration.needs_second_pair and registration.flags.standing().exists()


def test_names_are_alike_in_a_list_as_one_by_one():
    names = ("Maria", "Maria Taek", "Taek Maria", "M. Taek Bere", "Maria Taek Bere", "Djoko Bere", "Joko  Berek", "", "Yosef", "maria")  # fmt: skip
    people = dict(enumerate(names))
    one_by_one = {
        (min(key, other), max(key, other))
        for key, name in people.items()
        for other in alike(name, {one: text for one, text in people.items() if one != key})
    }

    assert alike_pairs(people, set(people)) == one_by_one
    assert alike_pairs(people, {0}) == {(0, 9)}


@pytest.mark.django_db(transaction=True)
def test_a_list_written_by_many_at_once_is_written_once(officer):
    content = b"nik,name\n5304015402020001,Maria\n5304011402020002,Yosef\n"
    batches = [look(officer, upload(officer, content), {"nik": "nik", "name": "name"}) for _twice in range(2)]

    def written(batch):
        try:
            return write(officer, batch).created
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        created = list(pool.map(written, batches * 2))

    assert (sorted(created), Candidate.objects.count()) == ([0, 0, 2, 2], 2)


def test_a_run_that_dies_in_the_middle_leaves_the_list_as_it_was(officer, monkeypatch):
    batch = look(officer, upload(officer, b"nik,name\n5304015402020001,Maria\n"), {"nik": "nik", "name": "name"})
    monkeypatch.setattr(importing, "record", Mock(side_effect=MemoryError))

    with pytest.raises(MemoryError):
        write(officer, batch)

    batch.refresh_from_db()
    assert (batch.state, batch.created) == ("uploaded", 1)
    assert not Candidate.objects.exists() and not ListedPerson.objects.exists()


# Of a regency


def test_an_office_of_a_regency_brings_people_of_its_area(imported):
    village, elsewhere = VillageFactory(name="Tohe"), VillageFactory()
    regency = village.district.regency
    bp3mi = OfficeFactory(kind="bp3mi")
    clerk = acting(MembershipFactory(role=Role.REGENCY_OFFICER, office=OfficeFactory(kind="regency_labour", regency=regency)))  # fmt: skip
    rows = [
        MARIA | {"village": "Desa Tohe", "village_code": ""},
        YOSEF | {"village_code": elsewhere.code, "village": ""},
    ]
    with pytest.raises(CommandError, match="No BP3MI"):
        imported(*rows, office=clerk.membership.office)
    OfficeCoverageFactory(office=bp3mi, regency=regency)

    counts, reasons = imported(*rows, office=clerk.membership.office)

    assert (counts, "outside the area" in reasons[3]) == ({"created": 1, "rejected": 1}, True)
    registration = Registration.objects.visible_to(clerk).get()
    assert (registration.office, registration.regency, registration.candidate.village) == (bp3mi, regency, village)
    assert typed_here(clerk).get() == registration
    assert save(registration, {"birth_place": "Atambua"}, by=clerk) == {"birth_place"}
    of_bp3mi = acting(MembershipFactory(role=Role.BP3MI_OFFICER, office=bp3mi))
    assert Registration.objects.visible_to(of_bp3mi).get() == registration
    colleague = acting(MembershipFactory(role=Role.REGENCY_OFFICER, office=OfficeFactory(kind="regency_labour")))
    assert not Registration.objects.visible_to(colleague)


def test_a_village_is_found_by_its_name_or_the_sentence_says_what_is_missing(imported):
    belu, kupang = (RegencyFactory(name=name) for name in ("Kabupaten Belu", "Kota Kupang"))
    raihat = DistrictFactory(name="Raihat", regency=belu)
    tohe = VillageFactory(name="Tohe", district=raihat)
    VillageFactory(name="Tohe", district=DistrictFactory(name="Alak", regency=kupang))
    places = [
        ("desa tohe", "Kec. Rai Hat", "", None), ("Tohe", "", "Kab. Belu", None), ("TOHE", "Raihat", "BELU", None),
        ("Tohe", "", "", "2 villages"), ("Tohe", "Alak", "Belu", "no village"), ("Tohe", "", "Bantul", "no regency"),
    ]  # fmt: skip

    _counts, reasons = imported(
        *(
            {
                "nik": f"530401540202{row:04}",
                "name": "Maria",
                "village": village,
                "district": district,
                "regency": regency,
            }
            for row, (village, district, regency, _words) in enumerate(places, start=2)
        )
    )

    assert {row: words for row, (*_place, words) in enumerate(places, start=2) if words} == {
        row: words for row, (*_place, words) in enumerate(places, start=2) if words and words in reasons.get(row, "")
    }
    assert set(Candidate.objects.values_list("village", flat=True)) == {tohe.pk}
