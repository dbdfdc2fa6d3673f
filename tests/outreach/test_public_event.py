"""One event for everybody: its page, calendars, sheets, the open interface."""

import json
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from outreach.choices import PartyRole, Topic
from outreach.models import EventChange, EventStepReason, Party, Speaker
from portal.lib.dates import WITA, today_in
from portal.places.models import Office
from tests.factories.accounts import UserFactory
from tests.factories.jobs import VacancyFactory
from tests.factories.outreach import EventFactory, VenueFactory
from tests.factories.places import DistrictFactory, OfficeFactory, RegencyFactory
from tests.outreach.public_events import LIST, cancelled, planned, titles

pytestmark = pytest.mark.django_db


# One event -----------------------------------------------------------------------------------------


def shown(client, event, prefix=""):
    answer = client.get(f"{prefix}/kegiatan/{event.number}/")
    assert answer.status_code == 200
    return answer


def test_an_event_tells_what_one_must_know_before_going(client):
    venue = VenueFactory(has_step_free_way=True, has_wheelchair_toilet=None)
    event = planned(has_consultation=True, topics=[Topic.COST, Topic.RIGHTS], sessions__venue=venue)
    Party.objects.create(event=event, role=PartyRole.PARTNER, name="Move-ID")
    Speaker.objects.create(event=event, name="Maria", position="Pengantar kerja", institution="BP3MI NTT")

    answer = shown(client, event)
    text, page = answer.content.decode(), answer.context["page"]

    assert "Boleh datang tanpa KTP." in text
    assert "Bawa KTP dan kartu keluarga." in text
    assert page.topics[1].startswith("Berapa biayanya")
    assert {fact["term"]: fact["value"] for fact in page.access} == {
        "Bahasa isyarat": "belum dicatat", "Jalan masuk tanpa tangga": "Ya", "Toilet untuk kursi roda": "belum dicatat"
    }  # fmt: skip
    assert [party["value"] for party in page.parties] == [str(event.organiser), "Move-ID"]
    assert "Pengantar kerja, BP3MI NTT" in text
    assert event.number in answer.context["links"].whatsapp


def test_its_sessions_are_its_agenda(client):
    event = planned(sessions=2)
    event.sessions.filter(pk=event.sessions.first().pk).update(title="Enam stasiun resmi dan biaya")

    agenda = shown(client, event).context["page"].agenda

    assert [station["text"] for station in agenda] == ["Enam stasiun resmi dan biaya", ""]
    assert all("WITA" in station["title"] for station in agenda)


def test_a_cancelled_one_says_why_to_everybody_and_stays_in_the_list(client):
    event = cancelled(planned(title="Batal"))

    assert "Aula dipakai untuk pengungsi banjir." in shown(client, event).content.decode()
    assert [(card.title, card.label) for card in client.get(LIST).context["cards"]] == [("Batal", "Dibatalkan")]
    assert "Boleh datang" not in shown(client, event).content.decode().split("<main")[1]


def test_a_reason_that_was_emptied_is_said_to_be_missing(client):
    event = cancelled(planned())
    EventStepReason.objects.update(text="")

    assert shown(client, event).context["page"].notes[0]["text"] == "Alasannya tidak dicatat."


def changed(event, **before):
    """As it was before somebody changed its first session."""
    session = event.sessions.first()
    was = {name: getattr(session, name) for name in ("held_on", "begins_at", "ends_at", "venue", "time_zone")}
    EventChange.objects.create(
        event=event, session=session, fields=sorted(before), changed_by=UserFactory(), **was | before
    )


def test_a_moved_one_says_what_was_announced_before(client):
    event = planned()
    changed(event, held_on=date(2026, 1, 5), venue=VenueFactory(name="Balai Desa Lama", regency=None, province=None))

    (note,) = shown(client, event).context["page"].notes
    (card,) = client.get(LIST).context["cards"]

    assert note["text"] == card.lines[0] == "Berubah: semula Senin, 5 Januari 2026, Balai Desa Lama."


def test_one_that_was_moved_back_is_as_it_was(client):
    event = planned()
    changed(event, held_on=event.starts_on)

    assert shown(client, event).context["page"].notes == []


def test_a_draft_is_nobodys_business(client):
    event = EventFactory()

    for tail in ("", "kalender.ics", "poster/"):
        assert client.get(f"/kegiatan/{event.number}/{tail}").status_code == 404
    assert client.get(f"/api/v1/events/{event.number}").status_code == 404


@pytest.mark.parametrize("tail", ["", "kalender.ics", "poster/"])
def test_a_twin_leads_to_the_event_that_counts(client, tail):
    event = planned()
    twin = EventFactory(sourced=True, same_as=event) if not tail else planned(same_as=event)

    answer = client.get(f"/kegiatan/{twin.number}/{tail}")

    assert (answer.status_code, answer["Location"]) == (301, f"/kegiatan/{event.number}/{tail}")


def test_search_engines_are_told_of_our_own_events_alone(client):
    event = planned(takes_sign_ups=True)
    event.sessions.update(capacity=50, seated=8)
    changed(event, held_on=date(2026, 1, 5))

    facts = json.loads(shown(client, event).context["posting"])

    assert (facts["@type"], facts["eventStatus"]) == ("Event", "https://schema.org/EventRescheduled")
    assert (facts["previousStartDate"], facts["remainingAttendeeCapacity"]) == ("2026-01-05", 42)
    assert facts["startDate"].endswith("+08:00")
    assert facts["location"][0]["address"]["addressRegion"] == "Nusa Tenggara Timur"
    assert json.loads(shown(client, cancelled(planned())).context["posting"])["eventStatus"].endswith("EventCancelled")
    for other in (EventFactory(sourced=True), planned(is_demo=True)):
        assert shown(client, other).context["posting"] == ""


def test_a_title_cannot_leave_the_script_it_stands_in(client):
    event = planned(title="</script><b>x")

    assert "</script><b>" not in shown(client, event).content.decode()


# Calendars -----------------------------------------------------------------------------------------


def entries(client, address):
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return Calendar.from_ical(answer.content).walk("VEVENT")


def test_an_event_goes_into_a_calendar_session_by_session(client):
    event = planned(sessions=2)

    first, second = entries(client, f"/kegiatan/{event.number}/kalender.ics")

    assert [str(entry["UID"]).split("@")[0] for entry in (first, second)] == [f"{event.number}-1", f"{event.number}-2"]
    assert first["DTSTART"].dt == event.sessions.first().begins_at.replace(microsecond=0)
    assert (str(first["STATUS"]), first["SEQUENCE"]) == ("CONFIRMED", event.version)


def test_a_calendar_learns_that_an_event_was_cancelled(client):
    event = planned()
    address = f"/kegiatan/{event.number}/kalender.ics"
    (before,) = entries(client, address)
    cancelled(event)

    (after,) = entries(client, address)

    assert (before["UID"], str(after["STATUS"])) == (after["UID"], "CANCELLED")
    assert after["SEQUENCE"] > before["SEQUENCE"]


def test_a_day_without_hours_is_a_whole_day(client):
    event = planned(
        sessions__begins_at=None, sessions__ends_at=None, sessions__held_on=today_in(WITA) + timedelta(days=3)
    )

    (entry,) = entries(client, f"/kegiatan/{event.number}/kalender.ics")

    assert entry["DTEND"].dt - entry["DTSTART"].dt == timedelta(days=1)
    assert isinstance(entry["DTSTART"].dt, date)


def test_a_subscription_holds_the_events_of_its_place_cancelled_ones_too(client):
    belu = VenueFactory(regency=RegencyFactory(code="53.04", name="Kabupaten Belu"))
    kept = {planned(sessions__venue=belu).number, cancelled(planned(sessions__venue=belu)).number}
    planned(sessions__venue=VenueFactory(regency=RegencyFactory(code="53.05")))
    EventFactory(sessions__venue=belu)

    found = {
        str(entry["UID"]).split("@")[0].removesuffix("-1")
        for entry in entries(client, "/feeds/kegiatan.ics?kabupaten=53.04")
    }

    assert found == kept
    assert len(entries(client, "/feeds/kegiatan.ics")) == 3
    assert "Kabupaten Belu" in client.get("/feeds/kegiatan.ics?kabupaten=53.04").content.decode()


def test_an_unchanged_calendar_is_not_sent_twice(client):
    planned()
    tag = client.get("/feeds/kegiatan.ics")["ETag"]

    assert client.get("/feeds/kegiatan.ics", headers={"if-none-match": tag}).status_code == 304


# Sheets, sitemap, home, interface ------------------------------------------------------------------


def test_a_village_sheet_has_its_own_events_first_and_checked_vacancies_alone(client):
    near, far = DistrictFactory(), None
    far = DistrictFactory(regency=near.regency)
    planned(
        title="Di kecamatan lain", sessions__days=1, sessions__venue=VenueFactory(regency=near.regency, district=far)
    )
    planned(title="Di sini", sessions__days=9, sessions__venue=VenueFactory(regency=near.regency, district=near))
    cancelled(planned(title="Batal", sessions__venue=VenueFactory(regency=near.regency, district=near)))
    checked = VacancyFactory(checked=True)
    VacancyFactory()

    page = client.get(f"/kegiatan/papan/{near.code}/")

    assert [card.title for card, _when, _code in page.context["events"]] == ["Di sini", "Di kecamatan lain"]
    assert [card.row.number for card, _code in page.context["vacancies"]] == [checked.number]
    assert client.get("/kegiatan/papan/99.99/").status_code == 404


def test_a_poster_has_the_code_that_leads_to_the_event_and_none_is_made_of_hearsay(client):
    event = planned()

    page = client.get(f"/kegiatan/{event.number}/poster/")

    assert page.context["links"].qr in page.content.decode()
    assert client.get(f"/kegiatan/{EventFactory(sourced=True).number}/poster/").status_code == 404


def test_the_sitemap_lists_our_own_events_once(client):
    event = planned()
    planned(is_demo=True)
    EventFactory(sourced=True)
    planned(same_as=event)

    text = client.get("/sitemap-kegiatan.xml").content.decode()

    assert text.count("<loc>") == 4
    assert f"<loc>http://testserver/en/kegiatan/{event.number}/</loc>" in text


def test_home_tells_the_next_events(client):
    for days in (9, 2, 5):
        planned(title=f"Dalam {days} hari", sessions__days=days)
    cancelled(planned(sessions__days=1))

    assert [card.title for card in client.get("/").context["events"]] == ["Dalam 2 hari", "Dalam 5 hari"]


def test_the_interface_gives_what_the_list_shows_in_its_order(client):
    for days in (9, 2, 5):
        planned(title=f"Dalam {days} hari", sessions__days=days)
    EventFactory(sourced=True, title="Dari koran", sessions__days=-3)

    answer = client.get("/api/v1/events").json()
    (past,) = client.get("/api/v1/events?rak=lalu").json()["items"]

    assert [item["title"] for item in answer["items"]] == titles(client)
    assert (past["state"], past["source"]["name"]) == ("sourced", "Koran Contoh")
    assert answer["items"][0]["has_sign_language"] is None
    assert client.get("/api/v1/events?kabupaten=Belu").json()["errors"][0]["parameter"] == "kabupaten"


def test_the_interface_is_read_page_by_page(client):
    office, venue = OfficeFactory(labour=True), VenueFactory()
    for _ in range(23):
        planned(office=office, sessions__venue=venue)
    address, found = "/api/v1/events?provinsi=53", []

    while address:
        answer = client.get(address).json()
        found += [item["number"] for item in answer["items"]]
        address = answer["next"]

    assert (len(found), len(set(found))) == (23, 23)


@pytest.mark.parametrize(
    "address", ["/kegiatan/", "/kegiatan/?provinsi=53&rak=lalu", "/api/v1/events", "/feeds/kegiatan.ics?provinsi=53"]
)
def test_it_costs_the_same_for_one_event_and_for_twenty(client, address):
    office = OfficeFactory(kind=Office.Kind.REGENCY_LABOUR)
    days = -3 if "lalu" in address else 3
    planned(office=office, sessions__days=days)
    with CaptureQueriesContext(connection) as of_one:
        client.get(address)
    for _ in range(19):
        planned(office=office, sessions=2, sessions__days=days * 2)
    cache.clear()

    with CaptureQueriesContext(connection) as of_twenty:
        client.get(address)

    assert len(of_twenty) <= max(len(of_one), 8)
