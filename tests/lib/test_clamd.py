"""What clamd says of a file, over both kinds of socket; whatever is no verdict is no leave to show the file."""

import socket
import threading
from contextlib import contextmanager

import pytest

from portal.lib import clamd
from portal.lib.clamd import ScannerAway, malware_in

CONTENT = bytes(range(256)) * 5


@contextmanager
def scanner(settings, folder, answer, kind="unix"):
    """A clamd that answers each file with ``answer``; gives the list of files that it was sent."""
    server = socket.socket(socket.AF_UNIX if kind == "unix" else socket.AF_INET)
    server.settimeout(5)
    server.bind(str(folder / "clamd.ctl") if kind == "unix" else ("127.0.0.1", 0))
    server.listen()
    settings.CLAMD_URL = (
        f"unix://{folder}/clamd.ctl" if kind == "unix" else f"tcp://127.0.0.1:{server.getsockname()[1]}"
    )
    files = []

    def serve():
        with server.accept()[0] as line, line.makefile("rb") as read:
            assert read.read(10) == b"zINSTREAM\0"
            pieces = []
            while length := int.from_bytes(read.read(4)):
                pieces.append(read.read(length))
            files.append(b"".join(pieces))
            line.sendall(answer)

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        yield files
    finally:
        thread.join()
        server.close()


@pytest.mark.parametrize("kind", ["unix", "tcp"])
@pytest.mark.parametrize(
    ("answer", "name"), [(b"stream: OK\0", ""), (b"stream: Win.Test.EICAR_HDB-1 FOUND\0", "Win.Test.EICAR_HDB-1")]
)
def test_the_whole_file_gets_its_verdict(settings, tmp_path, monkeypatch, kind, answer, name):
    monkeypatch.setattr(clamd, "PIECE", 100)

    with scanner(settings, tmp_path, answer, kind) as files:
        assert malware_in(CONTENT) == name

    assert files == [CONTENT]


@pytest.mark.parametrize("answer", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OK but\0"])
def test_what_is_no_verdict_is_asked_again_later(settings, tmp_path, answer):
    with scanner(settings, tmp_path, answer), pytest.raises(ScannerAway):
        malware_in(CONTENT)


def test_a_scanner_that_is_away_or_silent_keeps_nobody_waiting_for_long(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(clamd, "SECONDS", 0.05)
    settings.CLAMD_URL = f"unix://{tmp_path}/nobody"
    with pytest.raises(ScannerAway):
        malware_in(CONTENT)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.CLAMD_URL = f"tcp://127.0.0.1:{silent.getsockname()[1]}"
        with pytest.raises(ScannerAway):
            malware_in(CONTENT)
