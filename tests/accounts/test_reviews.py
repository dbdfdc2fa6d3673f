"""Once per quarter each head says who is still needed; nobody says it of themselves."""

from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse

from portal.accounts.acting import ActRefused
from portal.accounts.models import MembershipReview
from portal.accounts.models.membership_review import is_overdue_on, quarter_of
from portal.accounts.roles import Role
from portal.accounts.staff_room import reviewing
from portal.accounts.staff_room.services import confirm_needed, end_membership
from portal.audit.models import Entry
from portal.lib.dates import WIB, today_in
from tests.factories.accounts import MembershipFactory, acting, log_in
from tests.factories.places import OfficeFactory

pytestmark = pytest.mark.django_db
LONG_AGO = today_in(WIB) - timedelta(days=200)


@pytest.fixture
def head(client):
    membership = MembershipFactory(role=Role.BP3MI_HEAD, valid_from=LONG_AGO)
    log_in(client, membership.user)
    return membership


def officer_of(head, **facts):
    return MembershipFactory(office=head.office, valid_from=LONG_AGO, **facts)


def page_of(office, name="review"):
    return reverse(f"staff:{name}", args=[office.code])


@pytest.mark.parametrize(
    ("day", "quarter", "late"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), False),
        (date(2026, 1, 31), date(2026, 1, 1), False),
        (date(2026, 2, 1), date(2026, 1, 1), True),
        (date(2026, 6, 30), date(2026, 4, 1), True),
        (date(2026, 12, 31), date(2026, 10, 1), True),
    ],
)
def test_a_review_belongs_to_a_quarter_and_has_its_first_month(day, quarter, late):
    assert (quarter_of(day), is_overdue_on(day)) == (quarter, late)


def test_a_head_confirms_who_is_still_needed(client, head):
    kept, left = officer_of(head), officer_of(head)

    answer = client.post(page_of(head.office), {"needed": [kept.pk]})

    assert answer.url == page_of(head.office)
    review = MembershipReview.objects.get()
    assert (review.membership, review.reviewed_by) == (kept, head.user)
    assert review.quarter == quarter_of(today_in(head.office.zone))
    assert Entry.objects.get(action="accounts.membership_reviewed").subject_id == str(kept.pk)
    rows = {row["pk"]: row for row in client.get(page_of(head.office)).context["rows"]}
    assert rows[str(left.pk)]["may_review"]
    assert head.user.name in rows[str(kept.pk)]["note"]


def test_nobody_reviews_themselves_or_another_head(client, head):
    other = officer_of(head, role=Role.BP3MI_HEAD)

    rows = client.get(page_of(head.office)).context["rows"]
    client.post(page_of(head.office), {"needed": [head.pk, other.pk]})

    assert not any(row["may_review"] for row in rows)
    assert not MembershipReview.objects.exists()


def test_nobody_reviews_the_own_role_by_another_office(head):
    ministry = MembershipFactory(role=Role.MINISTRY_ADMIN, user=head.user)

    with pytest.raises(ActRefused):
        confirm_needed(acting(ministry), head.office, [head])


def test_the_ministry_reviews_heads(client):
    head = MembershipFactory(role=Role.BP3MI_HEAD, valid_from=LONG_AGO)
    log_in(client, MembershipFactory(role=Role.MINISTRY_ADMIN).user)

    client.post(page_of(head.office), {"needed": [head.pk]})

    assert head.reviews.exists()


def test_a_foreign_row_is_not_confirmed(client, head):
    officer_of(head)
    foreign = MembershipFactory(valid_from=LONG_AGO)

    page = client.post(page_of(head.office), {"needed": [foreign.pk]})

    assert "needed" in page.context["form"].errors
    assert not MembershipReview.objects.exists()


@pytest.mark.parametrize("ticked", [[], ["x"], [""], ["\x00"], ["9" * 40]])
def test_nothing_ticked_or_nonsense_is_said_in_words(client, head, ticked):
    officer_of(head)

    assert "needed" in client.post(page_of(head.office), {"needed": ticked}).context["form"].errors


def rows_of(client, head):
    return {row["pk"]: row for row in client.get(page_of(head.office)).context["rows"]}


def test_a_role_given_in_this_quarter_is_not_due(client, head):
    today = today_in(head.office.zone)
    new = MembershipFactory(office=head.office, valid_from=today)
    of_its_first_day = MembershipFactory(office=head.office, valid_from=quarter_of(today))
    of_the_day_before = MembershipFactory(office=head.office, valid_from=quarter_of(today) - timedelta(days=1))

    due = {pk for pk, row in rows_of(client, head).items() if row["may_review"]}

    assert {str(new.pk), str(of_its_first_day.pk), str(of_the_day_before.pk)} & due == {str(of_the_day_before.pk)}


def test_a_role_that_is_over_is_not_reviewed(client, head):
    over = officer_of(head, valid_to=today_in(WIB) - timedelta(days=2))
    ended_today = officer_of(head)
    end_membership(acting(head), ended_today, last_day=today_in(head.office.zone), letter_number="SK-9")

    assert not {str(over.pk), str(ended_today.pk)} & set(rows_of(client, head))


def test_a_locked_role_is_reviewed_too(client, head):
    locked = MembershipFactory(office=head.office, unused_days=100)

    rows = {row["pk"]: row for row in client.get(page_of(head.office)).context["rows"]}

    assert rows[str(locked.pk)]["may_review"]
    assert rows[str(locked.pk)]["status"][0] == "bad"


def test_confirming_twice_keeps_the_first(head):
    officer = officer_of(head)
    assert confirm_needed(acting(head), head.office, [officer]) == 1

    assert confirm_needed(acting(head), head.office, [officer]) == 0


def test_a_review_is_never_changed(head):
    confirm_needed(acting(head), head.office, [officer_of(head)])

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        MembershipReview.objects.all().delete()


def test_officers_review_nobody(client):
    officer = MembershipFactory()
    log_in(client, officer.user)

    for name in ("review", "review_csv"):
        assert client.get(page_of(officer.office, name)).status_code == 404
    assert client.get(reverse("staff:open_reviews")).status_code == 404


def test_the_staff_room_says_what_is_left(client, head):
    address = reverse("staff:office_members", args=[head.office.code])
    officer = officer_of(head)
    assert client.get(address).context["review"]

    confirm_needed(acting(head), head.office, [officer])

    # The head's own role is left, for the ministry.
    assert "1" in client.get(address).context["review"]["text"]


def test_the_ministry_lists_offices_with_open_reviews(client):
    due = MembershipFactory(valid_from=LONG_AGO)
    MembershipFactory(office=due.office, valid_from=LONG_AGO)
    fresh = MembershipFactory(valid_from=today_in(WIB))
    log_in(client, MembershipFactory(role=Role.MINISTRY_ADMIN, valid_from=today_in(WIB)).user)

    page = client.get(reverse("staff:open_reviews"))

    assert [office["name"] for office in page.context["offices"]] == [due.office.name]
    assert "2" in page.context["offices"][0]["left"]
    assert fresh.office.name not in page.content.decode()


def test_a_large_office_is_reviewed_page_by_page(client, head, monkeypatch):
    monkeypatch.setattr(reviewing, "MOST", 2)
    officers = {str(officer_of(head).pk) for _each in range(3)}
    done = officer_of(head)
    confirm_needed(acting(head), head.office, [done])

    seen, address = [], page_of(head.office)
    while address:
        context = client.get(address).context
        seen += [row["pk"] for row in context["rows"]]
        address = context["next_address"] and page_of(head.office) + context["next_address"]

    assert len(seen) == 5
    assert set(seen[:4]) == {*officers, str(head.pk)}
    assert seen[4] == str(done.pk)


@pytest.mark.parametrize("key", ["x", "due-", "due-x", "done-" + "9" * 40, "-1", "due-٣"])
def test_a_made_up_place_in_the_review_is_its_beginning(client, head, key):
    page = client.get(page_of(head.office), {"sesudah": key})

    assert [row["pk"] for row in page.context["rows"]] == [str(head.pk)]


@pytest.mark.parametrize("count", [1, 8])
def test_the_review_costs_the_same_for_any_number(client, head, count, django_assert_max_num_queries):
    for _each in range(count):
        confirm_needed(acting(head), head.office, [officer_of(head)])
        officer_of(head)

    with django_assert_max_num_queries(14):
        client.get(page_of(head.office))


def test_the_file_holds_text_only_and_is_noted(client, head):
    officer_of(head, user__name='=HYPERLINK("x")', letter_number="+62")

    answer = client.get(page_of(head.office, "review_csv"))

    lines = answer.content.decode("utf-8-sig")
    assert "'=HYPERLINK" in lines
    assert "'+62" in lines
    assert answer["Content-Type"].startswith("text/csv")
    assert Entry.objects.filter(action="accounts.members_exported", user_id=head.user_id).exists()


def test_the_quarter_is_the_one_of_the_office(monkeypatch, head):
    office = OfficeFactory(province__code="81", province__time_zone="Asia/Jayapura")
    moment = datetime(2027, 1, 1, 0, 30, tzinfo=office.zone)
    monkeypatch.setattr("portal.lib.dates.now_in", moment.astimezone)

    assert quarter_of(today_in(office.zone)) == date(2027, 1, 1)
    assert quarter_of(today_in(WIB)) == date(2026, 10, 1)
