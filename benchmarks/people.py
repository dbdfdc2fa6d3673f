"""Importing people

100,000 people of a list, read, checked, sealed and written in one transaction with the report of who may be known already:
each is held against everybody of the same birth date, in a database where 20,000 are known. The yardstick is a bare COPY of
the very rows that this made, sealed and with their keys, into empty tables with the same indexes and foreign keys: the least
that the database has to do to hold them. Two harder ones stand beside it: the same without foreign keys, which ask 800,000
times whether an office, a village or a person is there; and the file as text into a table without any index.
Names and birth dates are spread as in a population, so that pairs of one name and day arise by themselves.
"""

import csv
import random
import tempfile
from datetime import date, timedelta
from pathlib import Path

from benchmarks.database import filled_database
from benchmarks.imports import bare_copy, seconds
from benchmarks.run import Ratio

ROWS = 100_000
KNOWN = 20_000
COLUMNS = ("nik", "name", "old_number", "birth_date", "birth_place", "sex", "education", "phone", "village_code", "address")  # fmt: skip
MODELS = ("Candidate", "Registration", "CandidatePhone", "ListedPerson", "Suspicion")
NAMES = """Maria Yohanes Siti Muhammad Ahmad Agus Budi Dewi Sri Rina Yosef Petrus Ni Putu Wayan Made Nur Abdul Eko Fitri
Rizki Dian Hendra Indah Joko Kartika Lestari Mulyono Nurul Oktavia Paulus Ratna Slamet Theresia Umar Veronika Wulan Yuni

Taek Bere Seran Nahak Fahik Klau Mali Lake Santoso Wijaya Hidayat Rahman Saputra Kurniawan Lestari Wati Rahayu Susanti
Hasanah Siregar Nasution Simanjuntak Sihombing Tanjung Lubis Harahap Suryani Pratama Setiawan Gunawan Halim Kusuma Utami
Anggraini Permata Purnomo Sutrisno Wahyudi Yulianti Zulkarnain"""
FIRST, LAST = (part.split() for part in NAMES.split("\n\n"))


def measure(rows=ROWS):
    with filled_database(), tempfile.TemporaryDirectory() as folder:
        known, path = Path(folder) / "known.csv", Path(folder) / "people.csv"
        picked = random.Random(1)  # noqa: S311 - the same people each time
        write_file(known, picked, range(KNOWN))
        write_file(path, picked, range(KNOWN, KNOWN + rows))
        take_in(known)
        text = seconds(lambda: bare_copy(path, COLUMNS))
        before = highest_keys()
        took = seconds(lambda: take_in(path))
        bare, held = seconds_of_finished_rows(Path(folder), before)
        again = seconds(lambda: take_in(path))
    yield Ratio("rows a second, new people", held / took, "COPY of the finished rows")
    yield Ratio("rows a second, new people", bare / took, "COPY of the finished rows, without foreign keys")
    yield Ratio("rows a second, new people", text / took, "COPY of the file as text")
    yield Ratio("time of the same file again", again / took, "first time")


def write_file(path, picked, numbers):
    """People between 18 and 45, of either sex, of some hundred villages; a third has a second given name."""
    villages = village_codes()
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number in numbers:
            born = date(1981, 1, 1) + timedelta(days=picked.randrange(9_800))
            first, second, last = picked.choice(FIRST), picked.choice(FIRST), picked.choice(LAST)
            name = f"{first} {second} {last}" if number % 3 else f"{first} {last}"
            nik = f"{5304 + number // 1_000_000:04}{number // 9999 % 99 + 1:02}{born:%d%m%y}{number % 9999 + 1:04}"
            phone = f"0812{10_000_000 + number}"
            place = villages[number % len(villages)]
            writer.writerow((nik, name, f"K/{number}", born, "Atambua", "LP"[number % 2], "SMA", phone, place, "RT 1"))


def village_codes():
    from portal.places.models import Village

    return list(Village.objects.filter(pk__startswith="53.04").order_by("pk").values_list("pk", flat=True))


def take_in(path):
    from portal.lib.importing import run_import
    from portal.lib.tabular import Table
    from portal.places.models import Office
    from registrations.lists.importing import ListImporter

    office = Office.objects.filter(kind=Office.Kind.BP3MI).order_by("pk").first()
    with Table(path, ListImporter.columns, ignored=ListImporter.optional) as table:
        counts = run_import(ListImporter(office), table)
    if counts.rejected or counts.created + counts.unchanged != counts.rows:
        raise AssertionError(counts)


def highest_keys():
    from registrations import models

    found = {
        name: getattr(models, name).objects.order_by("-pk").values_list("pk", flat=True).first() for name in MODELS
    }
    return {getattr(models, name)._meta.db_table: key or 0 for name, key in found.items()}


def seconds_of_finished_rows(folder, before):
    """Of COPY alone, what the import wrote, in one transaction: without foreign keys and with them."""
    from django.db import connection, transaction

    with connection.cursor() as cursor:
        for table, key in before.items():
            with (folder / table).open("wb") as file:
                own = f"SELECT * FROM {table} WHERE id > {key} ORDER BY id"  # noqa: S608 - names of ours
                cursor.copy_expert(f"COPY ({own}) TO STDOUT", file)
            cursor.execute(f"CREATE TABLE bare_{table} (LIKE {table} INCLUDING ALL)")

        def copy():
            with transaction.atomic():
                for table in before:
                    with (folder / table).open("rb") as file:
                        cursor.copy_expert(f"COPY bare_{table} FROM STDIN", file)

        bare = seconds(copy)
        for table in before:
            cursor.execute(f"TRUNCATE bare_{table}")
            cursor.execute(
                "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'f'",
                [table],
            )
            for (definition,) in cursor.fetchall():
                cursor.execute(f"ALTER TABLE bare_{table} ADD {definition}")
        return bare, seconds(copy)
