"""Importing vacancies

100,000 rows of a file, read, checked and written in one transaction by a process of its own, against a bare COPY of the same
file as text into a table without any index: the fastest that PostgreSQL can take it. The same file again writes nothing, so
its share of the first time is what reading and checking 28 columns a row in Python costs; the rest are the search rows and
the indexes. The aim of 60 seconds and 300 MB is about this machine, so the shares of it stand here too.
"""

import csv
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.database import filled_database
from benchmarks.run import Ratio

ROWS = 100_000
AIM_SECONDS, AIM_MEGABYTES = 60, 300
# What it took is printed behind the counts of the command.
IMPORT = """
import json, resource, sys, time
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
django.setup()
from django.core.management import call_command
began = time.perf_counter()
call_command("import_vacancies", sys.argv[2])
used = resource.getrusage(resource.RUSAGE_SELF)
# Not ru_maxrss, which begins with that of the process that started this one.
peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(json.dumps([time.perf_counter() - began, used.ru_utime + used.ru_stime, int(peak) / 1024]))
"""


def measure():
    from django.db import connection

    from jobs.imports.vacancies import COLUMNS

    with filled_database(), tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "vacancies.csv"
        write_file(path, COLUMNS)
        bare = seconds(lambda: bare_copy(path, COLUMNS))
        name = connection.settings_dict["NAME"]
        first, cpu, megabytes = take_in(name, path)
        again, *_ = take_in(name, path)
    yield Ratio("rows a second, new rows", bare / first, "bare COPY")
    yield Ratio("rows a second, the same file again", bare / again, "bare COPY")
    yield Ratio("time of the same file again", again / first, "first time")
    yield Ratio("CPU time of Python (the rest is the database)", cpu / first, "first time")
    yield Ratio("seconds, new rows", first / AIM_SECONDS, f"{AIM_SECONDS} s")
    yield Ratio("peak of the process's memory", megabytes / AIM_MEGABYTES, f"{AIM_MEGABYTES} MB")


def take_in(database, path):
    """(seconds, seconds of CPU, MB at its peak) of one import by a fresh process."""
    done = subprocess.run(
        [sys.executable, "-c", IMPORT, database, path], check=True, capture_output=True, text=True, timeout=600
    )
    return json.loads(done.stdout.splitlines()[-1])


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
