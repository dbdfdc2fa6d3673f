"""Importing vacancies

20,000 rows of a file, read, checked and written in one transaction, against a bare COPY of the same file as text into a
table without any index: the fastest that PostgreSQL can take it. The same file again writes nothing, so its share of the
first time is what reading and checking 28 columns a row in Python costs; the rest are the search vector and the indexes.
"""

import csv
import io
import tempfile
import time
from contextlib import redirect_stdout
from pathlib import Path

from benchmarks.database import filled_database
from benchmarks.run import Ratio

ROWS = 20_000


def measure():
    from django.core.management import call_command

    from jobs.imports.vacancies import COLUMNS

    with filled_database(), tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vacancies.csv"
        write_file(path, COLUMNS)
        bare = seconds(lambda: bare_copy(path, COLUMNS))
        with redirect_stdout(io.StringIO()):
            first = seconds(lambda: call_command("import_vacancies", path))
            again = seconds(lambda: call_command("import_vacancies", path))
    yield Ratio("rows a second, new rows", bare / first, "bare COPY")
    yield Ratio("rows a second, the same file again", bare / again, "bare COPY")
    yield Ratio("time of the same file again", again / first, "first time")


def write_file(path, columns):
    facts = {
        "sector": "formal", "scheme": "P2P", "salary_min": "25000", "salary_max": "28000", "salary_currency": "TWD",
        "salary_period": "month", "contract_months": "36", "age_min": "20", "age_max": "40", "source_date": "2026-04-23",
        "language_requirement": "Bahasa Mandarin", "other_requirements": "Sehat; tidak buta warna", "quota_total": "20",
    }  # fmt: skip
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="")
        writer.writeheader()
        for number in range(ROWS):
            own = {
                "title": f"Operator produksi gelombang {number}", "occupation": "Operator pabrik",
                "destination_country_iso2": ("TW", "JP", "KR", "MY")[number % 4], "source_name": "Warta Contoh",
                "source_url": f"https://contoh.test/{number}", "employer": f"Contoh Industri {number % 50}",
            }  # fmt: skip
            writer.writerow(facts | own)


def bare_copy(path, columns):
    from django.db import connection

    with connection.cursor() as cursor, path.open(encoding="utf-8") as file:
        cursor.execute(f"CREATE TEMPORARY TABLE bare ({', '.join(f'{name} text' for name in columns)})")
        cursor.copy_expert("COPY bare FROM STDIN WITH (FORMAT csv, HEADER)", file)


def seconds(act):
    began = time.perf_counter()
    act()
    return time.perf_counter() - began
