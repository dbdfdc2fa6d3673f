"""Letters to be signed: filled from the case, for one job, and a quiet way to say "I did not sign"."""

import uuid
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.accounts.acting import ActRefused
from portal.accounts.roles import Role
from portal.audit.models import Entry
from portal.lib import codes
from registrations.choices import FlagKind
from registrations.letters import services, wording
from registrations.letters.forms import LetterForm
from registrations.models import Letter
from registrations.models.letter import LetterKind
from registrations.workflow import State
from tests.factories.accounts import MembershipFactory, acting, log_in
from tests.factories.jobs import PlacementCompanyFactory, VacancyFactory
from tests.factories.registrations import RegistrationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def a_letter(registration=None, **facts):
    registration = registration or RegistrationFactory(state=State.IN_REVIEW)
    facts = {"kind": "consent", "signer": "spouse"} | facts
    return services.make_letter(acting(registration.candidate.user), registration, key=uuid.uuid4(), **facts)


# What stands on it


@pytest.mark.parametrize("kind", LetterKind)
def test_each_kind_has_its_words_and_five_sentences_on_the_back(kind):
    letter = a_letter(kind=kind, signer=wording.signers_of(kind)[0])

    sheet = wording.sheet_of(letter)

    assert sheet.title
    assert "{" not in sheet.statement
    assert len(sheet.reverse) == 5


def test_the_letter_of_consent_names_the_job_and_leaves_the_unknown_to_be_written():
    sheet = wording.sheet_of(a_letter(title="Juru las", country="Taiwan"))

    lines = dict(sheet.lines)
    assert (lines["Pekerjaan"], lines["Negara"], lines["Upah"]) == ("Juru las", "Taiwan", "")
    assert (sheet.known_by, sheet.has_stamp) == ("Kepala desa atau lurah", True)


@pytest.mark.parametrize("circumstance", ["widowed", "divorced", "separated", "unreachable"])
def test_where_no_spouse_can_sign_a_parent_does_and_the_paper_says_why(circumstance):
    facts = {"circumstance": circumstance, "key": uuid.uuid4()}

    by_spouse = LetterForm({**facts, "signer": "spouse"}, kind="consent")
    by_parent = LetterForm({**facts, "signer": "parent"}, kind="consent")

    assert "signer" in by_spouse.errors
    assert by_parent.is_valid()
    assert len(wording.sheet_of(a_letter(circumstance=circumstance, signer="parent")).notes) == 1


def test_the_name_of_who_signs_is_sealed():
    letter = a_letter(signer_name="Yosef Taek")

    raw = Letter.objects.extra(select={"raw": "signer_name"}).get(pk=letter.pk).raw

    assert b"Yosef" not in bytes(raw)
    assert Letter.objects.get(pk=letter.pk).signer_name == "Yosef Taek"


def test_who_signs_for_somebody_and_what_is_enclosed_follows_from_the_case():
    person = {"marital": "widowed", "name": "Marselina Taek"}
    registration = RegistrationFactory(
        state=State.IN_REVIEW, **{f"candidate__{name}": value for name, value in person.items()}
    )

    own = wording.sheet_of(a_letter(registration, kind="own_risk", signer="self"))
    by_guardian = wording.sheet_of(a_letter(registration, signer="guardian", circumstance="widowed", cannot_write=True))
    by_village = wording.sheet_of(a_letter(registration, kind="status", signer="village_head"))

    assert (dict(own.signer)["Nama"], "Perusahaan penempatan (P3MI)" in dict(own.lines)) == ("Marselina Taek", False)
    assert [note.split()[0] for note in by_guardian.notes] == ["Suami", "Surat", "Surat"]
    assert [one.signs_with for one in (own, by_guardian, by_village)] == [
        "Tanda tangan", "Cap jempol", "Tanda tangan dan cap",
    ]  # fmt: skip
    assert dict(by_village.lines) == {"Status": "Cerai mati"}


# Making it


def test_a_form_sent_twice_is_one_letter():
    registration, key = RegistrationFactory(), uuid.uuid4()
    by = acting(registration.candidate.user)

    made = [services.make_letter(by, registration, key=key, kind="status", signer="village_head") for _ in range(2)]

    assert made[0] == made[1]


def test_a_stranger_makes_no_letter():
    with pytest.raises(ActRefused):
        services.make_letter(
            acting(MembershipFactory()), RegistrationFactory(), key=uuid.uuid4(), kind="status", signer="village_head"
        )


def test_the_form_brings_what_the_vacancy_says(client):
    company = PlacementCompanyFactory(name="PT Contoh Bahari")
    vacancy = VacancyFactory(placement_company=company, title="Juru las", contract_months=24)
    registration = RegistrationFactory(vacancy=vacancy)
    log_in(client, registration.candidate.user)

    page = client.get(reverse("letters:own_new", args=["consent"])).content.decode()

    assert 'value="Juru las"' in page
    assert 'value="PT Contoh Bahari"' in page
    assert 'value="24 bulan"' in page  # in the letter's language


def test_the_sheet_is_printed_from_the_case(client):
    registration = RegistrationFactory()
    log_in(client, registration.candidate.user)
    facts = {"signer": "parent", "circumstance": "ordinary", "cannot_write": "on", "key": uuid.uuid4()}

    response = client.post(reverse("letters:own_new", args=["consent"]), facts, follow=True)

    page = response.content.decode()
    assert registration.candidate.name in page
    assert ("Cap jempol" in page, "Saksi 2" in page, "Tanda tangan" in page) == (True, True, False)
    assert Letter.objects.get().number in page


def test_a_letter_of_somebody_else_is_not_found(client):
    registration = RegistrationFactory()
    log_in(client, registration.candidate.user)

    assert client.get(reverse("letters:own_sheet", args=[a_letter().number])).status_code == 404


def test_an_officer_prints_for_a_file_of_the_office_and_for_no_other(client):
    officer = MembershipFactory(role=Role.BP3MI_OFFICER)
    mine, other = RegistrationFactory(state=State.IN_REVIEW, office=officer.office), a_letter().registration
    log_in(client, officer.user)

    assert client.get(reverse("letters:of_file", args=[mine.number])).status_code == 200
    assert client.get(reverse("letters:of_file", args=[other.number])).status_code == 404


# "I did not sign"


def test_who_did_not_sign_stops_the_case_quietly(client):
    letter = a_letter()

    client.post(reverse("letters:check"), {"code": letter.number.lower()})
    asked = client.get(reverse("letters:not_me")).content.decode()
    client.post(reverse("letters:not_me"))

    registration = letter.registration
    registration.refresh_from_db()
    letter.refresh_from_db()
    assert registration.candidate.name not in asked
    assert registration.number not in asked
    assert (registration.state, bool(letter.denied_at)) == (State.ON_HOLD, True)
    assert list(registration.flags.values_list("kind", flat=True)) == [FlagKind.DID_NOT_SIGN]


def test_saying_it_twice_is_saying_it_once():
    letter = a_letter()

    services.deny(letter)
    services.deny(letter)

    assert letter.registration.history.filter(event="hold").count() == 1


def test_a_draft_carries_the_flag_alone():
    letter = a_letter(RegistrationFactory())

    services.deny(letter)

    letter.registration.refresh_from_db()
    assert (letter.registration.state, letter.registration.flags.count()) == (State.DRAFT, 1)


def test_a_wrong_code_stops_nothing_and_is_noted(client):
    letter = a_letter()

    response = client.post(reverse("letters:check"), {"code": "T-7KQ2-M4XP-23"})

    letter.refresh_from_db()
    assert response.status_code == 200
    assert letter.denied_at is None
    assert client.get(reverse("letters:not_me")).status_code == 302


def test_codes_can_not_be_tried_out(client):
    for _ in range(10):
        client.post(reverse("letters:check"), {"code": codes.new_code(codes.LETTER)})

    response = client.post(reverse("letters:check"), {"code": a_letter().number})

    assert response.status_code == 200
    assert Entry.objects.filter(action="registrations.letter_code_refused").count() == 10


def test_an_address_tries_a_days_codes_whatever_its_visits_and_right_ones_do_not_count(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"letter_code": "10/h/key,2/d/ip"}
    right, answers = a_letter().number, []

    for code in (right, "wrong", right, "wrong", right):
        client.cookies.clear()
        code = codes.new_code(codes.LETTER) if code == "wrong" else code
        answers.append(client.post(reverse("letters:check"), {"code": code}).status_code)

    assert answers == [302, 200, 302, 200, 200]


def test_a_person_has_a_days_letters(monkeypatch):
    monkeypatch.setattr(services, "MOST_A_DAY", 1)
    letter = a_letter()
    facts = {"kind": "consent", "signer": "parent"}
    by = acting(letter.registration.candidate.user)

    with pytest.raises(ActRefused, match="enough letters"):
        services.make_letter(by, letter.registration, key=uuid.uuid4(), **facts)

    Letter.objects.update(made_at=timezone.now() - timedelta(hours=25))
    assert services.make_letter(by, letter.registration, key=uuid.uuid4(), **facts).pk != letter.pk
