"""Officers write down the steps of a case, each with what it rests on; the procedure's conditions hold."""

import re
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from jobs.choices import StepGuard
from portal.accounts.roles import Role
from portal.workflow import StepRefused, open_events, take_step
from registrations.models import Disclosure
from registrations.placements import premiums
from registrations.placements.conditions import OF_GUARD
from registrations.placements.models import Agreement, Placement, PlacementStep, Visa
from registrations.placements.preview import running_cases
from registrations.placements.recording import board, screen
from registrations.placements.recording.resting import RESTS_ON
from registrations.placements.recording.services import record_step
from registrations.placements.recording.table import OF_OFFERS, TABLE, form_for
from registrations.placements.workflow import STEPS, State
from tests.factories.accounts import MembershipFactory, acting, log_in
from tests.factories.jobs import CostItemFactory, CostRuleFactory
from tests.factories.placements import PlacementFactory, WayFactory, way
from tests.placements import steps

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def officer_of(case, role=Role.BP3MI_OFFICER):
    return acting(MembershipFactory(office=case.office, role=role))


def a_case(state=State.APPLIED, **facts):
    """Through a company, by the procedure that comes with the portal."""
    return PlacementFactory(state=state, procedure__way=steps.packaged_way("P_TO_P"), **facts)


def record(case, event, typed, by):
    """Fill in the small form and send it; returns the case. Raises StepRefused."""
    form = form_for(event, case, {"seen": case.version} | typed)
    assert form.is_valid(), form.errors
    facts = {"seen": form.cleaned_data["seen"], "reason": form.cleaned_data.get("reason", "")}
    evidence = form.evidence_row()
    return record_step(
        by, case, event, evidence=evidence, lines=form.lines, columns=form.columns, behalf=form.behalf, **facts
    )


def refused(case, event, typed, by):
    with pytest.raises(StepRefused) as refusal:
        record(case, event, typed, by)
    return str(refusal.value)


def said_of(case, event, typed):
    """The sentences with which the form refuses, one after the other."""
    form = form_for(event, case, {"seen": case.version} | typed)
    assert not form.is_valid()
    lines = [error for line in getattr(form, "costs", []) for errors in line.errors.values() for error in errors]
    return " ".join([error for errors in form.errors.values() for error in errors] + lines)


def test_no_step_is_kept_without_what_it_rests_on_whichever_door_it_comes_by():
    for event in RESTS_ON:
        with pytest.raises(ValueError, match="needs evidence"):
            record_step(None, None, event, seen=0)

    of_forms = {(event, row.form.evidence) for table in (TABLE, OF_OFFERS) for event, row in table.items()}
    assert {event for event, row in of_forms if row} | {"schedule_opp", "attend", "register_purna"} == {*RESTS_ON}
    for event, evidence in of_forms:
        assert evidence is None or issubclass(evidence, RESTS_ON[event])

    taken = re.compile(r'\btake_step\([^,]+, "(\w+)"')
    files = Path("registrations/placements").rglob("*.py")
    found = {(file.parent.name, event) for file in files for event in taken.findall(file.read_text("utf-8"))}
    # A seat that was given is given back.
    assert {one for one in found if one[1] in RESTS_ON} == {("opp", "schedule_opp")}


def test_the_database_itself_keeps_no_step_without_what_it_rests_on():
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE placements_placementstep ENABLE TRIGGER placement_step_rests_on_its_evidence")
        case, refused = a_case(), set()
        for event in STEPS:
            try:
                with transaction.atomic():
                    PlacementStep.objects.create(placement=case, event=event, source="a", target="b", version=0)
                    cursor.execute("SET CONSTRAINTS placement_step_rests_on_its_evidence IMMEDIATE")
            except IntegrityError:
                refused.add(event)

        assert refused == RESTS_ON.keys() - {"schedule_opp"}
        cursor.execute("SET CONSTRAINTS placement_step_rests_on_its_evidence DEFERRED")
        record(case, "shortlist", steps.SELECTED, officer_of(case))
        cursor.execute("SET CONSTRAINTS placement_step_rests_on_its_evidence IMMEDIATE")


# The whole way


def test_a_case_is_written_down_from_selection_to_arrival(client):
    case = a_case()
    first, second = (MembershipFactory(office=case.office, role=Role.BP3MI_OFFICER) for _ in range(2))
    log_in(client, first.user)
    steps.hold_orientation(case)

    def send(name, typed, *arguments):
        case.refresh_from_db()
        address = reverse(f"recording:{name}", args=[case.number, *arguments])
        answer = client.post(address, {"seen": case.version} | typed)
        assert answer.status_code == 302, answer.context["form"].errors
        return answer.url

    for event, typed in steps.TO_THE_CARD:
        send("step", typed, event)
    page = client.get(send("step", steps.CARD, "prepare_card")).content.decode()
    assert "10 earlier moves" in page
    assert "neither who verified the registration" in page  # who prepared it doesn't clear
    assert "Visa refused" not in page and "The employer withdrew" in page  # only what can still happen instead

    log_in(client, second.user)
    send("clear", {})
    send("step", {"left_on": steps.day(0), "port": "Kualanamu", "carrier": "CI-762"}, "depart")
    send("step", {"arrived_on": steps.day(0), "mission": "KDEI Taipei"}, "report_arrival")

    case.refresh_from_db()
    assert (case.state, case.cleared_by, case.e_card_number) == (State.AT_WORK, second.user, "E-77")
    page = client.get(reverse("recording:case", args=[case.number])).content.decode()
    assert "On behalf of: Placement company PT Contoh Jaya" in page
    assert "Rp370,000 (Permenaker 4/2023 pasal 18)" in page  # beside what was paid
    assert "… 8901" in page and "12345678901" not in page
    assert "WITA" in page or "WIB" in page
    seen = Disclosure.objects.filter(candidate=case.candidate, purpose="placement")
    assert set(seen.values_list("membership", flat=True)) == {first.pk, second.pk}  # each told once a day


def test_what_is_known_already_stands_ready_in_the_forms():
    case = a_case(planned_departure_on=steps.days_ago(1), planned_carrier="CI 762", planned_port="Kualanamu")

    def ready(event):
        form = form_for(event, case)
        return {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}

    assert ready("shortlist")["behalf_name"] == case.vacancy.placement_company.name
    record(case, "shortlist", steps.SELECTED, officer_of(case))
    case.refresh_from_db()
    assert ready("sign_placement_agreement")["behalf_name"] == "PT Contoh Jaya"  # as it was typed last
    assert not ready("visa_granted")["behalf_name"]  # another embassy than ours
    contract, order = ready("sign_work_contract"), case.order
    assert (contract["currency"], contract["period"], contract["pay"]) == (order.currency, order.wage_period, None)
    leaving = ready("depart")
    assert (leaving["left_on"], leaving["carrier"]) == (case.planned_departure_on, "CI 762")
    assert ready("report_arrival")["mission"] == case.destination.mission
    case.destination.mission = "KBRI A; KJRI B"  # one of them is meant
    assert ready("report_arrival")["mission"] is None
    CostItemFactory(vacancy=case.vacancy)
    line = form_for("sign_placement_agreement", case).costs[0]
    payers = [label for _value, label in line.fields["payer"].choices]
    assert line["amount"].value() == "3,500,000"
    assert "The worker" in payers and "You" not in payers  # an officer reads it

    case.planned_departure_on = steps.days_ago(-3)
    assert ready("depart").get("left_on") is None  # nobody left in days to come


def test_a_paper_without_a_date_is_of_the_day_of_the_step():
    case = a_case()

    case = record(case, "shortlist", steps.SELECTED | {"held_on": steps.day(5), "behalf_on": ""}, officer_of(case))

    assert case.history.get().on_behalf.dated_on == steps.days_ago(5)
    case.state = State.COMPETENT  # of a passport no day of the step is asked
    assert "This field is required" in said_of(case, "passport_ok", steps.PASSPORT | {"behalf_on": ""})


def test_only_what_can_mean_something_is_offered():
    procedure = WayFactory(way=steps.packaged_way("P_TO_P"))

    def offered(state, **facts):
        case = PlacementFactory(state=state, procedure=procedure, **facts)
        events = open_events(case, officer_of(case))
        coming = screen.coming(case, events)
        return [one.title for one in coming], [str(label) for label, _address in screen.others(case, events, coming)]

    card, cover = "Number of the card, day of departure", "More social security paid"
    assert offered(State.APPLIED)[1] == ["Not selected"]
    assert offered(State.INSURED)[1] == ["Visa refused", cover, "The employer withdrew"]
    assert card in offered(State.VISA_OK)[1]
    coming, besides = offered(State.CONTRACTED)
    assert coming[0] == card and card not in besides
    assert offered(State.CONTRACTED, e_card_number="E-1", planned_departure_on=steps.days_ago(-9))[0] != coming
    assert offered(State.VISA_REFUSED) == (["Visa asked for again"], ["The employer withdrew"])


def test_a_step_that_is_sent_twice_has_one_effect():
    case = a_case()  # as both looked at it
    by = officer_of(case)

    record(case, "shortlist", steps.SELECTED, by)
    record(case, "shortlist", steps.SELECTED, by)

    assert PlacementStep.objects.filter(placement=case).count() == 1
    assert "Somebody changed this meanwhile" in refused(case, "shortlist", steps.SELECTED, officer_of(case))


def test_whoever_comes_second_reads_what_was_recorded_meanwhile_and_keeps_what_was_typed(client):
    case = a_case()
    first = officer_of(case)
    record(case, "shortlist", steps.SELECTED, first)
    log_in(client, officer_of(case).user)

    address = reverse("recording:step", args=[case.number, "shortlist"])
    page = client.post(address, {"seen": case.version} | steps.SELECTED).content.decode()

    assert "Somebody changed this meanwhile" in page and "Recorded meanwhile" in page and first.user.name in page
    assert steps.SELECTED["held_on"] in page and "This is recorded already." in page and "disabled" in page


def test_a_case_of_another_office_does_not_exist(client):
    case = a_case()
    log_in(client, MembershipFactory(role=Role.BP3MI_OFFICER).user)

    assert client.get(reverse("recording:case", args=[case.number])).status_code == 404
    assert not Disclosure.objects.exists()


def test_only_what_the_citizen_or_another_room_does_has_no_form_here():
    elsewhere = {"apply", "withdraw", "register_purna"}
    elsewhere |= {"accept_contract", "refuse_contract", "allow_contract", "contract_counts", "clearance_lapses"}
    elsewhere.add("roster_is_over")

    assert set(STEPS) - set(TABLE) == elsewhere


# The conditions of the procedure


def test_no_condition_of_a_procedure_is_without_its_law():
    assert set(OF_GUARD) == set(StepGuard)


def test_a_selection_is_held_at_the_labour_office():
    case = a_case()
    by = officer_of(case)
    assert form_for("shortlist", case).fields["where"].choices[0][0] == ""  # a condition is chosen, never proposed

    assert "at the labour office" in refused(case, "shortlist", steps.SELECTED | {"where": "elsewhere"}, by)
    assert not PlacementStep.objects.filter(placement=case).exists()  # nothing of it was kept
    assert record(case, "shortlist", steps.SELECTED | {"where": "ltsa"}, by).state == State.SELECTED


def test_an_agreement_has_its_cost_table_and_the_worker_a_copy():
    case = a_case(State.SELECTED)
    by, no_copy = officer_of(case), {name: value for name, value in steps.AGREED.items() if name != "copy_given"}

    assert "needs its cost table" in refused(case, "sign_placement_agreement", steps.AGREED | steps.costs(), by)
    assert "has to have a copy" in refused(case, "sign_placement_agreement", no_copy, by)
    assert not Agreement.objects.exists()


def test_a_visa_is_for_this_work():
    case = a_case(State.INSURED)
    assert form_for("visa_granted", case).fields["kind"].choices[0][0] == ""

    said = refused(case, "visa_granted", steps.VISA | {"kind": "visit"}, officer_of(case))

    assert said == "The visa has to be for work, with the employer and the job of the order."
    assert not Visa.objects.exists()


def test_a_household_is_no_employer_of_who_goes_on_their_own():
    order = way(selected={"guards": ["legal_body"]})
    case = PlacementFactory(procedure__way=order, employer_kind="household")

    assert "never a household" in refused(case, "shortlist", steps.SELECTED, officer_of(case))


def test_the_card_asks_once_more_what_every_step_asked():
    """Whatever was taken without its record, and social security for the whole contract."""
    case = a_case(State.OPP_DONE)
    by = officer_of(case)
    case = record(case, "sign_work_contract", steps.CONTRACT, by)
    case = record(case, "prepare_card", steps.CARD, by)

    with pytest.raises(StepRefused) as refusal:
        take_step(case, "issue_e_card", by=officer_of(case))

    assert "at the labour office" in str(refusal.value)
    assert "paid for 0 months at work; the contract lasts 24" in str(refusal.value)
    paid = record(case, "pay_cover", {name: value for name, value in steps.INSURED.items() if "behalf" not in name}, by)
    assert paid.months_insured() == 24


def test_what_was_recorded_for_an_earlier_employer_counts_no_more():
    case = a_case()
    officer = officer_of(case)
    case = record(case, "shortlist", steps.SELECTED, officer)
    assert case.on_record("selection")

    case = take_step(case, "employer_withdraws", by=officer, reason="order cancelled")

    assert case.on_record("selection") is None


# Nonsense is refused with a sentence


NONSENSE = [
    (State.APPLIED, "shortlist", steps.SELECTED | {"held_on": steps.day(-1)}, "This date lies in the future."),
    (
        State.SELECTED,
        "sign_placement_agreement",
        steps.AGREED | steps.costs(("visa", "", "1")),
        "The cost table has a line to put right. Please choose.",
    ),
    (
        State.PLACEMENT_AGREED,
        "medical_unfit",
        steps.FIT | {"retest_on": steps.day(5)},
        "The next exam comes after this one.",
    ),
    (State.FIT, "train_and_certify", steps.SKILLED | {"number": ""}, "or say what stands in its place."),
    (State.PASSPORT_OK, "insure", steps.INSURED | {"number": "123"}, "The number (KPJ) has 11 digits."),
    (State.PASSPORT_OK, "insure", steps.INSURED | {"paid": "0"}, "Write how much was paid."),
    (State.INSURED, "visa_granted", steps.VISA | {"valid_until": steps.day(9)}, "A visa ends after the day"),
    (State.OPP_DONE, "sign_work_contract", steps.CONTRACT | {"hours_per_day": "25"}, "at most 24 hours"),
    (State.OPP_DONE, "sign_work_contract", steps.CONTRACT | {"deductions": "28590"}, "less than the wage"),
    (State.CONTRACTED, "prepare_card", steps.CARD | {"planned_departure_on": steps.day()}, "departure is over"),
    (State.READY, "depart", {"left_on": steps.day(-3), "port": "X", "carrier": "Y"}, "lies in the future"),
    (State.DEPARTED, "report_arrival", {"arrived_on": steps.day(-3), "mission": "Y"}, "lies in the future"),
    (State.APPLIED, "shortlist", steps.SELECTED | {"behalf_on": "kemarin"}, "Enter a valid date."),
]


def test_a_form_refuses_nonsense_with_a_sentence():
    case = a_case()

    for case.state, event, typed, said in NONSENSE:
        assert said in said_of(case, event, typed)


def test_a_cost_that_a_rule_forbids_is_refused_with_its_name():
    case = a_case(State.SELECTED)
    CostRuleFactory(destination=case.destination)

    said = said_of(case, "sign_placement_agreement", steps.AGREED | steps.costs(("visa", "CANDIDATE", "700000")))

    assert said == "Work visa: by the rule in force the worker pays nothing for this."


@pytest.mark.parametrize(
    ("scheme", "months", "rupiah"),
    [("P_TO_P", 0, 37_500), ("P_TO_P", 24, 370_000), ("P_TO_P", 14, 253_500), ("PERSEORANGAN", 6, 108_000)],
)
def test_the_premium_comes_from_the_table(scheme, months, rupiah):
    assert premiums.premium_for(scheme, months, with_time_before=True).total == rupiah


def test_of_a_term_that_the_table_does_not_name_no_premium_is_told():
    assert premiums.premium_for("P_TO_P", 5, with_time_before=True) is None


# The board


def test_the_board_asks_the_database_no_more_often_for_many_cases(client, django_assert_max_num_queries):
    membership = MembershipFactory(role=Role.BP3MI_OFFICER)
    log_in(client, membership.user)
    facts = {"registration__office": membership.office, "state": State.FIT, "procedure": WayFactory()}
    cases = [PlacementFactory(**facts) for _ in range(2)]
    address = reverse("recording:board")
    client.get(address)

    with django_assert_max_num_queries(40) as one:
        client.get(address)
    for _ in range(4):
        PlacementFactory(**facts)
    with django_assert_max_num_queries(len(one)):
        page = client.get(address).content.decode()

    assert page.count("/J-") == 3  # the oldest of a state; the rest behind its name
    assert all(case.number in page for case in cases)
    assert client.get(address, {"cari": cases[0].number}).url.endswith(f"/{cases[0].number}/")  # to the case itself
    rows = client.get(address, {"tahap": "fit", "sesudah": cases[0].number}).context["rows"]
    assert len(rows) == 5 and rows[0].number == cases[1].number
    scope = Placement.objects.filter(office=membership.office)
    assert board.following(scope, cases[0]) == cases[1]
    moved = take_step(cases[0], "train_and_certify", by=acting(membership))
    assert board.following(scope, moved, State.FIT) == cases[1] and board.following(scope, moved) is None


# A new procedure


def test_whoever_publishes_a_procedure_reads_what_it_means_for_running_cases():
    began_with = WayFactory()
    PlacementFactory(state=State.FIT, procedure=began_with)
    PlacementFactory(state=State.SELECTED, procedure=began_with)
    order = [step for step in way(passport_ok={"after": ["fit"]}) if step["milestone"] != "competent"]

    told = running_cases(WayFactory.build(scheme="P_TO_P", way=order))

    assert [count for _label, count in told] == [2, 1]


def test_no_day_is_kept_from_which_no_calendar_counts_on():
    case = a_case(State.SELECTED)
    assert "within the next two years" in said_of(
        case, "prepare_card", steps.CARD | {"planned_departure_on": steps.day(-1000)}
    )
    assert "look at the year" in said_of(case, "sign_placement_agreement", steps.AGREED | {"signed_on": "01/01/0001"})
