"""What a stolen account, a broker or a scraper would try on the way to departure, and does not get."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.urls import reverse
from django.utils import timezone

from portal.accounts.acting import ActRefused
from portal.accounts.roles import Role
from portal.audit import kept
from portal.audit.models import Entry
from portal.audit.proof import proof_of
from portal.lib.dates import WIB, today_in
from portal.workflow import UNCHANGED, StepRefused, open_events, take_step
from registrations import retention
from registrations import services as registering
from registrations.models import Candidate, Disclosure, Registration
from registrations.notifications import papers_due
from registrations.placements import own_data
from registrations.placements.concerns.services import raise_concern
from registrations.placements.control.services import run_control, settle
from registrations.placements.judging.services import judge
from registrations.placements.models import (
    Batch,
    BatchStep,
    CasePaper,
    ConcernAnswer,
    ControlFinding,
    ExperienceSheet,
    Freeze,
    OwnOffer,
    Placement,
    PlacementStep,
    PlacementStepReason,
    PlacesTaken,
    SignUp,
)
from registrations.placements.programmes.forms import BatchForm
from registrations.placements.programmes.permissions import publish
from registrations.placements.programmes.services import keep_batch, sign_up_for
from registrations.placements.recording.history import history
from registrations.placements.recording.resting import RESTS_ON
from registrations.placements.services import apply_for
from registrations.placements.workflow import PREPARING, STEPS, State
from registrations.wizard import services as wizard
from tests.factories.accounts import MembershipFactory, UserFactory, acting, log_in
from tests.factories.jobs import PaperRuleFactory, days_ago
from tests.factories.placements import (
    BEFORE_CARD,
    OfferCaseFactory,
    OpenVacancyFactory,
    PlacementFactory,
    VerifiedFactory,
    WayFactory,
)
from tests.factories.programmes import BatchFactory
from tests.factories.registrations import DocumentFactory, PinnedPaperFactory
from tests.pages_rows_of_abroad import abroad, back_home, with_problem
from tests.placements import steps
from tests.placements.test_recording import a_case, officer_of, record

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


# One stolen account


def test_whoever_wrote_down_a_paper_of_the_card_clears_nobody_though_another_wrote_the_last():
    case = a_case(State.PASSPORT_OK)
    thief, other = officer_of(case), officer_of(case)
    case = record(case, "insure", steps.INSURED, thief)
    case = record(case, "prepare_card", steps.CARD, other)
    type(case).objects.filter(pk=case.pk).update(state=State.CONTRACTED, reached=case.required)
    case.refresh_from_db()

    assert "issue_e_card" not in open_events(case, thief)
    assert "issue_e_card" in open_events(case, officer_of(case))

    # Nor who answered for the person on paper, nor who was the first of the two that verified.
    counter, first, earlier = (officer_of(case) for _time in range(3))
    took = {"event": "accept_contract", "source": "insured", "target": "insured", "version": 9, "office": case.office}
    PlacementStep.objects.create(placement=case, user=counter.user, **took)
    Registration.objects.filter(pk=case.registration_id).update(first_by=first.user)
    then = {"event": "approve", "source": "in_review", "target": "verified", "version": 0}
    case.registration.history.create(user=earlier.user, **then)  # before another verified it anew
    case.registration.refresh_from_db()
    assert not any("issue_e_card" in open_events(case, one) for one in (counter, first, earlier))


def test_an_employer_who_withdraws_takes_the_card_along():
    case = a_case(State.SELECTED)
    officer = officer_of(case)
    case = record(case, "prepare_card", steps.CARD, officer)

    case = take_step(case, "employer_withdraws", by=officer, reason="order cancelled")

    assert (case.e_card_number, case.planned_departure_on, case.prepared_by) == ("", None, None)


# What is kept of whom


def of_old(case):
    """The case, whose person withdrew the registration two years ago."""
    then = timezone.now() - timedelta(days=730)
    Registration.objects.filter(pk=case.registration_id).update(state="withdrawn", state_since=then)
    type(case).objects.filter(pk=case.pk).update(state_since=then)
    return case


def test_nobody_at_work_abroad_is_let_go_of_though_the_registration_was_withdrawn_long_ago():
    of_old(abroad())
    of_old(abroad(State.RETURNED))

    assert retention.apply()["people"] == 0


def test_with_the_person_go_the_words_of_the_way_and_the_audit_knows():
    case = of_old(PlacementFactory(state=State.WITHDRAWN))
    concern = raise_concern(
        case, kind="money", is_about_office=False, reach="here", text="He took 5 million", key=uuid4()
    )
    officer = officer_of(case, Role.BP3MI_HEAD)
    take_step(concern, "answer", by=officer, reason="Come to us.")
    step = PlacementStep.objects.create(placement=case, event="close", source="fit", target="closed", version=0)
    kept.keep(officer, PlacementStepReason.objects.create(step=step, text="His brother says he fled."))
    sheet = ExperienceSheet.objects.create(placement=case)

    assert retention.apply()["people"] == 1

    texts = [PlacementStepReason.objects.get().text, concern.words.__class__.objects.get().text]
    texts += list(ConcernAnswer.objects.values_list("text", flat=True))
    assert (texts, ExperienceSheet.objects.filter(pk=sheet.pk).exists()) == (["", "", ""], False)
    rows = [*PlacementStepReason.objects.all(), *ConcernAnswer.objects.all()]
    assert proof_of(rows).faults == []


def test_a_draft_with_an_offer_on_it_holds_up_no_letting_go():
    case = OfferCaseFactory(own_offer__employer_name="Contoh")
    then = timezone.now() - timedelta(days=100)
    Registration.objects.filter(pk=case.registration_id).update(state="draft", updated_at=then)

    assert retention.apply()["people"] == 1

    case.own_offer.refresh_from_db()
    assert case.own_offer.employer_name == ""


def test_the_copy_of_the_own_data_has_the_way_but_neither_a_hold_nor_what_the_office_alone_reads():
    case = abroad()
    with_problem(case, words="Upah belum dibayar")
    raise_concern(case, kind="money", is_about_office=False, reach="here", text="He took 5 million", key=uuid4())
    Freeze.objects.create(placement=case, reason="registration")

    copy = json.dumps(own_data.of(case.candidate.user), cls=DjangoJSONEncoder)

    assert all(text in copy for text in (case.number, "Upah belum dibayar", "He took 5 million", "Taoyuan"))
    assert '"registration"' not in copy
    assert own_data.of(MembershipFactory().user) == {}


# Who reads whom


def test_a_regency_reads_that_there_is_a_problem_abroad_but_not_which():
    case = with_problem(abroad())
    take_step(case, "settle_case", by=officer_of(case), reason="The employer beat her.")
    of_regency = acting(MembershipFactory(role=Role.REGENCY_OFFICER))

    told = {str(line) for line in history(case, of_regency)}

    assert not any("Wage not paid" in line or "beat her" in line for line in told)
    office = str(history(case, officer_of(case)))
    assert "Wage not paid" in office and "beat her" in office


def test_whoever_is_named_on_a_flight_list_reads_who_saw_it_and_no_officer_sees_the_own_case(client):
    case = PlacementFactory(state=State.READY, candidate__name="Maria Tolan Bere")
    officer = MembershipFactory(office=case.office, role=Role.BP3MI_OFFICER)
    log_in(client, officer.user)
    address = f"{reverse('boards:departures')}?hari={case.planned_departure_on:%Y-%m-%d}"

    page = client.get(address).content.decode()

    assert case.number in page
    assert Disclosure.objects.get().candidate == case.candidate
    Candidate.objects.filter(pk=case.candidate_id).update(user=officer.user)
    assert case.number not in client.get(address).content.decode()


def test_a_list_of_who_came_home_names_nobody_whole(client):
    case = back_home(abroad())
    Candidate.objects.filter(pk=case.candidate_id).update(name="Maria Tolan Bere")
    log_in(client, MembershipFactory(office=case.office, role=Role.BP3MI_OFFICER).user)

    page = client.get(reverse("home:cases")).content.decode()

    assert case.number in page and "Maria Tolan Bere" not in page


def test_a_foreign_number_is_a_404_and_the_audit_says_whose(client):
    case = PlacementFactory()
    concern = raise_concern(case, kind="money", is_about_office=True, reach="here", text="", key=uuid4())
    log_in(client, MembershipFactory(role=Role.BP3MI_HEAD).user)

    for name, number in (("recording:case", case.number), ("concerns:concern", concern.pk), ("concerns:concern", 999)):
        assert client.get(reverse(name, args=[number])).status_code == 404

    refused = Entry.objects.filter(action__endswith="address_refused").order_by("id")
    assert [one.subject_id for one in refused] == [str(case.pk), str(concern.pk), ""]


# Two people


def test_whoever_handed_a_paper_in_for_somebody_does_not_accept_it():
    case = PlacementFactory()
    officer = MembershipFactory(office=case.office, role=Role.BP3MI_OFFICER)
    paper = DocumentFactory(candidate=case.candidate, paper="passport", state="handed_in", handed_in_by=officer)
    rule = PaperRuleFactory(paper="passport", due="passport")
    CasePaper.objects.create(placement=case, paper="passport", rule=rule, need="required", due="passport")

    with pytest.raises(StepRefused, match="handed this paper in"):
        judge(acting(officer), case, paper)
    judge(officer_of(case), case, paper)


def test_whoever_brought_any_scores_publishes_nothing_though_another_brought_the_last():
    batch = BatchFactory(state="tested")
    head = MembershipFactory(office=batch.office, role=Role.BP3MI_HEAD)
    BatchStep.objects.create(
        batch=batch, event="score", source="closed", target="tested", version=0, user=head.user, office=batch.office
    )

    assert not publish(acting(head), batch)
    assert publish(acting(MembershipFactory(office=batch.office, role=Role.BP3MI_HEAD)), batch)


# Floods and races


def test_one_account_sends_only_so_many_applications_a_day(client, settings):
    settings.ACCOUNT_RATE_LIMITS = settings.ACCOUNT_RATE_LIMITS | {"own_application": "1/d/key"}
    person, way = VerifiedFactory(candidate__user=UserFactory()), WayFactory()
    log_in(client, person.candidate.user)

    pages = [
        client.post(reverse("applying:vacancy", args=[OpenVacancyFactory(scheme=way.scheme).number]), {"key": uuid4()})
        for _time in range(2)
    ]

    assert [page.status_code for page in pages] == [302, 200]
    assert "very many today" in pages[1].content.decode()
    assert Placement.objects.count() == 1


def test_whoever_changes_a_batch_that_moved_meanwhile_takes_no_step_back():
    batch = BatchFactory(state="prepared")
    Batch.objects.filter(pk=batch.pk).update(state="open")

    with pytest.raises(StepRefused):
        keep_batch(batch, None, by=acting(MembershipFactory(office=batch.office)))

    assert Batch.objects.get().state == "open"


def test_a_place_goes_back_as_it_was_taken_though_the_sex_was_put_right_since():
    vacancy, person = OpenVacancyFactory(quota_male=1, quota_female=1), VerifiedFactory(candidate__sex="female")
    WayFactory(scheme=vacancy.scheme)
    case = apply_for(person, vacancy, by=acting(person.candidate.user))
    Candidate.objects.filter(pk=person.candidate_id).update(sex="male")
    PlacesTaken.objects.filter(vacancy=vacancy, sex="male").update(filled=1)  # of somebody else

    take_step(case, "withdraw", by=acting(person.candidate.user))

    assert dict(PlacesTaken.objects.exclude(sex="").values_list("sex", "filled")) == {"female": 0, "male": 1}


# The control of cards


def test_whoever_invented_a_paper_before_is_found_by_the_control_though_another_wrote_the_last():
    case = a_case(State.CONTRACTED)
    thief, other = (MembershipFactory(office=case.office) for _time in range(2))
    took = {"placement": case, "source": "fit", "target": "insured", "version": 0, "office": case.office}
    for event, who in (("insure", thief), ("prepare_card", other), ("issue_e_card", thief)):
        PlacementStep.objects.create(event=event, user=who.user, **took)
    facts = {"state": "ready", "cleared_by": thief.user, "prepared_by": other.user, "e_card_number": "E-1"}
    Placement.objects.filter(pk=case.pk).update(
        reached=[*case.required, "ready"], planned_departure_on=days_ago(-9), **facts
    )

    run_control(reads_audit=False)

    assert ControlFinding.objects.filter(kind="same_person", placement=case).exists()


def test_whoever_wrote_the_number_of_a_card_down_does_not_settle_that_it_was_never_cleared():
    case = a_case(State.CONTRACTED)
    head = MembershipFactory(office=case.office, role=Role.BP3MI_HEAD)
    record(case, "prepare_card", steps.CARD, acting(head))
    finding = ControlFinding.objects.create(kind="card_not_cleared", card_number="E-77", office=case.office)

    with pytest.raises(ActRefused, match="had a part"):
        settle(acting(head), finding, "A mistake of the printer.")


def test_each_row_that_the_card_rests_on_keeps_its_writer_from_clearing():
    before_card = {*BEFORE_CARD, UNCHANGED}
    rows = {event for event in RESTS_ON if STEPS[event].target in before_card}

    # A seat and an attendance are those of a whole room: whoever keeps its list prepares nobody's card. A doubt comes after.
    assert (rows | {"prepare_card"}) - {"schedule_opp", "attend", "doubt_death"} == PREPARING


# What leaks by the way


def test_of_a_word_about_the_office_its_head_reads_nothing_among_the_withheld_looks(client):
    case = PlacementFactory()
    concern = raise_concern(case, kind="money", is_about_office=True, reach="here", text="", key=uuid4())
    Registration.objects.filter(pk=case.registration_id).update(is_held_back=True)
    log_in(client, MembershipFactory(role=Role.MINISTRY_ADMIN).user)

    assert client.get(reverse("concerns:concern", args=[concern.pk])).status_code == 200

    look = Disclosure.objects.get()
    assert (look.purpose, look.is_withheld) == ("protection", False)


def test_a_part_of_a_test_is_no_formula_on_the_sheet():
    batch = BatchFactory(state="prepared")

    form = BatchForm({"parts": '=HYPERLINK("https://x.test") | Reading | 100'}, instance=batch)

    assert "begins with a letter" in str(form.errors["parts"])


def test_no_page_of_the_phone_tells_the_family_of_a_death(client):
    case = abroad()
    typed = {"died_on": steps.day(), "told_by": "mission", "remains": "not_known", "reason": "Letter 5"}
    record(case, "die", typed, officer_of(case))
    log_in(client, case.candidate.user)

    page = client.get(reverse("path:placement", args=[case.number])).content.decode()

    assert "This way has ended" in page and "Died" not in page
    home = client.get(reverse("pages:person_home")).content.decode()
    main = home.partition("<main")[2].partition("</main>")[0]
    assert "Your turn" not in main and reverse("jobs:vacancy_list") not in main
    assert reverse("wizard:withdraw", args=[case.registration.number]) not in home


def test_the_phone_of_somebody_who_died_is_reminded_of_no_paper():
    registration, day = VerifiedFactory(), today_in(WIB)
    PinnedPaperFactory(registration=registration, paper="passport", due="visa")
    facts = {"candidate": registration.candidate, "paper": "passport", "state": "accepted"}
    DocumentFactory(runs_out_on=day, **facts)
    assert len(papers_due(day)) == 1

    PlacementFactory(registration=registration, state=State.DECEASED)

    assert len(papers_due(day)) == 0


def test_nothing_new_begins_from_the_account_of_somebody_who_died(client):
    case, vacancy, batch = PlacementFactory(state=State.DECEASED), OpenVacancyFactory(), BatchFactory(state="open")
    registration, person = case.registration, acting(case.candidate.user)
    log_in(client, case.candidate.user)
    pages = {
        reverse("applying:vacancy", args=[vacancy.number]): Placement,
        reverse("own_programmes:batch", args=[batch.number]): SignUp,
        reverse("offers:ways"): OwnOffer,
        reverse("home:again"): Registration,
    }

    for address, model in pages.items():
        count = model.objects.count()
        answers = [client.get(address), client.post(address, {"key": uuid4()})]
        assert "it helps you and your family" in answers[0].content.decode(), address
        assert model.objects.count() == count
    assert client.get(reverse("offers:start")).url == reverse("offers:ways")
    for act in (
        lambda: apply_for(registration, vacancy, by=person),
        lambda: sign_up_for(registration, batch, by=person),
        lambda: registering.renew(registration, by=person),
        lambda: wizard.withdraw(registration, by=person),
    ):
        with pytest.raises(StepRefused, match="it helps you and your family"):
            act()
    Registration.objects.filter(pk=registration.pk).update(state="withdrawn")
    with pytest.raises(ActRefused, match="it helps you and your family"):
        wizard.begin(person, {})


@pytest.mark.parametrize(
    ("state", "words"),
    [(State.AT_WORK, "You are abroad for work"), (State.APPLIED, "Withdraw that one first"), (State.RETURNED, "")],
)
def test_a_registration_is_not_withdrawn_from_under_an_application_or_a_work(client, state, words):
    case = PlacementFactory(state=state)
    address = reverse("wizard:withdraw", args=[case.registration.number])
    log_in(client, case.candidate.user)
    home = client.get(reverse("pages:person_home")).content.decode()

    answer = client.post(address, follow=True).content.decode()

    case.registration.refresh_from_db()
    assert (words in answer, address in home) == (True, not words)
    assert case.registration.state == ("verified" if words else "withdrawn")
