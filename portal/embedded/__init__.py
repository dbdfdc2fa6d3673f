"""PostgreSQL and Redis for a laptop, from wheels; never in production.

Whoever needs a server holds a shared lock on it for as long as it is needed; the last one to let go
stops it. The kernel drops the lock of a killed process, so nothing has to be cleaned up by hand: a
server that outlived a kill is adopted by the next holder and stopped with it.
"""

import fcntl
import signal
import sys
import threading
from contextlib import ExitStack, contextmanager

from portal.embedded.cache import Cache
from portal.embedded.database import DATABASE_NAME, Database
from portal.embedded.folders import DATA, EmbeddedServerError, make_folders, socket_folder

__all__ = ["DATA", "DATABASE_NAME", "SERVERS", "EmbeddedServerError", "cache_socket", "running", "socket_folder"]

SERVERS = {"database": Database, "cache": Cache}


def cache_socket(data=DATA):
    """Where the embedded Redis listens, known without starting it."""
    return Cache(data).socket


@contextmanager
def running(names, data=DATA):
    """Hold the named servers (``database``, ``cache``) for the length of the block, starting what is down.

    Raises EmbeddedServerError with one sentence for the person.
    """
    with ExitStack() as stack, _told_to_stop():
        for name in names:
            stack.enter_context(_held(SERVERS[name](data), name, data))
        yield


@contextmanager
def _told_to_stop():
    """Let SIGTERM end the block like Ctrl-C does, unless somebody handles it already."""
    ours = (
        threading.current_thread() is threading.main_thread()
        and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    )  # fmt: skip
    if ours:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    try:
        yield
    finally:
        if ours:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)


@contextmanager
def _held(server, name, data):
    try:
        make_folders(data)
        gate, users = (data / f"{name}.gate").open("a"), (data / f"{name}.users").open("a")
    except OSError as error:
        raise EmbeddedServerError(f"{error.filename} can't be used: {error.strerror}.") from error
    with gate, users:
        # The gate lets one process at a time start or stop; the users' lock counts who needs the server.
        fcntl.flock(gate, fcntl.LOCK_EX)
        fcntl.flock(users, fcntl.LOCK_SH)
        try:
            try:
                _start(server)
            finally:
                fcntl.flock(gate, fcntl.LOCK_UN)
            yield
        finally:
            fcntl.flock(gate, fcntl.LOCK_EX)
            if _last_one(users):
                server.stop()


def _start(server):
    try:
        if not server.is_running():
            server.start()
        server.make_ready()
    except OSError as error:
        raise EmbeddedServerError(f"{server.title} can't be started: {error.filename}: {error.strerror}.") from error


def _last_one(users):
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
