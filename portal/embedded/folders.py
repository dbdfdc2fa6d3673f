"""Where the embedded servers keep their data and sockets, and the words for what can go wrong there."""

import errno
import hashlib
import os
import pwd
import re
import shutil
import tempfile
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent.parent / ".data"
# A Unix socket's path may have 107 bytes (103 on a Mac); PostgreSQL adds a file name of up to 22.
SOCKET_FOLDER_BYTES = 80
FULL_MEGABYTES = 16


class EmbeddedServerError(Exception):
    """A server that can't be had on this machine; the text is one sentence for the person."""


def socket_folder(data=DATA):
    """Where both sockets lie: beside the data, or a short folder made from its path.

    The latter if the path is too long for a socket, or has signs that mean something in an address.
    """
    near = str(data / "run")
    if len(near) <= SOCKET_FOLDER_BYTES and re.fullmatch(r"[A-Za-z0-9/._-]+", near):
        return Path(near)
    digest = hashlib.sha256(os.fsencode(data)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"jalur-resmi-{os.getuid()}-{digest}"


def make_folders(data):
    """Make the data folder and the one of the sockets. Raises OSError, or EmbeddedServerError when it is a trap."""
    data.mkdir(exist_ok=True)
    if not os.access(data, os.R_OK | os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(data))
    sockets = socket_folder(data)
    sockets.mkdir(mode=0o700, exist_ok=True)
    # In a folder that everybody may write to, somebody else could have been first, to listen or to get in.
    if sockets.is_symlink() or sockets.stat().st_uid not in _owners(data):
        raise EmbeddedServerError(f"The folder {sockets} belongs to somebody else: remove it and start again.")
    # Who passes this folder is trusted: neither server asks for a password.
    sockets.chmod(0o700)


def _owners(data):
    """Numbers of the users who may own what the servers use: whoever runs this, for root also who runs PostgreSQL."""
    if os.geteuid() != 0:
        return {os.geteuid()}
    kept = data / "postgres"
    return {0, pwd.getpwnam("nobody").pw_uid} | ({kept.stat().st_uid} if kept.exists() else set())


def cause(said, folder):
    """The one line of a server's output that names why it failed."""
    # A program that failed for want of room may have tidied up before it said so.
    if "No space left" in said or shutil.disk_usage(folder).free < FULL_MEGABYTES * 1_000_000:
        return f"the disk that holds {folder} is full."
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [line for line in lines if re.search(r"FATAL|PANIC|error|could not|[Dd]enied", line)]
    return (telling or lines or ["it gave no reason."])[-1]
