"""Asks clamd (ClamAV's scanner) whether a file holds malware. It takes the bytes over a socket: nothing is written."""

import socket
from urllib.parse import urlsplit

from django.conf import settings

PIECE = 256 * 1024  # bytes
MOST_ANSWER = 4096  # bytes
SECONDS = 30  # for connecting, for each piece and for the verdict


class ScannerAway(Exception):
    """No verdict: clamd can't be reached, is too slow, or refused the file as too large for it."""


def is_configured():
    return bool(settings.CLAMD_URL)


def malware_in(content):
    """What clamd calls the malware in ``content`` (bytes), "" for none. Raises ScannerAway: ask again later."""
    try:
        with _connected() as line:
            line.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), PIECE):
                piece = content[start : start + PIECE]
                line.sendall(len(piece).to_bytes(4, "big") + piece)
            line.sendall(bytes(4))
            return _verdict(_answer(line))
    except OSError as error:
        raise ScannerAway(type(error).__name__) from error


def _connected():
    address = urlsplit(settings.CLAMD_URL)
    if address.scheme == "tcp":
        return socket.create_connection((address.hostname, address.port or 3310), timeout=SECONDS)
    line = socket.socket(socket.AF_UNIX)
    line.settimeout(SECONDS)
    try:
        line.connect(address.path)
    except OSError:
        line.close()
        raise
    return line


def _answer(line):
    answer = b""
    while not answer.endswith(b"\0") and len(answer) < MOST_ANSWER and (more := line.recv(MOST_ANSWER)):
        answer += more
    return answer.rstrip(b"\0\n").decode("utf-8", "replace")


def _verdict(answer):
    """Of "stream: OK" or "stream: Win.Test.EICAR_HDB-1 FOUND"."""
    told = answer.removeprefix("stream: ")
    if told == "OK":
        return ""
    if told.endswith(" FOUND"):
        return told.removesuffix(" FOUND")
    raise ScannerAway("no verdict")
