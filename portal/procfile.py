"""Runs the lines of the Procfile together under honcho, and ends all that a run of this clone ever started."""

import contextlib
import multiprocessing
import os
import threading
import time
import urllib.request
from pathlib import Path

import psutil
from honcho.environ import parse_procfile
from honcho.manager import Manager

ROOT = Path(__file__).resolve().parent.parent
# Every process of a run carries the path of its clone, so that what a kill left behind is recognised.
MARK = "JALUR_RESMI_RUN"
END_SECONDS = 15


def processes_left(root=ROOT):
    """Processes that a run of this clone started; this process and its parents are not among them."""
    mine = psutil.Process()
    spared = {mine.pid, *(parent.pid for parent in mine.parents())}
    found = []
    for process in psutil.process_iter():
        # It may end meanwhile, or belong to another user: then it is none of ours.
        with contextlib.suppress(psutil.Error):
            if process.pid not in spared and process.environ().get(MARK) == str(root):
                found.append(process)
    return found


def end_processes_left(root=ROOT):
    """End what carries this clone's mark, first with a request; returns how many there were."""
    left = processes_left(root)
    _signal_all(left, "terminate")
    _, stubborn = psutil.wait_procs(left, timeout=END_SECONDS)
    _signal_all(stubborn, "kill")
    psutil.wait_procs(stubborn, timeout=END_SECONDS)
    return len(left)


def _signal_all(processes, request):
    for process in processes:
        with contextlib.suppress(psutil.Error):
            getattr(process, request)()


def environment(port):
    """What the Procfile's processes get to know."""
    values = {**os.environ, "PORT": str(port), MARK: str(ROOT), "PYTHONUNBUFFERED": "1"}
    if os.geteuid() == 0:
        # On a laptop root is a container's only user; Celery would print a page about it at every start.
        values["PYTHONWARNINGS"] = "ignore:You're running the worker with superuser privileges"
    return values


def answers(address):
    try:
        with urllib.request.urlopen(address, timeout=5):  # noqa: S310 (our own http address)
            return True
    except OSError:
        return False


class Run(Manager):
    """honcho's manager that says its greeting once the address answers, and can be stopped before all have started."""

    def __init__(self, address, greeting):
        super().__init__()
        self.address, self.greeting = address, greeting

    def _start(self):
        super()._start()
        # After the forks, which must not inherit a running thread.
        threading.Thread(target=self._watch, daemon=True).start()

    def _watch(self):
        while not answers(self.address):
            time.sleep(0.2)
        if not self._terminating:
            print(self.greeting, flush=True)

    def terminate(self):
        if not self._all_started():
            # honcho knows no number to signal yet; whoever called loop() ends what has begun.
            raise SystemExit(self.returncode)
        super().terminate()


def run(lines, port, address, greeting):
    """Run the named lines until one of them ends or a signal comes; returns the exit code."""
    manager = Run(address, greeting)
    for name, command in lines.items():
        manager.add_process(name, command, env=environment(port), cwd=str(ROOT))
    try:
        manager.loop()
    finally:
        end_processes_left()
        while multiprocessing.active_children():
            # One that was just being started when the signal came.
            end_processes_left()
            time.sleep(0.1)
    return manager.returncode


def read(without=()):
    """The Procfile's lines as {name: command}."""
    lines = parse_procfile((ROOT / "Procfile").read_text(encoding="utf-8")).processes
    return {name: command for name, command in lines.items() if name not in without}
