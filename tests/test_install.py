"""Making ``.venv``: again after any interruption, never twice for nothing."""

import shutil
import subprocess
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from portal import install

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A clone with an environment for a requirements file that asks for nothing, so that no index is needed."""
    root = tmp_path_factory.mktemp("a clone")
    (root / "requirements.txt").write_text("# nothing\n")
    (root / "requirements-dev.txt").write_text("-r requirements.txt\n")
    install.main("requirements.txt", root)
    return root


@pytest.fixture
def clone(made, capsys):
    install.main("requirements.txt", made)
    capsys.readouterr()
    return made


def test_a_second_time_does_nothing(clone, capsys):
    install.main("requirements.txt", clone)

    assert capsys.readouterr().out == ""


def test_a_changed_constraint_is_installed(clone, capsys):
    (clone / "requirements.txt").write_text("-c constraints.txt\n")
    (clone / "constraints.txt").write_text("amqp==5.4.2\n")
    install.main("requirements.txt", clone)
    (clone / "constraints.txt").write_text("amqp==5.4.1\n")
    capsys.readouterr()

    install.main("requirements.txt", clone)

    assert capsys.readouterr().out == "Installing the packages of requirements.txt: a few minutes, once\n"


def test_changed_requirements_are_installed(clone, capsys):
    (clone / "requirements.txt").write_text("# nothing, differently\n")

    install.main("requirements.txt", clone)

    assert capsys.readouterr().out == "Installing the packages of requirements.txt: a few minutes, once\n"


def test_a_change_in_an_included_file_counts(clone, capsys):
    install.main("requirements-dev.txt", clone)
    capsys.readouterr()
    (clone / "requirements.txt").write_text("# nothing, once more\n")

    install.main("requirements.txt", clone)
    install.main("requirements-dev.txt", clone)

    assert capsys.readouterr().out.count("Installing") == 2


def lose_the_python(environment):
    python = environment / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3.11")


def lose_pip(environment):
    shutil.rmtree(next(environment.glob("lib/python*/site-packages/pip")))


@pytest.mark.parametrize("break_it", [lose_the_python, lose_pip])
def test_a_broken_environment_is_noticed(clone, tmp_path, break_it):
    copy = shutil.copytree(clone / ".venv", tmp_path / ".venv", symlinks=True)
    whole = install.works(copy)

    break_it(copy)

    assert (whole, install.works(copy)) == (True, False)


def test_an_installation_that_was_killed_is_made_afresh(clone, capsys):
    (clone / ".venv" / "unfinished").touch()
    (clone / ".venv" / "half a package").touch()

    install.main("requirements.txt", clone)

    assert capsys.readouterr().out.startswith("Making .venv\n")
    assert install.works(clone / ".venv")
    assert {path.name for path in (clone / ".venv").iterdir()}.isdisjoint({"unfinished", "half a package"})


def test_a_link_is_let_go_and_what_it_points_to_kept(tmp_path):
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (tmp_path / ".venv").symlink_to(theirs)

    install.remove(tmp_path / ".venv")

    assert theirs.is_dir()
    assert not (tmp_path / ".venv").is_symlink()


def test_settings_that_are_there_are_never_touched(clone):
    (clone / ".env").write_text("PORTAL_MODE=laptop\nPUBLIC_PHONE=1500\n")

    install.main("requirements.txt", clone)

    assert (clone / ".env").read_text() == "PORTAL_MODE=laptop\nPUBLIC_PHONE=1500\n"


def test_a_disk_with_too_little_room_is_named(tmp_path, monkeypatch):
    (tmp_path / "requirements.txt").write_text("")
    monkeypatch.setattr(install.shutil, "disk_usage", lambda path: namedtuple("Usage", "free")(5_000_000))

    with pytest.raises(install.CannotInstall) as refusal:
        install.main("requirements.txt", tmp_path)

    assert str(refusal.value) == ("The disk has 5 MB left; the packages need 900 MB. Make room and run it again.")
    assert not (tmp_path / ".venv").exists()


def test_another_python_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "version_info", (3, 13, 0))

    with pytest.raises(install.CannotInstall) as refusal:
        install.main("requirements.txt", tmp_path)

    assert str(refusal.value).endswith("; Python 3.11 or 3.12 is needed.")


def fake_python(folder, script):
    folder.mkdir()
    program = folder / "python3.11"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    return folder


def choose(path, **environment):
    """Run the chooser with this path; the fake Python that is chosen prints instead of installing."""
    return subprocess.run(
        ["/bin/sh", "portal/install.sh", "requirements.txt"],
        cwd=ROOT, env={"PATH": path, **environment}, capture_output=True, text=True,
    )  # fmt: skip


def test_a_python_that_does_not_start_is_passed_over(tmp_path):
    shim = fake_python(tmp_path / "a shim", "exit 127")
    real = fake_python(tmp_path / "real", 'if [ "$2" = -c ]; then exit 0; fi; echo "$@"')

    done = choose(f"{shim}:{real}")

    assert (done.returncode, done.stdout) == (0, "-I portal/install.py requirements.txt\n")


@pytest.mark.parametrize(("named", "said"), [({}, ""), ({"PYTHON": "python9"}, " (PYTHON is python9)")])
def test_without_a_fitting_python_one_sentence_says_what_to_do(tmp_path, named, said):
    shim = fake_python(tmp_path / "shim", "exit 127")

    done = choose(str(shim), **named)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == (
        f"No Python 3.11 or 3.12 that starts was found{said}: "
        "install one, or name it: make run PYTHON=/path/to/python3.11\n"
    )
