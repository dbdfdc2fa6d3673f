"""Programmes of the government: signing up, scores, ranks, the roster, and how a case begins from it."""

import io
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from openpyxl import Workbook

from portal.accounts.demo import seed as seed_accounts
from portal.accounts.roles import Role
from portal.lib import dates
from portal.lib.dates import WIB, long_date
from portal.lib.tabular import Unusable
from portal.messaging.kinds import kind_named
from portal.messaging.models import Message
from portal.messaging.planning import plan_reminders
from portal.messaging.wording import by_kind_and_language, prepare, words_of
from portal.workflow import StepRefused, take_step
from registrations.models import Candidate
from registrations.placements.following import follow_people
from registrations.placements.models import Batch, ScoreList, SignUp, TestResult
from registrations.placements.programmes import ranking, scores, services
from registrations.placements.programmes.demo import seed_programmes
from registrations.placements.programmes.forms import BatchForm
from registrations.placements.programmes.listed import to_publish
from registrations.placements.programmes.workflow import Standing, State
from tests.factories.accounts import MembershipFactory, acting
from tests.factories.jobs import AgeRuleFactory, DestinationFactory, PlacementRuleFactory
from tests.factories.placements import VerifiedFactory, WayFactory
from tests.factories.places import CountryFactory
from tests.factories.programmes import BatchFactory, SignUpFactory, in_days, ranked, the_ministry
from tests.factories.registrations import RegistrationFactory
from tests.placements.steps import packaged_way

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


@pytest.fixture
def way():
    return WayFactory(scheme="G_TO_G", way=packaged_way("G_TO_G"))


def sign_up(registration, batch, **facts):
    return services.sign_up_for(registration, batch, by=acting(registration.candidate.user), **facts)


def why_not(registration, batch):
    with pytest.raises(StepRefused) as refusal:
        sign_up(registration, batch)
    return str(refusal.value)


def officer_of(office, role=Role.BP3MI_OFFICER):
    return acting(MembershipFactory(office=office, role=role))


def as_csv(*rows):
    return "\n".join(rows).encode()


def standings(people):
    for row in people:
        row.refresh_from_db()
    return [row.standing for row in people]


def publish(batch):
    by = acting(the_ministry())
    batch.scored_by = the_ministry().user
    batch.save()
    return services.publish(batch, by=by, seen=batch.version, until=in_days(100))


# Signing up


def test_a_person_in_two_tabs_signs_up_once(way):
    registration, batch = VerifiedFactory(), BatchFactory()

    first, second = (sign_up(registration, batch, key=uuid.uuid4()) for _tab in range(2))

    assert first == second
    assert Message.objects.filter(kind="placements.signed_up").count() == 1
    with pytest.raises(IntegrityError, match="person_signs_up_once_for_a_batch"), transaction.atomic():
        SignUpFactory(batch=batch, registration=registration)


def test_the_window_goes_by_the_days_in_jakarta(way, monkeypatch):
    batch = BatchFactory(opens_on="2026-03-02", closes_on="2026-03-10", test_on=None)

    def it_is(*moment):
        monkeypatch.setattr(dates, "now_in", lambda zone: datetime(2026, 3, *moment, tzinfo=WIB).astimezone(zone))

    it_is(1, 23, 59)
    assert "from 2 March 2026" in why_not(VerifiedFactory(), batch)
    it_is(10, 23, 59)
    assert sign_up(VerifiedFactory(), batch)
    it_is(11, 0, 0)  # nobody has closed it yet
    assert "closed. The last day was 10 March 2026" in why_not(VerifiedFactory(), batch)


def test_what_the_programme_asks_is_said_in_sentences(way):
    batch = BatchFactory(programme__age_max=30, programme__education_min="D3")
    AgeRuleFactory(destination=batch.programme.destination, min_age=21)

    def born(years):
        day = batch.closes_on
        return day.replace(year=day.year - years, day=min(day.day, 28))

    assert "at least 21 years" in why_not(VerifiedFactory(candidate__birth_date=born(19)), batch)
    assert "at most 30 years" in why_not(VerifiedFactory(candidate__birth_date=born(32)), batch)
    assert "Three-year diploma or higher" in why_not(VerifiedFactory(candidate__birth_date=born(25)), batch)
    assert "verified first" in why_not(RegistrationFactory(state="in_review"), batch)
    assert sign_up(VerifiedFactory(candidate__birth_date=born(25), candidate__education="S1"), batch)
    PlacementRuleFactory(destination=batch.programme.destination, employer_kind="corporate", action="banned")
    assert "country is closed" in why_not(VerifiedFactory(), batch)


def test_whoever_takes_it_back_may_sign_up_again_while_it_is_open(way):
    registration, batch = VerifiedFactory(), BatchFactory()
    first = sign_up(registration, batch, key=(key := uuid.uuid4()))

    for _click in range(2):
        services.withdraw(first, by=acting(registration.candidate.user))

    with pytest.raises(StepRefused, match="look again"):  # the old form, sent once more
        sign_up(registration, batch, key=key)
    assert sign_up(registration, batch, key=uuid.uuid4()) != first


def test_a_sign_up_follows_its_registration_to_whom_it_belongs(way):
    row = SignUpFactory()
    other = Candidate.objects.create(name="Maria")
    row.registration.candidate = other
    row.registration.save()

    assert follow_people() == 1
    row.refresh_from_db()
    assert row.candidate == other


# A batch


def test_a_batch_opens_when_it_can_be_walked_and_closes_by_itself(way):
    batch = BatchFactory(state=State.PREPARED)
    by = acting(the_ministry())
    batch.parts.all().delete()
    with pytest.raises(StepRefused, match="which parts the test has"):
        take_step(batch, "open", by=by)
    with pytest.raises(StepRefused, match="not open to you"):
        take_step(batch, "open", by=officer_of(VerifiedFactory().office))

    over = BatchFactory(over=True)
    last_day = BatchFactory(closes_on=in_days(0))
    ended = BatchFactory(state=State.PUBLISHED, over=True, roster_until=in_days(-1))

    assert services.tend() == (1, 1)
    assert services.tend() == (0, 0)
    assert [Batch.objects.get(pk=one.pk).state for one in (over, last_day, ended)] == ["closed", "open", "ended"]


def test_a_batch_is_written_down_with_all_that_is_wrong_as_sentences():
    batch = BatchFactory(state=State.PREPARED)
    facts = {
        "programme": batch.programme.pk, "name": "VII", "opens_on": "10/03/2027", "closes_on": "01/03/2027",
        "places_total": "5", "places_male": "6", "parts": "Membaca | Reading | 100", "tie_rule": "earlier",
        "test_on": "01/02/2027", "fee_currency": "USD", "test_fee": "28",
    }  # fmt: skip

    form = BatchForm(facts, instance=Batch(office=batch.office))
    assert not form.is_valid()
    said = str(form.errors)
    assert "not before the first" in said and "after the last day" in said and "at least one place" in said
    assert "Line 1" in str(BatchForm(facts | {"parts": "Membaca, 100"}, instance=Batch()).errors["parts"])

    right = facts | {"opens_on": "01/02/2027", "places_male": "", "test_on": "01/05/2027"}
    form = BatchForm(right, instance=Batch(office=batch.office))
    assert form.is_valid(), form.errors
    services.keep_batch(form.save(commit=False), form.cleaned_data["parts"], by=acting(the_ministry()))
    kept = Batch.objects.get(name="VII")
    assert [str(part) for part in kept.parts.all()] == ["Reading"]

    kept.state, kept.city = State.OPEN, "Ansan"
    open_fields = BatchForm(instance=kept).fields
    assert "wage_amount_min" in open_fields and not {"city", "places_total"} & {*open_fields}
    without_currency = BatchForm({"closes_on": "01/03/2027", "wage_amount_min": "2060740"}, instance=kept)
    assert "A wage needs its currency" in str(without_currency.errors)


def test_the_window_may_only_become_longer_and_a_closed_batch_opens_again_within_it(way):
    batch = BatchFactory(state=State.CLOSED, over=True)
    by = acting(the_ministry())
    with pytest.raises(StepRefused, match="last day to sign up was"):
        take_step(batch, "open", by=by)
    earlier = BatchForm({"closes_on": f"{batch.closes_on - timedelta(days=1):%d/%m/%Y}"}, instance=batch)
    assert "later only" in str(earlier.errors["closes_on"])

    form = BatchForm({"closes_on": f"{in_days(5):%d/%m/%Y}"}, instance=Batch.objects.get(pk=batch.pk))
    assert form.is_valid(), form.errors
    row = SignUpFactory(batch=batch)
    services.keep_batch(form.save(commit=False), None, by=by)
    SignUpFactory(batch=batch)

    assert not plan_reminders()["placements.batch_changed"]  # whoever came later knows the new days
    told = Message.objects.get(kind="placements.batch_changed")
    assert told.contact.user == row.candidate.user
    kind = kind_named(told.kind)
    words = words_of(kind, kind.prepare([told])[told.pk], "en")
    assert "EPS" not in words.subject and f"sign up: {long_date(in_days(5))}" in words.body
    assert take_step(batch, "open", by=by).state == State.OPEN


# Scores


def test_a_list_is_looked_at_written_and_the_same_file_twice_changes_nothing():
    batch, people = ranked((), (), state=State.CLOSED)
    by, first, second = acting(the_ministry()), *(row.number for row in people)
    content = as_csv(
        "nomor;Membaca;Menyimak", f"{first.lower()};80,5;70", f"{second};101;x", "N-2222;1;1", f"{first};1;1"
    )

    Batch.objects.filter(pk=batch.pk).update(test_on=in_days(1))
    with pytest.raises(StepRefused, match="scores come after it"):
        scores.look(by, Batch.objects.get(pk=batch.pk), content)
    Batch.objects.filter(pk=batch.pk).update(test_on=in_days(0))
    kept = scores.look(by, batch := Batch.objects.get(pk=batch.pk), content)
    assert (kept.rows, kept.created, kept.rejected, TestResult.objects.count()) == (4, 1, 3, 0)
    said = {row: " ".join(sentences) for row, sentences in kept.refused}
    assert "larger than 100" in said[3] and "not an amount" in said[3]
    assert "Nobody in this batch" in said[4] and "twice" in said[5]

    scores.write(by, kept)
    again = scores.look(by, Batch.objects.get(pk=batch.pk), content)
    scores.write(acting(the_ministry()), again)

    batch.refresh_from_db()
    assert (batch.state, batch.scored_by, batch.history.count()) == (State.TESTED, by.user, 1)
    people[0].refresh_from_db()
    assert (people[0].total, people[0].rank, people[0].standing) == (150.5, 1, Standing.TESTED)
    assert not ScoreList.objects.exclude(content=b"").exists()


def test_a_file_that_is_none_is_refused_whole_and_a_sheet_is_read_like_a_list():
    batch, people = ranked((), state=State.CLOSED)
    by = acting(the_ministry())
    for content in (b"\x89PNG\r\n\x1a\n\x00\x00", as_csv("nomor,Membaca", "N,1"), as_csv("nomor,Membaca,Menyimak")):
        with pytest.raises(Unusable):
            scores.look(by, batch, content)
    book, file = Workbook(), io.BytesIO()
    for row in (["nomor", "Membaca", "Menyimak"], [people[0].number, 90, 70.5]):
        book.active.append(row)
    book.save(file)

    assert scores.look(by, batch, file.getvalue()).created == 1


def test_scores_of_one_person_are_typed_and_whoever_takes_part_types_none():
    batch, people = ranked((), state=State.CLOSED)
    by = acting(the_ministry())

    assert scores.write_one(by, batch, people[0].number, [50, 60])
    assert not scores.write_one(by, batch, people[0].number, [50, 60])

    own = MembershipFactory(role=Role.MINISTRY_ADMIN, user=people[0].candidate.user)
    with pytest.raises(StepRefused, match="not open to you"):
        scores.write_one(acting(own), batch, people[0].number, [100, 100])


# Ranks and roster


def test_the_best_by_points_come_onto_the_roster_and_ties_go_by_the_rule_of_the_batch():
    points = [(40, 50), (90, 10), (60, 40), (10, 10), (55, 45)]
    _batch, people = ranked(*points, pass_mark=50)
    assert [row.rank for row in people] == [4, 1, 2, 5, 3]  # a hundred each: by the time they signed up
    assert [row.outcome for row in people] == ["waiting", "on_roster", "on_roster", "not_on_roster", "waiting"]

    _batch, people = ranked(*points, tie_rule="first_part", places_total=1)
    assert [row.rank for row in people] == [4, 1, 2, 5, 3]
    batch, people = ranked((10, 90), (90, 10), tie_rule="first_part", places_total=1)
    assert [row.rank for row in people] == [2, 1]
    for row, year in zip(people, (1999, 1995), strict=True):
        Candidate.objects.filter(pk=row.candidate_id).update(birth_date=f"{year}-01-01")
    for batch.tie_rule, ranks in (("earlier", [1, 2]), ("older", [2, 1])):
        ranking.rank(batch)
        for row in people:
            row.refresh_from_db()
        assert [row.rank for row in people] == ranks


def test_places_of_one_sex_are_not_given_to_the_other():
    batch = BatchFactory(state=State.CLOSED, over=True, places_total=3, places_male=1)
    sexes = ["male", "male", "female", "female"]
    people = [
        SignUpFactory(batch=batch, registration__candidate__sex=sex, points=(90 - place, 0))
        for place, sex in enumerate(sexes)
    ]
    ranking.rank(batch)

    for row in people:
        row.refresh_from_db()
    assert [row.outcome for row in people] == ["on_roster", "waiting", "on_roster", "on_roster"]


def test_the_roster_is_published_by_another_and_stands_from_then_on():
    batch, people = ranked((90, 90), (80, 80), (70, 70), ())
    scorer = the_ministry()
    batch.scored_by = scorer.user
    batch.save()

    with pytest.raises(StepRefused, match="not open to you"):
        services.publish(batch, by=acting(scorer), seen=batch.version, until=in_days(100))
    with pytest.raises(StepRefused, match="would be over"):
        services.publish(batch, by=acting(the_ministry()), seen=batch.version, until=in_days(-1))
    with pytest.raises(IntegrityError, match="published_by_another"), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(published_by=scorer.user)
    by = acting(the_ministry())
    assert (to_publish(acting(scorer)), to_publish(by)) == ([], [batch])
    services.publish(batch, by=by, seen=batch.version, until=in_days(100))

    assert standings(people) == ["on_roster", "on_roster", "waiting", "not_on_roster"]
    assert Message.objects.filter(kind="placements.result").count() == 4
    with pytest.raises(StepRefused):
        services.publish(batch, by=by, seen=batch.version, until=in_days(100))
    with pytest.raises(StepRefused, match="not open"):
        scores.write_one(acting(scorer), batch, people[2].number, [100, 100])


def test_who_waits_first_comes_up_when_somebody_leaves_the_roster():
    _batch, people = ranked((90, 90), (80, 80), (70, 70), (60, 60), state=State.PUBLISHED)

    services.withdraw(people[0], by=acting(people[0].candidate.user))

    assert standings(people) == ["withdrawn", "on_roster", "on_roster", "waiting"]
    assert Message.objects.get(kind="placements.moved_up").subject == people[2].pk


def test_twenty_thousand_people_are_ranked_by_few_statements(django_assert_num_queries):
    batch, _people = ranked((1, 2), (2, 3), (3, 4))

    with django_assert_num_queries(2):  # two statements, whatever the number of people
        ranking.publish(batch)


# Words


def test_people_are_told_of_the_test_and_of_the_end_of_the_roster():
    soon, tomorrow = (BatchFactory(state=State.CLOSED, over=True, test_on=in_days(days)) for days in (7, 1))
    SignUpFactory(batch=soon), SignUpFactory(batch=tomorrow)
    roster, _people = ranked((90, 90), state=State.PUBLISHED)
    Batch.objects.filter(pk=roster.pk).update(roster_until=in_days(30), published_on=in_days(-9))

    counts = plan_reminders()

    assert (counts["placements.test_soon"], counts["placements.roster_ends"]) == (2, 1)
    assert not plan_reminders()["placements.test_soon"]


def test_each_message_says_that_passing_promises_nothing_and_names_nobody_in_its_subject():
    batch, people = ranked((90, 90), (80, 80), (70, 70), ())
    publish(batch)

    owed = Message.objects.filter(kind="placements.result").select_related("contact")
    [((name, language), some)] = by_kind_and_language(owed)
    kind = kind_named(name)
    said = [words_of(kind, facts, language) for facts in prepare(some, kind, language).values()]
    assert len(said) == len(people)
    for words in said:
        assert "Lulus tidak menjamin penempatan." in words.body
        assert people[0].candidate.name not in words.subject + words.body


def test_demo_batches_are_made_once_and_marked():
    seed_accounts()
    DestinationFactory(country=CountryFactory(iso2="KR"), open=True)
    for _person in range(3):
        VerifiedFactory(is_demo=True)

    assert (seed_programmes(10, 1), seed_programmes(10, 1)) == (3, 0)
    assert {*Batch.objects.values_list("state", "is_demo")} == {(State.OPEN, True), (State.PUBLISHED, True)}
    assert SignUp.objects.filter(standing=Standing.ON_ROSTER).exists()


@pytest.mark.django_db(transaction=True)
def test_two_tabs_at_the_same_moment_are_one_sign_up():
    WayFactory(scheme="G_TO_G")
    registration, batch = VerifiedFactory(), BatchFactory()
    by = acting(registration.candidate.user)

    def send(_tab):
        found = services.sign_up_for(registration, batch, by=by, key=uuid.uuid4())
        connection.close()
        return found.number

    with ThreadPoolExecutor(4) as tabs:
        numbers = set(tabs.map(send, range(4)))

    assert numbers == {SignUp.objects.get().number}
