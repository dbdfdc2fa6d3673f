"""Lists of people from elsewhere: what a row becomes, what no list changes, and that counts add up."""

import csv
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roles import Role
from portal.audit.models import Entry
from portal.workflow import StepRefused
from registrations.assisted.services import typed_here
from registrations.disclosures import disclose
from registrations.lists.services import forget_old_files, upload, write
from registrations.lists.undo import take_back
from registrations.models import Candidate, CandidateList, CandidatePhone, Disclosure, ListedPerson, Registration
from registrations.wizard.services import save
from registrations.workflow import State
from tests.commands import run
from tests.factories.accounts import MembershipFactory, acting, log_in
from tests.factories.places import OfficeFactory, VillageFactory
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
    client.post(uploaded.headers["Location"], {"nik": "NIK", "name": "Nama Lengkap", "old_number": "No Kasus"})
    page = client.get(batch.get_absolute_url()).content.decode()
    assert "this number has 2" in page and not Candidate.objects.exists()
    assert "known at another office" not in page  # a list of one row would ask it of anybody
    sheet = client.get(reverse("lists:refused", args=[batch.number])).content.decode("utf-8-sig").splitlines()
    assert sheet[0] == "No Kasus,Nama Lengkap,NIK,Catatan,alasan"
    assert sheet[1].startswith("A/8,Yosef,12,'=1+1,\"NIK: A NIK has 16 digits")

    for _twice in range(2):
        client.post(reverse("lists:write", args=[batch.number]))
    batch.refresh_from_db()
    assert (batch.state, batch.rows, batch.created, batch.rejected) == ("written", 2, 1, 1)
    registration = Registration.objects.get()
    found = client.post(reverse("desk:search"), {"q": "a/7"})
    assert found.headers["Location"] == reverse("assisted:registration", args=[registration.number])

    client.post(reverse("lists:lists"), {"file": SimpleUploadedFile("b.csv", content)})
    again = client.get(CandidateList.objects.latest("pk").get_absolute_url()).content.decode()
    assert "This list would change nothing" in again  # the columns are remembered


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


def test_undoing_removes_all_but_those_whom_somebody_worked_on(imported, officer):
    imported(MARIA, YOSEF, {"nik": "5304011402020003", "name": "Blasius", "phone": "0812 3456 7890"})
    batch = CandidateList.objects.get()
    worked_on = Registration.objects.get(candidate__name="Maria Taek")
    disclose(officer, worked_on.candidate, Disclosure.Seen.FILE, registration=worked_on)
    imported(YOSEF | {"name": "Yosef B."})

    for _twice in range(2):
        batch = take_back(officer, batch)

    assert (batch.state, batch.removed, batch.left) == ("undone", 1, 2)
    assert set(Candidate.objects.values_list("name", flat=True)) == {"Maria Taek", "Yosef B."}
    assert imported({"nik": "5304011402020003", "name": "Blasius"})[0] == {"created": 1}
