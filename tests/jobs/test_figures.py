"""Figures as published: taken in once, shown side by side, told apart where sources differ."""

import csv

import pytest

from jobs import api
from jobs.figures import OF_ONE_PROVINCE
from jobs.imports.figures import FILES, SOURCE
from jobs.models import PublishedFigure
from jobs.reference import DATA
from portal.laptop import FIGURES
from portal.places.models import Country
from tests.commands import run
from tests.factories.jobs import DestinationFactory, PublishedFigureFactory
from tests.factories.places import CountryFactory, ProvinceFactory

pytestmark = pytest.mark.django_db
BY_PROVINCE = (*FILES[2][1], *SOURCE)
ROW = {"year": "2024", "province": "Nusa Tenggara Timur", "count": "379", "source_name": "Warta", "source_date": "2025"}


def imported(path, *rows, columns=BY_PROVINCE, options=()):
    file = path / "rows.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, columns)
        writer.writeheader()
        writer.writerows(rows)
    return run("import_figures", str(file), *options)


@pytest.mark.parametrize("name", FIGURES)
def test_the_packaged_file_is_taken_whole_and_once(name):
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    codes = {row["country_iso2"] for row in rows if row.get("country_iso2")}
    Country.objects.bulk_create(Country(iso2=code, name=code, name_en=code) for code in codes)

    first, second = (run("import_figures", str(DATA / f"{name}.csv")) for _ in range(2))

    assert (first.code, first.counts["created"], first.counts["rejected"]) == (0, len(rows), 0)
    assert (second.counts["unchanged"], PublishedFigure.objects.count()) == (len(rows), len(rows))


def test_a_corrected_value_takes_the_place_of_the_old_one(tmp_path):
    imported(tmp_path, ROW)

    counts = imported(tmp_path, ROW | {"count": "380"}).counts

    assert (counts["updated"], PublishedFigure.objects.get().value) == (1, 380)


def test_a_dry_run_keeps_nothing(tmp_path):
    assert imported(tmp_path, ROW, options=["--dry-run"]).counts["created"] == 1
    assert not PublishedFigure.objects.exists()


@pytest.mark.parametrize(
    "bad",
    [{"count": ""}, {"count": "1.000"}, {"count": "-1"}, {"year": "24"}, {"month": "13"}, {"month": "0"}, {"sex": "X"},
     {"source_name": ""}, {"source_url": "javascript:x"}, {"source_date": "2999"}, {"year": "", "month": "2"}],
)  # fmt: skip
def test_what_is_no_figure_is_refused(tmp_path, bad):
    said = imported(tmp_path, ROW | bad, ROW | {"regency": "Kabupaten Belu"})

    assert (said.code, said.counts["rejected"], said.counts["created"]) == (3, 1, 1)


def test_a_file_of_something_else_is_told_apart(tmp_path):
    with pytest.raises(Exception, match=r"jobs/data/README\.md"):
        imported(tmp_path, {}, columns=("year", "province", "count"))


def test_a_province_is_known_by_its_name_and_the_nation_is_none(tmp_path):
    ProvinceFactory()

    imported(tmp_path, ROW, ROW | {"province": "Nasional"}, ROW | {"province": "Negeri Entah"})

    assert list(PublishedFigure.objects.order_by("pk").values_list("province", "province_name")) == [
        ("53", "Nusa Tenggara Timur"), (None, ""), (None, "Negeri Entah"),
    ]  # fmt: skip


def lines(client, address="/angka/"):
    return client.get(address).context["lines"]


def test_sources_that_differ_are_marked_and_both_stay(client):
    for value, source in ((295_439, "Warta Satu"), (297_000, "Warta Dua")):
        PublishedFigureFactory(value=value, source_name=source)
    PublishedFigureFactory(period_from="2023", period_to="2023")

    found = {(line.value, line.period): line.is_disputed for line in lines(client)}

    assert found == {("295.439", "2024"): True, ("297.000", "2024"): True, ("84.581", "2023"): False}
    assert "berbeda antar sumber" in client.get("/angka/").content.decode()
    assert "592.439" not in client.get("/angka/").content.decode()


def test_one_source_alone_does_not_differ(client):
    PublishedFigureFactory(value=1, source_url="https://contoh.test/1")
    PublishedFigureFactory(value=2, source_url="https://contoh.test/2")

    assert [line.is_disputed for line in lines(client)] == [False, False]


@pytest.mark.parametrize(
    ("kind", "unit"), [("penempatan", "orang"), ("lowongan", "tempat"), ("perusahaan", "perusahaan")]
)
def test_a_number_says_what_it_counts(client, kind, unit):
    PublishedFigureFactory(kind=kind, value=12)

    assert f"<b>12</b> {unit}" in client.get(f"/angka/?jenis={kind}").text


def test_a_country_shows_its_own_figures_only(client):
    destination = DestinationFactory(open=True)
    PublishedFigureFactory(value=11_111)
    PublishedFigureFactory(value=22_222, country=CountryFactory(iso2="JP", name="Jepang"), country_name="Jepang")

    page = client.get(destination.get_absolute_url()).content.decode()

    assert "11.111" in page and "22.222" not in page


def test_money_is_rupiah_and_people_are_a_number(client):
    PublishedFigureFactory(kind="remitansi", value=57_420_000_000)

    (line,) = lines(client, "/angka/?jenis=remitansi")

    assert (line.value, line.unit) == ("Rp57.420.000.000", "")


def test_pages_follow_each_other(client):
    for place in range(53):
        PublishedFigureFactory(source_url=f"https://contoh.test/{place}")

    first = client.get("/angka/")
    second = client.get("/angka/" + first.context["next_address"])

    assert (len(first.context["lines"]), len(second.context["lines"]), second.context["next_address"]) == (50, 3, "")


def test_a_sheet_of_a_province_stays_short(client):
    province = ProvinceFactory()
    for place in range(30):
        PublishedFigureFactory(province=province, country=None, source_url=f"https://contoh.test/{place}")

    answer = client.get("/angka/provinsi/53/")

    assert [len(rows) for _kind, rows in answer.context["groups"]] == [OF_ONE_PROVINCE]
    assert client.get("/angka/provinsi/99/").status_code == 404


def test_a_closed_country_shows_what_was_counted_without_inviting(client):
    destination = DestinationFactory()
    PublishedFigureFactory(value=11_111)

    page = client.get("/en" + destination.get_absolute_url()).content.decode()

    assert "11,111" in page
    assert "does not mean that you may go" in page


# The open interface ---------------------------------------------------------------------------------
def told(client, query=""):
    return client.get(f"/api/v1/figures{query}").json()


def test_programs_read_each_figure_with_its_source_and_who_disagrees(client):
    province = ProvinceFactory()
    PublishedFigureFactory(value=5, source_name="Warta Dua")
    PublishedFigureFactory(value=4, province=province, province_name=province.name, sex="female")

    first, second = sorted(told(client)["items"], key=lambda row: -row["value"])

    assert (first["kind"], first["country"]["iso2"], first["province"], first["period_from"]) == (
        "penempatan", "TW", None, "2024",
    )  # fmt: skip
    assert first["source"] == {"name": "Warta Dua", "url": None, "date": "2025"}
    assert (second["province"], second["sex"]) == ({"code": "53", "name": province.name}, "female")
    PublishedFigureFactory(value=6)
    assert [row["differs_between_sources"] for row in told(client)["items"]].count(True) == 2


@pytest.mark.parametrize(
    ("query", "values"),
    [("", [1, 2, 3]), ("?jenis=remitansi", [2]), ("?negara=JP", [3]), ("?provinsi=53", [2]), ("?provinsi=11", [])],
)
def test_programs_ask_by_kind_country_and_province(client, query, values):
    PublishedFigureFactory(value=1)
    PublishedFigureFactory(value=2, kind="remitansi", country=None, province=ProvinceFactory())
    PublishedFigureFactory(value=3, country=CountryFactory(iso2="JP", name="Jepang"), country_name="Jepang")

    assert sorted(row["value"] for row in told(client, query)["items"]) == values


@pytest.mark.parametrize(
    "query", ["?jenis=semua", "?negara=tw", "?provinsi=5", "?sesudah=9999", "?sesudah=x", "?tahun=2024"]
)
def test_what_programs_ask_wrongly_is_named(client, query):
    answer = client.get(f"/api/v1/figures{query}")

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["parameter"] == query[1:].split("=")[0]


def test_programs_read_page_after_page(client, monkeypatch):
    monkeypatch.setattr(api, "FIGURES_PER_PAGE", 2)
    for value in range(5):
        PublishedFigureFactory(value=value, source_url=f"https://contoh.test/{value}")
    address, found = "/api/v1/figures?negara=TW", []

    while address:
        answer = client.get(address).json()
        found += [row["value"] for row in answer["items"]]
        address = answer["next"]

    assert sorted(found) == [0, 1, 2, 3, 4]
