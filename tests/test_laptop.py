"""``make run``: its refusals in one sentence each, and one whole life of it in a copy of the tree."""

import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections import namedtuple
from pathlib import Path

import psutil
import pytest
from django.core.management import get_commands

from portal import laptop, procfile
from portal.laptop import CannotRun
from tests.clone import copy_of_the_tree, free_port, living, start

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server


def sleeper(mark, code="import time; print(1, flush=True); time.sleep(60)"):
    """A process that carries the mark of a clone."""
    process = subprocess.Popen(
        [sys.executable, "-c", code], env=os.environ | {procfile.MARK: str(mark)}, stdout=subprocess.PIPE
    )
    process.stdout.readline()
    process.stdout.close()
    return process


@pytest.mark.parametrize("text", ["", "web", "0", "80", "65536", "-8000", "８０００", "80\n00", "8e3"])
def test_a_port_that_is_none_is_refused(monkeypatch, text):
    monkeypatch.setenv("PORT", text)

    with pytest.raises(CannotRun) as refusal:
        laptop.chosen_port()

    assert str(refusal.value) == f"PORT is {text!r}; it may be a number from 1024 to 65535."


def test_a_taken_port_is_named_with_another_to_choose(listener):
    port = listener.getsockname()[1]

    with pytest.raises(CannotRun) as refusal:
        laptop.check_port(port)

    other = port + 1 if port < 65535 else 1024
    assert str(refusal.value) == f"Port {port} is taken by another program: choose another, make run PORT={other}"


def test_a_free_port_is_accepted():
    laptop.check_port(free_port())


def test_a_disk_with_too_little_room_is_named(monkeypatch, tmp_path):
    usage = namedtuple("Usage", "free")(12_000_000)
    monkeypatch.setattr(laptop.shutil, "disk_usage", lambda path: usage)

    with pytest.raises(CannotRun) as refusal:
        laptop.check_space(tmp_path)

    assert str(refusal.value) == f"The disk of {tmp_path} has 12 MB left and 400 MB are needed: make room."


def test_a_second_run_in_the_same_clone_says_where_the_first_answers(tmp_path):
    hold = (
        "import pathlib, sys, time; from portal import laptop\n"
        "with laptop.only_run('http://localhost:8123', pathlib.Path(sys.argv[1])): print(1, flush=True); time.sleep(60)"
    )
    first = subprocess.Popen([sys.executable, "-c", hold, tmp_path], cwd=ROOT, stdout=subprocess.PIPE)
    first.stdout.readline()

    with pytest.raises(CannotRun) as refusal, laptop.only_run("http://localhost:8124", tmp_path):
        pass

    first.kill()
    first.communicate()
    assert str(refusal.value) == "It already runs at http://localhost:8123; stop it there with Ctrl-C."
    with laptop.only_run("http://localhost:8124", tmp_path):
        assert (tmp_path / "run.lock").read_text() == "http://localhost:8124"


def test_only_what_this_clone_started_is_ended(tmp_path):
    ours, others = sleeper(tmp_path / "clone"), sleeper(tmp_path / "clone-2")

    ended = procfile.end_processes_left(tmp_path / "clone")

    assert (ended, psutil.pid_exists(ours.pid), others.poll()) == (1, False, None)
    ours.wait()
    others.kill()
    others.wait()


def test_what_does_not_listen_is_ended_all_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr(procfile, "END_SECONDS", 0.5)
    deaf = sleeper(
        tmp_path, "import signal, time; signal.signal(15, signal.SIG_IGN); print(1, flush=True); time.sleep(60)"
    )

    procfile.end_processes_left(tmp_path)

    assert not psutil.pid_exists(deaf.pid)
    deaf.wait()


def test_a_server_of_ones_own_takes_the_place_of_ours():
    assert "database" in procfile.read()
    assert "database" not in procfile.read(without={"database"})


def test_every_command_of_the_preparation_exists():
    assert {command for _, (command, *_), _ in laptop.STEPS} <= set(get_commands())


@pytest.mark.django_db
def test_a_step_is_done_again_only_when_what_it_is_made_from_changed(monkeypatch, tmp_path, settings):
    done = []
    settings.STATICFILES_DIRS, settings.STATIC_ROOT = [], tmp_path
    monkeypatch.setattr(laptop, "STEPS", (("villages", ("sync",), tmp_path / "data"), ("tables", ("migrate",), None)))
    monkeypatch.setattr(laptop, "call_command", lambda command, *arguments, **options: done.append(command))
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "villages.csv").write_text("1")
    always = ["migrate", "seed_demo_accounts"]

    laptop.prepare()
    laptop.prepare()
    (tmp_path / "data" / "villages.csv").write_text("2")
    laptop.prepare()

    assert done == ["sync", "migrate", "collectstatic", always[1], *always, "sync", *always]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"PORTAL_MODE": "lapto"}, "PORTAL_MODE is 'lapto'; it may be 'laptop', or unset for production."),
        ({"PORTAL_MODE": "laptop", "PORT": "x"}, "PORT is 'x'; it may be a number from 1024 to 65535."),
    ],
)
def test_a_refusal_is_one_sentence_and_an_exit_code(changed, said):
    done = subprocess.run(
        [sys.executable, "-m", "portal.laptop"], cwd=ROOT, env=os.environ | changed, capture_output=True, text=True
    )

    assert (done.returncode, done.stderr) == (1, f"{said}\n")


# One whole life ------------------------------------------------------------------------------------
@pytest.fixture(scope="module")
def clone():
    with copy_of_the_tree() as folder:
        yield folder


@pytest.fixture(scope="module")
def port():
    return free_port()


def test_a_run_answers_survives_a_kill_and_leaves_nothing(clone, port):
    killed, _ = start(clone, port)
    killed.kill()
    killed.wait()
    left = living(clone)

    again, said = start(clone, port)
    with urllib.request.urlopen(f"http://localhost:{port}/") as answer:
        status = answer.status
    again.send_signal(signal.SIGINT)
    code = again.wait(timeout=60)

    assert left
    assert status == 200
    assert code == 130, said.read_text()
    assert "processes that an interrupted run had left" in said.read_text()
    assert living(clone) == []


def test_a_database_that_dies_takes_the_run_with_it_and_is_named(clone, port):
    process, said = start(clone, port)

    os.kill(int((clone / ".data/postgres/postmaster.pid").read_text().split()[0]), signal.SIGKILL)

    assert process.wait(timeout=60) == 1
    assert "The database stopped by itself: " in said.read_text()
    assert living(clone) == []
