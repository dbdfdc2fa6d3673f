import pytest

from portal.places.search import LIMIT, find_places
from tests.places.conftest import FILES

pytestmark = pytest.mark.django_db


def paths(text):
    return [entry.path for entry in find_places(text)]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("raihat", ["Kecamatan Raihat, Kabupaten Belu, NTT"]),
        ("RAIHAT, belu", ["Kecamatan Raihat, Kabupaten Belu, NTT"]),
        ("Kec. Raihat Kab. Belu", ["Kecamatan Raihat, Kabupaten Belu, NTT"]),
        ("belu", ["Kabupaten Belu, NTT"]),
        ("kab.belu", ["Kabupaten Belu, NTT"]),
        ("toh rai", ["Desa Tohe, Kecamatan Raihat, Kabupaten Belu, NTT"]),
        ("tohe ntt", ["Desa Tohe, Kecamatan Raihat, Kabupaten Belu, NTT"]),
        ("udek du'en", ["Desa Udek Du’en, Kecamatan Lamaknen, Kabupaten Belu, NTT"]),
        ("udek duen", ["Desa Udek Du’en, Kecamatan Lamaknen, Kabupaten Belu, NTT"]),
        ("tebet barat", ["Kelurahan Tebet Barat, Kecamatan Tebet, Kota Administrasi Jakarta Selatan, DKI Jakarta"]),
        ("kupang", ["Kabupaten Kupang, NTT", "Kota Kupang, NTT"]),
        ("kota kupang", ["Kota Kupang, NTT", "Kabupaten Kupang, NTT"]),
        ("raihat kupang", []),
        ("NTT", []),
    ],
)
def test_a_place_is_found_by_what_people_type(places, typed, found):
    assert paths(typed) == found


@pytest.mark.parametrize(
    "typed",
    ["", " ", "a", "\x00", "\ud800", "٣٣", "'", "& | !", "':*", "\\", "%", "x" * 10_000_000, "belu " * 1_000_000, "🙂"],
    ids=range(14),
)
def test_nonsense_finds_nothing_and_breaks_nothing(places, typed):
    assert paths(typed) in ([], ["Kabupaten Belu, NTT"])


def test_a_hostile_sign_beside_a_name_is_ignored(places):
    assert paths("bel\x00u \ud800 & | raihat:*") == []
    assert paths("\ud800 belu\x00") == ["Kabupaten Belu, NTT"]


def test_the_answer_is_bounded(places):
    villages = [[f"53.04.04.{number}", "53.04.04", f"Tohe {number}"] for number in range(2003, 2043)]
    places.rewrite("villages.csv.gz", FILES["villages.csv.gz"] + villages)
    places.sync()

    assert len(find_places("tohe")) == LIMIT


def test_a_search_costs_one_query(places, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert {entry.regency.province.short_name for entry in find_places("kupang")} == {"NTT"}
