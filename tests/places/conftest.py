"""A small set of packaged files: two provinces, Belu with two of its districts, and what belongs to them."""

import csv
import gzip

import pytest

from portal.places.sync import sync_places

FILES = {
    "provinces.csv": [["code", "name"], ["31", "Daerah Khusus Ibukota Jakarta"], ["53", "Nusa Tenggara Timur"]],
    "province_zones.csv": [
        ["code", "short_name", "time_zone"],
        ["31", "DKI Jakarta", "Asia/Jakarta"],
        ["53", "NTT", "Asia/Makassar"],
    ],
    "regencies.csv": [
        ["code", "province_code", "name"],
        ["31.74", "31", "Kota Administrasi Jakarta Selatan"],
        ["53.01", "53", "Kabupaten Kupang"],
        ["53.04", "53", "Kabupaten Belu"],
        ["53.71", "53", "Kota Kupang"],
    ],
    "districts.csv": [
        ["code", "regency_code", "name"],
        ["31.74.01", "31.74", "Tebet"],
        ["53.04.01", "53.04", "Lamaknen"],
        ["53.04.04", "53.04", "Raihat"],
    ],
    "villages.csv.gz": [
        ["code", "district_code", "name"],
        ["31.74.01.1001", "31.74.01", "Tebet Barat"],
        ["53.04.01.2001", "53.04.01", "Udek Du’en"],
        ["53.04.04.2001", "53.04.04", "Tohe"],
        ["53.04.04.2002", "53.04.04", "Asumanu"],
    ],
    "countries.csv": [["iso2", "name", "name_en", "currency"], ["TW", "Taiwan", "Taiwan", "TWD"]],
    "offices.csv": [
        ["code", "kind", "name", "name_en", "city", "regency_code", "province_code", "covers", "coverage_basis"],
        ["bp3mi-ntt", "bp3mi", "BP3MI NTT", "", "Kupang", "53.71", "53", "53", "Peraturan BP2MI 6/2022"],
        ["p4mi-atambua", "p4mi", "P4MI Atambua", "", "Atambua", "53.04", "53", "", ""],
    ],
    "office_statements.csv": [
        [
            "use",
            "office",
            "kind",
            "name",
            "city",
            "province",
            "covers",
            "address",
            "phone",
            "source_name",
            "source_url",
            "source_date",
        ],
        ["office", "bp3mi-ntt", "BP3MI", "BP3MI NTT", "", "", "", "Jalan Contoh 1", "", "Koran", "", "2024-03"],
        ["office", "bp3mi-ntt", "BP3MI", "BP3MI NTT", "", "", "", "", "", "Radio", "", "2025-01-02"],
        ["older_name", "", "BP3TKI", "BP3TKI Kupang", "", "", "", "Jalan Lama", "", "Koran", "", "2014"],
    ],
    "holidays.csv": [
        ["day", "kind", "name", "name_en", "legal_basis"],
        ["2026-01-01", "national", "Tahun Baru Masehi", "New Year's Day", "SKB Contoh"],
        ["2026-02-16", "joint_leave", "Cuti bersama Imlek", "Joint leave", "SKB Contoh"],
    ],
    "contacts.csv": [
        ["code", "name", "name_en", "channel", "number", "reach", "source_name", "source_date"],
        ["kp2mi", "Pusat panggilan", "Call centre", "phone", "0800-1000", "home", "Koran", "2025-04"],
    ],
}


class Folder:
    """The files on disk; ``rewrite`` replaces the rows of one."""

    def __init__(self, path):
        self.path = path
        for name, rows in FILES.items():
            self.rewrite(name, rows)

    def rewrite(self, name, rows):
        opener = gzip.open if name.endswith(".gz") else open
        with opener(self.path / name, "wt", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)

    def without(self, name, code):
        self.rewrite(name, [row for row in FILES[name] if row[0] != code])

    def sync(self, **options):
        return sync_places(folder=self.path, **options)


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


@pytest.fixture
def places(folder, db):
    folder.sync()
    return folder
