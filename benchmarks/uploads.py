"""Handing in photos

100 people hand in a photo of 3 MB each at the same moment, through gunicorn (one worker of 4 threads) and all middleware, with
sealing and the storage; the worker's memory (RSS) is looked at every 20 milliseconds, and its cleaners' if it had any. The photos are
noise of 12 million pixels, which is the hardest to draw and to shrink. One photo is drawn at a time in a process, whatever is
sent; so 100 at once take as long as 100 one after the other, and the rest wait on the disk. The aim of 400 MB is about this
machine, so the share of it stands here too.
"""

import io
import tempfile
import threading
import time
from http.client import HTTPConnection
from pathlib import Path

import psutil

from benchmarks.database import empty_database
from benchmarks.run import Ratio
from benchmarks.serving import gunicorn

AT_ONCE = 100
ALONE = 3
MOST = 400 * 1024**2  # bytes
PHOTO = 3 * 1024**2
PATIENCE = 600  # seconds
BOUNDARY = "a-photo"
TOKEN = "t" * 32  # what a browser gets with its first form


def measure():
    import os

    from django.db import connection

    with tempfile.TemporaryDirectory() as folder, empty_database():
        os.environ["FILES_FOLDER"] = folder
        cookies = [session_of_a_candidate() for _person in range(AT_ONCE + ALONE)]
        one = photo()
        with gunicorn(connection.settings_dict["NAME"], 0, workers=1) as (server, port):
            alone = [hand_in(port, cookie, one) for cookie in cookies[:ALONE]]
            (worker,) = server.children()
            idle = worker.memory_info().rss
            with watched(server) as peak:
                started, seconds = time.monotonic(), []
                callers = [
                    threading.Thread(target=lambda given: seconds.append(hand_in(port, given, one)), args=[cookie])
                    for cookie in cookies[ALONE:]
                ]
                for caller in callers:
                    caller.start()
                for caller in callers:
                    caller.join()
                whole = time.monotonic() - started
        kept = [path.stat().st_size for path in Path(folder).rglob("*") if path.is_file()]
    if len(seconds) != AT_ONCE or len(kept) != AT_ONCE + ALONE:
        raise RuntimeError(f"{len(seconds)} were taken, {len(kept)} kept.")
    yield Ratio("peak of the worker's memory, 100 photos at once", peak[0] / MOST, "400 MB")
    yield Ratio("the same", peak[0] / idle, "the worker after three photos, one after the other")
    yield Ratio("time of 100 photos at once", whole / (AT_ONCE * sum(alone) / ALONE), "100 one after the other")
    yield Ratio("bytes kept of a photo", sum(kept) / len(kept) / PHOTO, "3 MB as sent")


def session_of_a_candidate():
    """The cookie of somebody who is registering."""
    from django.test import Client

    from tests.factories.accounts import log_in
    from tests.factories.registrations import CandidateFactory

    client = log_in(Client(headers={"host": "localhost"}), CandidateFactory(village=None).user)
    return "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items() if name != "csrftoken")


def photo():
    """A JPEG of 4,000 x 3,000 points and 3 MB."""
    from PIL import Image

    noise = Image.effect_noise((1000, 750), 60).resize((4000, 3000))
    picture = Image.merge("RGB", (noise, noise.transpose(Image.Transpose.FLIP_LEFT_RIGHT), noise))
    for quality in range(90, 20, -10):
        file = io.BytesIO()
        picture.save(file, "JPEG", quality=quality)
        if file.tell() <= PHOTO:
            return file.getvalue().ljust(PHOTO, b"\0")
    raise RuntimeError("The photo doesn't become small enough.")


def hand_in(port, cookie, content):
    """Seconds until it was taken; raises RuntimeError when it wasn't."""
    form = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="csrfmiddlewaretoken"\r\n\r\n{TOKEN}\r\n',
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="photos"; filename="a.jpg"\r\n',
        "Content-Type: image/jpeg\r\n\r\n",
    ]
    body = "".join(form).encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
    headers = {
        "Host": "localhost",
        "Cookie": f"{cookie}; csrftoken={TOKEN}",
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
    }
    connection, started = HTTPConnection("127.0.0.1", port, timeout=PATIENCE), time.monotonic()
    connection.request("POST", "/saya/berkas/ktp/", body, headers)
    answer = connection.getresponse()
    answer.read()
    if answer.status != 302 or "/saya/" not in answer.headers["Location"]:
        raise RuntimeError(f"The form answered {answer.status}.")
    return time.monotonic() - started


class watched:
    """The peak in bytes of the memory of the workers of ``server`` while it lasts: a list of one."""

    def __init__(self, server):
        self.server, self.peak, self.ended = server, [0], threading.Event()
        self.thread = threading.Thread(target=self.look)

    def __enter__(self):
        self.thread.start()
        return self.peak

    def __exit__(self, *_failure):
        self.ended.set()
        self.thread.join()

    def look(self):
        while not self.ended.wait(0.02):
            for worker in self.server.children(recursive=True):
                try:
                    self.peak[0] = max(self.peak[0], worker.memory_info().rss)
                except psutil.NoSuchProcess:
                    continue
