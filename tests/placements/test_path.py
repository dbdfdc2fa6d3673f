"""What the person sees of the way: cost and payer by step, how long steps took others, own appointments, a word when something is wrong."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone
from icalendar import Calendar

from portal.lib.importing import keys_for
from portal.messaging.kinds import kind_named
from portal.messaging.models import Message
from portal.messaging.planning import know_accounts, plan
from portal.messaging.wording import prepare, words_of
from portal.workflow import take_step
from registrations.checklist import checklist_of
from registrations.placements.demo import copy_models
from registrations.placements.guards import passport_lasts_beyond_departure
from registrations.placements.models import Agreement, AgreementCost, MedicalResult, Placement, PlacementStep, StepPace
from registrations.placements.pacing import count_paces, paces_of
from registrations.placements.path import reading
from registrations.placements.path.calendar import as_file
from registrations.placements.path.costs import costs_of
from registrations.placements.path.papers import due_papers
from registrations.placements.recording.history import history
from registrations.placements.recording.services import record_step
from registrations.placements.recording.table import form_for
from registrations.placements.workflow import State
from registrations.stations import reached
from tests.factories.accounts import MembershipFactory, acting, log_in
from tests.factories.jobs import CostRuleFactory, PaperRuleFactory, ValidityRuleFactory, days_ago
from tests.factories.opp import OppSeatFactory
from tests.factories.placements import OpenVacancyFactory, PlacementFactory, WayFactory, way
from tests.factories.registrations import DocumentFactory, PinnedPaperFactory
from tests.placements.steps import packaged_way

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def own(case):
    return reading.of_person(case.candidate.user).get(pk=case.pk)


def note(case):
    case = own(case)
    return reading.note(case, paces_of(case), costs_of(case))


# Cost and who pays


def a_fee(case, component, payer, amount):
    return case.vacancy.cost_items.create(component=component, payer=payer, amount=amount)


def test_before_the_agreement_the_table_of_the_vacancy_says_what_each_step_costs_and_who_pays():
    case = PlacementFactory(state=State.PLACEMENT_AGREED)
    a_fee(case, "visa", "EMPLOYER", 900_000)
    a_fee(case, "medical", "CANDIDATE", 700_000)

    costs = costs_of(case)

    assert [row.component for row in costs.rows] == ["Medical and psychological exam", "Work visa"]  # as steps come
    assert costs.sentence == "In all you pay Rp700,000. Nobody may ask you for more."
    assert "before your agreement is signed" in costs.source
    assert "You pay: Medical and psychological exam Rp700,000." in note(case)["text"]
    step = case.step_to("opp_scheduled")
    assert costs.of_step(step) == "The orientation is free: pay nobody for it."


def test_once_it_is_signed_the_table_of_the_agreement_counts_alone():
    case = PlacementFactory(state=State.PLACEMENT_AGREED)
    a_fee(case, "medical", "CANDIDATE", 700_000)
    step = PlacementStep.objects.create(
        placement=case, event="sign_placement_agreement", source="selected", target="placement_agreed", version=1
    )
    agreement = Agreement.objects.create(step=step, signed_on="2026-01-05", number="1", copy_given=True)
    AgreementCost.objects.create(agreement=agreement, component="medical", payer="EMPLOYER", amount=700_000)

    costs = costs_of(case)

    assert costs.sentence.startswith("By your agreement you pay nothing")
    assert costs.source == "the cost table of your placement agreement of 5 January 2026"


def test_a_rule_of_zero_warns_of_paying_and_what_nobody_wrote_down_is_never_zero():
    case = PlacementFactory(state=State.PLACEMENT_AGREED, vacancy__contract_months=24)
    assert "is not recorded" in costs_of(case).sentence
    assert "costs Rp" in costs_of(case).premium
    assert "don't pay yet" in note(case)["text"]

    CostRuleFactory(component="medical", stance="zero")
    assert "By rule you pay nothing for: Medical and psychological exam." in note(case)["text"]

    a_fee(case, "medical", "CANDIDATE", 700_000)
    costs = costs_of(case)
    assert "more than the rule allows" in costs.sentence
    assert costs.own[0]["css"] == "soon"
    assert "you pay Rp0. Don't pay" in note(case)["text"]


# How long it took others


def departed(count, vacancy, procedure):
    """So many cases selected 11, 12 … days after their application, that left the day after."""
    at, steps = datetime(2026, 3, 1, 3, tzinfo=UTC), []
    way = (("apply", "applied"), ("shortlist", "selected"), ("depart", "departed"))
    for place in range(count):
        case = PlacementFactory(state=State.DEPARTED, vacancy=vacancy, procedure=procedure)
        for (event, target), after in zip(way, (0, 11 + place, 12 + place), strict=True):
            day = at + timedelta(days=after)
            facts = {"event": event, "source": "x", "target": target, "version": 0, "taken_at": day}
            steps.append(PlacementStep(placement=case, **facts))
    with connection.cursor() as cursor:
        for step, key in zip(steps, keys_for(cursor, PlacementStep, len(steps)), strict=True):
            step.pk = key
        copy_models(cursor, steps)
    return case


def test_ranges_come_from_ten_cases_or_more_and_those_of_the_own_country_come_first():
    vacancy, procedure = OpenVacancyFactory(), WayFactory()
    case = departed(9, vacancy, procedure)
    assert count_paces(date(2026, 6, 1)) == 0

    departed(1, vacancy, procedure)
    assert [count_paces(date(2026, 6, 1)) for _time in range(2)] == [4, 4]

    pace = paces_of(case)["selected"]
    assert (pace.least, pace.most, pace.cases, pace.destination) == (12, 17, 10, case.destination)
    elsewhere = Placement(scheme=case.scheme)
    assert paces_of(elsewhere)["departed"].destination is None
    said = "Usually 12 to 17 days after the step before, for 10 people; no promise."
    assert said in note(PlacementFactory(vacancy=vacancy, procedure=procedure))["text"]

    count_paces(date(2029, 1, 1))
    assert not StepPace.objects.exists()


# Papers and reasons


def test_the_checklist_of_the_registration_opens_papers_as_the_way_goes_on():
    steps = way(selected={"days": [1, 2]}, placement_agreed={"due": "placement_agreed"})
    case = PlacementFactory(state=State.APPLIED, procedure=WayFactory(way=steps))
    rule = PaperRuleFactory(paper="consent", due="placement_agreed")
    case.papers.create(paper="consent", rule=rule, need="required", due="placement_agreed")
    [locked] = due_papers(own(case))["rows"]
    assert (locked["label"], locked["address"]) == ("Later, not yet", "")
    assert reached(case.registration).station == 2

    case.reached, case.state = ["applied", "selected"], State.SELECTED
    case.save()

    [row] = due_papers(own(case))["rows"]
    assert (row["label"], row["look"]) == ("Not handed in yet", "turn")
    assert (reached(case.registration).station, "placement_agreed" in reached(case.registration).dues) == (3, True)


def test_a_paper_is_nobodys_turn_before_the_step_that_brings_it_about():
    case = PlacementFactory(state=State.OPP_SCHEDULED, procedure=WayFactory(way=packaged_way("P_TO_P")))
    for paper, due in (("opp_cert", "e_card"), ("work_contract", "departed")):
        PinnedPaperFactory(registration=case.registration, paper=paper, due=due)
        rule = PaperRuleFactory(paper=paper, due=due)
        case.papers.create(paper=paper, rule=rule, need="required", due=due)

    def on_both_pages():
        type(case.registration).objects.filter(pk=case.registration_id).update(submitted_at=timezone.now())
        case.registration.refresh_from_db()
        listed = {one.paper: one.state for one in checklist_of(case.registration).entries}
        return listed, [row["look"] for row in due_papers(own(case))["rows"]]

    assert on_both_pages() == ({"opp_cert": "locked", "work_contract": "locked"}, ["off"])

    case.reached, case.state = [*case.reached, "opp_done"], State.OPP_DONE
    case.save()

    # The office has written the certificate down itself; the contract is there to be signed.
    assert on_both_pages()[0] == {"work_contract": "missing"}


def test_the_person_reads_the_reason_that_was_written_to_them_and_no_other():
    case = PlacementFactory()
    officer = acting(MembershipFactory(office=case.office, role="bp3mi_officer"))
    assert "The person reads this" in str(form_for("not_fit", case).fields["reason"].help_text)
    take_step(case, "not_fit", by=officer, reason="They look for welders.")

    page = reading.page_of(own(case))

    assert "They look for welders." in page["said"]
    assert "They look for welders." in page["history"][0]["text"]
    told = {"visa_refused", "fail_departure", "employer_withdraws", "close"}
    for event in (*told, "deport", "die", "settle_case", "opp_called_off", "take_back_attendance", "ask_visa_again"):
        assert ("The person reads this" in str(form_for(event, case).fields["reason"].help_text)) == (event in told)


# The passport and the paper behind a step


def test_a_passport_is_held_against_the_rule_at_the_departure_when_it_is_seen_and_again_before_the_card():
    ValidityRuleFactory(paper="passport", scheme="", counted="after_departure", months=6)
    procedure = WayFactory(way=way(passport_ok={"actor": "immigration"}))
    case = PlacementFactory(state=State.COMPETENT, planned_departure_on=days_ago(-30), procedure=procedure)
    paper = DocumentFactory(candidate=case.candidate, paper="passport", state="accepted")
    typed = {"seen": 0, "number": "c1234567", "behalf_body": "immigration", "behalf_name": "Imigrasi Contoh"}
    typed |= {"behalf_on": f"{days_ago(2):%d/%m/%Y}", "behalf_document": paper.pk}

    short = form_for("passport_ok", case, typed | {"expires_on": f"{days_ago(-90):%d/%m/%Y}"})
    assert "must count for 6 months beyond" in str(short.errors["expires_on"])
    form = form_for("passport_ok", case, typed | {"expires_on": f"{days_ago(-240):%d/%m/%Y}"})
    assert form.is_valid(), form.errors
    officer = acting(MembershipFactory(office=case.office, role="bp3mi_officer"))
    case = record_step(officer, case, "passport_ok", seen=0, evidence=form.evidence_row(), behalf=form.behalf)

    [line] = history(case, acting(MembershipFactory(role="bp3mi_officer")))
    assert ("Passport number", "… 4567") in line.facts
    assert line.behalf.endswith(": passport")
    assert passport_lasts_beyond_departure(case) == ""
    case.planned_departure_on = days_ago(-120)
    assert "beyond the day of departure" in passport_lasts_beyond_departure(case)


# Appointments and reminders


def test_own_appointments_are_a_file_behind_the_log_in_with_nothing_of_health_and_one_lasting_uid_each(client):
    case = PlacementFactory(state=State.UNFIT_TEMP, reached=["applied"], planned_departure_on=days_ago(-60))
    step = PlacementStep.objects.create(
        placement=case, event="medical_unfit", source="placement_agreed", target="unfit_temp", version=1
    )
    MedicalResult.objects.create(step=step, outcome="unfit", examined_on=days_ago(9), retest_on=days_ago(-20))
    seat = OppSeatFactory(placement__procedure=case.procedure)
    address = f"/en/saya/lamaran/{case.number}/kalender.ics"
    assert client.get(address).status_code == 302
    log_in(client, case.candidate.user)

    answer = client.get(address)

    events = {str(one["UID"]).split("@")[0]: one for one in Calendar.from_ical(answer.content).walk("VEVENT")}
    assert set(events) == {f"{case.number}-again", f"{case.number}-departure"}
    assert events[f"{case.number}-again"].decoded("DTSTART") == days_ago(-20)
    text = answer.content.decode().lower()
    assert not any(word in text for word in ("medical", "unfit", "health", case.candidate.name.lower()))

    [opp] = Calendar.from_ical(as_file(seat.placement)).walk("VEVENT")
    assert opp.decoded("DTSTART") == seat.session.begins_at.replace(microsecond=0)  # the same moment, in whatever zone


SINCE = datetime(2026, 1, 5, 3, tzinfo=UTC)


def planned(day, name):
    know_accounts()
    return plan(kind_named(name), day)


def test_each_reminder_is_owed_once_on_its_days_and_only_while_it_is_true():
    steps = way(contracted={"actor": "person"}, selected={"actor": "bp3mi"})
    procedure = WayFactory(way=steps)
    leaving = PlacementFactory(state=State.READY, procedure=procedure, planned_departure_on=days_ago(-14))
    waiting = PlacementFactory(state=State.OPP_DONE, procedure=procedure, usual_until=days_ago(1), state_since=SINCE)
    PlacementFactory(state=State.APPLIED, procedure=procedure, usual_until=days_ago(1))  # the office's turn
    again = PlacementFactory(state=State.UNFIT_TEMP, reached=["applied"], procedure=procedure)
    for version, days in enumerate((-3, -7)):
        step = PlacementStep.objects.create(
            placement=again, event="medical_unfit", source="placement_agreed", target="unfit_temp", version=version
        )
        facts = {"outcome": "unfit", "examined_on": days_ago(9), "retest_on": days_ago(days)}
        MedicalResult.objects.create(step=step, **facts)

    names = ("placements.departure", "placements.own_step", "placements.again")
    assert [planned(days_ago(0), name) for name in names] == [1, 1, 1]
    assert [planned(days_ago(0), name) for name in names] == [0, 0, 0]
    owed = {message.kind: message for message in Message.objects.all()}
    assert {name: owed[name].subject for name in names} == dict(
        zip(names, (leaving.pk, waiting.pk, step.pk), strict=True)
    )

    said = {}
    for message in owed.values():
        kind = kind_named(message.kind)
        said[message.kind] = words_of(kind, prepare([message], kind, "id")[message.pk], "id").body
    assert "Perwakilan RI" in said["placements.departure"]
    assert "contracted" in said["placements.own_step"]
    assert "bisa diulang" in said["placements.again"]
    assert (
        not kind_named("placements.departure")
        .still_due(Placement.objects.filter(pk=waiting.pk, state="at_work"))
        .exists()
    )
