"""A database with every migration applied, kept between runs; the databases of the tests are copies of it.

To migrate takes ten seconds and a copy a quarter of one. It is known by what the migrations say: when one changes, or a
package that brings some, it is built anew and the old one goes.
"""

import fcntl
import hashlib
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from portal import embedded
from portal.lib.dates import WIB, today_in

ROOT = Path(__file__).resolve().parent.parent
APPS = ("portal", "jobs", "registrations", "outreach")
# What migrations take from elsewhere.
BESIDE = ("portal/audit/append_only.py", "portal/audit/months.py", "portal/lib/dated.py", "portal/lib/sealed.py")
PREFIX = "template_"


def template():
    """Name of the database to copy, built if there is none; one process builds and the others wait."""
    name = PREFIX + fingerprint()
    with (embedded.DATA / "template.lock").open("w") as place:
        fcntl.flock(place, fcntl.LOCK_EX)
        with connection._nodb_cursor() as cursor:
            cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
            known = {row[0] for row in cursor.fetchall()}
        if name not in known:
            _build(name, known)
    return name


def fingerprint():
    """16 hex digits of migrations, the modules whose SQL they take, packages, and the month: the audit has one a month."""
    files = [path for app in APPS for path in (ROOT / app).rglob("migrations/*.py")]
    files += [path for app in APPS for path in (ROOT / app).rglob("*_sql.py")]
    files += [ROOT / name for name in (*BESIDE, "requirements.txt")]
    digest = hashlib.sha256(f"{today_in(WIB):%Y-%m}".encode())
    for path in sorted(files):
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


def _build(name, others):
    quote = connection.ops.quote_name
    building = f"{PREFIX}being_built"
    with connection._nodb_cursor() as cursor:
        # On a server of one's own others may be another clone's.
        for old in {*(others if "database" in settings.EMBEDDED_SERVERS else ()), building}:
            cursor.execute(f"DROP DATABASE IF EXISTS {quote(old)} WITH (FORCE)")
        cursor.execute(f"CREATE DATABASE {quote(building)}")
    facts = connection.settings_dict
    connection.close()
    used = facts["NAME"]
    try:
        facts["NAME"] = building
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        connection.close()
        facts["NAME"] = used
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"ALTER DATABASE {quote(building)} RENAME TO {quote(name)}")
