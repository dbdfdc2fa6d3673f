"""Papers that come after the verification are accepted, or given back, with the case that asks for them."""

import pytest
from django.urls import reverse

from jobs.choices import Paper
from portal.accounts.roles import Role
from portal.lib.dates import today_in
from portal.messaging.models import Message
from portal.workflow import StepRefused
from registrations.models import Disclosure, Document
from registrations.placements.judging import reading
from registrations.placements.judging.reading import papers_of
from registrations.placements.judging.services import judge
from registrations.placements.models import CasePaper, Placement, PlacementStep
from registrations.placements.opp import waiting
from registrations.placements.workflow import State
from tests.factories.accounts import MembershipFactory, acting, log_in
from tests.factories.jobs import PaperRuleFactory, days_ago
from tests.factories.placements import PlacementFactory, WayFactory, way
from tests.factories.registrations import DocumentFactory, PinnedPaperFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def a_case_with(paper="passport", due="visa", hands_in=True, **facts):
    case = PlacementFactory(**{"state": State.COMPETENT} | facts)
    rule = PaperRuleFactory(paper=paper, due=due)
    CasePaper.objects.create(placement=case, paper=paper, rule=rule, need="required", due=due)
    return case, DocumentFactory(candidate=case.candidate, paper=paper) if hands_in else None


def address_of(case, paper="passport"):
    return reverse("judging:paper", args=[case.number, paper])


def test_an_officer_accepts_a_paper_and_the_step_that_waited_for_it_is_free(client):
    case, document = a_case_with()
    zone = case.office.zone
    assert case.papers_not_in_order("visa", today_in(zone)) == ["passport"]
    log_in(client, MembershipFactory(office=case.office, role=Role.BP3MI_OFFICER).user)
    assert address_of(case) in client.get(reverse("recording:case", args=[case.number])).content.decode()

    assert client.post(address_of(case), {"do": "accept", "version": document.version}).status_code == 302

    assert case.papers_not_in_order("visa", today_in(zone)) == []
    Document.objects.filter(pk=document.pk).update(expires_on=days_ago(-3))
    case.planned_departure_on = days_ago(-9)
    assert [row["label"] for row in papers_of(case)["now"]] == ["Runs out before the departure"]
    assert Disclosure.objects.filter(candidate=case.candidate).exists()


def test_given_back_it_names_what_is_wrong(client, monkeypatch):
    case, document = a_case_with()
    log_in(client, MembershipFactory(office=case.office, role=Role.BP3MI_OFFICER).user)

    CasePaper.objects.create(placement=case, paper="photo", rule=case.papers.get().rule, need="required", due="")
    DocumentFactory(candidate=case.candidate, paper="photo")  # for which no step waits
    assert [row["address"] for row in client.get(reverse("judging:waiting")).context["rows"]] == [address_of(case)]
    assert "Papers of placements to look at: 1" in client.get(reverse("pages:staff_home")).content.decode()
    other = PlacementFactory(registration__office=case.office, procedure=case.procedure, state=State.COMPETENT)
    CasePaper.objects.create(
        placement=other, paper="passport", rule=case.papers.first().rule, need="required", due="visa"
    )
    DocumentFactory(candidate=other.candidate, paper="passport")
    monkeypatch.setattr(reading, "ROWS", 1)
    first = client.get(reverse("judging:waiting")).context
    later = client.get(reverse("judging:waiting") + first["next_address"]).context
    assert [page["rows"][0]["number"] == case.number for page in (first, later)] == [True, False]
    assert later["next_address"] == ""
    silent = client.post(address_of(case), {"do": "return", "version": document.version})
    assert "Choose what is wrong" in silent.content.decode()
    both = client.post(address_of(case), {"do": "accept", "version": document.version, "reason": "blurred"})
    assert "Here stands what is wrong" in both.content.decode()
    client.post(address_of(case), {"do": "return", "version": document.version, "reason": "blurred"})

    document.refresh_from_db()
    assert (document.state, document.return_reason) == ("returned", "blurred")
    assert Message.objects.get(kind="placements.paper_returned").contact.user == case.candidate.user
    assert case.number not in {row["number"] for row in client.get(reverse("judging:waiting")).context["rows"]}


def test_who_looked_at_an_older_version_judges_nothing():
    case, old = a_case_with()
    old.is_current = False
    old.save(update_fields=["is_current"])
    DocumentFactory(candidate=case.candidate, paper="passport", version=2)

    with pytest.raises(StepRefused, match="newer one"):
        judge(acting(MembershipFactory(office=case.office, role=Role.BP3MI_OFFICER)), case, old)


def test_papers_of_the_registration_and_papers_of_others_are_not_judged_here(client):
    case, document = a_case_with("ktp", "submitted")
    PinnedPaperFactory(registration=case.registration, paper="ktp", due="submitted")
    log_in(client, MembershipFactory(office=case.office, role=Role.BP3MI_OFFICER).user)
    assert client.get(address_of(case, "ktp")).status_code == 404
    other, _document = a_case_with("visa", "opp", procedure=case.procedure)
    assert client.get(address_of(other, "visa")).status_code == 404
    assert [row["state"] for row in papers_of(other)["now"]] == ["turn"]
    other.state = State.AT_WORK
    assert papers_of(other)["now"] == []  # nobody waits for it any more

    regency = acting(MembershipFactory(role=Role.REGENCY_OFFICER, office__regency=case.regency))
    with pytest.raises(StepRefused, match="not open to you"):
        judge(regency, case, document)


def test_papers_of_an_earlier_job_count_for_no_other_on_any_list_and_those_of_the_person_do():
    first, day = PlacementFactory(state=State.AT_WORK), days_ago(0)
    for paper in ("visa", "consent", "passport"):
        DocumentFactory(candidate=first.candidate, paper=paper, state="accepted")
    facts = {"event": "come_home", "source": State.AT_WORK, "target": State.RETURNED, "version": 1}
    PlacementStep.objects.create(placement=first, **facts)
    Placement.objects.filter(pk=first.pk).update(state=State.RETURNED)
    procedure = WayFactory(scheme="UKPS", way=way(opp_scheduled={"due": "opp"}))
    case, _document = a_case_with(
        "passport", registration=first.registration, procedure=procedure, hands_in=False, state=State.VISA_OK
    )
    for paper in ("visa", "consent"):
        CasePaper.objects.create(
            placement=case, paper=paper, rule=case.papers.first().rule, need="required", due="visa"
        )
    labels = [Paper.VISA.label, Paper.CONSENT.label]
    assert case.papers_not_in_order("opp", day) == waiting._missing([case], day)[case.pk] == labels
    Placement.objects.filter(pk=case.pk).update(earlier=first)
    assert case.papers_not_in_order("opp", day) == []  # back to the same employer
    Placement.objects.filter(pk=case.pk).update(earlier=None)

    Document.objects.filter(paper="visa").update(is_current=False)
    DocumentFactory(candidate=first.candidate, paper="visa", version=2, state="accepted")

    assert case.papers_not_in_order("opp", day) == waiting._missing([case], day)[case.pk] == [Paper.CONSENT.label]
