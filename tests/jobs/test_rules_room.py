"""The rules room: one drafts, another publishes, what is published is ended and replaced, and the public sees it at once."""

import time
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import override

from jobs import reference
from jobs.choices import RuleAct, RuleAction
from jobs.models import PlacementRule, RuleDraft, RuleDraftStep
from jobs.permissions import RULE_KEEPERS
from jobs.rules_room import services, shown
from portal.accounts.acting import Acting
from portal.accounts.models import User
from portal.accounts.roles import STAFF_ROLES
from portal.audit.models import Entry
from portal.workflow import StepRefused, take_step
from tests.factories.jobs import (
    DestinationFactory,
    PlacementRuleFactory,
    RuleDraftFactory,
    VacancyFactory,
    days_ago,
)
from tests.jobs.desks import member
from tests.jobs.rules_desk import a_ban, decree, handed_in, keeper, page, publish

pytestmark = pytest.mark.django_db
LIST, RULES = "/en/lowongan/", "/en/aturan/"


@pytest.fixture
def drafter():
    return keeper()


@pytest.fixture
def second():
    return keeper()


@pytest.fixture(autouse=True)
def _english():
    with override("en"):
        yield


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_the_rules_room_is_the_ministrys(role):
    client, rule, draft = member(role), PlacementRuleFactory(), RuleDraftFactory(waiting=True)
    expected = 200 if role in RULE_KEEPERS else 404

    for address in (
        page("rules"), page("new", "placement"), page("new", "cost"), page("end", "placement", rule.pk),
        page("check", "placement", rule.pk), page("draft", draft.pk), page("publish", draft.pk), page("return", draft.pk),
    ):  # fmt: skip
        assert client.get(address).status_code == expected


def test_a_published_ban_closes_list_and_pages_at_once_and_says_why(drafter, second, client):
    vacancy = VacancyFactory()
    assert vacancy.title in client.get(LIST).text

    draft = handed_in(drafter, page("new", "placement"), a_ban(vacancy.destination))
    assert vacancy.title in client.get(LIST).text
    publish(second, draft)

    assert vacancy.title not in client.get(LIST).text
    assert "You can&#x27;t apply" in client.get(vacancy.get_absolute_url()).text.replace("can't", "can&#x27;t")
    country = client.get(vacancy.destination.get_absolute_url())
    assert country.context["page"]["law"].label == "Closed"
    assert "Keputusan Contoh 12/2026, article 3" in country.text
    assert "Compared with the decree on" in country.text
    newest = client.get(RULES).context["lines"][0]
    assert (newest.sentence, newest.is_checked) == ("All work: closed.", True)
    assert newest.when.startswith("Since ")
    actions = Entry.objects.filter(action__startswith="rules.").order_by("pk").values_list("action", flat=True)
    assert list(actions) == ["rules.drafted", "rules.draft_moved", "rules.published", "rules.ended"]


def test_a_new_rule_ends_the_one_before_the_day_before(drafter, second):
    old = PlacementRuleFactory(valid_from=days_ago(30))
    draft = handed_in(drafter, page("new", "placement"), a_ban(old.destination, valid_from=f"{days_ago(-9):%d/%m/%Y}"))

    publish(second, draft)

    old.refresh_from_db()
    rule = PlacementRule.objects.get(action=RuleAction.BANNED)
    assert (old.valid_to, old.withdrawn_on, old.ended_in) == (days_ago(-8), None, draft)
    assert (rule.valid_from, rule.valid_to, rule.published_in, rule.is_checked) == (days_ago(-9), None, draft, True)


def test_a_rule_for_a_later_day_changes_nothing_before_it(drafter, second, client):
    vacancy = VacancyFactory()
    tomorrow = f"{days_ago(-1):%d/%m/%Y}"

    publish(second, handed_in(drafter, page("new", "placement"), a_ban(vacancy.destination, valid_from=tomorrow)))

    assert vacancy.title in client.get(LIST).text
    assert not type(vacancy).objects.current(days_ago(-1)).exists()


def test_a_wrong_rule_of_today_is_withdrawn_and_replaced(drafter, second, client):
    vacancy = VacancyFactory()
    publish(second, handed_in(drafter, page("new", "placement"), a_ban(vacancy.destination)))

    publish(second, handed_in(drafter, page("new", "placement"), a_ban(vacancy.destination, action="open")))

    assert PlacementRule.objects.get(action=RuleAction.BANNED).withdrawn_on == days_ago(0)
    assert vacancy.title in client.get(LIST).text
    assert {line.label for line in client.get(RULES).context["lines"]} == {"In force", "Withdrawn", "Ended"}


def test_a_short_rule_does_not_swallow_one_that_begins_in_it_and_lasts_longer(drafter):
    later = PlacementRuleFactory(valid_from=days_ago(-5))
    facts = a_ban(later.destination, valid_to=f"{days_ago(-9):%d/%m/%Y}")

    drafter.post(page("new", "placement"), facts)

    shown = drafter.get(page("draft", RuleDraft.objects.get().pk)).context["page"]
    assert "longer than this one" in shown.problem


def test_who_drafts_never_publishes(drafter):
    draft = handed_in(drafter, page("new", "placement"), a_ban(DestinationFactory(open=True)))

    drafter.post(page("publish", draft.pk), {"seen": draft.version, "ends": ""})
    with pytest.raises(StepRefused):
        services.publish(drafter.acting, draft, seen=draft.version, expected=[])

    draft.refresh_from_db()
    assert draft.state == RuleDraft.State.WAITING
    assert not PlacementRule.objects.filter(action=RuleAction.BANNED).exists()


def test_another_officer_neither_changes_nor_hands_in_nor_drops_a_draft(drafter, second):
    drafter.post(page("new", "placement"), a_ban(DestinationFactory(open=True)))
    draft = RuleDraft.objects.get()

    for event in ("hand_in", "drop"):
        second.post(page("move", draft.pk, event), {"seen": draft.version})
    second.post(page("edit", draft.pk), a_ban(DestinationFactory(), action="open", seen=draft.version))

    draft.refresh_from_db()
    assert (draft.state, draft.version, draft.facts["action"]) == (RuleDraft.State.DRAFT, 1, "banned")


def test_publishing_asks_for_the_second_factor_again(drafter, second, monkeypatch):
    draft, now = handed_in(drafter, page("new", "placement"), a_ban(DestinationFactory(open=True))), time.time()
    monkeypatch.setattr(time, "time", lambda: now + 60 * 60)

    answer = second.post(page("publish", draft.pk), {"seen": draft.version, "ends": ""})

    assert answer["Location"].startswith("/en/akun/")
    assert not PlacementRule.objects.filter(action=RuleAction.BANNED).exists()


def test_a_draft_is_returned_with_a_reason_changed_and_handed_in_again(drafter, second):
    draft = handed_in(drafter, page("new", "placement"), a_ban(DestinationFactory(open=True)))

    second.post(page("return", draft.pk), {"seen": draft.version, "reason": ""})
    draft.refresh_from_db()
    assert draft.state == RuleDraft.State.WAITING
    second.post(page("return", draft.pk), {"seen": draft.version, "reason": "Pasalnya 4"})
    draft.refresh_from_db()
    assert "Pasalnya 4" in drafter.get(page("draft", draft.pk)).text
    changed = a_ban(DestinationFactory(), article="4", seen=draft.version)
    drafter.post(page("edit", draft.pk), changed)
    drafter.post(page("edit", draft.pk), changed | {"article": "5"})  # looked at the version before

    draft.refresh_from_db()
    assert draft.article == "4"


def test_nobody_publishes_something_else_than_the_preview_said(drafter, second):
    old = PlacementRuleFactory(valid_from=days_ago(30))
    draft = handed_in(drafter, page("new", "placement"), a_ban(old.destination))
    form = second.get(page("publish", draft.pk)).context["form"]
    publish(second, handed_in(drafter, page("new", "placement"), a_ban(old.destination, action="stopped")))

    answer = second.post(page("publish", draft.pk), form.initial, follow=True)

    assert "The rules have changed since you looked" in answer.text
    assert PlacementRule.objects.in_force(days_ago(0)).get().action == RuleAction.STOPPED


def test_a_form_sent_twice_is_one_draft(drafter):
    form = a_ban(DestinationFactory(open=True), key=str(uuid4()))

    addresses = {drafter.post(page("new", "placement"), form).url for _click in range(2)}

    assert len(addresses) == RuleDraft.objects.count() == 1


def test_a_published_draft_sent_once_more_does_nothing(drafter, second):
    draft = handed_in(drafter, page("new", "placement"), a_ban(DestinationFactory(open=True)))
    form = second.get(page("publish", draft.pk)).context["form"].initial

    answers = [second.post(page("publish", draft.pk), form, follow=True).text for _ in range(2)]

    assert "This step is not open to you now." not in answers[1]  # it is done, as the button said
    assert PlacementRule.objects.filter(action=RuleAction.BANNED).count() == 1


def test_a_packaged_rule_is_called_checked_by_two_people_with_the_decree(drafter, second, client):
    rule = PlacementRuleFactory(is_packaged=True, valid_from=days_ago(90))
    draft = handed_in(drafter, page("check", "placement", rule.pk), decree())

    publish(second, draft)

    rule.refresh_from_db()
    assert (rule.is_checked, rule.checked_in, rule.checked_on) == (True, draft, days_ago(0))
    assert "Compared with the decree on" in client.get(rule.destination.get_absolute_url()).text


@pytest.mark.usefixtures("countries")
def test_what_people_ended_or_replaced_stays_when_the_packaged_data_come_again(drafter, second):
    reference.sync()
    japan, korea, brunei = (PlacementRule.objects.get(destination__country=iso2) for iso2 in ("JP", "KR", "BN"))
    publish(second, handed_in(drafter, page("end", "placement", japan.pk), decree()))
    publish(second, handed_in(drafter, page("new", "placement"), a_ban(korea.destination)))
    publish(second, handed_in(drafter, page("check", "placement", brunei.pk), decree()))
    before = list(PlacementRule.objects.order_by("pk").values())

    reference.sync()

    assert list(PlacementRule.objects.order_by("pk").values()) == before
    assert not PlacementRule.objects.in_force(days_ago(0)).filter(destination=japan.destination).exists()


def test_an_ended_rule_closes_its_country_and_is_not_ended_twice(drafter, second, client):
    vacancy = VacancyFactory()
    rule = vacancy.destination.rules.get()
    publish(second, handed_in(drafter, page("end", "placement", rule.pk), decree()))

    assert vacancy.title not in client.get(LIST).text
    drafter.post(page("end", "placement", rule.pk), decree())
    again = drafter.get(page("draft", RuleDraft.objects.latest("pk").pk)).context["page"]
    assert again.problem == "This rule has ended earlier already."


@pytest.mark.parametrize(
    "change",
    [{"action": RuleAction.OPEN}, {"legal_basis": "Lain"}, {"valid_from": days_ago(99)}, {"is_checked": False},
     {"valid_to": None}, {"withdrawn_on": None}],
)  # fmt: skip
def test_the_database_refuses_to_edit_a_published_rule(change):
    rule = PlacementRuleFactory(
        action=RuleAction.BANNED,
        is_checked=True,
        valid_to=days_ago(-9),
        withdrawn_on=days_ago(0),
        valid_from=days_ago(9),
    )

    with pytest.raises(IntegrityError, match="ended and replaced"), transaction.atomic():
        PlacementRule.objects.filter(pk=rule.pk).update(**change)
    with pytest.raises(IntegrityError, match="ended and replaced"), transaction.atomic():
        rule.delete()


def test_the_database_refuses_to_edit_a_published_draft_or_its_history(drafter, second):
    draft = handed_in(drafter, page("new", "placement"), a_ban(DestinationFactory(open=True)))
    publish(second, draft)

    for rows in (RuleDraft.objects, RuleDraftStep.objects):
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**({"article": "9"} if rows.model is RuleDraft else {"event": "drop"}))


@pytest.mark.parametrize(
    ("kind", "facts", "field"),
    [
        ("placement", {"decree_number": ""}, "decree_number"),
        ("placement", {"decree_date": f"{days_ago(-1):%d/%m/%Y}"}, "decree_date"),
        ("placement", {"destination": "999999"}, "destination"),
        ("placement", {"valid_from": "01/02/2027", "valid_to": "01/01/2027"}, "valid_to"),
        ("placement", {"valid_to": f"{days_ago(1):%d/%m/%Y}"}, "valid_to"),
        ("placement", {"source_url": "javascript:alert(1)"}, "source_url"),
        ("cost", {"stance": "disputed"}, "position"),
        ("cost", {"stance": ""}, "stance"),
        ("age", {"min_age": "7"}, "min_age"),
        ("paper", {"scheme": "P_TO_P", "paper": "ktp", "need": ""}, "need"),
        ("validity", {"paper": "skck", "months": "0", "counted": "from_issue"}, "months"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_drafts_nothing(drafter, kind, facts, field):
    first = a_ban(DestinationFactory(open=True)) if kind == "placement" else decree(stance="zero")

    answer = drafter.post(page("new", kind), first | facts)

    assert field in answer.context["form"].errors
    assert not RuleDraft.objects.exists()


@pytest.mark.parametrize("event", sorted(RuleDraft.steps))
@pytest.mark.parametrize("state", RuleDraft.State)
def test_a_step_is_open_from_the_states_of_its_table_alone(event, state):
    by, other = keeper().acting, keeper().acting
    is_own = event in {"hand_in", "take_back", "drop"}
    published = {"published_by": other.user, "published_at": "2026-01-01T00:00Z"} if state == "published" else {}
    draft = RuleDraftFactory(state=state, drafted_by=by.user, **published)

    def step():
        return take_step(draft, event, by=by if is_own else other, reason="Alasan")

    if state in RuleDraft.steps[event].sources:
        assert step().state == RuleDraft.steps[event].target
    else:
        with pytest.raises(StepRefused):
            step()


def test_the_day_of_publishing_is_that_of_the_readers_office():
    past_midnight = datetime(2026, 1, 31, 17, 30, tzinfo=UTC)  # half past midnight in Jakarta
    draft = RuleDraft(state="published", published_by=User(name="Ibu Rani"), published_at=past_midnight)

    assert "on 1 Feb 2026" in shown.turn_of(draft, Acting.for_system("reading"))


def test_a_later_rule_takes_effect_by_its_date_alone(drafter, second, client, monkeypatch):
    vacancy = VacancyFactory()
    tomorrow = days_ago(0) + timedelta(days=1)
    facts = a_ban(vacancy.destination, valid_from=f"{tomorrow:%d/%m/%Y}")
    publish(second, handed_in(drafter, page("new", "placement"), facts))

    monkeypatch.setattr("jobs.views.today_in", lambda zone: tomorrow)

    assert vacancy.title not in client.get(LIST).text
    assert RuleDraft.objects.get().act == RuleAct.ADD
