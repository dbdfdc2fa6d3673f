"""Servers, mail server and workers of one run, each a process that can be killed."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psutil
import psycopg2
from celery import Celery
from kombu.exceptions import OperationalError

from portal import embedded
from portal.embedded import cache_socket, socket_folder
from portal.embedded.cache import Cache
from portal.embedded.database import DATABASE_NAME, Database

ROOT = Path(__file__).resolve().parents[3]
PATIENCE = 600  # seconds for any condition, on a machine that may be busy with other tests
TASK = "portal.messaging.tasks.deliver_messages"
MAKE_TABLES = "from django.core.management import call_command as c; c('migrate', run_syncdb=True, verbosity=0)"
WORKER = ("-m", "celery", "--quiet", "-A", "portal", "worker", "--queues", "bulk", "--concurrency", "2",
          "--prefetch-multiplier", "1", "--loglevel", "warning", "--without-gossip", "--without-mingle")  # fmt: skip
OWE = """
WITH contact AS (
    INSERT INTO messaging_contact (email, channel, language, zone, created_at)
    SELECT name || number || '@contoh.test', '', 'id', %(zone)s, now()
      FROM generate_series(1, %(count)s) AS number, (VALUES (%(name)s)) AS one(name) RETURNING id)
INSERT INTO messaging_message (kind, subject, contact_id, due_on, next_try_at)
SELECT 'tests.anniversary', id, id, DATE '2026-11-22', now() - random() * interval '1 hour' FROM contact RETURNING key
"""


class Stage:
    def __init__(self, folder):
        self.folder = folder
        self.taken = folder / "taken"
        self.workers = []
        self.celery = Celery(broker=f"redis+socket://{cache_socket(folder)}", set_as_current=False)
        self.last_beat = 0
        self.database, self.cache = Database(folder), Cache(folder)

    # Processes ---------------------------------------------------------------------------------
    def open(self):
        self.sink = self._start("-m", "tests.messaging.faults.sink", str(self.taken), stdout=subprocess.PIPE)
        self.environment = {
            "DJANGO_SETTINGS_MODULE": "tests.messaging.faults.settings",
            "PORTAL_MODE": "laptop",
            "PYTHONWARNINGS": "ignore",
            "CELERY_SKIP_CHECKS": "yes",  # they are about pages
            "FAULTS_FOLDER": str(self.folder),
            "FAULTS_SINK": self.sink.stdout.readline().decode().strip(),
        }
        # The machine stays up, so what a killed server wrote is there without waiting for the disk.
        self.ask("ALTER SYSTEM SET fsync = off")
        # What may be forgotten by one that is killed, is.
        self.ask("ALTER SYSTEM SET wal_writer_delay = '10s'")
        self.ask("SELECT pg_reload_conf()")
        subprocess.run(
            [sys.executable, "-c", f"import django; django.setup(); {MAKE_TABLES}"],
            check=True, cwd=ROOT, env=os.environ | self.environment,
        )  # fmt: skip
        self.start_worker()

    def start_worker(self):
        self.workers.append(self._start(*WORKER, env=os.environ | self.environment))

    def _start(self, *arguments, **facts):
        with (self.folder / "said").open("a") as said:
            given = {"stdout": said, "stderr": said} | facts
            return psutil.Popen([sys.executable, *arguments], cwd=ROOT, start_new_session=True, **given)

    def close(self):
        for process in [self.sink, *self.workers]:
            for child in [*_children(process), process]:
                _kill(child)
            process.wait()
        self.sink.stdout.close()
        self.celery.close()

    def senders(self):
        """The processes in which tasks run."""
        return [child for worker in self.workers for child in _children(worker)]

    def kill_a_sender(self, choose):
        """kill -9 of one process that sends, chosen by ``choose``; its worker starts another."""
        wait_until(lambda: self.senders(), self)
        _kill(choose(self.senders()))

    def kill_worker(self):
        """kill -9 of the worker with all of its processes; another one is started. Returns how many sent."""
        worker = self.workers.pop()
        senders = _children(worker)
        for process in [worker, *senders]:
            _kill(process)
        worker.wait()
        self.start_worker()
        return len(senders)

    def restart_redis(self):
        """kill -9; the new one is empty, for it keeps nothing."""
        _kill(psutil.Process(self.cache._client().info("server")["process_id"]))
        wait_until(lambda: not self.cache.is_running(), self)
        self.cache.start()

    def restart_database(self, *, roughly):
        server = self.database._server()
        if roughly:
            _kill(server)
            wait_until(lambda: self.database._server() is None, self)
        else:
            self.database.stop()
        self.database.start()

    # The outbox --------------------------------------------------------------------------------
    def ask(self, statement, values=None):
        """Rows of one statement, over a connection of its own."""
        connection = psycopg2.connect(host=str(socket_folder(self.folder)), user="postgres", dbname=DATABASE_NAME)
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement, values)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def owe(self, count, name="anybody", zone="Asia/Jakarta"):
        """Message-IDs of so many new messages, in no order, to addresses that begin with ``name``."""
        rows = self.ask(OWE, {"count": count, "name": name, "zone": zone})
        return {f"<{key}@localhost>" for (key,) in rows}

    def states(self):
        return dict(self.ask("SELECT state, count(*) FROM messaging_message GROUP BY state"))

    def count(self, *states):
        return sum(count for state, count in self.states().items() if state in states)

    def taken_by_sink(self):
        """How often the mail server took each Message-ID."""
        return Counter(line.split()[0] for line in self.taken.read_text().splitlines())

    def beat(self):
        """Ask for work each second, as beat does each minute; what nobody took meanwhile is gone."""
        if time.monotonic() > self.last_beat + 1:
            self.last_beat = time.monotonic()
            with suppress(OperationalError):  # a connection of the Redis before
                self.celery.send_task(TASK, queue="bulk", expires=1, retry=False)

    def work_until(self, condition):
        wait_until(condition, self, meanwhile=self.beat)


def wait_until(condition, stage, meanwhile=lambda: None):
    deadline = time.monotonic() + PATIENCE
    while not condition():
        ended = [worker for worker in stage.workers if worker.poll() is not None]
        assert not ended and time.monotonic() < deadline, (stage.folder / "said").read_text()[-3000:]
        meanwhile()
        time.sleep(0.5)


def _children(process):
    try:
        return process.children(recursive=True)
    except psutil.NoSuchProcess:
        return []


def _kill(process):
    try:
        process.kill()
    except psutil.NoSuchProcess:
        return


@contextmanager
def raised():
    """A Stage with one worker of two processes, in a temporary folder; nothing of it is left afterwards."""
    # Not pytest's folder, which every pytest that starts closes again to the user who runs PostgreSQL for root.
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="jalur-faults-"))) / "data"
        stack.callback(shutil.rmtree, socket_folder(folder), ignore_errors=True)
        stack.enter_context(embedded.running(["database", "cache"], folder))
        stage = Stage(folder)
        stack.callback(stage.close)
        stage.open()
        yield stage
