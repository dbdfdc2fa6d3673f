"""The check screen: who sees it, what is written down, which steps follow, and what happens to two at once."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from jobs import reference
from jobs.check_room.queue import Tab, matching, page_of
from jobs.choices import CheckKind, Scheme
from jobs.models import Check, ProofRule, Vacancy
from jobs.permissions import CHECKERS
from jobs.workflow import STEPS, State
from portal.accounts.models import WorkClaim
from portal.accounts.roles import STAFF_ROLES, Role
from portal.audit.models import Entry
from portal.lib.dates import WIB, today_in
from portal.workflow import take_step
from tests.factories.accounts import log_in
from tests.factories.jobs import (
    CheckFactory,
    CostItemFactory,
    CostRuleFactory,
    OrderFactory,
    VacancyFactory,
    days_ago,
)
from tests.jobs.desks import member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def address(name, vacancy, *rest):
    return reverse(f"check_room:{name}", args=[vacancy.number, *rest])


def finding(vacancy, kind, enough="yes", **changed):
    facts = {"seen": vacancy.version, "reference": "Surat 12/2026", "reference_date": "", "note": "", "enough": enough}
    return {f"{kind}-{name}": value for name, value in (facts | changed).items()}


def prove(client, vacancy, kind, **changed):
    return client.post(address("prove", vacancy, kind), finding(vacancy, kind, **changed))


def take(client, vacancy, event, **facts):
    return client.post(address("step", vacancy, event), {"seen": vacancy.version} | facts)


@pytest.mark.parametrize("role", sorted(STAFF_ROLES))
def test_only_those_who_check_have_a_check_room(role):
    client, order = member(role), OrderFactory()
    expected = 200 if role in CHECKERS else 404

    assert client.get(reverse("check_room:queue")).status_code == expected
    assert client.get(address("screen", order)).status_code == expected
    assert client.get(address("step", order, "return")).status_code == expected
    assert (reverse("check_room:queue") in client.get(reverse("pages:staff_home")).text) is (role in CHECKERS)


@pytest.mark.parametrize(
    ("typed", "is_found"),
    [("las", True), ("KON juru", True), ("juru masak", False), ("asi", False), ("' | !:*", True), ("\\ & (", True)],
)
def test_the_queue_finds_titles_by_the_beginnings_of_all_their_words(typed, is_found):
    OrderFactory(title="Juru las konstruksi", title_en="")

    found = matching(typed)
    # What has no letters asks for nothing of the title, and nothing else bears it.
    assert [order.title for order in found] == (["Juru las konstruksi"] if is_found and typed[0].isalpha() else [])


@pytest.mark.parametrize("is_few", [True, False])
def test_the_queue_has_one_order_whether_few_or_many_are_found(is_few):
    orders = [OrderFactory() for _order in range(3)]
    Vacancy.objects.filter(pk=orders[0].pk).update(state_since=timezone.now() + timedelta(hours=1))

    rows, _has_more = page_of(Vacancy.objects.all(), Tab.TURN, is_few=is_few)

    assert [row.pk for row in rows] == [orders[1].pk, orders[2].pk, orders[0].pk]


@pytest.mark.parametrize("name", ["prove", "step", "hold"])
def test_nothing_is_written_without_the_token_of_the_form(officer, name):
    order = OrderFactory()
    strict = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    log_in(strict, officer.acting.user)
    rest = {"prove": ["permit"], "step": ["return"], "hold": []}[name]

    assert strict.post(address(name, order, *rest), {}).status_code == 403
    assert Vacancy.objects.get().version == order.version


def test_the_holder_is_named_to_colleagues_and_gives_it_back(officer, head):
    order = OrderFactory()

    officer.post(address("hold", order), {"do": "take"})

    assert f"{officer.acting.user} works on this just now." in head.get(address("screen", order)).text
    assert (
        f"{officer.acting.user} works on this just now."
        in head.post(address("hold", order), {"do": "take"}, follow=True).text
    )
    officer.post(address("hold", order), {"do": "give"})
    assert not WorkClaim.objects.exists()


def test_an_officer_writes_four_proofs_and_verifies_and_a_head_opens(officer, head, client):
    order = OrderFactory()
    for kind in CheckKind:
        assert prove(officer, order, kind, reference_date="05/11/2026", note="Ada cap basah").status_code == 302
        order.refresh_from_db()
    check = Check.objects.get(kind=CheckKind.MISSION)
    assert (check.reference, check.note, check.office, check.checked_by, check.is_sufficient) == (
        "Surat 12/2026", "Ada cap basah", officer.acting.membership.office, officer.acting.user, True,
    )  # fmt: skip
    assert (check.reference_date.day, check.reference_date.month) == (5, 11)

    take(officer, order, "verify")
    order.refresh_from_db()
    take(officer, order, "open")
    order.refresh_from_db()
    assert order.state == State.VERIFIED  # an officer opens nothing
    take(head, order, "open")

    order.refresh_from_db()
    assert order.state == State.OPEN
    page = client.get(order.get_absolute_url()).text
    assert "Surat 12/2026" in page
    assert "Ada cap basah" not in page
    actions = set(Entry.objects.values_list("action", flat=True))
    assert "vacancies.checked" in actions


def test_of_two_officers_the_later_one_is_told_and_keeps_what_was_typed(officer):
    order, colleague = OrderFactory(), member(Role.BP3MI_OFFICER)
    prove(colleague, order, "mission", reference="Surat rekan")

    answer = prove(officer, order, "mission", reference="Surat saya", note="Catatan saya")

    assert answer.status_code == 200
    assert "Somebody changed this meanwhile" in answer.text
    assert "Surat saya" in answer.text
    assert "Catatan saya" in answer.text
    assert "Surat rekan" in answer.text
    assert Check.objects.get().reference == "Surat rekan"
    order.refresh_from_db()
    assert f'value="{order.version}"' in answer.text  # sent once more, it is taken
    assert prove(officer, order, "mission", reference="Surat saya").status_code == 302


def test_a_double_click_writes_a_proof_once_and_is_no_colleague(officer):
    order = OrderFactory()

    answers = [prove(officer, order, "mission") for _click in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert Check.objects.count() == 1


def test_whoever_hands_a_draft_in_may_begin_its_check_with_the_same_click(officer):
    order = OrderFactory(state=State.DRAFT)

    assert [take(officer, order, "submit", then="begin").status_code for _click in range(2)] == [302, 302]

    order.refresh_from_db()
    assert order.state == State.IN_CHECK
    assert list(order.history.order_by("pk").values_list("event", flat=True)) == ["submit", "begin"]


def test_a_head_reads_what_the_public_will_read_before_opening_it(officer, head, client):
    order = OrderFactory(proven=True)
    CostItemFactory(vacancy=order, payer="EMPLOYER", amount=900_000)
    take(officer, order, "verify")

    page = head.get(address("screen", order))

    assert "What the public will see" in page.text
    told = {key.term: key.value for key in page.context["page"].keys}
    order.refresh_from_db()
    take(head, order, "open")
    assert told["Your cost"] == "Rp0, free"
    assert "Rp0, free" in client.get(f"/en{order.get_absolute_url().removeprefix('/en')}").text


def test_a_double_click_takes_a_step_once_and_is_no_colleague(officer):
    order = OrderFactory(proven=True)

    answers = [take(officer, order, "verify") for _click in range(2)]

    assert [answer.status_code for answer in answers] == [302, 302]
    assert order.history.count() == 1


def test_a_proposal_lets_go_of_the_vacancy_so_that_a_head_can_take_it(officer, head):
    order = OrderFactory(proven=True)
    officer.post(address("hold", order), {"do": "take"})

    take(officer, order, "verify")

    assert head.post(reverse("check_room:take_next"))["Location"] == address("screen", order)


def test_a_proof_without_its_reference_or_finding_is_asked_for_again(officer):
    order = OrderFactory()

    answer = prove(officer, order, "permit", reference="", enough="perhaps", note="Catatan saya")

    assert answer.status_code == 200
    assert {field for field, _ in answer.context["form"].errors.items()} == {"reference", "enough"}
    assert "Catatan saya" in answer.text
    assert not Check.objects.exists()


def test_a_letter_from_the_future_is_no_proof(officer):
    order = OrderFactory()
    tomorrow = today_in(WIB) + timedelta(days=2)

    prove(officer, order, "mission", reference_date=f"{tomorrow:%d/%m/%Y}")

    assert not Check.objects.exists()


def test_proofs_are_asked_for_only_while_it_is_checked(officer):
    draft = OrderFactory(state=State.DRAFT)

    assert all(station.form is None for station in officer.get(address("screen", draft)).context["stations"])
    answer = prove(officer, draft, "mission")
    assert "This step is not open to you now." in answer.text
    assert "Surat 12/2026" in answer.text


def test_what_stands_against_a_step_is_said_and_its_button_waits(officer):
    order = OrderFactory(proven=True)
    CostRuleFactory(occupation=order.occupation)
    CostItemFactory(vacancy=order, payer="CANDIDATE", amount=862_500)

    page = officer.get(address("screen", order))

    verify = next(button for button in page.context["dock"] if button.event == "verify")
    assert verify.problems == ["The source asks the candidate to pay, the rule says Rp0. Settle this first."]
    assert 'disabled aria-describedby="halangan">Propose to open' in page.text
    conflicts = {station.kind: station.conflicts for station in page.context["stations"]}
    assert conflicts == {"licence": [], "permit": [], "mission": [], "rules": verify.problems}
    assert "Rp862,500" in page.text


def test_the_screen_tells_what_the_portal_knows_by_itself(officer):
    order = OrderFactory(quota_total=60)
    type(order.permit).objects.update(places=40)

    known = {station.kind: station for station in officer.get(address("screen", order)).context["stations"]}

    assert order.placement_company.name in known["licence"].known[0]
    assert str(order.permit) in known["permit"].known[0]
    assert known["permit"].conflicts == [f"The permit {order.permit} is for fewer people."]
    assert known["mission"].known == ["In charge: KDEI Taipei."]
    assert "Keputusan Contoh 1/2025" in " ".join(known["rules"].known) or "Example decision" in " ".join(
        known["rules"].known
    )


@pytest.mark.parametrize(
    ("scheme", "filled_in"),
    [
        (Scheme.P_TO_P, ["", "", "", ""]),
        (Scheme.G_TO_G, ["pasal 49", "pasal 49", "", ""]),
        (Scheme.UKPS, ["pasal 61", "", "", ""]),
        (Scheme.SSW_MANDIRI, ["pasal 63", "pasal 63", "", ""]),
        (Scheme.SEAFARER, ["", "", "", ""]),
    ],
)
def test_where_a_scheme_knows_no_such_paper_the_law_is_filled_in_for_the_officer_to_confirm(officer, scheme, filled_in):
    ProofRule.objects.bulk_create(
        ProofRule(**case, **facts) for case, facts in map(reference._proof_rule, reference._read("proofs.csv"))
    )
    order = OrderFactory(scheme=scheme, placement_company=None, permit=None)

    stations = officer.get(address("screen", order)).context["stations"]

    proposed = [station.form["reference"].value() for station in stations]
    assert [part in text and bool(text) == bool(part) for part, text in zip(filled_in, proposed, strict=True)] == [
        True
    ] * 4
    assert not Check.objects.exists()


def test_a_return_needs_its_reason_and_the_history_tells_who_and_why(officer):
    order = OrderFactory(proven=True)

    assert "reason" in take(officer, order, "return", reason=" ").context["form"].errors
    take(officer, order, "return", reason="Tabel biaya kurang")

    page = officer.get(address("screen", order))
    line = page.context["history"][0]
    assert line.reason == "Tabel biaya kurang"
    assert officer.acting.user.name in line.who
    assert str(officer.acting.membership.office) in line.who


def test_a_refused_step_keeps_its_reason(officer):
    order = OrderFactory()
    take_step(order, "return", by=officer.acting, reason="Rekan lebih cepat")

    answer = take(officer, order, "return", reason="Alasan saya")

    assert "Alasan saya" in answer.text
    assert order.history.count() == 1


def test_an_open_one_is_extended_to_a_later_day_and_checked_again(officer, head):
    order = OrderFactory(proven=True)
    order = take_step(take_step(order, "verify", by=officer.acting), "open", by=head.acting)
    later = days_ago(-90)

    take(officer, order, "recheck", reason="Diperpanjang", closes_on=f"{later:%d/%m/%Y}")

    order.refresh_from_db()
    assert (order.state, order.closes_on) == (State.IN_CHECK, later)


def test_a_new_closing_date_in_the_past_is_refused_with_a_sentence(officer, head):
    order = OrderFactory(proven=True)
    order = take_step(take_step(order, "verify", by=officer.acting), "open", by=head.acting)

    answer = take(officer, order, "recheck", reason="Diperpanjang", closes_on=f"{days_ago(1):%d/%m/%Y}")

    assert "The new closing date lies in the past." in answer.text
    assert Vacancy.objects.get().state == State.OPEN


@pytest.mark.parametrize("event", [*sorted(STEPS), "terbang"])
@pytest.mark.parametrize("state", [State.DRAFT, State.OPEN, State.SUSPENDED, State.REVOKED])
def test_every_step_has_a_page_or_none_in_every_state(officer, event, state):
    vacancy = VacancyFactory(state=state)

    answer = officer.get(address("step", vacancy, event))

    assert answer.status_code == (404 if event in {"expire", "terbang"} else 200)


@pytest.mark.parametrize("state", sorted(State))
def test_a_vacancy_of_which_nothing_is_known_has_a_screen_in_every_state(officer, head, state):
    bare = VacancyFactory(state=state, destination=None, scheme="", employer_kind="", source_date="", source_from=None)
    CheckFactory(vacancy=bare, is_sufficient=False)

    for client in (officer, head):
        assert client.get(address("screen", bare)).status_code == 200


def test_a_number_that_is_none_has_no_screen(officer):
    for number in ("L-2222-2222-2", "x", "0", "²", "L" * 500):
        assert officer.get(reverse("check_room:screen", args=[number])).status_code == 404
    assert officer.post(address("prove", OrderFactory(), "horoscope"), {}).status_code == 404
