"""A copy of the tree in which the portal is really started; for tests and measurements of ``make run``."""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import psutil

from portal import procfile
from portal.embedded import socket_folder

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 240  # every village is loaded, on a machine that may be busy with other tests


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as server:
        return server.getsockname()[1]


@contextmanager
def copy_of_the_tree():
    """A clone in a folder with a space and a quote, with the environment of this one, and nothing left afterwards."""
    with tempfile.TemporaryDirectory(prefix="somebody's ") as home:
        folder = Path(home) / "a clone"
        unwanted = shutil.ignore_patterns(".git", ".data", ".venv", ".env", "node_modules", "staticfiles", ".*_cache")
        shutil.copytree(ROOT, folder, ignore=unwanted)
        (folder / ".venv").symlink_to(ROOT / ".venv")
        (folder / ".env").write_text("PORTAL_MODE=laptop\n")
        yield folder
        procfile.end_processes_left(folder)
        shutil.rmtree(socket_folder(folder / ".data"), ignore_errors=True)


def start(clone, port):
    """Start the portal in the clone; returns (process, path of what it said) once it says that it answers."""
    said = clone / "said"
    # Each of its processes would compile the whole portal anew.
    compiling_once = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    with said.open("w") as output:
        process = subprocess.Popen(
            [".venv/bin/python", "-m", "portal.laptop"], cwd=clone, env=compiling_once | {"PORT": str(port)},
            stdout=output, stderr=output, start_new_session=True,
        )  # fmt: skip
    deadline = time.monotonic() + START_SECONDS
    while f"The portal answers at http://localhost:{port}" not in said.read_text():
        assert process.poll() is None, said.read_text()
        assert time.monotonic() < deadline, said.read_text()
        time.sleep(0.1)
    return process, said


def living(clone):
    """Command lines of every process that works in the clone or its data, however it was started."""
    found = []
    for process in psutil.process_iter(["cwd", "status", "cmdline"]):
        if str(process.info["cwd"]).startswith(str(clone)) and process.info["status"] != psutil.STATUS_ZOMBIE:
            found.append(process.info["cmdline"])
    return found
