"""The life of a vacancy: who moves it, what must be true, and what each step leaves behind."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.utils import DatabaseError

from jobs import services
from jobs.choices import CheckKind, EmployerKind, Payer, RuleAction, Scheme
from jobs.models import Check, Vacancy, VacancyStep
from jobs.workflow import STEPS, TERMINAL, State
from portal.accounts.acting import Acting
from portal.accounts.roles import Role
from portal.lib.dates import WIB, today_in
from portal.workflow import StepRefused, open_events, problems, take_step
from tests.factories.accounts import MembershipFactory, UserFactory, acting
from tests.factories.jobs import (
    CheckFactory,
    CostItemFactory,
    CostRuleFactory,
    OccupationFactory,
    OrderFactory,
    PlacementCompanyFactory,
    PlacementRuleFactory,
    RecruitmentPermitFactory,
    VacancyFactory,
    days_ago,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def officer():
    return acting(MembershipFactory(role=Role.BP3MI_OFFICER))


@pytest.fixture
def head():
    return acting(MembershipFactory(role=Role.BP3MI_HEAD))


def proven_order(**facts):
    return OrderFactory(proven=True, **facts)


def opened(officer, head, **facts):
    return take_step(take_step(proven_order(**facts), "verify", by=officer), "open", by=head)


def test_a_published_vacancy_walks_to_open_and_leaves_its_history(officer, head):
    order = OrderFactory(state=State.REPORTED)
    for event in ("take_up", "submit", "begin"):
        order = take_step(order, event, by=officer)
    for kind in CheckKind:
        services.record_check(officer, order, kind, is_sufficient=True, reference="Berkas 1/2026")
    order.refresh_from_db()

    order = take_step(order, "verify", by=officer, seen=order.version)
    order = take_step(order, "open", by=head, seen=order.version)

    assert order.state == State.OPEN
    assert order.is_fully_checked
    steps = order.history.order_by("pk").values_list("event", "source", "target", "role")
    assert list(steps) == [
        ("take_up", "reported", "draft", Role.BP3MI_OFFICER),
        ("submit", "draft", "submitted", Role.BP3MI_OFFICER),
        ("begin", "submitted", "in_check", Role.BP3MI_OFFICER),
        ("verify", "in_check", "verified", Role.BP3MI_OFFICER),
        ("open", "verified", "open", Role.BP3MI_HEAD),
    ]
    assert Vacancy.objects.checked_and_open(today_in(WIB)).get() == order


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.BP3MI_OFFICER, Role.BP3MI_HEAD, Role.MINISTRY_ADMIN}))
def test_no_other_role_moves_a_vacancy(role):
    by = (
        acting(UserFactory())
        if role == Role.CITIZEN
        else acting(MembershipFactory.build(role=role, user=UserFactory()))
    )

    assert [state for state in State if open_events(Vacancy(state=state), by)] == []


@pytest.mark.parametrize("state", sorted(State))
def test_a_step_is_open_only_from_its_own_states(state, officer):
    vacancy = VacancyFactory(state=state)

    for event, step in STEPS.items():
        if state not in step.sources:
            with pytest.raises(StepRefused):
                take_step(vacancy, event, by=officer, reason="uji")


def test_only_a_revoked_vacancy_has_come_to_its_end():
    assert {State.REVOKED} == TERMINAL


def test_whoever_verified_it_does_not_open_it(head):
    order = take_step(proven_order(), "verify", by=head)

    with pytest.raises(StepRefused):
        take_step(order, "open", by=head)


def test_whoever_gave_a_proof_does_not_open_it(officer, head):
    order = OrderFactory()
    for kind in CheckKind:
        CheckFactory(vacancy=order, kind=kind, checked_by=head.user if kind == CheckKind.PERMIT else officer.user)

    order = take_step(order, "verify", by=officer)

    with pytest.raises(StepRefused):
        take_step(order, "open", by=head)


def test_an_officer_opens_nothing(officer):
    other = acting(MembershipFactory(role=Role.BP3MI_OFFICER))

    with pytest.raises(StepRefused):
        take_step(take_step(proven_order(), "verify", by=officer), "open", by=other)


def test_even_past_the_door_one_person_can_not_be_both(officer):
    order = take_step(proven_order(), "verify", by=officer)

    with pytest.raises(IntegrityError, match="second_person"), transaction.atomic():
        Vacancy.objects.filter(pk=order.pk).update(opened_by=officer.user)


@pytest.mark.parametrize("event", ["suspend", "revoke"])
def test_whoever_checked_it_may_stop_it_alone_and_does_not_open_it_again(head, officer, event):
    order = take_step(take_step(proven_order(), "verify", by=head), "open", by=second_head())

    order = take_step(order, event, by=head, reason="Aduan")

    assert not Vacancy.objects.current(today_in(WIB)).exists()
    assert set(open_events(order, head)) & {"open", "resume"} == set()


def second_head():
    return acting(MembershipFactory(role=Role.BP3MI_HEAD))


def without_a_check(order):
    order.checks.filter(kind=CheckKind.MISSION).delete()


def with_a_poor_check(order):
    order.checks.filter(kind=CheckKind.MISSION).update(is_sufficient=False)


def trainee(order):
    Vacancy.objects.filter(pk=order.pk).update(is_traineeship=True)


def no_rule(order):
    order.destination.rules.update(valid_to=days_ago(1))


def ban(order):
    PlacementRuleFactory(destination=order.destination, employer_kind=EmployerKind.CORPORATE, action=RuleAction.BANNED)


def barred(order):
    type(order.placement_company).objects.update(is_barred=True)


def no_permit(order):
    Vacancy.objects.filter(pk=order.pk).update(permit=None)


def permit(**facts):
    def change(order):
        facts_now = {"company": order.placement_company, "destination": order.destination} | {
            name: value() if callable(value) else value for name, value in facts.items()
        }
        Vacancy.objects.filter(pk=order.pk).update(permit=RecruitmentPermitFactory(**facts_now))

    return change


def fee_against_the_rule(order):
    CostRuleFactory(occupation=order.occupation)
    CostItemFactory(vacancy=order, payer=Payer.CANDIDATE, amount=862_500)


def too_late(order):
    Vacancy.objects.filter(pk=order.pk).update(closes_on=days_ago(1))


OBSTACLES = {
    "a proof is missing": (without_a_check, "This proof is missing: Endorsement by the Indonesian mission."),
    "a proof was not enough": (with_a_poor_check, "This proof is missing: Endorsement by the Indonesian mission."),
    "a traineeship": (trainee, "A traineeship is not opened here."),
    "a country without a rule": (no_rule, "is closed for this work by the rules in force."),
    "a ban beside the opening": (ban, "is closed for this work by the rules in force."),
    "a suspended company": (barred, "is suspended or has lost its licence."),
    "no permit": (no_permit, "No recruitment permit (SIP2MI) is recorded for it."),
    "another company's permit": (permit(company=PlacementCompanyFactory), "belongs to another company."),
    "a permit for other work": (permit(occupation=lambda: OccupationFactory(isco08="9111")), "is for other work."),
    "a permit that ended": (permit(valid_until=lambda: days_ago(1)), "is not in force today."),
    "a permit not begun": (permit(valid_from=lambda: days_ago(-1)), "is not in force today."),
    "a fee against the rule": (fee_against_the_rule, "The source asks the candidate to pay, the rule says Rp0."),
    "no time left": (too_late, "Its last day was"),
}  # fmt: skip


@pytest.mark.parametrize("obstacle", OBSTACLES)
@pytest.mark.parametrize("event", ["verify", "open"])
def test_it_is_neither_verified_nor_opened_with(obstacle, event, officer, head):
    change, sentence = OBSTACLES[obstacle]
    order = proven_order()
    if event == "open":
        order = take_step(order, "verify", by=officer)
    change(order)

    with pytest.raises(StepRefused) as refusal:
        take_step(order, event, by=head)

    assert sentence in str(refusal.value)
    order.refresh_from_db()
    assert order.state == (State.VERIFIED if event == "open" else State.IN_CHECK)


def test_a_permit_for_fewer_people_does_not_carry_it():
    order = proven_order(quota_total=60)
    permit(places=59)(order)
    order.refresh_from_db()

    assert problems(order, "verify") == [f"The permit {order.permit} is for fewer people."]


def test_a_fee_outside_the_fourteen_components_contradicts_no_general_rule():
    order = proven_order()
    CostRuleFactory(occupation=order.occupation)
    CostItemFactory(vacancy=order, payer=Payer.CANDIDATE, component="other", amount=10_000)
    CostItemFactory(vacancy=order, payer=Payer.EMPLOYER, component="visa", amount=10_000)

    assert problems(order, "verify") == []


def test_a_scheme_without_a_company_needs_no_permit():
    order = proven_order(scheme=Scheme.G_TO_G, permit=None, placement_company=None)

    assert problems(order, "verify") == []


def test_what_the_order_leaves_out_is_named_before_the_check(officer):
    draft = VacancyFactory(state=State.DRAFT, closes_on=None)

    with pytest.raises(StepRefused, match=r"Still missing: occupation, employer, placement company, pay, length"):
        take_step(draft, "submit", by=officer)


def test_of_two_officers_who_looked_at_the_same_version_one_is_told(officer):
    order = OrderFactory()
    seen = order.version
    services.record_check(officer, order, CheckKind.PERMIT, is_sufficient=True, reference="A", seen=seen)

    with pytest.raises(StepRefused, match="meanwhile"):
        services.record_check(officer, order, CheckKind.PERMIT, is_sufficient=False, reference="B", seen=seen)

    assert Check.objects.get().reference == "A"


def test_a_newer_finding_takes_the_place_of_the_older_and_both_stay(officer):
    order = OrderFactory()
    for enough in (True, False):
        services.record_check(officer, order, CheckKind.MISSION, is_sufficient=enough, reference="Surat 1")

    assert order.checks.count() == 2
    assert [check.is_sufficient for check in order.checks.standing()] == [False]
    assert order.proven_kinds() == set()


def test_a_check_is_written_only_while_it_is_being_checked(officer):
    with pytest.raises(StepRefused):
        services.record_check(officer, VacancyFactory(), CheckKind.MISSION, is_sufficient=True, reference="Surat 1")


def test_a_return_says_why_and_sets_the_proofs_aside(officer):
    order = proven_order()
    with pytest.raises(StepRefused, match="reason"):
        take_step(order, "return", by=officer, reason="  ")

    order = take_step(order, "return", by=officer, reason="Tabel biaya kurang")

    assert order.state == State.DRAFT
    assert order.proven_kinds() == set()
    assert order.history.get().reason.text == "Tabel biaya kurang"


def test_extending_means_checking_again(officer, head):
    order = opened(officer, head)
    later = days_ago(-90)

    order = services.recheck(officer, order, reason="Diperpanjang", closes_on=later)

    assert (order.state, order.closes_on, order.opened_by) == (State.IN_CHECK, later, None)
    assert "These proofs are missing" in " ".join(problems(order, "verify"))
    assert not Vacancy.objects.current(today_in(WIB)).filter(pk=order.pk).exists()


def test_a_refused_extension_changes_nothing(officer):
    order = OrderFactory()

    with pytest.raises(StepRefused):
        services.recheck(officer, order, reason="Diperpanjang", closes_on=days_ago(-90))
    with pytest.raises(StepRefused, match="past"):
        services.recheck(officer, order, reason="Diperpanjang", closes_on=days_ago(1))

    assert Vacancy.objects.get().closes_on == order.closes_on


def test_a_copy_is_a_draft_without_what_belongs_to_the_one_order(officer, head):
    order = opened(officer, head)
    CostItemFactory(vacancy=order)

    copy = services.copy_vacancy(officer, order)

    assert (copy.state, copy.job_order_number, copy.permit, copy.closes_on) == (State.DRAFT, "", None, None)
    assert (copy.title, copy.copied_from, copy.cost_items.count()) == (order.title, order, 1)
    assert copy.number != order.number
    assert not copy.checks.exists()
    services.copy_vacancy(officer, order)


@pytest.mark.parametrize("ends", ["closing date", "permit"])
def test_it_expires_by_itself_after_the_earlier_of_closing_date_and_permit(officer, head, ends):
    order = opened(officer, head)
    if ends == "permit":
        type(order.permit).objects.update(valid_until=days_ago(1))
    else:
        Vacancy.objects.update(closes_on=days_ago(1))

    assert not Vacancy.objects.current(today_in(WIB)).exists()
    assert [services.expire_vacancies(), services.expire_vacancies()] == [1, 0]

    assert Vacancy.objects.get().state == State.EXPIRED
    assert VacancyStep.objects.latest("pk").system == "expire_vacancies"


def test_on_its_last_day_it_is_still_open(officer, head):
    opened(officer, head, closes_on=today_in(WIB))

    assert services.expire_vacancies() == 0
    assert Vacancy.objects.checked_and_open(today_in(WIB)).exists()


def test_nobody_expires_a_vacancy_by_hand(officer, head):
    order = opened(officer, head)

    with pytest.raises(StepRefused):
        take_step(order, "expire", by=head)


def test_a_suspended_vacancy_goes_back_to_where_it_was(officer, head):
    order = opened(officer, head)
    order = take_step(order, "suspend", by=officer, reason="Aduan")
    assert not Vacancy.objects.current(today_in(WIB)).exists()

    order = take_step(order, "resume", by=head, reason="Selesai")

    assert order.state == State.OPEN


def test_suspending_a_company_hides_its_vacancies_at_once_and_says_why(officer, head, client):
    order = opened(officer, head)
    barred(order)

    assert not Vacancy.objects.current(today_in(WIB)).exists()
    page = client.get(order.get_absolute_url())
    assert "is suspended or has lost its licence" in page.text
    assert "Checked by an officer" not in page.text


def test_the_history_can_not_be_changed(officer):
    take_step(VacancyFactory(), "take_up", by=officer)

    for change in ("UPDATE jobs_vacancystep SET event = 'x'", "DELETE FROM jobs_vacancystep"):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(change)


def test_the_system_moves_nothing_else(officer):
    robot = Acting.for_system("uji")

    assert {event for state in State for event in open_events(Vacancy(state=state), robot)} == {"expire"}


def test_a_step_taken_twice_is_taken_once(officer):
    vacancy = VacancyFactory()
    take_step(vacancy, "take_up", by=officer)

    with pytest.raises(StepRefused):
        take_step(vacancy, "take_up", by=officer)

    assert VacancyStep.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_heads_at_once_one_opens_it(officer):
    order = take_step(proven_order(), "verify", by=officer)
    heads = [acting(MembershipFactory(role=Role.BP3MI_HEAD)) for _ in range(2)]

    def open_it(head):
        try:
            take_step(order, "open", by=head, seen=order.version)
        except StepRefused as refusal:
            return str(refusal)
        finally:
            connection.close()
        return "opened"

    with ThreadPoolExecutor(2) as two:
        outcome = sorted(two.map(open_it, heads))

    assert outcome.count("opened") == 1
    assert order.history.filter(event="open").count() == 1
