"""Handing in a paper: a version with all its pages or nothing, by whoever may, on a form that loses no file."""

import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from portal.accounts.acting import ActRefused
from portal.accounts.roles import Role
from portal.audit.models import Entry
from portal.lib.uploads import Upload as Read
from portal.lib.uploads import read_upload
from registrations.models import Document, DocumentPage, StrayFile, Upload
from registrations.papers import services, staged, storage
from registrations.papers.services import hand_in
from registrations.workflow import State
from tests.factories.accounts import MembershipFactory, acting, log_in
from tests.factories.jobs import PaperRuleFactory, ValidityRuleFactory, days_ago
from tests.factories.registrations import (
    CandidateFactory,
    CorrectionPointFactory,
    DocumentFactory,
    PinnedPaperFactory,
    RegistrationFactory,
)
from tests.lib.test_uploads import a_pdf, picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def page(mark):
    """A page that was read; ``mark`` tells it from others."""
    content = f"page {mark}".encode()
    return Read("jpg", content, hashlib.sha256(content).hexdigest())


def given(candidate, *marks, paper="ktp", **facts):
    return hand_in(acting(candidate.user), candidate, paper, [page(mark) for mark in marks], facts)


def versions(candidate):
    return list(candidate.documents.order_by("version").values_list("version", "is_current"))


def test_each_hand_in_is_a_version_and_the_same_files_again_are_none():
    candidate = CandidateFactory()

    first, again = given(candidate, 1, 2, number="470/12"), given(candidate, 1, 2, number="470/12")
    later = given(candidate, 3)

    assert again == first != later
    assert versions(candidate) == [(1, False), (2, True)]
    assert [storage.read(one.file) for one in first.pages.order_by("place")] == [b"page 1", b"page 2"]
    assert b"page 1" not in default_storage.open(first.pages.get(place=1).file).read()
    assert not StrayFile.objects.exists()
    assert Entry.objects.filter(action="papers.handed_in").count() == 2


def test_other_facts_with_the_same_files_are_another_version():
    candidate = CandidateFactory()

    given(candidate, 1, number="470/12")
    given(candidate, 1, number="470/13")

    assert versions(candidate) == [(1, False), (2, True)]


def test_two_who_send_the_same_at_once_make_one_version(monkeypatch):
    candidate, keep, other = CandidateFactory(), storage.keep, []

    def meanwhile(contents):
        monkeypatch.setattr(storage, "keep", keep)
        other.append(given(candidate, 1))
        return keep(contents)

    monkeypatch.setattr(storage, "keep", meanwhile)

    assert given(candidate, 1) == other[0]
    assert versions(candidate) == [(1, True)]
    assert not StrayFile.objects.exists()


def test_what_was_to_be_corrected_is_corrected_and_a_verified_file_looked_at_again():
    registration = RegistrationFactory(state=State.VERIFIED)
    point = CorrectionPointFactory(registration=registration, paper="kk")
    PinnedPaperFactory(registration=registration, paper="kk")
    DocumentFactory(candidate=registration.candidate, paper="kk", state="accepted")

    given(registration.candidate, 1, paper="kk")

    point.refresh_from_db()
    registration.refresh_from_db()
    assert point.corrected_at is not None
    assert registration.state == State.IN_REVIEW


def test_an_officer_hands_in_for_a_person_they_typed_for_and_for_nobody_else():
    officer = MembershipFactory(role=Role.BP3MI_OFFICER)
    typed = RegistrationFactory(assisted_by=officer, candidate__user=None)

    document = hand_in(acting(officer), typed.candidate, "ktp", [page(1)])

    assert document.handed_in_by == officer
    with pytest.raises(ActRefused, match="somebody else's"):
        hand_in(acting(officer), CandidateFactory(), "ktp", [page(1)])


@pytest.mark.parametrize("fault", ["storage", "database", "swept"])
def test_what_fails_on_the_way_leaves_neither_file_nor_row(monkeypatch, fault):
    def fail(*_args, **_options):
        raise OSError("no space left")

    candidate, saved, save = CandidateFactory(), [], default_storage.save
    if fault == "storage":
        monkeypatch.setattr(storage.default_storage, "save", lambda *a: fail() if saved else saved.append(save(*a)))
    elif fault == "database":
        monkeypatch.setattr(services, "record", fail)
    else:
        monkeypatch.setattr(services, "_written", lambda *_a: (StrayFile.objects.all().delete(), (None, True))[1])

    with pytest.raises(OSError if fault == "database" else ActRefused):
        given(candidate, 1, 2)

    assert not [name for name in saved if default_storage.exists(name)]
    assert not StrayFile.objects.exists()
    assert not Document.objects.exists()


def test_a_pdf_is_kept_as_pictures_of_its_pages():
    candidate = CandidateFactory()
    pdf = read_upload(SimpleUploadedFile("a.pdf", a_pdf(pages=2)))

    first, again = [hand_in(acting(candidate.user), candidate, "diploma", [pdf, page(1)]) for _twice in range(2)]

    pages = list(first.pages.order_by("place"))
    assert ([one.kind for one in pages], pages[0].digest, again) == (["jpg"] * 3, pdf.digest, first)
    assert max(Image.open(io.BytesIO(storage.read(pages[1].file))).size) == 2400


# The page


@pytest.fixture
def me():
    client = Client(headers={"host": "localhost"})
    client.candidate = CandidateFactory()
    return log_in(client, client.candidate.user)


def photo(**options):
    return SimpleUploadedFile("../../etc/passwd\\x.svg", picture(**options), content_type="text/html")


def send(client, paper="ktp", **data):
    return client.post(reverse("papers:paper", args=[paper]), data)


def test_a_person_hands_in_photos_and_reads_what_an_officer_said_of_them(me):
    answer = send(me, photos=[photo(), photo(size=(50, 60))])

    document = Document.objects.get()
    assert (answer.status_code, document.state, document.pages.count()) == (302, "handed_in", 2)
    DocumentFactory(candidate=me.candidate, paper="kk", state="returned")
    assert "To be replaced: Too blurred or dark to read" in me.get(reverse("papers:paper", args=["kk"])).text


def test_a_form_that_comes_back_keeps_the_good_files_and_the_person_may_leave_one_out(me):
    answer = send(me, "marital", photos=[photo(), SimpleUploadedFile("a.jpg", b"<html>"), photo(size=(9, 9))])

    assert "File 2: This is neither a PDF nor a JPG or PNG." in answer.text
    assert answer.text.count('name="kept"') == 2
    kept = [str(upload.key) for upload in Upload.objects.order_by("pk")]
    assert Document.objects.count() == 0
    assert "Choose a photo" in send(me, "marital", issued_on="1/2/2026").text
    assert send(me, "marital", issued_on="1/2/2026", kept=kept[1:]).status_code == 302
    assert [page.digest for page in DocumentPage.objects.all()] == [read_upload(photo(size=(9, 9))).digest]
    assert not Upload.objects.exists()


@pytest.mark.parametrize("in_parts", [False, True])
def test_the_photo_that_came_back_is_refused_beside_the_field_and_not_kept(me, in_parts):
    send(me, photos=[photo()])
    looked = {"reviewed_at": timezone.now(), "reviewed_by": MembershipFactory()}
    Document.objects.update(state="returned", return_reason="blurred", **looked)
    sent = {"photos": [photo()]}
    if in_parts:
        content = picture()
        started = begin(me, content).json()
        part(me, started["to"], 0, content)
        sent = {"kept": [started["key"]]}

    answer = send(me, **sent)

    assert answer.context["form"].errors.keys() == {"photos"}
    assert "This is the same photo that came back." in answer.text
    assert not answer.context["form"]["kept"].value()
    assert Document.objects.get().state == "returned"


def test_a_paper_says_what_is_wrong_with_its_dates(me):
    answer = send(me, "passport", number="12", issued_on="1/1/2099", expires_on="1/1/2020", photos=[photo()])

    assert "no number of an Indonesian passport" in answer.text
    assert "This date lies in the future." in answer.text


def test_only_papers_that_exist_and_people_who_register_have_a_page(me):
    assert me.get(reverse("papers:paper", args=["surat"])).status_code == 404
    stranger = log_in(Client(headers={"host": "localhost"}), MembershipFactory().user)
    assert stranger.get(reverse("papers:paper", args=["ktp"])).status_code == 404


# In parts


def test_a_paper_says_what_it_costs_how_long_it_counts_and_that_it_will_have_run_out(me):
    draft = RegistrationFactory(candidate=me.candidate, scheme="P_TO_P", planned_departure_on=days_ago(-200))
    PaperRuleFactory(paper="health", due="opp", cost="Rp500.000", cost_en="Rp500,000")
    ValidityRuleFactory(paper="health", months=3)
    DocumentFactory(candidate=me.candidate, paper="health", issued_on=days_ago(1))

    page = me.get(reverse("papers:paper", args=["health"]))

    assert [(row["term"], row["value"], row["note"]) for row in page.context["facts"]] == [
        ("Needed", "Before the orientation (OPP)", ""),
        ("What it costs", "Rp500,000", ""),
        ("How long it counts", "Counts for 3 months from the day it was issued. Not checked yet.", ""),
        ("Basis", "Law 18/2017, article 13. Kementerian Contoh, 2017", "Not checked yet."),
    ]
    assert "will have run out before the orientation (OPP)" in page.text
    draft.delete()
    assert me.get(reverse("papers:paper", args=["health"])).context["facts"] == []


def begin(client, content, paper="ktp"):
    told = {"size": len(content), "digest": hashlib.sha256(content).hexdigest()}
    return client.post(reverse("papers:parts", args=[paper]), told)


def part(client, address, start, content):
    return client.post(f"{address}?mulai={start}", content, content_type="application/octet-stream")


def test_a_line_that_breaks_goes_on_where_it_stopped(me):
    content = picture(size=(300, 300))
    address = begin(me, content).json()["to"]

    assert part(me, address, 0, content[:500]).json()["has"] == 500
    assert part(me, address, 0, content[:500]).json()["has"] == 500
    assert part(me, address, 900, content[900:]).json()["has"] == 500
    again = begin(me, content).json()
    assert (again["to"], again["has"], again["whole"]) == (address, 500, False)
    assert b"\xff\xd8" not in bytes(Upload.objects.get().parts.get().content)
    assert part(me, address, 500, content[500:]).json()["whole"] is True

    assert send(me, kept=[again["key"]]).status_code == 302
    assert DocumentPage.objects.get().digest == hashlib.sha256(content).hexdigest()


def test_what_arrives_in_parts_is_looked_at_like_any_file(me):
    problem = part(me, begin(me, b"<html>").json()["to"], 0, b"<html>")

    assert (problem.status_code, problem.json()["problem"]) == (422, "This is neither a PDF nor a JPG or PNG.")
    assert not Upload.objects.exists()
    assert part(me, begin(me, b"abc").json()["to"], 0, b"abd").json()["problem"].startswith("The file arrived damaged")
    assert me.post(reverse("papers:parts", args=["ktp"]), {"size": 50 * 1024**2, "digest": "0" * 64}).status_code == 413
    assert me.post(reverse("papers:parts", args=["ktp"]), {"size": "x", "digest": "y"}).status_code == 422
    address = begin(me, b"x" * 9).json()["to"]
    assert part(me, address, -1, b"x").status_code == 422
    assert part(me, address, 0, b"x" * 99).json()["has"] == 0
    other = log_in(Client(headers={"host": "localhost"}), CandidateFactory().user)
    assert part(other, address, 0, b"x").status_code == 404


def test_nobody_fills_the_database_with_pages_that_are_never_handed_in(me, monkeypatch):
    monkeypatch.setattr(staged, "MOST_WAITING", 10)
    monkeypatch.setattr(staged, "MOST_FILES", 2)
    monkeypatch.setattr(staged, "MOST_PARTS", 2)

    address = begin(me, b"x" * 4).json()["to"]
    assert [part(me, address, start, b"x").json()["has"] for start in range(3)] == [1, 2, 2]
    too_many = "Please hand in what is there first"
    assert too_many in begin(me, b"y" * 9).json()["problem"]
    assert "to" in begin(me, b"y").json()
    assert too_many in begin(me, b"z").json()["problem"]


def start_and_hang_up(candidate, place):
    try:
        staged.start(candidate, "ktp", digest=f"{place:064}", size=4)
    except ValidationError:
        return False
    finally:
        connection.close()
    return True


@pytest.mark.django_db(transaction=True)
def test_of_many_starts_at_once_no_more_pass_than_fit(monkeypatch):
    monkeypatch.setattr(staged, "MOST_WAITING", 9)
    candidate = CandidateFactory()

    with ThreadPoolExecutor(8) as threads:
        passed = sum(threads.map(partial(start_and_hang_up, candidate), range(8)))

    assert (passed, Upload.objects.count()) == (2, 2)
