"""Make ``.venv`` and install a requirements file into it; safe to run again after any interruption.

Runs before anything is installed, under the machine's own Python: standard library only.
Usage: ``python3.11 -I portal/install.py requirements-laptop.txt``
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VERSIONS = ((3, 11), (3, 12))
NEEDED_MEGABYTES = 900  # the packages of requirements-dev.txt unpacked, and pip's work beside them
DEFAULT_ENVIRONMENT = "PORTAL_MODE=laptop\n"


class CannotInstall(Exception):
    """The text is one sentence for the person."""


def requirement_lines(path):
    """The lines of a requirements file with those it includes by ``-r`` or ``-c``, in order."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(("-r ", "-c ")):
            yield from requirement_lines(path.parent / line[3:].strip())
        else:
            yield line


def wanted_stamp(requirements):
    """What an installation is recognised by: the lines wanted and the Python they were installed for."""
    text = "\n".join([sys.version, *requirement_lines(requirements)])
    return hashlib.sha256(text.encode()).hexdigest()


def works(folder):
    """Whether the environment's Python and pip start, and it is the version that runs this script."""
    check = f"import sys, pip; sys.exit(sys.version_info[:2] != {sys.version_info[:2]})"
    try:
        done = subprocess.run([folder / "bin" / "python", "-c", check], capture_output=True, timeout=60)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def remove(folder):
    # A link is only let go; what it points to belongs to somebody.
    if folder.is_symlink() or folder.is_file():
        folder.unlink()
    elif folder.exists():
        shutil.rmtree(folder)


def make_environment(folder):
    remove(folder)
    print("Making .venv", flush=True)
    done = subprocess.run([sys.executable, "-m", "venv", folder], capture_output=True, text=True)
    if done.returncode:
        if "ensurepip" in done.stdout + done.stderr:
            version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
            raise CannotInstall(
                f"{version} can't make an environment. On Debian and Ubuntu: apt-get install {version}-venv"
            )
        said = (done.stderr or done.stdout).strip().splitlines()
        raise CannotInstall(f"The folder .venv could not be made: {said[-1] if said else 'no reason given'}")


def check_space(root):
    free = shutil.disk_usage(root).free // 1_000_000
    if free < NEEDED_MEGABYTES:
        raise CannotInstall(
            f"The disk has {free} MB left; the packages need {NEEDED_MEGABYTES} MB. Make room and run it again."
        )


def install(requirements, root=ROOT):
    """Bring ``.venv`` to what the file asks for. Does nothing when it already is."""
    folder = root / ".venv"
    stamp, unfinished = folder / f"installed-{requirements.name}", folder / "unfinished"
    wanted = wanted_stamp(requirements)
    if unfinished.exists() or not works(folder):
        # A killed pip leaves packages that look installed and are not: begin afresh, its cache is kept.
        check_space(root)
        make_environment(folder)
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    check_space(root)
    print(f"Installing the packages of {requirements.name}: a few minutes, once", flush=True)
    unfinished.touch()
    quiet = [] if sys.stdout.isatty() else ["--quiet"]
    code = subprocess.call(
        [folder / "bin" / "python", "-m", "pip", "install", "--disable-pip-version-check", "--no-input", *quiet,
         "-r", requirements],
        cwd=root,
    )  # fmt: skip
    if code:
        raise CannotInstall(
            "The packages could not be installed; pip says why above. Run it again once that is mended."
        )
    # What another file was installed from may be older than what was installed now.
    for other in folder.glob("installed-*"):
        if other.read_text(encoding="utf-8") != wanted_stamp(
            requirements.with_name(other.name.removeprefix("installed-"))
        ):
            other.unlink()
    stamp.write_text(wanted, encoding="utf-8")
    unfinished.unlink()


def write_environment(root=ROOT):
    """The ``.env`` that says this is a laptop; one that is there is never touched."""
    if not (root / ".env").exists():
        unfinished = root / ".env.unfinished"
        unfinished.write_text(DEFAULT_ENVIRONMENT, encoding="utf-8")
        unfinished.rename(root / ".env")


def main(requirements, root=ROOT):
    if sys.version_info[:2] not in VERSIONS:
        raise CannotInstall(f"This is Python {sys.version.split()[0]}; Python 3.11 or 3.12 is needed.")
    # PostgreSQL's programs are run by another user when root installs them.
    os.umask(0o022)
    try:
        with (root / ".install.lock").open("w") as lock:
            # Two commands started at once install one after the other.
            fcntl.flock(lock, fcntl.LOCK_EX)
            install(root / requirements, root)
            write_environment(root)
    except OSError as error:
        raise CannotInstall(f"{error.filename or root}: {error.strerror}.") from error


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except CannotInstall as reason:
        sys.exit(f"{reason}")
    except KeyboardInterrupt:
        sys.exit("Stopped. Run it again to go on.")
