"""Letters behind proofs, decisions, permits and rules: sealed, for officers alone, each look noted."""

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from jobs.models import Check, CompanyStatement, RecruitmentPermit, RuleDraft, Scan
from jobs.permissions import CHECKERS
from jobs.scans import services
from portal.accounts.roles import STAFF_ROLES, Role
from portal.audit.models import Entry
from portal.lib.uploads import read_upload
from tests.factories.jobs import DestinationFactory, OrderFactory, PlacementCompanyFactory, days_ago
from tests.jobs.desks import member
from tests.jobs.rules_desk import a_ban
from tests.lib.test_uploads import picture

A_LETTER = picture("PNG")
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


def letter(content=A_LETTER):
    return SimpleUploadedFile("../surat.exe", content, content_type="text/html")


def prove(client, order, **changed):
    facts = {"seen": order.version, "reference": "Surat 12/2026", "enough": "yes", "scan": letter()} | changed
    address = reverse("check_room:prove", args=[order.number, "mission"])
    return client.post(address, {f"mission-{name}": value for name, value in facts.items()})


def test_a_proof_keeps_its_letter_sealed_and_an_officer_reads_it():
    officer, order = member(Role.BP3MI_OFFICER), OrderFactory()

    prove(officer, order)

    scan = Check.objects.get().scan
    assert A_LETTER[:8] not in default_storage.open(scan.file).read()
    assert scan.get_absolute_url() in officer.get(reverse("check_room:screen", args=[order.number])).text
    answer = member(Role.BP3MI_OFFICER).get(scan.get_absolute_url())
    assert (answer.content, answer["Content-Type"]) == (read_upload(letter()).content, "image/png")
    assert answer["Content-Disposition"] == f'attachment; filename="{scan.number}.png"'
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
    entries = Entry.objects.filter(action__startswith="scans.").order_by("pk").values_list("action", "subject_id")
    assert list(entries) == [("scans.kept", str(scan.pk)), ("scans.seen", str(scan.pk))]


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_a_letter_is_there_for_those_who_check_vacancies_alone(role):
    prove(member(Role.BP3MI_OFFICER), OrderFactory())

    assert member(role).get(Scan.objects.get().get_absolute_url()).status_code == (200 if role in CHECKERS else 404)


def test_the_public_sees_neither_the_letter_nor_its_address(client):
    order = OrderFactory()
    prove(member(Role.BP3MI_OFFICER), order)
    scan = Scan.objects.get()

    assert client.get(scan.get_absolute_url()).status_code == 302
    assert scan.number not in client.get(order.get_absolute_url()).text


def test_the_same_letter_behind_many_vacancies_is_kept_once():
    officer = member(Role.BP3MI_OFFICER)

    for order in (OrderFactory(), OrderFactory()):
        prove(officer, order)

    assert Scan.objects.count() == 1
    assert Check.objects.filter(scan=Scan.objects.get()).count() == 2


@pytest.mark.parametrize("loss", ["file", "key"])
def test_a_letter_that_was_lost_is_not_found_and_kept_anew_when_it_is_handed_in_again(loss):
    officer = member(Role.BP3MI_OFFICER)
    services.keep(officer.acting, read_upload(letter()))
    scan = Scan.objects.get()
    if loss == "file":
        default_storage.delete(scan.file)
    else:
        with default_storage.open(scan.file, "wb") as file:
            file.write(b"sealed under another key")
    assert officer.get(scan.get_absolute_url()).status_code == 404
    assert not Entry.objects.filter(action="scans.seen").exists()

    services.keep(officer.acting, read_upload(letter()))

    assert officer.get(Scan.objects.get().get_absolute_url()).content == read_upload(letter()).content


def test_a_letter_whose_act_was_refused_is_forgotten_after_a_day(django_capture_on_commit_callbacks):
    officer = member(Role.BP3MI_OFFICER)
    prove(officer, OrderFactory())
    named = Scan.objects.get()
    refused, fresh = [services.keep(officer.acting, read_upload(letter(A_LETTER + sign))) for sign in (b"1", b"2")]
    Scan.objects.exclude(pk=fresh.pk).update(kept_at=timezone.now() - services.UNNAMED_LIFE * 2)

    with django_capture_on_commit_callbacks(execute=True):
        services.forget_unnamed()

    assert set(Scan.objects.all()) == {named, fresh}
    assert [default_storage.exists(scan.file) for scan in (named, refused, fresh)] == [True, False, True]
    assert Entry.objects.get(action="scans.forgotten").subject_id == str(refused.pk)


def test_a_letter_that_cannot_be_noted_leaves_no_file_behind(monkeypatch):
    def fail(*_args):
        raise OSError

    officer, gone = member(Role.BP3MI_OFFICER), []
    monkeypatch.setattr(services, "record", fail)
    monkeypatch.setattr(services.default_storage, "delete", gone.append)

    with pytest.raises(OSError):
        services.keep(officer.acting, read_upload(letter()))

    assert len(gone) == 1
    assert not Scan.objects.exists()


def test_two_who_hand_in_the_same_letter_at_once_keep_it_once(monkeypatch):
    first, second = member(Role.BP3MI_OFFICER), member(Role.BP3MI_OFFICER)
    seal, kept = services.cipher, []
    before = set(default_storage.listdir(services.FOLDER)[1]) if default_storage.exists(services.FOLDER) else set()

    def meanwhile(purpose):
        monkeypatch.setattr(services, "cipher", seal)
        kept.append(services.keep(first.acting, read_upload(letter())))
        return seal(purpose)

    monkeypatch.setattr(services, "cipher", meanwhile)

    assert services.keep(second.acting, read_upload(letter())) == kept[0]
    assert Scan.objects.count() == 1
    assert len(set(default_storage.listdir(services.FOLDER)[1]) - before) == 1


def test_a_file_that_is_no_scan_is_told_and_nothing_is_written():
    answer = prove(member(Role.BP3MI_OFFICER), OrderFactory(), scan=letter(b"<script>"))

    assert "neither a PDF nor a JPG or PNG" in answer.text
    assert not Check.objects.exists()
    assert not Scan.objects.exists()


def test_a_form_that_comes_back_keeps_its_letter_for_whoever_sent_it():
    officer, colleague, order = member(Role.BP3MI_OFFICER), member(Role.BP3MI_OFFICER), OrderFactory()
    answer = prove(officer, order, reference="")
    kept = answer.context["form"]["kept_scan"].value()
    assert "It is kept: PNG" in answer.text
    assert f'name="mission-kept_scan" value="{kept}"' in answer.text

    refused = prove(colleague, order, scan="", kept_scan=kept).text
    assert "Please choose the file once more." in refused
    assert kept not in refused
    assert not Check.objects.exists()
    prove(officer, order, scan="", kept_scan=kept)
    assert Check.objects.get().scan == Scan.objects.get()


@pytest.mark.parametrize("spoil", [lambda ticket: ticket[:-1], lambda _ticket: "x\0", lambda _ticket: "9" * 9999])
def test_a_spoiled_ticket_finds_no_letter(spoil):
    officer, order = member(Role.BP3MI_OFFICER), OrderFactory()
    kept = prove(officer, order, reference="").context["form"]["kept_scan"].value()

    prove(officer, order, scan="", kept_scan=spoil(kept))

    assert not Check.objects.exists()


def test_a_letter_forgotten_meanwhile_is_asked_for_again(monkeypatch):
    officer, order = member(Role.BP3MI_OFFICER), OrderFactory()
    kept = prove(officer, order, reference="").context["form"]["kept_scan"].value()
    Scan.objects.all().delete()

    assert "Please choose the file once more." in prove(officer, order, scan="", kept_scan=kept).text


def test_each_form_that_asks_for_a_letter_keeps_it_over_an_error():
    head, ministry, company = member(Role.BP3MI_HEAD), member(Role.MINISTRY_ADMIN), PlacementCompanyFactory()
    names = ("decision", "licence", "permit")
    addresses = [(head, reverse(f"company_room:{name}", args=[company.slug])) for name in names]
    addresses.append((ministry, reverse("rules_room:new", args=["placement"])))

    answers = [client.post(address, {"scan": letter()}) for client, address in addresses]

    found = [
        services.found_by(client.acting, answer.context["form"]["kept_scan"].value())
        for (client, _address), answer in zip(addresses, answers, strict=True)
    ]
    assert found == [Scan.objects.get()] * 4


def test_a_decision_and_a_permit_keep_their_letters():
    head, company, country = member(Role.BP3MI_HEAD), PlacementCompanyFactory(), DestinationFactory()
    day, source = f"{days_ago(2):%d/%m/%Y}", {"source_name": "Kementerian Contoh"}
    decision = {"decided": "revoked", "decision_number": "SK-77/2026", "decided_on": day, "scan": letter()}
    permit = {"number": "SIP-9", "destination": country.pk, "valid_until": f"{days_ago(-90):%d/%m/%Y}", "seen_on": day}

    head.post(reverse("company_room:decision", args=[company.slug]), source | decision)
    head.post(reverse("company_room:permit", args=[company.slug]), source | permit | {"scan": letter()})

    scan = Scan.objects.get()
    assert [CompanyStatement.objects.get().scan, RecruitmentPermit.objects.get().scan] == [scan, scan]
    page = head.get(reverse("company_room:company", args=[company.slug])).text
    assert page.count(scan.get_absolute_url()) == 2


def test_a_rules_draft_keeps_the_decree_also_when_it_is_changed_later():
    drafter, country = member(Role.MINISTRY_ADMIN), DestinationFactory(open=True)
    drafter.post(reverse("rules_room:new", args=["placement"]), a_ban(country, scan=letter()))
    draft = RuleDraft.objects.get()
    assert draft.scan.get_absolute_url() in drafter.get(draft.get_absolute_url()).text

    drafter.post(reverse("rules_room:edit", args=[draft.pk]), a_ban(country, article="7", seen=draft.version))

    draft.refresh_from_db()
    assert (draft.article, draft.scan) == ("7", Scan.objects.get())
