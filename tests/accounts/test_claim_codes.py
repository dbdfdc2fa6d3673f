"""What a claim code is good for, and what the database keeps of the rules behind it."""

import threading
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from portal.accounts.counter.claims import claim_of, make_code, spend_for_new_device
from portal.accounts.models import ClaimCode
from portal.accounts.models.claim_code import TRIES
from portal.audit.models import Entry
from portal.lib import codes
from tests.factories.accounts import ClaimFactory, UserFactory

Fact, Purpose = ClaimCode.Fact, ClaimCode.Purpose
WRONG = codes.spell(codes.CLAIM, "ABCDEFGH2345")


def a_code(**facts):
    """(claim, code) for a new device, unless ``facts`` say otherwise."""
    claim = ClaimFactory(**facts)
    return claim, make_code(claim)


@pytest.mark.django_db
def test_a_code_completes_one_log_in_on_a_new_device():
    claim, code = a_code()

    assert spend_for_new_device([claim.account], code.lower().replace("-", " "))
    assert not spend_for_new_device([claim.account], code)


@pytest.mark.django_db
def test_a_code_is_of_one_account():
    _claim, code = a_code()
    stranger, _own_code = a_code()

    assert not spend_for_new_device([UserFactory()], code)
    assert not spend_for_new_device([stranger.account], code)
    assert not spend_for_new_device([], code)


@pytest.mark.django_db
def test_after_five_wrong_tries_the_right_code_counts_no_more():
    claim, code = a_code()

    for _try in range(TRIES):
        assert not spend_for_new_device([claim.account], WRONG)

    assert not spend_for_new_device([claim.account], code)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "ended",
    [
        {"expires_at": timezone.now() - timedelta(seconds=1), "requested_at": timezone.now() - timedelta(days=2)},
        {"replaced_at": timezone.now()},
        {"purpose": Purpose.HAND_OVER},
    ],
    ids=["expired", "replaced", "for another act"],
)
def test_a_code_that_ended_or_is_for_something_else_completes_nothing(ended):
    claim, code = a_code(**ended)

    assert not spend_for_new_device([claim.account], code)


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["", "\x00", "²" * 15, "A" * 100_000, "A-0000-0000-0000-0", "L-7KQ2-M4XP-9"])
def test_what_is_no_code_is_refused_in_silence(typed):
    claim, _code = a_code()

    assert not spend_for_new_device([claim.account], typed)
    assert claim_of(typed) is None


@pytest.mark.django_db
def test_a_code_for_a_new_device_opens_no_account_by_itself():
    _claim, for_device = a_code()
    claim, for_account = a_code(purpose=Purpose.HAND_OVER)

    assert claim_of(for_device) is None
    assert claim_of(for_account) == claim


@pytest.mark.django_db
def test_a_new_code_on_paper_ends_the_one_before():
    claim, first = a_code()
    second = make_code(claim)

    assert not spend_for_new_device([claim.account], first)
    assert spend_for_new_device([claim.account], second)


@pytest.mark.django_db
def test_a_paper_outlives_a_planned_change_of_the_secret_key(settings):
    claim, code = a_code()
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another " * 8

    assert spend_for_new_device([claim.account], code)


@pytest.mark.django_db
def test_neither_the_database_nor_the_audit_knows_the_code():
    claim, code = a_code()
    spend_for_new_device([claim.account], code)

    letters = code.replace("-", "")[1:-1]
    rows = [*ClaimCode.objects.values_list(), *Entry.objects.values_list()]
    assert letters not in str(rows).replace("-", "")


@pytest.mark.django_db
def test_a_wrong_code_costs_no_try_of_a_household():
    (own, code), (other, _code) = a_code(), a_code()
    household = [other.account, own.account]

    for _ in range(6):
        assert spend_for_new_device(household, WRONG) is None

    assert set(ClaimCode.objects.values_list("tries_left", flat=True)) == {TRIES}
    assert spend_for_new_device(household, code) == own.account
    other.refresh_from_db()
    assert (other.used_at, other.tries_left) == (None, TRIES)
    assert Entry.objects.filter(action="accounts.claim_code_refused", subject_id=str(other.account_id)).count() == 0


@pytest.mark.django_db
def test_each_try_is_an_entry_whoever_is_meant(django_assert_num_queries):
    claim, code = a_code()

    for users, typed in [([claim.account], WRONG), ([claim.account], code), ([], code)]:
        spend_for_new_device(users, typed)

    entries = Entry.objects.order_by("pk").values_list("action", "user_id", "reason_code")
    assert list(entries) == [
        ("accounts.claim_code_refused", claim.account_id, "new_device"),
        ("accounts.claim_code_used", claim.account_id, "new_device"),
        ("accounts.claim_code_refused", None, "new_device"),
    ]


@pytest.mark.django_db(transaction=True)
def test_of_two_devices_at_once_one_gets_in():
    claim, code = a_code()
    start, results = threading.Barrier(4), []

    def spend():
        start.wait()
        results.append(spend_for_new_device([claim.account], code) is not None)
        connection.close()

    threads = [threading.Thread(target=spend) for _thread in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(results) == [False, False, False, True]


def refused_by_the_database(**facts):
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        ClaimFactory(**facts)
    return refusal.value.__cause__.diag.constraint_name


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "rule"),
    [
        ([], "claim_rests_on_two_different_facts"),
        ([Fact.ID_CARD], "claim_rests_on_two_different_facts"),
        ([Fact.ID_CARD, Fact.ID_CARD], "claim_rests_on_two_different_facts"),
        ([Fact.BIRTH_DATE, Fact.BIRTH_PLACE], "claim_rests_on_a_document_with_a_photo"),
        ([Fact.FAMILY_CARD, Fact.PARENT_NAME, Fact.DIPLOMA], "claim_rests_on_a_document_with_a_photo"),
    ],
)
def test_the_database_asks_for_two_different_facts_one_with_a_photo(facts, rule):
    # Of two broken rules the database may name either.
    assert refused_by_the_database(facts=facts) in {rule, "claim_rests_on_a_document_with_a_photo"}


@pytest.mark.django_db
def test_the_database_lets_nobody_confirm_what_they_asked_for():
    officer = UserFactory()
    confirmed = {"confirmed_by": officer, "confirmed_at": timezone.now()}

    assert refused_by_the_database(requested_by=officer, **confirmed) == "claim_is_confirmed_by_another_person"


@pytest.mark.django_db
def test_the_database_keeps_everybody_from_the_own_account():
    person = UserFactory()
    confirmed = {"confirmed_by": person, "confirmed_at": timezone.now()}

    assert refused_by_the_database(account=person, requested_by=person) == "claim_is_never_of_the_own_account"
    assert refused_by_the_database(account=person, **confirmed) == "claim_is_never_of_the_own_account"


@pytest.mark.django_db
def test_the_database_gives_a_lost_account_no_code_before_a_second_officer():
    rule = "claim_of_a_lost_account_has_no_code_before_two_people"

    assert refused_by_the_database(purpose=Purpose.RECOVERY, code_hash="0" * 64) == rule
    ClaimFactory(purpose=Purpose.RECOVERY, code_hash="0" * 64, confirmed=True)


@pytest.mark.django_db
def test_an_account_has_one_unfinished_claim():
    claim = ClaimFactory()

    assert refused_by_the_database(account=claim.account) == "an_account_has_one_unfinished_claim"


@pytest.mark.django_db
def test_no_code_is_used_after_its_time_or_without_being_made():
    now = timezone.now()
    late = {"expires_at": now, "used_at": now + timedelta(seconds=1), "code_hash": "0" * 64}

    assert refused_by_the_database(**late) == "claim_dates_are_in_order"
    assert refused_by_the_database(used_at=now) == "claim_used_had_a_code"
