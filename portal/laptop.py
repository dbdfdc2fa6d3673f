"""What ``make run`` does: prepares the portal on this machine and runs the Procfile until told to stop."""

import errno
import fcntl
import hashlib
import os
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from portal import embedded

ROOT = Path(__file__).resolve().parent.parent
# Every process of a run carries the path of its clone, so that what a kill left behind is recognised.
MARK = "JALUR_RESMI_RUN"
END_SECONDS = 15
# The portal's own commands, in this order; each finds its packaged data and does nothing when it is loaded.
COMMANDS = ()
SMALLEST_PORT, LARGEST_PORT = 1024, 65535


class CannotRun(Exception):
    """The text is one sentence for the person."""


def chosen_port():
    text = os.environ.get("PORT", "8000")
    if not (text.isascii() and text.isdigit() and SMALLEST_PORT <= int(text) <= LARGEST_PORT):
        raise CannotRun(f"PORT is {text!r}; it may be a number from {SMALLEST_PORT} to {LARGEST_PORT}.")
    return int(text)


def check_port(port):
    """Refuse a port on which somebody answers ``localhost`` already, in either of its two addresses."""
    for family, host in ((socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")):
        try:
            probe = socket.socket(family)
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            with probe:
                probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise CannotRun(
                    f"Port {port} is taken by another program. Choose another: make run PORT={port + 1}"
                ) from error


@contextmanager
def only_run(address):
    """Hold this clone's one place for a running portal; the file says where it answers."""
    path = embedded.DATA / "run.lock"
    with open(path, "a+") as place:
        try:
            # Not flock: a forked child would keep that one after its parent was killed.
            fcntl.lockf(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            place.seek(0)
            raise CannotRun(
                f"It already runs at {place.read().strip() or 'an address not yet known'}. Stop it there with Ctrl-C."
            ) from None
        place.truncate(0)
        place.write(address)
        place.flush()
        yield


def processes_left():
    """Processes that a run of this clone started, this one and its parents excepted."""
    import psutil

    mine = psutil.Process()
    spared = {mine.pid, *(parent.pid for parent in mine.parents())}
    found = []
    for process in psutil.process_iter():
        try:
            if process.pid not in spared and process.environ().get(MARK) == str(ROOT):
                found.append(process)
        except psutil.Error:
            continue  # it ended meanwhile, or belongs to another user
    return found


def end_processes_left():
    """End what carries this clone's mark; returns how many there were."""
    import psutil

    left = processes_left()
    for process in left:
        with_no_error(process.terminate)
    _, stubborn = psutil.wait_procs(left, timeout=END_SECONDS)
    for process in stubborn:
        with_no_error(process.kill)
    psutil.wait_procs(stubborn, timeout=END_SECONDS)
    return len(left)


def with_no_error(act):
    import psutil

    try:
        act()
    except psutil.Error:
        pass


def say(sentence):
    print(sentence, flush=True)


def collect_static():
    """Gather and compress the static files, unless nothing changed since the last time."""
    import django
    from django.conf import settings
    from django.core.management import call_command

    state = hashlib.sha256(django.__version__.encode())
    for path in sorted((ROOT / "static").rglob("*")):
        if path.is_file():
            state.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    stamp = Path(settings.STATIC_ROOT) / ".collected-from"
    if stamp.exists() and stamp.read_text() == state.hexdigest():
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(state.hexdigest())


def prepare():
    """Everything between an empty database and a site with real data; quick when it was done before."""
    from django.core.management import call_command

    say("Preparing database, languages and styles")
    call_command("compile_messages", stdout=StringIO())
    call_command("migrate", interactive=False, verbosity=0)
    collect_static()
    for command in COMMANDS:
        call_command(command)


def environment(port):
    """What the Procfile's processes get to know."""
    values = {**os.environ, "PORT": str(port), MARK: str(ROOT), "PYTHONUNBUFFERED": "1"}
    if os.geteuid() == 0:
        # On a laptop root is a container's only user; Celery would print a page about it at every start.
        values["PYTHONWARNINGS"] = "ignore:You're running the worker with superuser privileges"
    return values


def answers(address):
    try:
        with urllib.request.urlopen(address, timeout=5):
            return True
    except (OSError, urllib.error.URLError):
        return False


def greet_when_it_answers(address):
    while not answers(address):
        time.sleep(0.2)
    say(f"\n  The portal answers at {address}\n  Stop it with Ctrl-C.\n")


def run_procfile(address, port, servers):
    from honcho.environ import parse_procfile
    from honcho.manager import Manager

    class Run(Manager):
        def _start(self):
            super()._start()
            # After the forks, which must not inherit a running thread.
            threading.Thread(target=greet_when_it_answers, args=[address], daemon=True).start()

    lines = parse_procfile((ROOT / "Procfile").read_text(encoding="utf-8")).processes
    run = Run()
    for name, command in lines.items():
        if name in embedded.SERVERS and name not in servers:
            continue  # the settings name a server of one's own
        run.add_process(name, command, env=environment(port), cwd=str(ROOT))
    try:
        run.loop()
    finally:
        end_processes_left()
    return run.returncode


def main():
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    import django
    from django.conf import settings

    port = chosen_port()
    address = f"http://localhost:{port}"
    try:
        settings.LAPTOP
    except ImproperlyConfigured as error:
        raise CannotRun(str(error)) from error
    if not settings.LAPTOP:
        raise CannotRun("`make run` is for a laptop: write PORTAL_MODE=laptop into .env, or see docs/operations.md.")
    embedded.make_data_folder()
    with only_run(address):
        if count := end_processes_left():
            say(f"Ended {count} processes that an interrupted run had left.")
        check_port(port)
        with embedded.running(settings.EMBEDDED_SERVERS):
            django.setup()
            prepare()
            return run_procfile(address, port, settings.EMBEDDED_SERVERS)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (CannotRun, embedded.EmbeddedServerError) as reason:
        sys.exit(str(reason))
    except KeyboardInterrupt:
        sys.exit(130)
