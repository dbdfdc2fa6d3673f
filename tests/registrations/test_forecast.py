"""Papers that will not count when they are needed, worked back from the day of departure."""

import random
from datetime import date, timedelta

import pytest
from django.urls import reverse

from jobs.choices import DueStep, Paper
from jobs.models import ValidityRule
from portal.lib.dates import WIB, add_months, long_date, short_date, today_in
from portal.messaging import planning
from portal.messaging.models import Message
from portal.messaging.wording import prepare, short_text, words_of
from registrations import forecast, services
from registrations.choices import OutlookKind
from registrations.forecast import Held, Trip, outlook
from registrations.models import Document, PaperForecast, Passport, PinnedPaper, Registration
from registrations.notifications import PAPER_ENDS_TOO_EARLY, PAPER_RUNS_OUT
from registrations.wizard import services as wizard
from registrations.workflow import HOLDS_NIK, State
from tests.factories.accounts import MembershipFactory, acting, log_in
from tests.factories.jobs import PaperRuleFactory, ValidityRuleFactory
from tests.factories.registrations import CandidateFactory, DocumentFactory, PinnedPaperFactory, RegistrationFactory

DUES = ["", *DueStep.values]
DAY, DEPARTURE = date(2026, 11, 23), date(2027, 3, 31)
RULES = [
    ValidityRule(paper="health", months=3, counted="from_issue"),
    ValidityRule(paper="health", scheme="G_TO_G", months=2, counted="from_issue", is_checked=True),
    ValidityRule(paper="passport", months=6, counted="after_departure", is_checked=True),
]
pytestmark = pytest.mark.usefixtures("english")


def said(paper, due, *, issued=None, until=None, **trip):
    found = outlook(Held(paper, due, issued, until), RULES, Trip(**{"day": DAY, "departure": DEPARTURE} | trip))
    return found and (found.kind, found.sentence)


def test_a_medical_letter_of_today_will_have_run_out_before_a_departure_in_four_months():
    kind, sentence = said("health", "opp", issued=DAY)

    assert kind == OutlookKind.BEFORE_STEP
    assert sentence == (
        "It counts until 23 February 2027 and will have run out before the orientation (OPP)."
        " How long it counts is not checked yet."
    )


# From 10 to 28 March the orientation usually comes, 21 to 3 days before 31 March.
@pytest.mark.parametrize(
    ("until", "kind"),
    [
        (date(2026, 11, 22), OutlookKind.OVER),
        (date(2026, 11, 23), OutlookKind.BEFORE_STEP),
        (date(2027, 3, 9), OutlookKind.BEFORE_STEP),
        (date(2027, 3, 10), OutlookKind.MAYBE),
        (date(2027, 3, 27), OutlookKind.MAYBE),
        (date(2027, 3, 28), None),
    ],
)
def test_the_usual_days_are_a_range_and_between_them_nothing_is_sure(until, kind):
    found = said("health", "opp", until=until)

    assert (found and found[0]) == kind
    if kind == OutlookKind.MAYBE:
        assert "the orientation (OPP) usually comes between 10 March 2027 and 28 March 2027" in found[1]


@pytest.mark.parametrize(("until", "is_short"), [(date(2027, 9, 29), True), (date(2027, 9, 30), False)])
def test_a_passport_must_count_for_six_months_beyond_departure(until, is_short):
    found = said("passport", "visa", until=until)

    assert (found is not None) == is_short
    if is_short:
        text = "It ends on 29 September 2027; it must count for 6 months beyond the day of departure."
        assert found == (OutlookKind.SHORT, text)


def test_without_a_planned_departure_only_what_is_over_is_said():
    assert said("passport", "visa", until=date(2026, 12, 1), departure=None) is None
    assert said("health", "opp", issued=date(2026, 8, 1), departure=None)[0] == OutlookKind.OVER


def test_of_what_nobody_knows_and_of_steps_behind_nothing_is_said():
    assert said("ktp", "submitted") is None
    assert said("health", "", until=date(2027, 1, 1)) is None
    assert said("marital", "verified", until=date(2026, 1, 1), passed=frozenset({"verified"})) is None


def test_the_rule_of_the_scheme_wins_and_the_paper_itself_if_it_ends_sooner():
    rules = [*RULES]
    held = Held("health", "opp", DAY, None)

    assert forecast.last_day_of(held, rules, "P_TO_P")[0] == date(2027, 2, 23)
    assert forecast.last_day_of(held, rules, "G_TO_G")[0] == date(2027, 1, 23)
    assert forecast.last_day_of(Held("health", "opp", DAY, date(2026, 12, 1)), rules, "")[0] == date(2026, 12, 1)


@pytest.mark.django_db
def test_the_database_counts_months_as_the_pages_do():
    ValidityRuleFactory(paper="health", months=3)
    ValidityRuleFactory(paper="health", months=1, scheme="G_TO_G")
    for issued in (date(2026, 11, 30), date(2027, 11, 30), date(2026, 1, 31), date(2026, 5, 15)):
        DocumentFactory(paper="health", issued_on=issued)
    printed = DocumentFactory(paper="health", issued_on=DAY, expires_on=DAY)
    DocumentFactory(paper="ktp", issued_on=DAY)

    Document.objects.current().note_last_days(DAY)

    found = dict(Document.objects.values_list("issued_on", "runs_out_on").exclude(pk=printed.pk).filter(paper="health"))
    assert found == {issued: add_months(issued, 3) for issued in found} and len(found) == 4
    printed.refresh_from_db()
    assert printed.runs_out_on == DAY
    assert Document.objects.get(paper="ktp").runs_out_on is None
    assert Document.objects.current().note_last_days(DAY) == 0


@pytest.mark.django_db
def test_a_passport_that_was_only_typed_counts_by_its_lines():
    candidate, until = CandidateFactory(), date(2030, 1, 1)
    Passport.objects.create(candidate=candidate, number="C1234567", expires_on=until)
    DocumentFactory(candidate=candidate, paper="passport")

    assert Document.objects.with_printed_until().get().printed_until == until


def about_papers():
    planning.plan_reminders()
    return list(Message.objects.filter(kind="registrations.paper_runs_out").order_by("due_on"))


@pytest.mark.django_db
def test_a_person_is_told_of_a_paper_that_runs_out_while_it_is_needed():
    last_day = today_in(WIB) + timedelta(days=20)
    registration = RegistrationFactory(state=State.VERIFIED)
    PinnedPaperFactory(registration=registration, paper="passport", due="visa")
    PinnedPaperFactory(registration=registration, paper="marital", due="verified")
    papers = [DocumentFactory(candidate=registration.candidate, paper=name) for name in ("passport", "marital", "skck")]
    Document.objects.update(runs_out_on=last_day)

    [message] = about_papers()

    assert (message.subject, message.due_on) == (papers[0].pk, last_day - timedelta(days=30))
    assert (message.contact.user, message.office) == (registration.candidate.user, registration.office)
    said = prepare([message], PAPER_RUNS_OUT, "en")[message.pk]
    assert words_of(PAPER_RUNS_OUT, said, "en").subject == "a paper of yours runs out"
    body = words_of(PAPER_RUNS_OUT, said, "en").body
    assert f"One of your papers counts until {long_date(last_day)}: passport." in body
    assert short_text(PAPER_RUNS_OUT, said, "id").startswith("Jalur Resmi: ada pesan di Jalur saya.")
    DocumentFactory(candidate=registration.candidate, paper="passport", version=2, is_current=False)
    assert PAPER_RUNS_OUT.still_due(Document.objects.filter(pk=message.subject)).exists()
    papers[0].is_current = False
    papers[0].save(update_fields=["is_current"])
    assert not PAPER_RUNS_OUT.still_due(Document.objects.filter(pk=message.subject)).exists()


@pytest.mark.django_db
def test_each_night_the_forecasts_follow_what_was_handed_in_and_what_ended():
    today = today_in(WIB)
    ValidityRuleFactory(paper="health", months=3)
    registration = RegistrationFactory(
        state=State.IN_REVIEW, scheme="P_TO_P", planned_departure_on=today + timedelta(days=150)
    )
    PinnedPaperFactory(registration=registration, paper="health", due="opp")
    document = DocumentFactory(candidate=registration.candidate, paper="health", issued_on=today)
    over = RegistrationFactory(state=State.RETURNED)
    PinnedPaperFactory(registration=over, paper="marital", due="verified")
    DocumentFactory(candidate=over.candidate, paper="marital", expires_on=today - timedelta(days=1), state="accepted")
    RegistrationFactory(state=State.IN_REVIEW)

    for night in range(2):
        forecast.renew_all()
        planning.plan_reminders(today + timedelta(days=night))
    told = Message.objects.get(kind="registrations.paper_ends_too_early")
    assert (told.due_on, told.contact.user, told.office) == (today, registration.candidate.user, registration.office)
    said = words_of(PAPER_ENDS_TOO_EARLY, prepare([told], PAPER_ENDS_TOO_EARLY, "en")[told.pk], "en")
    assert said.subject == "a paper of yours ends too early"
    assert f"It counts until {long_date(add_months(today, 3))}: health certificate" in said.body
    kinds = dict(PaperForecast.objects.values_list("registration", "kind"))
    assert kinds == {registration.pk: OutlookKind.BEFORE_STEP, over.pk: OutlookKind.OVER}

    Document.objects.filter(pk=document.pk).update(issued_on=today + timedelta(days=90))
    type(over).objects.filter(pk=over.pk).update(state=State.WITHDRAWN, nik_index=None)
    forecast.renew_all()
    assert not PaperForecast.objects.exists()


@pytest.mark.django_db
def test_the_table_of_forecasts_says_of_every_case_what_a_page_computes():
    picked, papers = random.Random(1), [paper for paper in Paper if paper != Paper.PASSPORT]
    for place, paper in enumerate(papers):
        ValidityRuleFactory(paper=paper, months=place % 4)
        ValidityRuleFactory(paper=paper, months=place % 5, scheme="G_TO_G")
        ValidityRuleFactory(paper=paper, months=place % 3, counted="after_departure", scheme=["", "P_TO_P"][place % 2])
    dates = [None, *(DAY + timedelta(days=days) for days in (-93, -1, 0, 1, 6, 20, 45, 89, 90, 91, 149, 720))]
    files = [
        RegistrationFactory(state=state, scheme=scheme, planned_departure_on=departure)
        for state in (State.RETURNED, State.VERIFIED, State.WITHDRAWN)
        for scheme in ("", "P_TO_P", "G_TO_G")
        for departure in (None, DAY + timedelta(days=91))
    ]
    pins, held = [], []
    for file in files:
        for paper in papers:
            issued, until = sorted(picked.choices(dates, k=2), key=lambda day: (day is not None, day))
            pins.append(PinnedPaper(registration=file, paper=paper, need="required", due=picked.choice(DUES)))
            held.append(Document(candidate=file.candidate, paper=paper, version=1, issued_on=issued, expires_on=until))
        pins.append(PinnedPaper(registration=file, paper=Paper.PASSPORT, need="required", due="visa"))
        held.append(Document(candidate=file.candidate, paper=Paper.PASSPORT, version=1, issued_on=DAY))
        Passport.objects.create(candidate=file.candidate, number="C1234567", expires_on=picked.choice(dates))
    held[0].state = held[1].state = "infected"
    Document.objects.bulk_create(held)
    PinnedPaper.objects.bulk_create(pins)
    documents = {(one.candidate_id, one.paper): one for one in Document.objects.with_printed_until().usable()}
    rules = forecast.rules_on(DAY)
    expected = {}
    for pin in pins:
        document = documents.get((pin.registration.candidate_id, pin.paper))
        on = document and pin.registration.state in HOLDS_NIK and forecast.held_of(document, pin.due)
        if on and (found := outlook(on, rules, forecast.trip_of(pin.registration, DAY))):
            expected[pin.registration_id, pin.paper] = (found.kind, found.last_day)

    for _night in range(2):
        forecast.renew_all(DAY)

    rows = PaperForecast.objects.values_list("registration", "paper", "kind", "last_day")
    assert {(holder, paper): said for holder, paper, *said in rows} == {key: [*said] for key, said in expected.items()}
    assert {kind for kind, _day in expected.values()} == {*OutlookKind}


@pytest.mark.django_db
def test_a_move_and_a_new_paper_renew_the_forecast_and_the_queue_lists_paper_and_day(client):
    today = today_in(WIB)
    PaperRuleFactory(paper="health", due="opp")
    ValidityRuleFactory(paper="health", months=3)
    draft = RegistrationFactory(papers=True, scheme="P_TO_P", planned_departure_on=today + timedelta(days=150))
    DocumentFactory(candidate=draft.candidate, paper="health", issued_on=today)
    person = acting(draft.candidate.user)

    registration = services.submit(draft, by=person)
    assert PaperForecast.objects.get().kind == OutlookKind.BEFORE_STEP
    log_in(client, MembershipFactory(role="bp3mi_officer", office=registration.office).user)
    address = f"{reverse('desk:files')}?habis=1"
    [row] = client.get(address).context["rows"]
    assert row.ends == f"Health certificate, body and mind until {short_date(add_months(today, 3))}"

    Registration.objects.update(state=State.RETURNED)
    wizard.save(registration, {"planned_departure_on": today + timedelta(days=60)}, by=person)
    assert not PaperForecast.objects.exists()
    assert client.get(address).context["rows"] == []
    wizard.save(registration, {"planned_departure_on": today + timedelta(days=150)}, by=person)
    wizard.withdraw(registration, by=person)
    assert not PaperForecast.objects.exists()
