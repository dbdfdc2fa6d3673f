"""The list of events for everybody."""

import gzip
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.cache import cache

from portal.lib.dates import WIB, WITA, today_in
from tests.factories.outreach import EventFactory, VenueFactory
from tests.factories.places import OfficeFactory, ProvinceFactory, RegencyFactory
from tests.outreach.public_events import LIST, cancelled, drawn, planned, titles

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_counted():
    cache.delete(f"outreach-coming-{today_in(WIB).isoformat()}")


def test_what_is_to_come_stands_in_the_order_of_its_days_under_its_month(client):
    planned(title="Kedua", sessions__days=40)
    planned(title="Pertama", sessions__days=2)
    EventFactory(title="Rancangan", sessions__days=1)
    planned(title="Kembar", same_as=planned(title="Asli", sessions__days=3), sessions__days=3)
    planned(title="Lewat", sessions__days=-2)

    page = client.get(LIST)

    assert [card.title for _month, cards in page.context["months"] for card in cards] == ["Pertama", "Asli", "Kedua"]
    assert titles(client, "?rak=lalu") == ["Lewat"]


def test_what_began_and_still_runs_is_to_come(client):
    event = planned(title="Tiga hari", sessions=3, sessions__days=-1)

    assert titles(client) == ["Tiga hari"]
    assert event.starts_on < today_in(WITA) < event.ends_on


def test_a_past_event_of_a_source_names_it_and_its_day_and_bears_no_seal(client):
    EventFactory(sourced=True, title="Dari koran", sessions__days=-9, source_date="2025-10-12")
    EventFactory(sourced=True, title="Entah kapan", sessions=0, date_as_published="2025-10")

    page = client.get(f"{LIST}?rak=lalu")

    assert [(card.title, card.label) for card in page.context["cards"]] == [("Dari koran", ""), ("Entah kapan", "")]
    assert page.context["cards"][0].source == "Menurut Koran Contoh, 12 Okt 2025"
    assert "seal" not in page.content.decode().split("<main")[1]


def test_it_is_narrowed_by_place_and_by_what_one_needs(client):
    belu = VenueFactory(regency=RegencyFactory(code="53.04", name="Kabupaten Belu"), has_step_free_way=True)
    garut = VenueFactory(regency=RegencyFactory(code="32.05", province=ProvinceFactory(code="32", name="Jawa Barat")))
    planned(title="Belu", sessions__venue=belu, has_consultation=True)
    planned(title="Garut", sessions__venue=garut, has_sign_language=True)

    assert titles(client, "?kabupaten=53.04") == titles(client, "?provinsi=53") == ["Belu"]
    assert titles(client, "?konsultasi=1") == titles(client, "?tanpa_tangga=1") == ["Belu"]
    assert titles(client, "?isyarat=1") == titles(client, "?provinsi=32") == ["Garut"]
    assert titles(client, "?provinsi=32&konsultasi=1") == []
    assert sorted(titles(client, "?kabupaten=99.99%27&provinsi=x")) == ["Belu", "Garut"]


def test_pages_follow_each_other_and_each_event_stands_once(client):
    office, venue = OfficeFactory(labour=True), VenueFactory()
    for place in range(45):
        planned(office=office, title=f"Nomor {place:02}", sessions__days=1 + place // 20, sessions__venue=venue)
    found, query = [], ""

    while query is not None:
        page = client.get(LIST + query)
        found += [card.title for card in page.context["cards"]]
        query = page.context["next_address"] or None

    assert (len(found), len(set(found))) == (45, 45)


def test_past_pages_go_on_to_those_without_a_day(client):
    office, venue = OfficeFactory(labour=True), VenueFactory()
    for place in range(15):
        EventFactory(
            office=office, sourced=True, title=f"Hari {place:02}", sessions__days=-1 - place, sessions__venue=venue
        )
        EventFactory(office=office, sourced=True, title=f"Bulan {place:02}", sessions=0)

    first = client.get(f"{LIST}?rak=lalu")
    second = titles(client, first.context["next_address"])

    assert len(first.context["cards"]) == 20
    assert [card.title for card in first.context["cards"]] + second == [
        *(f"Hari {place:02}" for place in range(15)), *(f"Bulan {place:02}" for place in reversed(range(15)))
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("facts", "session", "label"),
    [
        ({}, {}, "Tanpa daftar, datang saja"),
        ({"takes_sign_ups": True}, {}, "Masih ada tempat"),
        ({"takes_sign_ups": True}, {"capacity": 60, "seated": 7}, "Sisa 53 kursi"),
        ({"takes_sign_ups": True}, {"capacity": 60, "seated": 54}, "Tinggal 6 kursi"),
        ({"takes_sign_ups": True}, {"capacity": 60, "seated": 60}, "Penuh, ada daftar tunggu"),
    ],
)
def test_a_card_says_whether_there_is_room(client, facts, session, label):
    event = planned(**facts)
    event.sessions.update(**session)

    (card,) = client.get(LIST).context["cards"]

    assert card.label == label


def test_a_card_tells_hours_in_the_zone_of_the_venue(client):
    event = planned()
    begins = event.sessions.get().begins_at.astimezone(WITA)

    (card,) = client.get(LIST).context["cards"]

    assert card.lines[0] == f"{begins:%H.%M} sampai {begins + timedelta(hours=3):%H.%M} WITA"
    assert (card.day, card.address) == (str(begins.day), f"/kegiatan/{event.number}/")


def test_the_map_counts_what_is_to_come_and_leaves_out_what_was_cancelled(client):
    _regencies, office = drawn()
    belu = VenueFactory(regency=RegencyFactory(code="53.04"))
    planned(office=office, sessions__venue=belu)
    cancelled(planned(office=office, sessions__venue=belu))
    planned(office=office, sessions__venue=belu, sessions__days=-5)

    choice = client.get(f"{LIST}?provinsi=53").context["choice"]

    assert {tile.place.code: tile.place.count for tile in choice.tiles if tile.place.count} == {"53.04": 1}
    assert len(choice.tiles) == 22


def test_a_province_without_a_drawn_map_lists_its_places(client):
    planned(sessions__venue=VenueFactory(regency=RegencyFactory(code="53.40", name="Kabupaten Contoh")))

    page = client.get(f"{LIST}?provinsi=53")

    assert page.context["choice"].tiles == []
    assert 'href="?kabupaten=53.40">Kabupaten Contoh: 1 kegiatan</a>' in page.content.decode()


def test_a_full_page_is_light(client):
    regencies, office = drawn()
    for place, regency in enumerate(regencies[:20]):
        planned(
            office=office,
            title=f"Sosialisasi peluang kerja luar negeri dan migrasi aman, angkatan {place}",
            title_en=f"Work abroad and safe migration, round {place}",
            sessions__venue=VenueFactory(name=f"Aula Kantor Camat Contoh {place}", regency=regency),
            sessions__days=place * 2,
            takes_sign_ups=True,
            sessions__capacity=100 + place,
        )

    for prefix in ("", "/en"):
        page = client.get(f"{prefix}{LIST}?provinsi=53")
        html = len(gzip.compress(page.content, 6))
        sheet = len(gzip.compress((settings.BASE_DIR / "static/css/public.css").read_bytes(), 6))
        assert (len(page.context["cards"]), len(page.context["choice"].tiles)) == (20, 22)
        assert html <= 6_000
        assert html + sheet <= 14_000
