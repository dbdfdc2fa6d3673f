"""An officer or village clerk types for a person without phone or e-mail; the person takes the file over later."""

import uuid

import pytest
from django.urls import reverse

from portal.accounts.counter.services import print_code, take_over
from portal.accounts.models import ClaimCode, Consent, NoticeShown, PolicyText
from portal.accounts.roles import STAFF_ROLES, Role
from portal.audit.models import Entry
from registrations.models import Candidate, Disclosure, Registration, SpokenConsent
from registrations.permissions import ASSISTANTS
from registrations.workflow import State
from tests.accounts.counter import FACTS
from tests.factories.accounts import MembershipFactory, UserFactory, acting, log_in
from tests.factories.registrations import DocumentFactory, RegistrationFactory
from tests.registrations.wizard import NAME, PAPERS, a_listed_village, answers, at, page

pytestmark = pytest.mark.django_db
DESK = "assisted"


@pytest.fixture
def officer(client):
    membership = MembershipFactory(role=Role.BP3MI_OFFICER)
    log_in(client, membership.user)
    return membership


def typed_by(officer, **facts):
    return RegistrationFactory(
        **{"assisted_by": officer, "origin": "assisted", "candidate__user": None, "papers": True} | facts
    )


def begin(client, **sent):
    return client.post(reverse("assisted:begin"), NAME | {"key": uuid.uuid4()} | sent)


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_who_meets_people_types_for_them(client, role):
    log_in(client, MembershipFactory(role=role).user)

    assert client.get(reverse("assisted:files")).status_code == (200 if role in ASSISTANTS else 404)


def test_an_officer_types_page_by_page_and_the_record_says_so(client, officer):
    begin(client)
    registration = Registration.objects.get()
    for slug, sent in answers(a_listed_village()).items():
        assert client.post(page(registration, slug, DESK), sent).status_code == 302, slug
    for paper in PAPERS:
        DocumentFactory(candidate=registration.candidate, paper=paper)
    client.post(at("hand_in", registration, DESK), {"seen": 0})

    registration = Registration.objects.get()
    assert (registration.state, registration.origin) == (State.IN_REVIEW, "assisted")
    assert (registration.assisted_by, registration.candidate.user) == (officer, None)
    assert registration.history.get(event="submit").user == officer.user
    saved = Entry.objects.filter(action="registrations.answers_saved", membership_id=officer.pk)
    assert ["kk", "nik"] in [entry.fields for entry in saved]
    seen = Disclosure.objects.get(candidate=registration.candidate)
    assert (seen.membership, seen.purpose) == (officer, "counter")


def test_each_consent_is_asked_aloud_noted_before_whom_and_comes_along_into_the_account(client, officer):
    registration = typed_by(officer, notice=None)
    address, sent = page(registration, "data-anda", DESK), answers(registration.candidate.village)["data-anda"]
    yes = {"agrees_vacancy_news": "on", "version_vacancy_news": 1, "seen_vacancy_news": 0}
    assert "checked" not in client.get(address).text

    assert client.post(address, sent | yes | {"channel": ""}).status_code == 200
    assert client.post(address, sent | yes | {"version_vacancy_news": 9}).status_code == 200
    assert not SpokenConsent.objects.exists()
    for _ in range(2):
        assert client.post(address, sent | yes).status_code == 302
    notice = PolicyText.objects.notices().current()
    rows = SpokenConsent.objects.order_by("pk").values_list("text__purpose", "text__number", "channel", "taken_by")
    assert list(rows) == [
        (None, notice.number, "counter", officer.pk),
        ("vacancy_news", 1, "counter", officer.pk),
    ]
    paper = client.get(reverse("tracker:sheet", args=[registration.number])).text
    assert f"versi {notice.number}, dibacakan pada" in paper
    assert notice.get_absolute_url() in paper

    client.post(at("hand_over", registration, DESK), {"facts": FACTS, "key": uuid.uuid4()})
    consent = Consent.objects.get()
    assert (consent.purpose_id, consent.is_given, consent.taken_by) == ("vacancy_news", True, officer)
    assert NoticeShown.objects.get().text == notice
    client.post(address, sent | {"stops_vacancy_news": "on"})
    assert not Consent.objects.holding("vacancy_news").exists()
    assert SpokenConsent.objects.about_purposes().get().withdrawn_at


def test_the_officer_is_named_on_the_papers_handed_in_for_the_person(client, officer):
    registration = typed_by(officer, papers=False)

    assert client.get(reverse("assisted:paper", args=[registration.number, "ktp"])).status_code == 200
    assert client.get(reverse("assisted:paper", args=[registration.number, "nonsense"])).status_code == 404


def test_a_form_sent_twice_begins_one_file(client, officer):
    key = uuid.uuid4()

    assert begin(client, key=key).url == begin(client, key=key).url
    assert Candidate.objects.count() == 1


def test_of_somebody_under_18_nothing_is_kept(client, officer):
    assert begin(client, birth_date="01/01/2020").status_code == 200
    assert not Candidate.objects.exists()


def test_a_person_without_any_phone_needs_one_of_somebody_who_passes_it_on(client, officer):
    registration = typed_by(officer)
    address = page(registration, "kontak", DESK)
    sent = {"whose": "other", "second_whose": "family"}

    assert client.post(address, sent).status_code == 200
    assert client.post(address, sent | {"phone": "0812 3456 7890"}).status_code == 302


def test_another_office_finds_no_such_file(client, officer):
    registration = typed_by(MembershipFactory())

    assert client.get(at("check", registration, DESK)).status_code == 404
    assert Entry.objects.get(action="registrations.address_refused").subject_id == str(registration.pk)
    assert registration.number not in client.get(reverse("assisted:files")).content.decode()


def test_a_village_clerk_begins_in_the_own_village_and_stays_there(client):
    clerk = MembershipFactory(role=Role.VILLAGE_CLERK)
    log_in(client, clerk.user)
    begin(client)
    registration = Registration.objects.get()

    elsewhere = client.post(page(registration, "tinggal", DESK), answers(a_listed_village())["tinggal"])

    assert elsewhere.status_code == 200
    assert Candidate.objects.get().village_id == clerk.village_id
    assert client.get(at("hand_over", registration, DESK)).status_code == 404


def test_with_the_printed_code_the_person_takes_the_file_over_and_the_office_types_no_more(client, officer):
    registration = typed_by(officer)
    sent = {"facts": FACTS, "key": uuid.uuid4()}
    for _ in range(2):
        assert client.post(at("hand_over", registration, DESK), sent).url == ClaimCode.objects.get().get_absolute_url()
    claim = ClaimCode.objects.get()
    assert client.get(page(registration, "nama", DESK)).status_code == 200

    claim, _code = print_code(acting(officer), claim)
    user = take_over(claim, secret="582941", keeps=[], ip="192.0.2.7")
    log_in(client, user)
    assert client.get(at("check", registration)).status_code == 200
    log_in(client, officer.user)
    assert client.get(page(registration, "nama", DESK)).status_code == 404


def test_nobody_types_for_themselves_from_the_desk(client, officer):
    registration = typed_by(officer, candidate__user=officer.user)

    assert client.get(page(registration, "nama", DESK)).status_code == 404
    assert client.get(at("check", registration)).status_code == 200


def test_the_list_costs_the_same_for_one_file_and_for_thirty(client, officer, django_assert_max_num_queries):
    typed_by(officer)
    client.get(reverse("assisted:files"))
    with django_assert_max_num_queries(20) as asked:
        client.get(reverse("assisted:files"))
    of_one = len(asked)
    for _ in range(29):
        typed_by(officer, papers=False, candidate__village=None, regency=None)

    with django_assert_max_num_queries(of_one):
        shown = client.get(reverse("assisted:files")).content.decode()

    assert "sesudah=" in shown


def test_a_person_reaches_no_file_of_the_desk(client):
    registration = typed_by(MembershipFactory())
    log_in(client, UserFactory())

    assert client.get(at("check", registration)).status_code == 404
