"""What is owed about saved things and about permits: told once, in time, and not when it is no longer true."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from jobs import notifications as kinds
from jobs.models import Rhythm, SavedSearch, SavedVacancy, Vacancy
from jobs.saved import services
from jobs.saved.matches import begin_of
from jobs.workflow import State
from portal.lib.dates import WIB, today_in
from portal.messaging import forgetting, planning, wording
from portal.messaging.models import Contact, Message, OptOut
from portal.messaging.services import contact_of, contact_of_office
from portal.workflow import take_step
from tests.factories.accounts import MembershipFactory, UserFactory, acting
from tests.factories.jobs import (
    CheckFactory,
    CompanyStatementFactory,
    DestinationFactory,
    PlacementCompanyFactory,
    RecruitmentPermitFactory,
    VacancyFactory,
    days_ago,
)
from tests.factories.messaging import BareContactFactory, MessageFactory

pytestmark = pytest.mark.django_db
MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def a_search(query="q=perawat", **facts):
    """Saved long before everything else here."""
    contact = facts.pop("contact", None) or BareContactFactory()
    long_ago = timezone.now() - timedelta(days=90)
    return SavedSearch.objects.create(
        contact=contact, query=query, **{"created_at": long_ago, "rhythm": "daily"} | facts
    )


def came(days_ago, **facts):
    """A vacancy that came to its shelf at noon so many days ago."""
    vacancy = VacancyFactory(**facts)
    noon = begin_of(today_in(WIB) - timedelta(days=days_ago)) + timedelta(hours=12)
    Vacancy.objects.filter(pk=vacancy.pk).update(state_since=noon)
    return vacancy


def planned(kind, day=None):
    planning.know_offices()
    planning.plan(kind, day or today_in(WIB))
    return Message.objects.filter(kind=kind.name).order_by("pk")


def told(kind, message, language="id"):
    """What the message would say now; None when it is no longer due."""
    facts = kind.still_due(kind.model.objects.filter(pk=message.subject))
    prepared = wording.prepare([message], kind, language) if facts.exists() else {}
    return wording.words_of(kind, prepared[message.pk], language) if message.pk in prepared else None


# Saved searches


def test_daily_searches_are_looked_at_daily_and_weekly_ones_on_mondays():
    before = {"created_at": begin_of(MONDAY - timedelta(days=9))}
    daily, weekly = a_search(**before), a_search(rhythm=Rhythm.WEEKLY, **before)

    assert [message.subject for message in planned(kinds.SAVED_SEARCH, TUESDAY)] == [daily.pk]
    assert {message.subject for message in planned(kinds.SAVED_SEARCH, MONDAY)} == {daily.pk, weekly.pk}
    assert planned(kinds.SAVED_SEARCH, MONDAY).count() == 3


def test_a_search_saved_today_is_looked_at_from_tomorrow():
    a_search(created_at=timezone.now())

    assert not planned(kinds.SAVED_SEARCH).exists()


def test_nobody_is_looked_for_who_refused_or_was_forgotten():
    OptOut.objects.create(contact=a_search().contact, topic="saved")
    Contact.objects.filter(pk=a_search().contact_id).update(email="")
    a_search(contact=contact_of(UserFactory(is_active=False)))

    assert not planned(kinds.SAVED_SEARCH).exists()


def test_a_digest_tells_what_is_new_and_fits_and_nothing_else():
    new = came(1, title="Perawat di Taipei", checked=True)
    came(1, title="Juru las di Kaohsiung")
    came(1, title="Perawat lama", closed=True)
    came(0, title="Perawat hari ini")
    a_search("q=perawat&negara=TW")
    message = planned(kinds.SAVED_SEARCH).get()
    MessageFactory(
        kind=message.kind, subject=message.subject, contact=message.contact, due_on=days_ago(1), state="sent"
    )

    words = told(kinds.SAVED_SEARCH, message)

    assert words.subject == "Ada lowongan baru yang Anda cari"
    assert "Anda mencari: “perawat”, Taiwan." in words.body
    assert [line for line in words.body.splitlines() if "Perawat" in line] == ["Perawat di Taipei, Taiwan"]
    assert "Dicek petugas dan terbuka." in words.body
    assert f"/lowongan/{new.number}/" in words.body
    english = told(kinds.SAVED_SEARCH, message, "en")
    assert "Checked by an officer and open." in english.body
    assert f"/en/lowongan/{new.number}/" in english.body


def test_without_anything_new_nothing_is_told():
    came(2)
    a_search()
    message = planned(kinds.SAVED_SEARCH).get()
    earlier = {"kind": message.kind, "subject": message.subject, "contact": message.contact, "due_on": days_ago(1)}

    MessageFactory(**earlier, state="sent")

    assert told(kinds.SAVED_SEARCH, message) is None


@pytest.mark.parametrize("state", ["failed", "skipped"])
def test_what_a_digest_could_not_tell_the_next_one_tells(state):
    came(2)
    a_search()
    message = planned(kinds.SAVED_SEARCH).get()
    MessageFactory(kind=message.kind, subject=message.subject, contact=message.contact, due_on=days_ago(1), state=state)

    assert told(kinds.SAVED_SEARCH, message)


def test_a_digest_tells_ten_and_where_the_others_are():
    for _one in range(12):
        came(1)
    a_search()

    body = told(kinds.SAVED_SEARCH, planned(kinds.SAVED_SEARCH).get()).body

    assert body.count("/lowongan/L-") == 10
    assert "/lowongan/?q=perawat" in body


def test_many_digests_cost_as_much_as_one_where_all_look_for_the_same(django_assert_max_num_queries):
    came(1)
    for _person in range(20):
        a_search("negara=TW", created_at=begin_of(days_ago(30)))
    messages = list(planned(kinds.SAVED_SEARCH).select_related("contact"))

    with django_assert_max_num_queries(8):
        assert len(wording.prepare(messages, kinds.SAVED_SEARCH, "id")) == 20


# Saved vacancies


def saved(closes_in, *, saved_days_ago=60, **facts):
    vacancy = VacancyFactory(closes_on=days_ago(-closes_in), **facts)
    since = timezone.now() - timedelta(days=saved_days_ago)
    return SavedVacancy.objects.create(contact=BareContactFactory(), vacancy=vacancy, created_at=since)


def test_a_saved_vacancy_is_told_a_week_and_a_day_before_it_closes():
    saved(8)
    week, day = saved(7), saved(1)
    saved(3, saved_days_ago=1)
    assert saved(1, saved_days_ago=0)  # told too: there is still the whole day

    subjects = [message.subject for message in planned(kinds.CLOSING)]
    assert {week.pk, day.pk} < set(subjects)
    assert len(subjects) == 3
    words = told(kinds.CLOSING, planned(kinds.CLOSING).get(subject=week.pk))
    assert words.subject == "Lowongan yang Anda simpan segera ditutup"
    assert week.vacancy.title in words.body


def test_nothing_is_told_of_a_vacancy_that_is_over_or_no_longer_saved():
    filled, unsaved, refused = saved(7, checked=True), saved(7), saved(7)
    messages = {message.subject: message for message in planned(kinds.CLOSING)}
    assert len(messages) == 3

    take_step(filled.vacancy, "fill", by=acting(MembershipFactory()))
    OptOut.objects.create(contact=refused.contact, topic="saved")
    key = unsaved.pk
    unsaved.delete()

    assert [told(kinds.CLOSING, messages[pk]) for pk in (filled.pk, key, refused.pk)] == [None] * 3


@pytest.mark.parametrize("language", ["id", "en"])
def test_a_message_by_sms_is_one_sms_and_says_nothing_of_the_person(settings, language):
    settings.SITE_ADDRESS = "https://jalur.contoh.test"
    of_stranger, of_account = saved(7), saved(7)
    of_account.contact = contact_of(UserFactory())
    of_account.save()

    for message in planned(kinds.CLOSING).select_related("contact"):
        prepared = wording.prepare([message], kinds.CLOSING, language)[message.pk]
        text = wording.short_text(kinds.CLOSING, prepared, language)
        assert len(text) <= 160
        assert text.isascii()
        assert of_stranger.vacancy.title not in text
        assert ("/simpanan/" in text, "/henti/" in text) == (not message.contact.user_id, bool(message.contact.user_id))


# Offices


def checked_by_two(kind, **facts):
    """Vacancies that two offices checked; their contacts."""
    checks = [CheckFactory(kind=kind, vacancy=VacancyFactory(state=State.OPEN, **facts)) for _two in range(2)]
    return {contact_of_office(check.office).pk for check in checks}


def test_a_permit_that_ends_is_told_once_to_each_office_that_relies_on_it():
    permit = RecruitmentPermitFactory(valid_until=days_ago(-30), destination=DestinationFactory(open=True))
    offices = checked_by_two("permit", permit=permit)
    CheckFactory(kind="permit", vacancy=VacancyFactory(state=State.OPEN, permit=permit), set_aside_at=timezone.now())
    CheckFactory(kind="permit", vacancy=VacancyFactory(state=State.CLOSED, permit=permit))
    CheckFactory(kind="mission", vacancy=VacancyFactory(state=State.OPEN, permit=permit))

    messages = planned(kinds.PERMIT_ENDS)

    assert {message.contact_id for message in messages} == offices
    words = told(kinds.PERMIT_ENDS, messages[0])
    assert permit.number in words.body
    assert permit.number not in words.subject
    permit.valid_until = days_ago(-300)
    permit.save()
    assert told(kinds.PERMIT_ENDS, messages[0]) is None


def test_of_licences_the_one_that_ends_last_is_told():
    company = PlacementCompanyFactory()
    licence = {"company": company, "basis": "licence", "status": ""}
    CompanyStatementFactory(**licence, licence_until=days_ago(-5), source_date="2025")
    last = CompanyStatementFactory(**licence, licence_until=days_ago(-7), source_date="2024")
    offices = checked_by_two("licence", placement_company=company)

    messages = planned(kinds.LICENCE_ENDS)

    assert {(message.subject, message.contact_id) for message in messages} == {(last.pk, key) for key in offices}
    assert company.name in told(kinds.LICENCE_ENDS, messages[0]).body
    CompanyStatementFactory(**licence, licence_until=days_ago(-700))
    assert told(kinds.LICENCE_ENDS, messages[0]) is None


# Letting go


def test_an_address_is_forgotten_when_nothing_is_saved_for_it_and_nothing_is_under_way():
    old = {"created_at": timezone.now() - timedelta(days=2)}
    unused, waiting, young = BareContactFactory(**old), BareContactFactory(**old), BareContactFactory()
    searching, of_account = a_search(contact=BareContactFactory(**old)).contact, contact_of(UserFactory())
    MessageFactory(contact=waiting)
    MessageFactory(contact=unused, state="sent")
    OptOut.objects.create(contact=unused, topic="saved")

    assert forgetting.forget_bare_contacts() == 1
    assert forgetting.forget_bare_contacts() == 0

    kept = set(Contact.objects.reachable())
    assert kept == {waiting, young, searching, of_account}
    assert not OptOut.objects.exists()
    assert Message.objects.filter(contact=unused).exists()


def test_messages_of_long_ago_go_with_their_tries():
    long_ago = timezone.now() - timedelta(days=731)
    MessageFactory(state="sent", closed_at=long_ago, tried=True)
    kept = [MessageFactory(state="sent"), MessageFactory(created_at=long_ago)]

    assert forgetting.forget_old_messages() == 1
    assert list(Message.objects.order_by("pk")) == kept


def test_what_an_address_saved_and_no_longer_wants_goes_after_a_month():
    long_ago = timezone.now() - timedelta(days=31)
    refused, refused_lately, wanted = a_search(), a_search(), a_search()
    OptOut.objects.create(contact=refused.contact, topic="saved", at=long_ago)
    OptOut.objects.create(contact=refused_lately.contact, topic="saved")
    of_account = a_search(contact=contact_of(UserFactory()))
    OptOut.objects.create(contact=of_account.contact, topic="saved", at=long_ago)

    assert services.forget_unused() == {"searches": 1, "vacancies": 0}
    assert set(SavedSearch.objects.all()) == {refused_lately, wanted, of_account}


def test_a_saved_vacancy_that_closed_long_ago_goes():
    over, listed = saved(-100, saved_days_ago=120), saved(7, saved_days_ago=120)
    Vacancy.objects.update(state_since=timezone.now() - timedelta(days=120))

    assert services.forget_unused() == {"searches": 0, "vacancies": 1}
    assert [row.pk for row in SavedVacancy.objects.all()] == [listed.pk]
    assert over.pk != listed.pk
