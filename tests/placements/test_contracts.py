"""What was promised beside what was signed: every difference is explained, and the person says yes or no to it."""

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from portal.accounts.roles import Role
from portal.messaging.models import Message
from portal.workflow import StepRefused, take_step
from registrations.placements.contracts.comparing import compare, line_of
from registrations.placements.contracts.reading import note_of
from registrations.placements.contracts.services import allow, answer
from registrations.placements.models import ContractFlag, OnBehalf, WorkContract
from registrations.placements.path.cards import home_of, shown_at_home
from registrations.placements.recording.history import history
from registrations.placements.recording.services import record_step
from registrations.placements.recording.table import form_for
from registrations.placements.workflow import State
from tests.factories.accounts import MembershipFactory, acting, log_in
from tests.factories.jobs import VacancyFactory, days_ago
from tests.factories.placements import PlacementFactory, way
from tests.placements import steps

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]

ORDER = {"wage_amount_min": 28590, "currency": "TWD", "wage_period": "month", "hours_per_day": 8, "days_per_week": 6}
WHY = {"explanation": "The company says that the ward closes at night."}
LESS_PAID = steps.CONTRACT | WHY | {"pay": "20000"}
LONGER = steps.CONTRACT | WHY | {"hours_per_day": "12"}


def a_case(state=State.OPP_DONE, **facts):
    """Its contract has to be as ordered; nothing else is asked."""
    order = {f"vacancy__{name}": value for name, value in ORDER.items()}
    return PlacementFactory(state=state, procedure__way=way(contracted={"guards": ["as_ordered"]}), **order | facts)


def officer_of(case, role=Role.BP3MI_OFFICER):
    return acting(MembershipFactory(office=case.office, role=role))


def record(case, typed, by=None, event="sign_work_contract"):
    case.refresh_from_db()
    form = form_for(event, case, {"seen": case.version} | typed)
    assert form.is_valid(), form.errors
    return record_step(by or officer_of(case), case, form.taken, seen=case.version, evidence=form.evidence_row())


def asked(case):
    return list(case.on_record("contract").differences.to_answer().order_by("pk"))


def say(case, by, *, yes, **facts):
    return answer(by, case, case.on_record("contract").pk, {row.pk: yes for row in asked(case)}, **facts)


def refused(act, *given, **facts):
    with pytest.raises(StepRefused) as refusal:
        act(*given, **facts)
    return str(refusal.value)


# The two side by side


@pytest.mark.parametrize(
    ("changes", "term", "verdict"),
    [
        ({"pay": 28590}, "wage", "same"),
        ({"pay": 28589}, "wage", "worse"),
        ({"pay": 30000}, "wage", "better"),
        ({"pay": 28590, "period": "year"}, "wage", "other"),  # never converted
        ({"pay": 28590, "currency": "USD"}, "wage", "other"),
        ({"hours_per_day": 7}, "hours", "better"),
        ({"days_per_week": 7}, "days", "worse"),
        ({"deductions": 500}, "deductions", "worse"),  # a wage was promised without a word of them
        ({"deductions": 0}, "deductions", "unknown"),
        ({"months": 36}, "months", "unknown"),
        ({"place": "taoyuan  City"}, "place", "same"),
        ({"place": "Kaohsiung"}, "place", "other"),
        ({"is_for_job": False}, "job", "other"),
    ],
)
def test_each_term_has_its_verdict_and_what_nobody_stated_is_never_the_same(changes, term, verdict):
    facts = {"is_for_job": True, "pay": 28590, "currency": "TWD", "period": "month", "deductions": 0}
    facts |= {"hours_per_day": 8, "days_per_week": 6, "place": "Taoyuan", "months": 24}
    order = VacancyFactory.build(destination=None, city="Taoyuan", **ORDER)

    found = {row.term: row for row in compare(order, WorkContract(**facts | changes))}

    assert found[term].verdict == verdict
    assert "was promised" not in line_of(found[term]).said or found[term].promised is not None
    assert found[term].needs_head == ((term, verdict) in {("wage", "worse"), ("wage", "other"), ("job", "other")})


def test_a_contract_as_promised_counts_at_once():
    case = a_case()

    case = record(case, steps.CONTRACT)

    assert case.state == State.CONTRACTED
    assert not ContractFlag.objects.exists()


def test_a_contract_that_differs_needs_a_word_of_why():
    case = a_case()

    form = form_for("sign_work_contract", case, {"seen": case.version} | LONGER | {"explanation": ""})

    assert form.errors["explanation"] == [
        "This contract differs from the order: hours per day. Write down why; the person reads it."
    ]


def test_it_waits_until_the_person_has_said_yes_to_each_difference():
    case = record(a_case(), LONGER)
    assert case.state == State.OPP_DONE
    person = acting(case.candidate.user)
    assert "has not answered yet what differs" in refused(take_step, case, "contract_counts", by=person)
    assert Message.objects.get(contact__user=person.user).kind == "placements.contract_to_read"
    # Held back or not: what follows from the own yes tells nobody of a hold.
    type(case.registration).objects.filter(pk=case.registration_id).update(is_held_back=True)

    case = say(case, person, yes=True)
    again = say(case, person, yes=True)

    assert (case.state, again.state) == (State.CONTRACTED, State.CONTRACTED)
    assert [step.event for step in case.history.order_by("pk")] == [
        "record_contract", "accept_contract", "contract_counts",
    ]  # fmt: skip


def test_a_no_goes_to_the_office_with_their_words_and_nothing_is_lost():
    case = record(a_case(), steps.CONTRACT | WHY | {"pay": "30000"})  # better, so nobody was asked to look
    person, head = acting(case.candidate.user), officer_of(case, Role.BP3MI_HEAD)

    case = say(case, person, yes=False, words="I was told of another family.")

    assert case.state == State.OPP_DONE
    assert case.taken.reason.text == "I was told of another family."
    [card] = home_of(shown_at_home(person.user))["cards"]
    assert (
        card["note"]["title"] == note_of(case)["title"] == "The office's turn: you did not agree with the work contract"
    )
    flag = ContractFlag.objects.get(placement=case, ended_at=None)
    case = allow(head, case, flag.contract_id, "The company explained it to her.")
    assert case.state == State.OPP_DONE  # the head says no yes for her
    assert say(case, person, yes=True).state == State.CONTRACTED


def test_less_than_the_lowest_wage_needs_the_head_as_well():
    case = a_case()
    recorder = officer_of(case, Role.BP3MI_HEAD)
    case = record(case, LESS_PAID, recorder)
    contract = case.on_record("contract")

    case = say(case, acting(case.candidate.user), yes=True)
    assert case.state == State.OPP_DONE
    assert note_of(case)["title"] == "The office's turn: its head looks at your work contract"
    assert "not open to you" in refused(allow, recorder, case, contract.pk, "x")  # who recorded it allows nothing
    assert "not open to you" in refused(allow, officer_of(case), case, contract.pk, "x")
    case = allow(officer_of(case, Role.BP3MI_HEAD), case, contract.pk, "Free housing makes up for it.")

    assert case.state == State.CONTRACTED
    assert not ContractFlag.objects.filter(ended_at=None).exists()


def test_who_has_no_account_answers_on_paper_before_another_officer():
    case = a_case(registration__candidate__user=None)
    recorder = officer_of(case)
    case = record(case, LONGER, recorder)

    assert "not open to you" in refused(say, case, recorder, yes=True, paper_on=days_ago(0))
    case = say(case, officer_of(case), yes=True, paper_on=days_ago(0))

    assert case.state == State.CONTRACTED
    assert OnBehalf.objects.get(step__event="accept_contract").body == "person"
    assert any(line.behalf.startswith("On behalf of: The worker, paper of") for line in history(case, recorder))


def test_nobody_answers_for_who_logs_in_on_their_own():
    case = a_case()
    log_in_once(case.candidate.user)
    case = record(case, LONGER)

    assert "not open to you" in refused(say, case, officer_of(case), yes=True)


def log_in_once(user):
    user.last_login = "2026-01-01T00:00:00Z"
    user.save(update_fields=["last_login"])


def test_a_corrected_contract_is_a_new_row_and_is_asked_about_again_before_the_card():
    case = record(a_case(), LONGER)
    case = say(case, acting(case.candidate.user), yes=True)
    first = case.on_record("contract")
    case = record(case, LONGER | {"hours_per_day": "14"}, event="record_contract")
    case.e_card_number, case.planned_departure_on = "E-1", days_ago(-9)
    case.save()

    assert "has not answered yet" in refused(take_step, case, "issue_e_card", by=officer_of(case))
    assert "corrected" in refused(answer, acting(case.candidate.user), case, first.pk, {})
    case = say(case, acting(case.candidate.user), yes=True)
    assert take_step(case, "issue_e_card", by=officer_of(case)).state == State.READY
    assert WorkContract.objects.count() == 2
    with pytest.raises(DatabaseError), transaction.atomic():
        WorkContract.objects.update(pay=1)


# The pages


def test_the_person_reads_the_two_side_by_side_and_answers(client):
    case = record(a_case(), LONGER)
    log_in(client, case.candidate.user)
    address = reverse("own_contract:own", args=[case.number])
    home = client.get(reverse("path:placement", args=[case.number])).content.decode()
    assert address in home and "not in everything as promised" in home

    page = client.get(address).content.decode()
    assert "The working day is longer than was promised." in page
    assert WHY["explanation"] in page and "flag" not in page
    (difference,) = asked(case)
    contract = case.on_record("contract").pk
    answered = client.post(address, {"contract": contract, f"beda-{difference.pk}": "ya"})

    assert answered.url == reverse("path:placement", args=[case.number])
    case.refresh_from_db()
    assert case.state == State.CONTRACTED


def test_the_office_sees_what_to_look_at_and_another_office_does_not(client):
    case = record(a_case(), LESS_PAID)
    head = MembershipFactory(office=case.office, role=Role.BP3MI_HEAD)
    log_in(client, head.user)

    page = client.get(reverse("contracts:flags")).content.decode()
    assert case.number in page and "The person has not answered yet" in page
    assert reverse("contracts:flags") in client.get(reverse("recording:board")).content.decode()
    contract = case.on_record("contract").pk
    client.post(reverse("contracts:allow", args=[case.number]), {"contract": contract, "reason": "Housing is free."})
    assert not client.get(reverse("contracts:case", args=[case.number])).context["may_allow"]  # once is enough
    assert case.number not in client.get(reverse("contracts:flags")).content.decode()

    log_in(client, MembershipFactory(role=Role.BP3MI_OFFICER).user)
    assert client.get(reverse("contracts:case", args=[case.number])).status_code == 404
