"""The queue of the check room: what stands in it in which order, and where an officer is led next."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jobs.choices import CheckKind
from jobs.workflow import State
from portal.accounts.models import WorkClaim
from portal.accounts.staff_room.claims import claim
from portal.workflow import take_step
from tests.factories.accounts import MembershipFactory, acting
from tests.factories.jobs import (
    OrderFactory,
    PlacementCompanyFactory,
    VacancyFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]


def address(name, vacancy, *rest):
    return reverse(f"check_room:{name}", args=[vacancy.number, *rest])


def titles(client, **query):
    return [row.title for row in client.get(reverse("check_room:queue"), query).context["rows"]]


def waiting(days, **facts):
    return VacancyFactory(state_since=timezone.now() - timedelta(days=days), **facts)


def test_the_one_that_waits_longest_stands_first(officer):
    waiting(2, state=State.SUBMITTED, title="dua")
    waiting(9, state=State.DRAFT, title="sembilan")
    waiting(4, state=State.IN_CHECK, title="empat")
    waiting(30, state=State.VERIFIED, title="kepala")

    assert titles(officer) == ["sembilan", "empat", "dua"]
    page = officer.get(reverse("check_room:queue"))
    assert page.context["oldest"] == "9 days"
    assert [row.is_late for row in page.context["rows"]] == [True, False, False]


def test_each_state_stands_in_one_tab(officer):
    for state in State:
        VacancyFactory(state=state, title=state.value)

    shown = [sorted(titles(officer, tab=tab)) for tab in ("giliran", "buka", "terbit", "terbuka", "selesai")]

    assert shown[:4] == [["draft", "in_check", "submitted"], ["verified"], ["reported"], ["open"]]
    assert sorted(state for tab in shown for state in tab) == sorted(State.values)


def test_heads_come_to_what_waits_for_them(head):
    VacancyFactory(state=State.VERIFIED, title="kepala")
    VacancyFactory(state=State.DRAFT, title="petugas")

    assert titles(head) == ["kepala"]


@pytest.mark.parametrize(
    "words", ["L-CODE", "JO-CONTOH-9", "jo-contoh-9", "pt. bahari jaya", "Bahari", "juru las", "las"]
)
def test_a_vacancy_is_found_by_code_order_company_or_title(officer, words):
    facts = {"state": State.IN_CHECK, "title": "Juru las kapal", "job_order_number": "JO-CONTOH-9"}
    wanted = VacancyFactory(**facts, placement_company=PlacementCompanyFactory(name="PT Bahari Jaya"))
    VacancyFactory(state=State.IN_CHECK, title="Perawat lansia")

    words = wanted.number.lower() if words == "L-CODE" else words

    assert titles(officer, q=words) == ["Juru las kapal"]


def test_country_and_company_narrow_the_queue(officer):
    company = PlacementCompanyFactory()
    VacancyFactory(state=State.DRAFT, title="Taiwan")
    VacancyFactory(state=State.DRAFT, title="tanpa negara", destination=None, placement_company=company)

    assert titles(officer, negara="TW") == ["Taiwan"]
    assert titles(officer, perusahaan=company.slug) == ["tanpa negara"]


def test_the_queue_goes_on_by_key(officer):
    moment = timezone.now()
    VacancyFactory.create_batch(30, state=State.DRAFT, state_since=moment)  # all at one moment: the id decides

    first = officer.get(reverse("check_room:queue"))
    second = officer.get(reverse("check_room:queue") + first.context["next_address"])

    numbers = [row.number for page in (first, second) for row in page.context["rows"]]
    assert [len(page.context["rows"]) for page in (first, second)] == [25, 5]
    assert len(set(numbers)) == 30


def test_a_queue_of_any_length_costs_the_same(officer):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            officer.get(reverse("check_room:queue"))
        return len(asked)

    claim(officer.acting, OrderFactory(proven=True))
    cost()  # what the first page of a session asks besides
    one = cost()
    for _ in range(5):
        OrderFactory(proven=True)

    assert cost() == one


def test_the_next_is_the_oldest_that_no_colleague_holds(officer):
    taken = waiting(9, state=State.SUBMITTED)
    free = waiting(4, state=State.SUBMITTED)
    claim(acting(MembershipFactory()), taken)

    answer = officer.post(reverse("check_room:take_next"), {"tab": "giliran"})

    assert answer["Location"] == address("screen", free)
    assert WorkClaim.objects.on(free).get().membership == officer.acting.membership


def test_behind_a_file_that_has_to_wait_comes_the_next_one_and_then_the_first(officer):
    stuck, second = waiting(5, state=State.DRAFT), waiting(3, state=State.DRAFT)

    def next_from(vacancy):
        return officer.post(reverse("check_room:take_next"), {"tab": "giliran", "sesudah": vacancy.number}).url

    assert next_from(stuck) == address("screen", second)
    assert next_from(stuck) == address("screen", second)  # sent twice, it takes no third one
    assert next_from(second) == address("screen", stuck)


def test_an_empty_stop_says_where_work_lies(officer):
    queue = reverse("check_room:queue")
    assert "New ones come by an uploaded list" in officer.get(queue).text

    VacancyFactory()

    assert "Published elsewhere and not yet checked by anybody: 1." in officer.get(queue).text
    assert "No vacancy of this kind fits what you asked for." in officer.get(queue, {"q": "juru las"}).text


def test_a_head_is_not_led_to_what_the_same_head_checked(head, officer):
    own = OrderFactory(proven=True, state_since=timezone.now() - timedelta(days=9))
    own.checks.filter(kind=CheckKind.RULES).update(checked_by=head.acting.user)
    take_step(own, "verify", by=officer.acting)
    other = take_step(OrderFactory(proven=True), "verify", by=officer.acting)

    assert head.post(reverse("check_room:take_next"))["Location"] == address("screen", other)
    answer = officer.post(reverse("check_room:take_next"), {"tab": "buka"}, follow=True)
    assert "Nothing waits for you here." in answer.text
