"""Home again: the return, the checklist and its referrals, the certificate, the new beginning; who sees whom."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.accounts.roles import Role
from portal.messaging.models import Message
from portal.messaging.planning import plan
from portal.messaging.services import contact_of, contact_of_office
from portal.pages.work import waiting_for
from registrations.models import Registration
from registrations.placements.home import again, notifications, reading, services
from registrations.placements.home.experience import months_text
from registrations.placements.models import ExperienceSheet, HomeComing, HomeNeed, Purna, Referral
from registrations.placements.workflow import State
from registrations.workflow import State as RegistrationState
from tests.factories.accounts import MembershipFactory, UserFactory, acting, log_in
from tests.factories.jobs import days_ago
from tests.factories.placements import PlacementFactory, VerifiedFactory
from tests.factories.places import VillageFactory
from tests.factories.registrations import DocumentFactory, RegistrationFactory
from tests.pages_rows_of_abroad import abroad, back_home
from tests.placements.steps import day as typed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def person(case):
    return acting(case.candidate.user)


def clerk_of(village):
    return MembershipFactory(role=Role.VILLAGE_CLERK, village=village)


# The return and the checklist


def test_the_person_comes_home_once_and_is_asked_what_they_need(client):
    case = abroad()
    log_in(client, case.candidate.user)
    address, form = reverse("home:came", args=[case.number]), {"seen": case.version, "why": "done"}
    assert "before the day of departure" in client.post(address, form | {"came_on": typed(60)}).content.decode()
    assert "lies in the future" in client.post(address, form | {"came_on": typed(-3)}).content.decode()

    answers = [client.post(address, form | {"came_on": typed()}) for _time in range(2)]

    case.refresh_from_db()
    assert (case.state, HomeComing.objects.count()) == (State.RETURNED, 1)
    assert answers[0].url == reverse("home:needs", args=[case.number])
    assert "Below stands" not in client.post(answers[0].url, {}, follow=True).content.decode()  # nobody was asked
    assert case.number in client.get(reverse("pages:person_home")).content.decode()


def test_a_yes_is_given_to_whoever_can_help_until_its_outcome_or_a_no(monkeypatch):
    case = back_home(abroad())

    for _time in range(2):
        services.save_needs(person(case), case, {"unpaid": "yes", "training": "yes", "health": "later"})

    assert {row["to"] for row in reading.referrals_of(case)} == {"Protection desk of BP3MI", "Training centre (BLK)"}
    assert all(str(case.office) in row["who"] for row in reading.referrals_of(case))  # and it says who contacts whom
    assert Referral.objects.open().count() == 2
    recorded = PlacementFactory(registration__office=case.office, procedure=case.procedure, state=State.PURNA)
    officer, shown = acting(MembershipFactory(office=case.office)), []
    monkeypatch.setattr(reading, "ROWS", 1)
    for after in (None, case.number):
        [row], has_more = reading.page_of(officer, after)
        shown.append((row["number"], row["wanted"], has_more))
    wanted = "Wage that was not paid, Training"
    assert shown == [(case.number, wanted, True), (recorded.number, "", False)]  # who is not recorded stands first
    services.save_needs(person(case), case, {"training": "no"})
    services.record_outcome(officer, case, Referral.objects.open().get().pk, "helped")
    assert list(Referral.objects.order_by("outcome").values_list("outcome", flat=True)) == ["helped", "not_wanted"]
    assert not Referral.objects.open().exists()


def test_a_village_clerk_records_people_of_the_own_village_and_sees_no_others(client):
    case = back_home(abroad())
    ours, theirs = clerk_of(case.candidate.village), clerk_of(VillageFactory())
    address = reverse("home:case", args=[case.number])
    log_in(client, theirs.user)
    assert client.get(address).status_code == 404
    assert case.number not in client.get(reverse("home:cases")).content.decode()

    assert waiting_for(acting(theirs)) == []
    assert waiting_for(acting(ours))[0]["title"] == "People of your village who came home: 1"
    log_in(client, ours.user)
    assert case.candidate.name.split()[0] in client.get(reverse("home:cases")).content.decode()
    form = {"seen": case.version, "plan": "business", "business": "yes"}
    sent = [client.post(address, form) for _time in range(2)]

    case.refresh_from_db()
    assert (case.state, [one.status_code for one in sent]) == (State.PURNA, [302, 302])
    assert (Purna.objects.get().plan, HomeNeed.objects.get().membership) == ("business", ours)
    referral = Referral.objects.get()
    client.post(reverse("home:outcome", args=[case.number, referral.pk]), {"outcome": "helped"})
    referral.refresh_from_db()
    assert (referral.outcome, referral.outcome_by) == ("helped", ours)


def test_nobody_records_their_own_return_and_another_office_sees_nobody():
    case = back_home(abroad())
    own = MembershipFactory(office=case.office, user=case.candidate.user)

    assert not reading.visible_to(acting(own)).exists()
    assert not reading.visible_to(acting(MembershipFactory())).exists()


# The certificate


@pytest.mark.parametrize(
    ("days", "told"), [((2024, 1, 15, 2026, 1, 15), "24 months"), ((2024, 1, 15, 2026, 1, 14), "23 months"),
                       ((2026, 1, 15, 2026, 2, 1), "less than a month")]
)  # fmt: skip
def test_months_of_work_are_whole_ones(days, told):
    assert months_text(date(*days[:3]), date(*days[3:])) == told


def test_a_certificate_is_made_once_and_tells_a_stranger_no_name_and_no_day(client):
    case = back_home(abroad(), why="trouble")
    address = reverse("home:experience", args=[case.number])
    log_in(client, case.candidate.user)
    for _time in range(2):
        client.post(address)
    sheet, page = ExperienceSheet.objects.get(), client.get(address).content.decode()
    assert sheet.code in page
    assert "<dt>Until</dt>" in page
    assert "28,590" not in page
    assert "28,590" in client.get(f"{address}?upah=1").content.decode()

    client.logout()
    asked = client.post(reverse("home:ask"), {"code": sheet.code.lower().replace("-", " ")})
    told = client.get(asked.url).content.decode()

    assert "Genuine" in told
    assert not [word for word in (case.candidate.name, case.number, "trouble") if word in told]
    assert "Not known here" in client.get(reverse("home:genuine", args=["E-2222-2222-2222-2"])).content.decode()
    case.candidate.name = ""  # let go of
    case.candidate.save()
    assert "Not known here" in client.get(asked.url).content.decode()


def test_there_is_no_certificate_of_somebody_who_has_not_come_home(client):
    case = abroad()
    log_in(client, case.candidate.user)

    assert client.post(reverse("home:experience", args=[case.number])).url == reverse(
        "path:placement", args=[case.number]
    )
    assert not ExperienceSheet.objects.exists()


# Register again


def test_whoever_came_home_registers_again_with_what_is_known_and_a_second_click_changes_nothing(client):
    case = back_home(abroad())
    for paper, last in (("ktp", None), ("health", days_ago(5)), ("visa", None), ("work_contract", days_ago(5))):
        DocumentFactory(candidate=case.candidate, paper=paper, state="accepted", expires_on=last)
    log_in(client, case.candidate.user)

    page = client.get(reverse("home:again"))
    sent = [client.post(reverse("home:again")) for _time in range(2)]

    assert ([row["paper"] for row in page.context["valid"]], [row["paper"] for row in page.context["new"]]) == (
        ["ktp"],
        ["health"],
    )
    assert page.context["work"][0]["months"] == "1 month"
    assert {answer.url for answer in sent} == {reverse("pages:person_home")}
    renewed = Registration.objects.get()
    assert (renewed.state, renewed.history.filter(event="renew").count()) == (RegistrationState.IN_REVIEW, 1)


def test_a_registration_that_was_checked_after_the_return_is_not_brought_to_the_office_again(client):
    case = back_home(abroad())
    Registration.objects.update(state_since=timezone.now() + timedelta(minutes=1))
    log_in(client, case.candidate.user)

    page = client.post(reverse("home:again"))

    assert "is checked already" in page.content.decode()
    assert Registration.objects.get().state == RegistrationState.VERIFIED


def test_with_an_application_under_way_nobody_registers_again():
    registration = VerifiedFactory()
    back_home(abroad(registration=registration))
    PlacementFactory(registration=registration, procedure=registration.placements.get().procedure)

    assert "under way" in again.against(registration)


@pytest.mark.parametrize("state", [RegistrationState.LAPSED, RegistrationState.WITHDRAWN])
def test_after_a_registration_that_ended_a_new_one_begins_once_with_the_same_person(state):
    old = RegistrationFactory(state=state)

    new = [services.register_again(acting(old.candidate.user)) for _time in range(2)]

    assert (new[0], new[0].candidate, new[0].state) == (new[1], old.candidate, RegistrationState.DRAFT)


def test_a_hold_is_as_silent_here_as_everywhere(client):
    pages = []
    for is_held in (False, True):
        case = back_home(abroad(registration=VerifiedFactory(is_held_back=is_held)))
        log_in(client, case.candidate.user)
        shown = client.get(reverse("home:again"))
        client.post(reverse("home:again"))
        after = client.get(reverse("home:again"))
        pages.append([(one.context["way"], one.context["against"], one.context["problem"]) for one in (shown, after)])

    assert pages[0] == pages[1]


# Reminders


def test_whoever_came_home_is_invited_on_the_day_and_two_weeks_later():
    contact_of(back_home(abroad()).candidate.user)
    came, invited = days_ago(1), Message.objects.filter(kind="placements.purna_invited")

    for since, after in ((0, [0]), (1, [0]), (13, [0]), (14, [14]), (15, [])):  # the first day on which anybody plans
        invited.delete()
        plan(notifications.PURNA_INVITED, came + timedelta(days=since))
        assert [(one.due_on - came).days for one in invited.all()] == after


def test_an_office_is_asked_once_on_the_day_when_help_of_two_weeks_ago_has_no_outcome():
    case = back_home(abroad())
    contact_of_office(case.office)
    services.save_needs(person(case), case, {"unpaid": "yes", "training": "yes"})
    day = Referral.objects.first().referred_on

    planned = [plan(notifications.REFERRALS_WAIT, day + timedelta(days=after)) for after in (13, 14, 14, 15)]

    assert planned == [0, 1, 0, 0]


def test_other_peoples_returns_are_nobodys_to_see(client):
    case = back_home(abroad())
    log_in(client, UserFactory())

    assert client.get(reverse("home:needs", args=[case.number])).status_code == 404
