"""Importing events

20,000 published events, read, matched with areas and offices and written in one transaction with their sessions, venues,
parties and counts: some 110,000 rows. The yardstick is a bare COPY of the very rows that this made, with their keys, into
empty tables with the same indexes, without and with foreign keys: the least that the database has to do to hold them. The
file as text into a table without any index stands beside it. The same file again writes nothing, so its share of the first
time is what reading and matching cost.
"""

import csv
import tempfile
from pathlib import Path

from benchmarks.database import filled_database
from benchmarks.imports import bare_copy, seconds
from benchmarks.people import seconds_of_finished_rows
from benchmarks.run import Ratio

ROWS = 20_000
MODELS = ("Event", "Session", "Venue", "Party", "HeadCount")
AUDIENCES = ("perangkat desa;purna PMI", "masyarakat", "mahasiswa keperawatan", "siswa SMK;guru", "CPMI;instansi")
TOPICS = ("skema penempatan;TPPO;pengaduan", "peluang kerja;jalur resmi", "biaya;kontrak kerja;sawah")


def measure(rows=ROWS):
    from outreach.imports.events import COLUMNS

    with filled_database(), tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.csv"
        write_file(path, COLUMNS, rows)
        text = seconds(lambda: bare_copy(path, COLUMNS))
        took = seconds(lambda: take_in(path))
        bare, held = seconds_of_finished_rows(Path(folder), dict.fromkeys(tables(), 0))
        again = seconds(lambda: take_in(path))
    yield Ratio("rows a second, new events", held / took, "COPY of the finished rows")
    yield Ratio("rows a second, new events", bare / took, "COPY of the finished rows, without foreign keys")
    yield Ratio("rows a second, new events", text / took, "COPY of the file as text")
    yield Ratio("time of the same file again", again / took, "first time")


def tables():
    from outreach import models

    return [getattr(models, name)._meta.db_table for name in MODELS]


def write_file(path, columns, rows):
    """One event in three is of two villages, one in four of two days; each province's labour and BP3MI names appear."""
    from portal.places.models import Village

    villages = list(
        Village.objects.filter(pk__endswith=".2001")
        .values_list("name", "district__name", "district__regency__name", "district__regency__province__short_name")
        .order_by("pk")
    )
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        for number in range(rows):
            village, district, regency, province = villages[number % len(villages)]
            day = f"{2016 + number % 10}-{number % 12 + 1:02}-{number % 27 + 1:02}"
            writer.writerow(
                {
                    "title": f"Sosialisasi migrasi aman gelombang {number} di {village}", "date_start": day,
                    "date_end": f"{day[:8]}{number % 27 + 2:02}" if number % 4 == 0 else "",
                    "organiser": f"Disnakertrans {regency}", "co_organisers": f"BP3MI {province};Komisi IX DPR RI",
                    "province": province, "regency": regency, "place": f"Desa {village}, Kecamatan {district}",
                    "venues": f"Kantor Desa {village}" + (f";SMKN {number % 9} {district}" if number % 3 == 0 else ""),
                    "participants_total": number % 300 or "", "participants_note": "sekitar",
                    "audience": AUDIENCES[number % 5], "topics": TOPICS[number % 3], "speakers_role": "kepala BP3MI",
                    "countries_discussed": "MY;JP" if number % 2 else "", "source_name": "Warta Contoh",
                    "source_url": f"https://contoh.test/{number}", "source_date": day,
                }
            )  # fmt: skip


def take_in(path):
    from outreach.imports.events import EventImporter
    from portal.lib.importing import run_import
    from portal.lib.tabular import Table

    with Table(path, EventImporter.columns) as table:
        counts = run_import(EventImporter(), table)
    if counts.rejected or counts.created + counts.unchanged != counts.rows:
        raise AssertionError(counts)
