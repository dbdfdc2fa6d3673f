"""What somebody tries who means ill and knows the desk: each was open once."""

import io

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from portal.accounts.roles import Role
from portal.audit.models import Entry
from registrations import permissions as may
from registrations.duplicates import permissions as may_compare
from registrations.duplicates.services import merge, unmerge
from registrations.lists import exporting
from registrations.models import (
    Call,
    CandidateList,
    CorrectionAnswer,
    DataRequest,
    DataRequestWords,
    Disclosure,
    Document,
    Flag,
    Registration,
    Suspicion,
)
from registrations.papers import services as papers
from registrations.placements import permissions as placed
from registrations.wizard import services as wizard
from registrations.workflow import State
from tests.factories.accounts import MembershipFactory, acting, log_in
from tests.factories.placements import PlacementFactory
from tests.factories.places import OfficeFactory
from tests.factories.registrations import (
    CandidateFactory,
    CorrectionPointFactory,
    DocumentFactory,
    PinnedPaperFactory,
    RegistrationFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def officer_of(office, role=Role.BP3MI_OFFICER):
    return MembershipFactory(role=role, office=office)


def logged_in(user):
    return log_in(Client(headers={"host": "localhost"}), user)


def a_doubt(first, second, office):
    first, second = sorted((first, second), key=lambda one: one.pk)
    return Suspicion.objects.create(first=first, second=second, ground="alike", office=office)


def test_whoever_typed_the_corrections_does_not_approve_them():
    typist = officer_of(OfficeFactory())
    person = CandidateFactory(user=None)
    facts = {"state": State.RETURNED, "candidate": person, "assisted_by": typist, "office": typist.office}
    registration = RegistrationFactory(**facts)
    swapper, another = officer_of(typist.office), officer_of(typist.office)
    CorrectionPointFactory(registration=registration, paper="", field="nik")

    wizard.save(registration, {"nik": "5304015402029999"}, by=acting(swapper))
    moved = wizard.hand_in(registration, by=acting(swapper))

    assert not may.approve(acting(swapper), moved) and not may.look_first(acting(swapper), moved)
    assert may.approve(acting(another), moved)


def test_a_verified_file_does_not_become_somebody_elses_by_a_merge_or_its_undoing():
    verified = RegistrationFactory(state=State.VERIFIED, candidate=CandidateFactory(user=None))
    other = CandidateFactory(user=None, name="Marcelina Taek")
    by, suspicion = acting(officer_of(verified.office)), a_doubt(verified.candidate, other, verified.office)

    merge(suspicion, staying=other, by=by, reason="The same card.")

    verified.refresh_from_db()
    assert (verified.candidate_id, verified.state, verified.verified_by_id) == (other.pk, State.IN_REVIEW, None)
    Registration.objects.update(state=State.VERIFIED, verified_by=by.user, first_by=MembershipFactory().user)
    unmerge(suspicion, by=by, reason="Two people.")
    verified.refresh_from_db()
    assert (verified.state, verified.first_by_id) == (State.IN_REVIEW, None)


def test_a_file_of_another_office_is_compared_without_its_numbers_address_and_phone():
    """A list of one row, with a name and a birth date, raises a doubt about anybody in the country."""
    mine = CandidateFactory(user=None, nik="5304015402020001", address="Jalan Merdeka 1")
    theirs = RegistrationFactory(state=State.IN_REVIEW, candidate__address="Behind the church").candidate
    theirs.phones.create(number="+6281234567890")
    office = OfficeFactory()
    RegistrationFactory(state=State.IN_REVIEW, candidate=mine, office=office)
    suspicion = a_doubt(mine, theirs, office)

    page = logged_in(officer_of(office).user).get(reverse("duplicates:pair", args=[suspicion.number])).text

    assert "5304 0154 0202 0001" in page and "Jalan Merdeka 1" in page
    spelt = page.replace(" ", "")
    assert not [one for one in (theirs.nik, theirs.kk, "Behindthechurch", "812-3456", "8123456") if one in spelt]


def test_a_paper_replaced_after_the_first_yes_is_looked_at_by_two_again():
    first = MembershipFactory(role=Role.BP3MI_OFFICER)
    facts = {"state": State.IN_REVIEW, "needs_second_pair": True, "first_by": first.user, "office": first.office}
    registration = RegistrationFactory(**facts)
    PinnedPaperFactory(registration=registration)
    DocumentFactory(candidate=registration.candidate, state=Document.State.ACCEPTED, reviewed_by=first)

    person = registration.candidate
    replaced = person.documents.get()
    papers._tell_registrations(acting(first), person, "ktp", replaced)

    registration.refresh_from_db()
    assert registration.first_by_id is None
    assert Entry.objects.filter(action="registrations.first_yes_ended", subject_id=str(registration.pk)).exists()


def test_every_other_number_of_the_staff_rooms_leaves_a_line():
    foreign = RegistrationFactory(state=State.IN_REVIEW)
    suspicion = a_doubt(foreign.candidate, CandidateFactory(), foreign.office)
    flag = Flag.objects.create(registration=foreign, kind="trafficking")
    batch = CandidateList.objects.create(office=foreign.office)
    asked = DataRequest.objects.create(candidate=foreign.candidate, office=foreign.office, field="name")
    DataRequestWords.objects.create(request=asked, asked="Please.")
    addresses = [
        *(("GET", reverse(f"duplicates:{name}", args=[suspicion.number])) for name in ("pair", "decide", "look_again")),
        *(("GET", reverse(f"lists:{name}", args=[batch.number])) for name in ("list", "columns", "refused")),
        *(("POST", reverse(f"lists:{name}", args=[batch.number])) for name in ("write", "undo")),
        ("POST", reverse("head_desk:flag_ended", args=[flag.pk])),
        ("GET", reverse("own_desk:answer", args=[asked.pk])),
    ]
    noted = Entry.objects.filter(action="registrations.address_refused")
    for who in (MembershipFactory(role=Role.BP3MI_HEAD).user, foreign.candidate.user):
        client = logged_in(who)
        for method, address in addresses:
            before = noted.count()
            answer = client.generic(method, address)
            assert (address, answer.status_code, noted.count()) == (address, 404, before + 1)


def test_a_name_with_a_sign_that_no_sheet_takes_spoils_nobodys_export():
    registration = RegistrationFactory(state=State.IN_REVIEW, candidate__name="Maria\x01 \x1f\ufffe Taek")
    by = acting(officer_of(registration.office))

    with exporting.sheet_of(exporting.rows_of(by, [registration.pk])) as file:
        sheet = load_workbook(io.BytesIO(file.read()))

    assert sheet.active["C2"].value == "Maria  Taek"


def test_a_look_at_two_files_is_not_told_while_an_investigation_of_one_goes_on():
    ended = RegistrationFactory(state=State.WITHDRAWN)
    Flag.objects.create(registration=ended, kind="held_before")
    RegistrationFactory(candidate=ended.candidate, office=ended.office)
    suspicion = a_doubt(ended.candidate, CandidateFactory(), ended.office)

    logged_in(officer_of(ended.office).user).get(reverse("duplicates:pair", args=[suspicion.number]))

    assert Disclosure.objects.get(candidate=ended.candidate).is_withheld


def test_an_officer_whose_own_row_was_merged_away_takes_nothing_of_the_file_it_went_into():
    registration = RegistrationFactory(state=State.VERIFIED)
    officer = officer_of(registration.office)
    CandidateFactory(user=officer.user, merged_into=registration.candidate)
    by, client = acting(officer), logged_in(officer.user)
    suspicion = a_doubt(registration.candidate, CandidateFactory(), registration.office)

    assert not exporting.scope(by).exists()
    assert not may_compare.decide(by, suspicion)
    for address in (
        reverse("official:copy_panel", args=[registration.number]),
        reverse("tracker:sheet", args=[registration.number]),
        reverse("letters:of_file", args=[registration.number]),
    ):
        assert client.get(address).status_code == 404


def test_the_letters_of_a_file_are_looked_at_with_a_line_for_the_person():
    registration = RegistrationFactory(state=State.IN_REVIEW)

    logged_in(officer_of(registration.office).user).get(reverse("letters:of_file", args=[registration.number]))

    assert Disclosure.objects.filter(candidate=registration.candidate).exists()


def test_a_call_sent_twice_is_one_call():
    registration = RegistrationFactory(state=State.RETURNED, state_since=timezone.now())
    client = logged_in(officer_of(registration.office).user)

    for _twice in range(2):
        client.post(reverse("head_desk:called", args=[registration.number]), {"outcome": "no_answer"})

    assert Call.objects.count() == 1


def test_an_answer_sent_twice_is_one_answer_and_no_foreign_address():
    registration = RegistrationFactory(state=State.RETURNED)
    point = CorrectionPointFactory(registration=registration, paper="", field="name")
    client, address = logged_in(registration.candidate.user), reverse(
        "wizard:as_it_is", args=[registration.number, point.pk]
    )  # fmt: skip

    answers = [client.post(address, {"words": "I have one name."}) for _twice in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert CorrectionAnswer.objects.count() == 1
    assert not Entry.objects.filter(action="registrations.address_refused").exists()


def test_one_officer_alone_takes_no_file_of_another_office_into_a_row_of_their_own():
    theirs = RegistrationFactory(state=State.IN_REVIEW, candidate=CandidateFactory(user=None))
    office = OfficeFactory()
    row = RegistrationFactory(office=office, candidate=CandidateFactory(user=None, name="Marcelina Taek")).candidate
    one, another = (acting(officer_of(office)) for _two in range(2))
    suspicion = a_doubt(theirs.candidate, row, office)

    for by in (one, one):
        assert merge(suspicion, staying=row, by=by, reason="The same card.").state == "open"
    assert merge(suspicion, staying=row, by=another, reason="I saw it too.").state == "same"


def test_no_cell_of_an_export_is_a_formula_where_a_semicolon_parts_them():
    registration = RegistrationFactory(state=State.IN_REVIEW, candidate__name="Maria; =HYPERLINK(1)\n=1+1")
    text = "".join(exporting.lines_of(exporting.rows_of(acting(officer_of(registration.office)), [registration.pk])))

    cells = [cell.strip() for line in text.splitlines() for cell in line.split(";")]

    assert not [cell for cell in cells if cell.startswith("=")]


def test_an_officer_whose_own_row_was_merged_away_records_nothing_of_that_placement():
    case = PlacementFactory()
    officer, colleague = (officer_of(case.office) for _two in range(2))
    CandidateFactory(user=officer.user, merged_into=case.candidate)

    assert placed.record(acting(colleague), case) and not placed.record(acting(officer), case)
