"""What people agree to: one decision per purpose, withdrawn as easily as given, never by another hand."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from portal.accounts.acting import Acting
from portal.accounts.consent.services import (
    ConsentRefused,
    give,
    has_consent,
    new_notice_for,
    note_notice_shown,
    withdraw,
)
from portal.accounts.models import Channel, Consent, NoticeShown, PolicyText, Purpose, User
from portal.accounts.roles import Role
from portal.audit.models import Entry
from portal.lib.dates import WIB, today_in
from tests.factories.accounts import MembershipFactory, UserFactory, acting, new_version

pytestmark = pytest.mark.django_db
NEWS, EVENTS = "vacancy_news", "outreach_follow_up"


def agree(user, purpose=NEWS, **more):
    return give(acting(user), user, purpose, **{"version": 1, "language": "id"} | more)


def stop(user, purpose=NEWS):
    return withdraw(acting(user), user, purpose, language="id")


def test_nobody_agrees_before_saying_so():
    user = UserFactory()

    assert not has_consent(user, NEWS)
    assert stop(user) is None
    assert not Consent.objects.exists()


def test_a_consent_is_kept_with_its_text_moment_way_and_language():
    user = UserFactory()

    agree(user, language="en")

    row = Consent.objects.get()
    assert (row.user, row.purpose_id, row.text.purpose_id, row.text.number) == (user, NEWS, NEWS, 1)
    assert (row.is_given, row.channel, row.taken_by, row.language, row.number) == (True, "web", None, "en", 1)
    entry = Entry.objects.get(action="accounts.consent_given")
    assert (entry.subject_id, entry.user_id, entry.reason_code) == (str(row.pk), user.pk, NEWS)


def test_each_purpose_stands_alone():
    user, other = UserFactory(), UserFactory()

    agree(user, NEWS)
    agree(other, EVENTS)

    assert (has_consent(user, NEWS), has_consent(user, EVENTS), has_consent(other, NEWS)) == (True, False, False)
    assert list(User.objects.consenting_to(NEWS)) == [user]
    assert list(User.objects.consenting_to(EVENTS)) == [other]


def test_a_consent_is_withdrawn_and_given_again_as_rows_that_stay():
    user = UserFactory()
    agree(user)

    stop(user)
    assert not has_consent(user, NEWS)
    assert list(User.objects.consenting_to(NEWS)) == []

    agree(user)
    assert has_consent(user, NEWS)
    assert list(Consent.objects.order_by("number").values_list("number", "is_given")) == [
        (1, True),
        (2, False),
        (3, True),
    ]


@pytest.mark.parametrize("act", [agree, stop])
def test_a_second_click_writes_nothing(act):
    user = UserFactory()
    agree(user)
    first = act(user)

    assert act(user) == first

    assert Consent.objects.count() == first.number
    assert Entry.objects.filter(action__startswith="accounts.consent_").count() == first.number


def test_a_form_kept_from_before_the_withdrawal_gives_nothing_back():
    user = UserFactory()
    agree(user, seen=0)
    stop(user)

    with pytest.raises(ConsentRefused):
        agree(user, seen=0)

    assert not has_consent(user, NEWS)


@pytest.mark.parametrize("version", [0, 2, -1, 9**30])
def test_only_the_text_in_force_can_be_agreed_to(version):
    with pytest.raises(ConsentRefused):
        agree(UserFactory(), version=version)

    assert not Consent.objects.exists()


@pytest.mark.parametrize("purpose", ["account", "processing_log", "nothing_of_ours", ""])
def test_what_rests_on_no_consent_is_never_agreed_to(purpose):
    with pytest.raises(ConsentRefused):
        agree(UserFactory(), purpose)


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("act", ["give", "withdraw", "notice"])
def test_nobody_decides_for_somebody_else(channel, act):
    owner = UserFactory()
    agree(owner, EVENTS)
    steward = MembershipFactory(role=Role.STEWARD)
    for by in (acting(UserFactory()), acting(steward), Acting(), Acting.for_system("a task")):
        with pytest.raises(ConsentRefused):
            {
                "give": lambda by=by: give(by, owner, NEWS, version=1, language="id", channel=channel),
                "withdraw": lambda by=by: withdraw(by, owner, EVENTS, language="id", channel=channel),
                "notice": lambda by=by: note_notice_shown(by, owner, language="id", channel=channel),
            }[act]()

    assert not has_consent(owner, NEWS)
    assert has_consent(owner, EVENTS)
    assert not NoticeShown.objects.exists()


def test_an_officer_notes_a_signed_paper_and_stands_beside_it():
    officer, user = MembershipFactory(), UserFactory(email=None)

    row = give(acting(officer), user, NEWS, version=1, language="id", channel=Channel.PAPER)

    assert (row.taken_by, row.channel) == (officer, "paper")
    assert has_consent(user, NEWS)
    entry = Entry.objects.get(action="accounts.consent_given")
    assert (entry.user_id, entry.office_id) == (officer.user_id, officer.office_id)


def test_an_officer_takes_no_paper_from_oneself_and_none_by_the_site():
    officer = MembershipFactory()

    with pytest.raises(ConsentRefused):
        give(acting(officer), officer.user, NEWS, version=1, language="id", channel=Channel.PAPER)
    with pytest.raises(ConsentRefused):
        give(acting(officer), UserFactory(), NEWS, version=1, language="id")


def test_a_plainer_version_asks_nobody_again_and_may_be_agreed_to():
    user = UserFactory()
    agree(user)

    new_version(NEWS)

    assert has_consent(user, NEWS)
    assert agree(user, version=2, seen=1).text.number == 2
    assert Consent.objects.count() == 2


def test_a_purpose_that_ended_has_nobodys_consent():
    user = UserFactory()
    agree(user)

    Purpose.objects.filter(code=NEWS).update(valid_to=today_in(WIB))

    assert not has_consent(user, NEWS)
    assert list(User.objects.consenting_to(NEWS)) == []


@pytest.mark.parametrize("table", ["consent", "noticeshown", "policytext"])
@pytest.mark.parametrize("change", ["UPDATE accounts_{} SET id = id", "DELETE FROM accounts_{}"])
def test_the_database_refuses_to_change_what_was_agreed_read_or_published(table, change):
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(table))


def test_the_database_refuses_a_consent_to_the_text_of_another_purpose():
    user, text = UserFactory(), PolicyText.objects.about(EVENTS).current()

    with pytest.raises(IntegrityError, match="consent_is_to_the_text_of_its_purpose"), transaction.atomic():
        Consent.objects.create(
            user=user, purpose_id=NEWS, text=text, number=1, is_given=True, channel="web", language="id"
        )
        connection.check_constraints()


def test_the_notice_is_noted_once_per_version():
    user = UserFactory()
    first = new_notice_for(user).number

    note_notice_shown(acting(user), user, language="id")
    note_notice_shown(acting(user), user, language="en")
    assert new_notice_for(user) is None

    new_version(None)
    newer = new_notice_for(user).number
    assert newer > first
    note_notice_shown(acting(user), user, language="en", version=newer)
    assert new_notice_for(user) is None
    assert Entry.objects.filter(action="accounts.notice_shown").count() == NoticeShown.objects.count() == 2


def test_an_old_version_of_the_notice_cannot_be_noted_as_the_new_one():
    user = UserFactory()
    new = new_version(None)

    with pytest.raises(ConsentRefused):
        note_notice_shown(acting(user), user, language="id", version=new.number - 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("act", ["give", "notice"])
def test_two_at_once_leave_one_row(act):
    user = UserFactory()
    start, problems = threading.Barrier(2), []

    def click():
        try:
            start.wait(timeout=10)
            if act == "give":
                agree(user, seen=0)
            else:
                note_notice_shown(acting(user), user, language="id")
        except Exception as problem:
            problems.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=20)

    assert problems == []
    assert (Consent if act == "give" else NoticeShown).objects.count() == 1
