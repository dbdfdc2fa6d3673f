"""Saving a vacancy or a search: with an account at once, without one after a code; nobody learns whose address is known."""

from datetime import timedelta

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from jobs.models import SavedSearch, SavedVacancy
from jobs.saved import services
from jobs.search import Wish
from portal.accounts.acting import ActRefused
from portal.messaging import links
from portal.messaging.models import Contact, Message, OptOut
from portal.messaging.services import contact_at, contact_of
from tests.accounts.conftest import gateway, quick_gateway
from tests.accounts.phone import at_home, begin, confirm, last_code, person
from tests.accounts.visits import mailed_code, minutes_pass
from tests.factories.accounts import PASSWORD, UserFactory, log_in
from tests.factories.jobs import VacancyFactory
from tests.factories.messaging import BareContactFactory, MessageFactory
from tests.pages_rows_of_mailroom import told_of_closing

__all__ = ["gateway", "quick_gateway"]

pytestmark = pytest.mark.django_db
SEARCH = "/lowongan/kabari/?q=perawat&negara=TW&urut=gaji"
CODE, LIST = "/lowongan/simpanan/kode/", "/lowongan/simpanan/"


@pytest.fixture(autouse=True)
def _no_limits_left_over():
    cache.clear()


def ask(client, address="Ina@Contoh.test", page=SEARCH, **fields):
    return client.post(page, {"address": address, "rhythm": "daily"} | fields)


def test_somebody_with_an_account_saves_with_one_click(client):
    user, vacancy = UserFactory(), VacancyFactory()
    log_in(client, user)

    for _twice in range(2):
        answers = [
            client.post(SEARCH, {"rhythm": "daily"}),
            client.post(reverse("saved:vacancy", args=[vacancy.number])),
        ]

    assert [answer["Location"] for answer in answers] == ["/saya/lowongan/"] * 2
    search = SavedSearch.objects.get()
    assert (search.contact, search.query, search.rhythm) == (contact_of(user), "q=perawat&negara=TW", "daily")
    assert SavedVacancy.objects.get().vacancy == vacancy
    text = client.get("/saya/lowongan/").content.decode()
    assert "“perawat”" in text
    assert vacancy.title in text


def test_a_stranger_saves_by_an_address_and_its_code(client):
    assert ask(client)["Location"] == CODE
    assert (mail.outbox[-1].to, SavedSearch.objects.exists()) == (["ina@contoh.test"], False)
    client.post(CODE, {"code": mailed_code()})

    saved = SavedSearch.objects.get()
    assert (saved.contact.email, saved.contact.user, saved.rhythm) == ("ina@contoh.test", None, "daily")
    text = client.get(LIST).content.decode()
    assert "“perawat”" in text
    assert "i•••@contoh.test" in text
    assert "ina@contoh.test" not in text


def test_for_a_while_the_next_one_needs_no_code_and_another_visit_sees_nothing(client, monkeypatch):
    ask(client)
    client.post(CODE, {"code": mailed_code()})
    vacancy = VacancyFactory()

    client.post(reverse("saved:vacancy", args=[vacancy.number]))
    assert SavedVacancy.objects.get().contact.email == "ina@contoh.test"
    assert "form" in Client(headers={"host": "localhost"}).get(LIST).context

    minutes_pass(monkeypatch, 11)
    assert vacancy.title not in client.get(LIST).content.decode()


def test_a_list_is_closed_on_a_device_at_once(client):
    ask(client)
    client.post(CODE, {"code": mailed_code()})

    client.post(reverse("saved:leave"))

    assert "“perawat”" not in client.get(LIST).content.decode()


def test_a_phone_number_does_as_well(client, quick_gateway):
    ask(client, "0812-3456-7890")
    client.post(CODE, {"code": last_code(quick_gateway)})

    assert str(SavedSearch.objects.get().contact.phone) == "+6281234567890"


def test_a_wrong_code_saves_nothing_and_five_end_it(client):
    ask(client)
    code = mailed_code()

    for _try in range(5):
        assert "code" in client.post(CODE, {"code": "1" if code != "1" else "2"}).context["form"].errors
    client.post(CODE, {"code": code})

    assert not SavedSearch.objects.exists()
    assert not Contact.objects.exists()


def test_every_address_gets_the_same_answer(client):
    UserFactory(email="akun@contoh.test")
    SavedSearch.objects.create(contact=contact_at(email="tersimpan@contoh.test"), query="q=juru las")
    pages = set()

    for address in ("akun@contoh.test", "tersimpan@contoh.test", "siapa@contoh.test"):
        visit = Client(headers={"host": "localhost"})
        ask(visit, address)
        shown = visit.get(CODE).content.decode().replace(address, "")
        pages.add((mail.outbox[-1].subject, shown.split("<main")[1].split('name="csrf')[0]))

    assert len(pages) == 1
    assert len(mail.outbox) == 3


def test_no_address_is_flooded_with_codes(client):
    answers = [ask(Client(headers={"host": "localhost"})) for _visit in range(4)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 200]
    assert len(mail.outbox) == 3


@pytest.mark.parametrize("typed", ["", "ina", "@", "ina@contoh", "x" * 300, "081", f"a@{'ü' * 62}.id"])
def test_what_is_no_address_is_refused_and_kept(client, typed):
    form = ask(client, typed).context["form"]

    assert set(form.errors) == {"address"}
    assert form["address"].value() == typed
    assert mail.outbox == []


def test_there_is_an_end_to_what_one_saves(client, monkeypatch):
    log_in(client, UserFactory())
    monkeypatch.setattr(services, "MOST_SEARCHES", 1)
    client.post(SEARCH, {"rhythm": "daily"})

    answer = client.post("/lowongan/kabari/?q=juru+las", {"rhythm": "daily"}, follow=True)

    assert "sudah menyimpan 1" in answer.content.decode()
    assert SavedSearch.objects.count() == 1


@pytest.mark.parametrize("has_account", [True, False])
def test_whoever_has_no_email_address_saves_fewer_searches(has_account, monkeypatch):
    number = {"phone": "+6281234567890", "email": ""}
    contact = contact_of(UserFactory(**number)) if has_account else BareContactFactory(**number)
    monkeypatch.setattr(services, "MOST_SEARCHES_BY_SMS", 1)
    services.save_search(contact, Wish(words="perawat"), "daily")

    with pytest.raises(ActRefused):
        services.save_search(contact, Wish(words="juru las"), "daily")


def test_a_link_in_a_message_looks_after_all_that_is_saved_without_log_in(client):
    contact = BareContactFactory(email="ina@contoh.test")
    message = told_of_closing(contact)
    page = reverse("saved:by_link", args=[links.token_of(message)])
    others = told_of_closing(BareContactFactory())
    theirs = SavedVacancy.objects.get(pk=others.subject)

    text = client.get(page).content.decode()
    assert "Hari terakhir melamar" in text
    assert "ina@contoh.test" not in text
    search = contact.saved_searches.get()
    client.post(page, {"search": search.pk, "rhythm": "daily"})
    search.refresh_from_db()
    assert search.rhythm == "daily"
    for _twice in range(2):
        client.post(page, {"search": search.pk})
        client.post(page, {"vacancy": theirs.pk})
        client.post(page, {"vacancy": message.subject})

    assert not contact.saved_searches.exists()
    assert contact.saved_vacancies.count() == 1  # the one that is over
    assert SavedVacancy.objects.filter(pk=theirs.pk).exists()


def test_the_link_of_an_account_opens_nothing_without_log_in(client):
    message = told_of_closing(contact_of(UserFactory()))

    assert client.get(reverse("saved:by_link", args=[links.token_of(message)])).status_code == 410
    assert client.get(reverse("saved:by_link", args=["x" * 32])).status_code == 404


def test_what_a_bare_address_saved_becomes_its_accounts_at_its_next_log_in(client):
    user = UserFactory(email="ina@contoh.test")
    bare = contact_at(email=user.email)
    told, elsewhere = told_of_closing(bare), told_of_closing(BareContactFactory())
    both = SavedVacancy.objects.get(pk=told.subject).vacancy
    own = SavedVacancy.objects.create(contact=contact_of(user), vacancy=both)
    OptOut.objects.create(contact=bare, topic="saved")
    notice = MessageFactory(contact=bare, state="sent")

    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})

    contact = contact_of(user)
    assert [search.query for search in contact.saved_searches.all()] == ["q=perawat&negara=TW"]
    assert (contact.saved_vacancies.count(), contact.saved_vacancies.filter(pk=own.pk).count()) == (2, 1)
    assert list(contact.opt_outs.values_list("topic", "channel")) == [("saved", "")]
    told.refresh_from_db()
    assert told.contact == contact
    notice.refresh_from_db()
    assert notice.contact == bare
    assert not (bare.saved_searches.exists() or bare.saved_vacancies.exists() or bare.opt_outs.exists())
    assert elsewhere.contact.saved_searches.count() == 1


@pytest.mark.parametrize("people", [1, 2])
def test_what_a_number_saved_becomes_an_accounts_unless_others_share_it(client, quick_gateway, people):
    user = person()
    if people == 2:
        person(place_at_number=2)
    SavedSearch.objects.create(contact=contact_at(phone=user.phone), query="q=perawat")

    at_home(client, user)
    begin(client)
    confirm(client, last_code(quick_gateway))

    assert (SavedSearch.objects.get().contact == contact_of(user)) == (people == 1)


def test_after_ninety_days_a_link_only_leads_to_the_code_but_still_stops_the_messages(client):
    contact = BareContactFactory()
    message = told_of_closing(contact)
    Message.objects.update(closed_at=timezone.now() - timedelta(days=90))
    page = reverse("saved:by_link", args=[links.token_of(message)])

    answers = client.get(page), client.post(page, {"search": contact.saved_searches.get().pk})

    assert [answer.status_code for answer in answers] == [410, 410]
    assert LIST in answers[0].content.decode()
    assert "perawat" not in answers[0].content.decode()
    assert contact.saved_searches.exists()
    client.post(reverse("refusals:stop", args=[links.token_of(message)]))
    assert contact.opt_outs.exists()


def test_whoever_stopped_the_messages_is_told_that_nothing_comes(client):
    contact = BareContactFactory()
    page = reverse("saved:by_link", args=[links.token_of(told_of_closing(contact))])

    OptOut.objects.create(contact=contact, topic="saved")

    assert "Anda menghentikan pesan kami" in client.get(page).content.decode()


def test_the_list_costs_the_same_for_any_number(client):
    user = UserFactory()
    log_in(client, user)
    asked = []
    for rows in (1, 5):
        for place in range(rows):
            told_of_closing(contact_of(user), query=f"q=perawat+{rows}+{place}&negara=TW")
        with CaptureQueriesContext(connection) as queries:
            for page in ("/saya/lowongan/", "/saya/pesan/"):
                assert client.get(page).status_code == 200
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_public_pages_lead_there_without_a_form(client):
    vacancy = VacancyFactory(checked=True)

    assert 'href="/lowongan/kabari/?q=perawat"' in client.get("/lowongan/?q=perawat").content.decode()
    assert f'href="/lowongan/{vacancy.number}/simpan/"' in client.get(vacancy.get_absolute_url()).content.decode()
