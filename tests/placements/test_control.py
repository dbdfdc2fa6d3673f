"""The last look before the card, what takes it back, and the daily control that no card is without one."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse

from jobs.models import ProcedureRule
from portal.accounts.acting import ActRefused
from portal.accounts.roles import Role
from portal.lib.dates import WIB, today_in
from portal.messaging.models import Message
from portal.workflow import StepRefused, take_step
from registrations.placements.control.lapsing import lapse_clearances
from registrations.placements.control.services import run_control, settle
from registrations.placements.models import CardList, ControlFinding, ControlRun, Placement, PlacementStep, Visa
from registrations.placements.workflow import State
from tests.accounts.visits import minutes_pass
from tests.factories.accounts import MembershipFactory, acting, log_in
from tests.factories.jobs import PaperRuleFactory, days_ago
from tests.factories.placements import PlacementFactory, WayFactory
from tests.factories.registrations import DocumentFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def almost_ready(**facts):
    facts = {"e_card_number": "E-KPMI-1", "planned_departure_on": days_ago(-10)} | facts
    facts["procedure"] = ProcedureRule.objects.filter(scheme="P_TO_P").first() or WayFactory()
    return PlacementFactory(state=State.CONTRACTED, **facts)


def officer_of(case, role=Role.BP3MI_OFFICER):
    return acting(MembershipFactory(office=case.office, role=role))


def cleared(**facts):
    case = almost_ready(**facts)
    return take_step(case, "issue_e_card", by=officer_of(case))


def found():
    run_control(reads_audit=False)
    return sorted(ControlFinding.objects.filter(settled_at=None).values_list("kind", flat=True))


def by_hand(case, **columns):
    """Past every door: written into the table."""
    Placement.objects.filter(pk=case.pk).update(**columns)


# The last look


def test_the_form_of_the_card_comes_within_ten_minutes_of_the_proof(client, monkeypatch):
    case = almost_ready()
    log_in(client, MembershipFactory(office=case.office).user)
    address = reverse("recording:clear", args=[case.number])
    client.get(address)

    minutes_pass(monkeypatch, 11)
    answer = client.post(address, {"seen": case.version})

    assert answer.url.startswith(reverse("mfa_reauthenticate"))
    assert not PlacementStep.objects.exists()


def test_who_comes_second_reads_who_was_first(client):
    case = almost_ready()
    first, second = (MembershipFactory(office=case.office) for _officer in range(2))
    take_step(case, "issue_e_card", by=acting(first))
    log_in(client, second.user)

    answer = client.post(reverse("recording:clear", args=[case.number]), {"seen": case.version}, follow=True)

    assert f"{first.user.name} declared this person ready on" in answer.content.decode()
    assert PlacementStep.objects.count() == 1


def test_nobody_is_cleared_without_insurance_or_agreement_whatever_the_procedure_leaves_out():
    case = almost_ready()
    by = officer_of(case)

    for lacks in ("insured", "placement_agreed"):
        by_hand(
            case, **{name: [one for one in getattr(case, name) if one != lacks] for name in ("required", "reached")}
        )
        with pytest.raises(StepRefused, match="Still missing"):
            take_step(case, "issue_e_card", by=by)
        with pytest.raises(IntegrityError, match="placement_is_cleared_only"), transaction.atomic():
            by_hand(case, state="ready", cleared_by=by.user)


# What runs out afterwards


def with_visa(case, until):
    step = PlacementStep.objects.create(placement=case, event="visa_granted", source="a", target="b", version=0)
    facts = {"kind": "work", "number": "V-1", "is_for_employer": True, "is_for_job": True}
    return Visa.objects.create(step=step, granted_on=days_ago(90), valid_until=until, **facts)


def test_a_visa_that_ends_before_the_departure_clears_nobody():
    case = almost_ready()
    with_visa(case, days_ago(-9))

    with pytest.raises(StepRefused, match="visa has run out on the day of departure"):
        take_step(case, "issue_e_card", by=officer_of(case))


def test_a_paper_that_runs_out_after_the_card_stops_the_departure_and_takes_the_card_back():
    case = almost_ready()
    case.papers.create(paper="health", rule=PaperRuleFactory(paper="health", due="opp"), need="required", due="opp")
    paper = DocumentFactory(candidate=case.candidate, paper="health", state="accepted", expires_on=days_ago(-20))
    case = take_step(case, "issue_e_card", by=officer_of(case))
    assert lapse_clearances() == 0
    by_hand(case, planned_departure_on=days_ago(-30))  # the flight was moved

    with pytest.raises(StepRefused, match="run out on the day of departure: health"):
        take_step(case, "depart", by=officer_of(case))
    assert (lapse_clearances(), lapse_clearances()) == (1, 0)

    case.refresh_from_db()
    assert (case.state, case.cleared_by, "ready" in case.reached) == (State.CONTRACTED, None, False)
    assert Message.objects.filter(kind="placements.clearance_lapsed").count() == 1
    assert found() == []  # taken back by the door, so nothing differs
    paper.expires_on = days_ago(-40)
    paper.save(update_fields=["expires_on"])
    assert take_step(case, "issue_e_card", by=officer_of(case)).state == State.READY


def test_a_lapsed_permit_stops_the_departure():
    case = cleared()
    case.vacancy.permit.valid_until = days_ago(1)
    case.vacancy.permit.save(update_fields=["valid_until"])

    with pytest.raises(StepRefused, match="stands still"):
        take_step(case, "depart", by=officer_of(case))


# The daily control


def test_where_everything_went_through_the_door_nothing_is_found():
    case = cleared()
    take_step(case, "depart", by=officer_of(case))

    assert found() == []
    assert ControlRun.objects.get().cases == 1


def test_a_row_written_past_the_door_surfaces_and_raises_the_alarm():
    case, head = almost_ready(), MembershipFactory(role=Role.MINISTRY_ADMIN)
    by_hand(case, state="ready", cleared_by=MembershipFactory().user)

    assert found() == found() == ["not_cleared"]

    assert Message.objects.get(kind="placements.cards_differ").contact.user == head.user


def test_a_forged_history_is_not_in_the_audit():
    case, thief = almost_ready(), MembershipFactory()
    PlacementStep.objects.create(
        placement=case, event="issue_e_card", source="contracted", target="ready", version=0,
        user=thief.user, role=thief.role, office=case.office,
    )  # fmt: skip
    by_hand(case, state="ready", cleared_by=thief.user)

    assert found() == ["not_sealed"]


def test_what_does_not_fit_the_history_is_found():
    case = cleared()
    by_hand(case, cleared_by=MembershipFactory().user)
    with_another_office = cleared(e_card_number="E-KPMI-2")
    by_hand(with_another_office, office=MembershipFactory().office)
    verified = cleared(e_card_number="E-KPMI-3")
    by_hand(verified, cleared_by=None, verified_by=verified.cleared_by, state="at_work")

    assert found() == ["another_cleared", "another_cleared", "other_office", "same_person"]


def test_the_audit_stands_beside_it():
    run = run_control()

    assert (run.audit_findings, run.audit_remarks) == (0, 0)


def test_who_had_a_part_in_a_case_settles_nothing_of_it():
    case = almost_ready()
    head = MembershipFactory(office=case.office, role=Role.BP3MI_HEAD)
    by_hand(case, state="ready", cleared_by=head.user)
    run_control(reads_audit=False)
    finding = ControlFinding.objects.get()

    with pytest.raises(ActRefused, match="had a part"):
        settle(acting(head), finding, "It was me.")
    settle(acting(MembershipFactory(role=Role.MINISTRY_ADMIN)), finding, "Flown back, reported to the police.")

    assert found() == []


def test_an_official_list_is_tried_out_first_and_then_held_against_the_clearances(client):
    listed, missing = cleared(), cleared(e_card_number="E-KPMI-2")
    almost = almost_ready(e_card_number="E-KPMI-3")
    by_hand(missing, office=listed.office)  # found for that as well
    log_in(client, MembershipFactory(office=listed.office, role=Role.BP3MI_HEAD).user)
    rows = f"Nama,Nomor E-KPMI\nSiti,{listed.e_card_number}\nAni,{almost.e_card_number}\nEko,E-999\n"
    today = f"{today_in(WIB):%d/%m/%Y}"
    facts = {"file": SimpleUploadedFile("a.csv", rows.encode()), "issued_from": today, "issued_until": today}

    client.post(reverse("control:card_list"), facts)
    page = client.get(reverse("control:card_list")).content.decode()
    assert "What this list would say" in page
    assert not ControlFinding.objects.exists()
    client.post(reverse("control:keep_list"))

    kinds = dict(ControlFinding.objects.values_list("card_number", "kind").exclude(kind="other_office"))
    assert kinds == {"E-KPMI-2": "not_on_list", "E-KPMI-3": "card_not_cleared", "E-999": "card_unknown"}
    assert CardList.objects.get().cards.count() == 3
    assert "E-999" in client.get(reverse("control:findings")).content.decode()
    unknown = ControlFinding.objects.get(kind="card_unknown")
    page = client.post(reverse("control:finding", args=[unknown.pk]), {"reason": "A misprint."}).content.decode()
    assert "the ministry settles it" in page
    unknown.refresh_from_db()
    assert unknown.settled_at is None
    settle(acting(MembershipFactory(role=Role.MINISTRY_ADMIN)), unknown, "Forged; with the police.")


def test_a_head_reads_nothing_of_other_offices(client):
    by_hand(almost_ready(), state="ready", cleared_by=MembershipFactory().user)
    run_control(reads_audit=False)
    log_in(client, MembershipFactory(role=Role.BP3MI_HEAD).user)

    assert client.get(reverse("control:finding", args=[ControlFinding.objects.get().pk])).status_code == 404
