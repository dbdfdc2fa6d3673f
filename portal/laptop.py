"""What ``make run`` does: prepares the portal on this machine and runs the Procfile until told to stop."""

import errno
import fcntl
import hashlib
import json
import os
import shutil
import socket
import sys
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection

from portal import embedded, procfile
from portal.embedded.folders import cause, make_folders

ROOT = Path(__file__).resolve().parent.parent
PLACES, TEXTS, JOBS = ROOT / "portal" / "places", ROOT / "portal" / "accounts" / "consent", ROOT / "jobs"
OUTREACH = ROOT / "outreach"
FIGURES = (
    "country_quota", "licensed_companies_by_province", "placements_by_country", "placements_by_province", "remittances",
)  # fmt: skip
# What stands between an empty database and a site with real data, in this order.
# A step with a folder is left out while that folder, code and data, is what it was made from last time.
# fmt: off
STEPS = (
    # title        command with its arguments                                            made from
    ("languages",   ("compile_messages",),                                                None),
    ("tables",      ("migrate", "--no-input"),                                            None),
    ("places",      ("sync_places",),                                                     PLACES),
    ("notices",     ("sync_consent_texts",),                                              TEXTS),
    ("occupations", ("sync_jobs",),                                                       JOBS),
    ("companies",   ("import_companies", JOBS / "data" / "placement_companies.csv"),      JOBS),
    ("vacancies",   ("import_vacancies", JOBS / "data" / "vacancies.csv"),                JOBS),
    *((f"figures: {name.replace('_', ' ')}", ("import_figures", JOBS / "data" / f"{name}.csv"), JOBS) for name in FIGURES),
    ("events",      ("import_events", OUTREACH / "data" / "outreach_events.csv"),          OUTREACH),
)
# fmt: on
SOME_ROWS_REFUSED = 3  # exit code of an import: the published data is messy, the rest of it was taken
SMALLEST_PORT, LARGEST_PORT = 1024, 65535
NEEDED_MEGABYTES = 400  # the database with every village, compressed static files, logs


class CannotRun(Exception):
    """The text is one sentence for the person."""


def chosen_port():
    text = os.environ.get("PORT", "8000")
    if not (text.isascii() and text.isdigit() and SMALLEST_PORT <= int(text) <= LARGEST_PORT):
        raise CannotRun(f"PORT is {text!r}; it may be a number from {SMALLEST_PORT} to {LARGEST_PORT}.")
    return int(text)


def check_port(port):
    """Refuse a port on which somebody answers ``localhost`` already, at either of its two addresses."""
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            with socket.socket(family) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind((host, port))
        except OSError as error:
            # Any other error means that the machine has no such address, so nobody can answer there.
            if error.errno == errno.EADDRINUSE:
                other = port + 1 if port < LARGEST_PORT else SMALLEST_PORT
                raise CannotRun(
                    f"Port {port} is taken by another program: choose another, make run PORT={other}"
                ) from error


def check_space(data=embedded.DATA):
    free = shutil.disk_usage(data).free // 1_000_000
    if free < NEEDED_MEGABYTES:
        raise CannotRun(f"The disk of {data} has {free} MB left and {NEEDED_MEGABYTES} MB are needed: make room.")


@contextmanager
def only_run(address, data=embedded.DATA):
    """Hold this clone's one place for a running portal; the file says where it answers."""
    try:
        make_folders(data)
        place = (data / "run.lock").open("a+")
    except OSError as error:
        raise CannotRun(f"{error.filename} can't be used: {error.strerror}.") from error
    with place:
        try:
            # Not flock: a forked child would keep that one after its parent was killed.
            fcntl.lockf(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            place.seek(0)
            where = place.read().strip() or "an address not yet known"
            raise CannotRun(f"It already runs at {where}; stop it there with Ctrl-C.") from None
        place.truncate(0)
        place.write(address)
        place.flush()
        yield


def hash_of(*folders):
    """One hash over the names and contents of all files below the folders, compiled Python left out."""
    state = hashlib.sha256()
    for folder in folders:
        for path in sorted(Path(folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                state.update(f"{path.relative_to(folder)}\n{path.stat().st_size}\n".encode() + path.read_bytes())
    return state.hexdigest()


def remembered():
    """What the database was made from, as {title: hash}; kept as its comment, so that both vanish together."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        )
        text = cursor.fetchone()[0]
    try:
        return dict(json.loads(text or "{}"))
    except ValueError:
        return {}


def remember(made_from):
    name = connection.ops.quote_name(connection.settings_dict["NAME"])
    with connection.cursor() as cursor:
        cursor.execute(f"COMMENT ON DATABASE {name} IS %s", [json.dumps(made_from)])


def prepare():
    """Everything between an empty database and a site with real data; quick when it was done before.

    Raises CannotRun with what went wrong in which step; running again goes on from there.
    """
    made_from = remembered()
    for title, command, folder in STEPS:
        now = folder and hash_of(folder)
        if now and made_from.get(title) == now:
            continue
        _say_and_do(title, *command)
        if now:
            made_from[title] = now
            remember(made_from)
    styles = hash_of(*settings.STATICFILES_DIRS) + django.__version__
    stamp = Path(settings.STATIC_ROOT) / ".made-from"
    if not stamp.exists() or stamp.read_text() != styles:
        _say_and_do("styles", "collectstatic", "--no-input", "--clear")
        stamp.write_text(styles)
    return _say_and_do("demo accounts", "seed_demo_accounts", "--print")


def _say_and_do(title, command, *arguments):
    """Run a management command; returns what it printed."""
    print(f"Preparing {title}", flush=True)
    said = StringIO()
    try:
        call_command(command, *arguments, stdout=said, stderr=StringIO())
    except SystemExit as end:
        if end.code != SOME_ROWS_REFUSED:
            raise
    except (CommandError, DatabaseError, OSError) as error:
        raise CannotRun(f"The {title} could not be prepared: {cause(str(error), embedded.DATA)}") from error
    return said.getvalue()


def is_laptop():
    try:
        return settings.LAPTOP
    except ImproperlyConfigured as error:
        raise CannotRun(str(error)) from error


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    port = chosen_port()
    address = f"http://localhost:{port}"
    if not is_laptop():
        raise CannotRun("`make run` is for a laptop: write PORTAL_MODE=laptop into .env, or see docs/operations.md.")
    with only_run(address):
        if count := procfile.end_processes_left():
            print(f"Ended {count} processes that an interrupted run had left.", flush=True)
        check_port(port)
        check_space()
        # Held here too, so that the servers are the last to stop.
        with embedded.running(settings.EMBEDDED_SERVERS):
            django.setup()
            accounts = prepare()
            not_ours = set(embedded.SERVERS) - set(settings.EMBEDDED_SERVERS)
            greeting = f"\nThe portal answers at {address}  (stop it with Ctrl-C)\n\n{accounts}"
            return procfile.run(procfile.read(without=not_ours), port, address, greeting)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (CannotRun, embedded.EmbeddedServerError) as reason:
        sys.exit(str(reason))
    except KeyboardInterrupt:
        sys.exit(130)
