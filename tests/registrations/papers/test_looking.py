"""A page leaves the storage for whoever may see it, and the person can read who looked."""

from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from portal.accounts.roles import Role
from portal.audit.models import Entry
from portal.lib.clamd import ScannerAway
from portal.messaging.kinds import kind_named
from portal.messaging.models import Message
from portal.messaging.wording import prepare, short_text, words_of
from registrations.models import Disclosure, Document, DocumentPage, StrayFile, Upload
from registrations.papers import scanning, staged, storage, sweeping
from registrations.papers.services import hand_in
from registrations.workflow import State
from tests.factories.accounts import MembershipFactory, UserFactory, acting, log_in
from tests.factories.registrations import CandidateFactory, DocumentFactory, RegistrationFactory
from tests.registrations.papers.test_handing_in import given, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def logged_in(who):
    return log_in(Client(headers={"host": "localhost"}), who)


def a_page(registration=None):
    candidate = registration.candidate if registration else CandidateFactory()
    return given(candidate, 1).pages.get()


def colleague(registration, role=Role.BP3MI_OFFICER, **facts):
    return logged_in(MembershipFactory(role=role, **{"office": registration.office} | facts).user)


def test_the_person_sees_their_own_page_and_nothing_can_run_in_it():
    one = a_page()

    answer = logged_in(one.document.candidate.user).get(one.get_absolute_url())

    assert (answer.content, answer["Content-Type"]) == (b"page 1", "image/jpeg")
    assert answer["Content-Disposition"] == 'inline; filename="ktp-1-1.jpg"'
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    assert not Disclosure.objects.exists()


def test_an_officer_of_the_file_looks_and_both_audit_and_person_know():
    registration = RegistrationFactory(state=State.IN_REVIEW)
    one, officer = a_page(registration), colleague(registration)

    for _twice in range(2):
        assert officer.get(one.get_absolute_url()).content == b"page 1"

    assert (
        list(Entry.objects.filter(action="papers.seen").values_list("fields", "reason_code"))
        == [(["ktp"], "review")] * 2
    )
    look = Disclosure.objects.get()
    assert (look.candidate, look.registration, look.paper, look.seen) == (
        registration.candidate,
        registration,
        "ktp",
        "paper",
    )


@pytest.mark.parametrize("who", ["citizen", "other office", "steward", "draft"])
def test_a_page_of_somebody_else_is_not_there_and_the_try_is_noted(who):
    registration = RegistrationFactory(state=State.DRAFT if who == "draft" else State.IN_REVIEW)
    one = a_page(registration)
    stranger = {
        "citizen": lambda: logged_in(CandidateFactory().user),
        "other office": lambda: logged_in(MembershipFactory(role=Role.BP3MI_HEAD).user),
        "steward": lambda: colleague(registration, Role.MINISTRY_ADMIN),
        "draft": lambda: colleague(registration),
    }[who]()

    assert stranger.get(one.get_absolute_url()).status_code == 404
    assert stranger.get("/en/berkas/surat/00/ff/").status_code == 404
    assert stranger.get(one.get_absolute_url() + "unduh/").status_code == 404

    refused = Entry.objects.filter(action="papers.refused")
    assert {entry.subject_id for entry in refused} == {str(one.document_id)}
    assert not Disclosure.objects.exists()


def test_a_copy_is_given_for_a_reason_alone():
    registration = RegistrationFactory(state=State.ON_HOLD)
    one, officer = a_page(registration), colleague(registration)
    address = one.get_absolute_url() + "unduh/"

    assert "What do you need the file for?" in officer.get(address).text
    assert officer.post(address, {"purpose": ""})["Content-Type"].startswith("text/html")
    assert not Disclosure.objects.exists()
    answer = officer.post(address, {"purpose": "investigation"})

    assert answer["Content-Disposition"].startswith("attachment")
    assert Entry.objects.get(action="papers.downloaded").reason_code == "investigation"
    assert Disclosure.objects.get().is_withheld


def test_a_page_whose_file_is_lost_is_not_there_and_nobody_saw_it():
    registration = RegistrationFactory(state=State.IN_REVIEW)
    one, officer = a_page(registration), colleague(registration)
    default_storage.delete(one.file)

    assert officer.get(one.get_absolute_url()).status_code == 404
    assert not Disclosure.objects.exists()


# Malware


@pytest.fixture
def scanner(settings, monkeypatch):
    """clamd by what a file says: b"page evil" is malware; with ``away`` there is nobody."""
    settings.CLAMD_URL = "unix:///nowhere"
    state = {"away": False}

    def look(content):
        if state["away"]:
            raise ScannerAway("away")
        return "Evil" if b"evil" in content else ""

    monkeypatch.setattr(scanning.clamd, "malware_in", look)
    return state


def test_a_paper_waits_unseen_until_it_was_looked_at(scanner, django_capture_on_commit_callbacks):
    scanner["away"] = True
    registration = RegistrationFactory(state=State.IN_REVIEW)
    with django_capture_on_commit_callbacks(execute=True):
        one = a_page(registration)
    person, officer = logged_in(registration.candidate.user), colleague(registration)
    assert [client.get(one.get_absolute_url()).status_code for client in (person, officer)] == [404, 404]

    scanner["away"] = False
    scanning.scan_waiting()

    assert [client.get(one.get_absolute_url()).status_code for client in (person, officer)] == [200, 200]


def test_a_paper_with_malware_is_thrown_away_and_asked_for_again(scanner):
    registration = RegistrationFactory(state=State.IN_REVIEW)
    candidate = registration.candidate
    document = given(candidate, 1, "evil")
    names = list(document.pages.values_list("file", flat=True))

    scanning.scan_waiting()
    StrayFile.objects.update(since=timezone.now() - sweeping.STRAY_LIFE * 2)
    sweeping.sweep()

    document.refresh_from_db()
    assert document.state == Document.State.INFECTED
    assert not document.pages.exists()
    assert not any(default_storage.exists(name) for name in names)
    person, officer = logged_in(candidate.user), colleague(registration)
    for address in ("/en/saya/berkas/ktp/", "/en/saya/"):
        assert "Take a new photo of the paper itself" in person.get(address).text
    assert "thrown away" in officer.get(f"/en/petugas/berkas/{registration.number}/?surat=ktp").text
    assert RegistrationFactory(candidate=candidate).papers_missing_to_submit()
    message = Message.objects.get(kind="registrations.paper_unsafe")
    assert (message.contact.user, message.office) == (candidate.user, registration.office)
    kind = kind_named(message.kind)
    said = prepare([message], kind, "en")[message.pk]
    assert words_of(kind, said, "en").subject == "a file you sent could not be kept"
    assert short_text(kind, said, "en").count("card") == words_of(kind, said, "en").body.count("KTP") == 0
    given(candidate, 1)
    assert not kind.still_due(Document.objects.filter(pk=message.subject)).exists()


def test_when_the_scanner_is_given_up_nobody_waits_for_it(scanner, settings):
    document = given(CandidateFactory(), 1)
    assert document.state == Document.State.WAITING_SCAN
    settings.CLAMD_URL = ""

    scanning.scan_waiting()

    document.refresh_from_db()
    assert document.state == Document.State.HANDED_IN


# The sweeper


def test_strays_go_after_some_minutes_and_nothing_else_does(monkeypatch):
    candidate, document = CandidateFactory(), DocumentFactory()
    wanted = given(candidate, 1).pages.get()
    old, young = storage.keep([b"old"]) + storage.keep([b"young"])
    StrayFile.objects.filter(name=old).update(since=timezone.now() - sweeping.STRAY_LIFE - timedelta(seconds=1))
    staged.keep(candidate, "kk", page(1))
    staged.keep(candidate, "kk", page(2))
    Upload.objects.filter(pk=Upload.objects.first().pk).update(started_at=timezone.now() - staged.LIFE * 2)

    assert sweeping.sweep() == 1

    assert [default_storage.exists(name) for name in (wanted.file, old, young)] == [True, False, True]
    assert Upload.objects.count() == 1
    assert DocumentPage.objects.filter(document=document).exists()


def test_a_hand_in_that_took_so_long_that_it_was_swept_is_refused(monkeypatch):
    candidate, keep = CandidateFactory(user=UserFactory()), storage.keep

    def slowly(contents):
        names = keep(contents)
        StrayFile.objects.update(since=timezone.now() - sweeping.STRAY_LIFE * 2)
        sweeping.sweep()
        return names

    monkeypatch.setattr(storage, "keep", slowly)
    with pytest.raises(Exception, match="send yours again"):
        hand_in(acting(candidate.user), candidate, "ktp", [page(1)])

    assert not Document.objects.exists()
