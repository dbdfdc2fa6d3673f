"""What one row of a published list of events becomes, and the collected file as it is."""

import csv
from datetime import date

import pytest
from django.utils import translation

from outreach.choices import Category, Kind, Mode, PartyKind, PartyRole, Topic, VenueKind
from outreach.imports.events import COLUMNS
from outreach.models import Event, HeadCount, Party, Session, Venue
from outreach.workflow import State
from portal.audit.models import Entry
from portal.laptop import ROOT
from portal.places.models import Office
from tests.commands import run
from tests.factories.places import (
    CountryFactory,
    DistrictFactory,
    OfficeFactory,
    ProvinceFactory,
    RegencyFactory,
    VillageFactory,
)

pytestmark = pytest.mark.django_db
FILE = ROOT / "outreach" / "data" / "outreach_events.csv"
ROW = {"title": "Sosialisasi migrasi aman", "source_name": "Warta Contoh", "date_start": "2025-10-14"}


@pytest.fixture(autouse=True)
def places():
    """Two regencies of NTT, one of another province, as rows name them."""
    for code in ("JP", "MY"):
        CountryFactory(iso2=code, name=code)
    ntt = ProvinceFactory()
    belu = RegencyFactory(code="53.04", name="Kabupaten Belu", province=ntt)
    kupang = RegencyFactory(code="53.71", name="Kota Kupang", province=ntt)
    raihat = DistrictFactory(code="53.04.01", name="Raihat", regency=belu)
    VillageFactory(code="53.04.01.2001", name="Tohe", district=raihat)
    VillageFactory(code="53.04.01.2002", name="Raihat", district=raihat)
    DistrictFactory(code="53.71.01", name="Oebobo", regency=kupang)
    OfficeFactory(code="kp2mi", kind=Office.Kind.HEAD_OFFICE, name="Kementerian Contoh", province=None)
    OfficeFactory(code="bp3mi-ntt", name="BP3MI Nusa Tenggara Timur", province=ntt)
    OfficeFactory(labour=True, regency=belu)


@pytest.fixture
def imported(tmp_path):
    """Import rows given as dicts; answers with the counts and the sentences of refused rows."""

    def of_rows(*rows, exits_with=0, options=()):
        path, report = tmp_path / "rows.csv", tmp_path / "report.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows(ROW | row for row in rows)
        with translation.override("en"):
            said = run("import_events", path, f"--report={report}", *options)
        assert said.code == exits_with
        with report.open(encoding="utf-8", newline="") as file:
            reasons = {int(line["row"]): line["reasons"] for line in csv.DictReader(file)}
        return said.counts, reasons

    return of_rows


def counts(rows, **others):
    return {"rows": rows, "created": 0, "updated": 0, "unchanged": 0, "rejected": 0} | others


def test_one_row_becomes_one_event_of_its_source(imported):
    imported(
        {
            "province": "NTT", "regency": "Kabupaten Belu", "place": "Desa Tohe, Kecamatan Raihat",
            "venues": "Aula Kantor Desa Tohe", "participants_total": "160", "participants_note": "sekitar 160",
            "audience": "perangkat desa;purna PMI;seniman", "topics": "skema penempatan;TPPO;sawah",
            "speakers_role": "kepala desa", "consultation": "yes", "countries_discussed": "MY;JP",
            "source_url": "https://contoh.test/1", "source_date": "2025-10",
        }
    )  # fmt: skip

    event = Event.objects.get()
    session, venue = Session.objects.get(), Venue.objects.get()
    assert (event.state, event.kind, event.mode) == (State.SOURCED, Kind.SOSIALISASI, Mode.LURING)
    assert (event.audience, event.topics) == (
        [Category.VILLAGE_OFFICIAL, Category.RETURNED_WORKER],
        [Topic.PROCEDURE, Topic.RISKS],
    )
    assert (event.audience_as_published, event.has_consultation, event.countries) == (
        "perangkat desa;purna PMI;seniman",
        True,
        ["MY", "JP"],
    )
    assert (event.starts_on, event.ends_on, session.held_on) == (date(2025, 10, 14),) * 3
    assert (venue.name, venue.kind, venue.village_id) == (
        "Aula Kantor Desa Tohe",
        VenueKind.VILLAGE_OFFICE,
        "53.04.01.2001",
    )
    assert event.areas == ["53", "53.04", "53.04.01", "53.04.01.2001"]
    assert session.time_zone == "Asia/Makassar"
    assert HeadCount.objects.values_list("event", "session", "total", "note").get() == (
        event.pk, None, 160, "sekitar 160",
    )  # fmt: skip
    assert Entry.objects.filter(action="events.imported").count() == 1


@pytest.mark.parametrize(
    ("told", "days"),
    [
        ({"date_start": "2025-10-14", "date_end": "2025-10-15"}, [date(2025, 10, 14), date(2025, 10, 15)]),
        ({"date_start": "2025-10"}, [None]),
        ({"date_start": ""}, [None]),
        # Which of the two was on which day the source doesn't say.
        ({"date_end": "2025-10-15", "venues": "Kantor Camat Raihat;Gereja Contoh"}, [None, None]),
        ({"venues": "Kantor Camat Raihat;Gereja Contoh"}, [date(2025, 10, 14)] * 2),
    ],
)
def test_no_day_is_invented(imported, told, days):
    imported(told)

    event = Event.objects.get()
    assert list(event.sessions.values_list("held_on", flat=True)) == days
    assert event.date_as_published == (ROW | told)["date_start"]
    before = event.starts_on, event.ends_on
    event.follow_sessions()
    assert (event.starts_on, event.ends_on) == before


@pytest.mark.parametrize(
    ("told", "found"),
    [
        # (district, village, as published) of each session
        ({"place": "Raihat"}, [("53.04.01", None, "")]),
        ({"place": "Desa Tohe;Desa Lain"}, [("53.04.01", "53.04.01.2001", ""), (None, None, "Desa Lain")]),
        ({"place": "Raihat", "venues": "Desa Tohe;Desa Raihat"}, [
            ("53.04.01", "53.04.01.2001", ""), ("53.04.01", "53.04.01.2002", "")]),
        ({"regency": "Kabupaten Antah", "place": "Desa Tohe"}, [(None, None, "Desa Tohe, Kabupaten Antah")]),
        ({"regency": "Kabupaten Belu;Kota Kupang", "venues": "Kantor Camat"}, [
            (None, None, "Kabupaten Belu; Kota Kupang")]),
        ({"regency": "", "province": "", "place": "Doha, Qatar"}, [(None, None, "Doha, Qatar")]),
    ],
)  # fmt: skip
def test_an_area_is_ours_only_where_no_other_can_be_meant(imported, told, found):
    imported({"province": "Nusa Tenggara Timur", "regency": "Kabupaten Belu"} | told)

    venues = Session.objects.order_by("pk").values_list("venue__district", "venue__village", "venue__area_as_published")
    assert list(venues) == found


def test_of_several_regencies_each_venue_has_the_one_of_its_name_and_the_last_one_the_one_left(imported):
    imported({"regency": "Kota Kupang;Kabupaten Belu", "venues": "SMKN 1 Kupang;SMKN 4 Kupang;SMKN 1 Contoh (daring)"})

    assert list(Session.objects.order_by("pk").values_list("venue__regency", flat=True)) == ["53.71", "53.71", "53.04"]
    assert Event.objects.get().mode == Mode.HIBRIDA


@pytest.mark.parametrize(
    ("name", "office", "kind"),
    [
        ("Kementerian P2MI", "kp2mi", ""),
        ("BP3MI NTT", "bp3mi-ntt", ""),
        ("Disnakertrans Belu", "disnaker-5304", ""),
        ("Dinas Koperasi, UMKM dan Tenaga Kerja Kabupaten Belu", "disnaker-5304", ""),
        ("Disnaker Kota Kupang", None, PartyKind.GOVERNMENT),
        ("BP2MI", None, PartyKind.GOVERNMENT),
        ("Universitas Nusa Cendana", None, PartyKind.CAMPUS),
        ("SMKN 1 Kupang", None, PartyKind.SCHOOL),
        ("PT Contoh Karya Cabang Belu", None, PartyKind.COMPANY),
        ("GIZ", None, PartyKind.DONOR),
        ("ADBMI", None, ""),
    ],
)
def test_a_party_is_an_office_only_by_a_name_that_means_it_alone(imported, name, office, kind):
    imported({"organiser": name, "co_organisers": f"{name};Desa Tohe"})

    party, other = Party.objects.select_related("office")
    assert (party.role, party.kind, party.office and party.office.code) == (PartyRole.ORGANISER, kind, office)
    assert (party.name == name) is (office is None)
    assert (other.role, other.kind, other.name) == (PartyRole.CO_ORGANISER, PartyKind.VILLAGE, "Desa Tohe")


def test_a_second_import_brings_up_to_date_what_the_source_says_and_keeps_what_an_officer_noted(imported):
    assert imported({"venues": "Hotel Satu;Hotel Dua"}, {"title": "Lain"})[0] == counts(2, created=2)
    event = Event.objects.get(title=ROW["title"])
    Event.objects.filter(pk=event.pk).update(same_as=Event.objects.get(title="Lain"))

    again, _ = imported({"venues": "Hotel Tiga", "participants_total": "9"}, {"title": "lain "})

    event.refresh_from_db()
    assert again == counts(2, updated=2)  # "lain" in small letters is the same event, told otherwise
    assert [str(session) for session in event.sessions.all()] == ["Hotel Tiga"]
    assert event.counts.get().total == 9
    assert event.same_as.title == "lain"


@pytest.mark.parametrize(
    ("told", "column"),
    [
        ({"title": " "}, "title"),
        ({"source_name": ""}, "source_name"),
        ({"date_start": "14/10/2025"}, "date_start"),
        ({"date_end": "2025-10-13"}, "date_end"),
        ({"date_start": "2025-10", "date_end": "2025-10-13"}, "date_end"),
        ({"participants_total": "ratusan"}, "participants_total"),
        ({"countries_discussed": "JP;XX"}, "countries_discussed"),
        ({"consultation": "mungkin"}, "consultation"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"venues": "Aula" + "a" * 150}, "venues"),
        ({"place": ";".join(["Desa Entah Di Mana"] * 9), "venues": "Aula;Gereja"}, "place"),
    ],
)
def test_a_row_that_can_not_be_is_refused_by_its_column(imported, told, column):
    said, reasons = imported(told, {"title": "Yang lain"}, exits_with=3)

    assert said == counts(2, created=1, rejected=1)
    assert reasons[2].startswith(f"{column}: ")


def test_the_collected_file_is_taken_whole_and_again_changes_nothing():
    with FILE.open(encoding="utf-8", newline="") as file:
        for code in {code for row in csv.DictReader(file) for code in row["countries_discussed"].split(";") if code}:
            CountryFactory(iso2=code, name=code)

    dry = run("import_events", FILE, "--dry-run").counts
    assert Event.objects.count() == 0
    first = run("import_events", FILE).counts
    touched = list(Event.objects.order_by("pk").values_list("number", "updated_at", "version"))

    assert dry == first == counts(80, created=80)
    assert run("import_events", FILE).counts == counts(80, unchanged=80)
    assert list(Event.objects.order_by("pk").values_list("number", "updated_at", "version")) == touched
    assert Event.objects.filter(starts_on=None).count() == 6
    assert HeadCount.objects.exclude(total=None).count() == 26
    assert set(Event.objects.values_list("state", flat=True)) == {State.SOURCED}
