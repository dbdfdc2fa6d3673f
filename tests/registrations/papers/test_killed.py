"""Killed anywhere between upload and save: after a quarter of an hour neither orphan nor half row is left."""

import os
import signal
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from moto.server import ThreadedMotoServer

from portal.lib.stored import names_in
from registrations.models import Document, DocumentPage, StrayFile
from registrations.papers import services, storage, sweeping
from registrations.papers.services import hand_in
from tests.buckets import in_a_bucket
from tests.factories.accounts import acting
from tests.factories.registrations import CandidateFactory
from tests.registrations.papers.test_handing_in import page

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("english")]
PAGES = [page(1), page(2)]


def die(*_args, **_options):
    os.kill(os.getpid(), signal.SIGKILL)


def after(act, *, times=1):
    """``act``, and then the end, at its ``times``-th call."""
    calls = []

    def dying(*args, **options):
        result = act(*args, **options)
        calls.append(1)
        return result if len(calls) < times else die()

    return dying


# Where the process is killed: what of it is replaced there.
PLACES = {
    "names are noted": lambda: setattr(storage, "seal", die),
    "one of two files is there": lambda: setattr(default_storage, "save", after(default_storage.save)),
    "both files are there": lambda: setattr(services, "_written", die),
    "rows are written": lambda: setattr(storage, "claim", die),
    "names are claimed, not committed": lambda: setattr(storage, "claim", after(storage.claim)),
}


def killed(place, act):
    """Run ``act`` in a process of its own that is killed at ``place``; its connection to the database is its own."""
    child = os.fork()
    if not child:
        connection.connection = None  # the parent's, which is not ours to close
        place()
        act()
        os._exit(0)
    _child, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), "It lived."


@contextmanager
def kept_in(kind, settings, folder):
    if kind == "folder":
        settings.MEDIA_ROOT = folder
        settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
        yield
        return
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    try:
        host, port = server.get_host_and_port()
        in_a_bucket(settings, endpoint_url=f"http://{host}:{port}")
        yield
    finally:
        server.stop()


def there(names):
    """Those of ``names`` whose files are in the storage."""
    return [name for name in names if name.rpartition("/")[2] in names_in(name.rpartition("/")[0])]


@pytest.mark.parametrize(("kind", "places"), [("folder", list(PLACES)), ("bucket", ["rows are written"])])
def test_wherever_it_is_killed_nothing_half_is_left(settings, tmp_path, kind, places):
    candidate = CandidateFactory()
    by = acting(candidate.user)
    with kept_in(kind, settings, tmp_path):
        for place in places:
            killed(PLACES[place], lambda: hand_in(by, candidate, "ktp", PAGES))
        names = list(StrayFile.objects.values_list("name", flat=True))
        assert (len(names), len(there(names))) == (2 * len(places), 7 if kind == "folder" else 2)
        assert sweeping.sweep() == 0
        StrayFile.objects.update(since=timezone.now() - timedelta(minutes=15))
        if kind == "folder":
            killed(lambda: setattr(default_storage, "delete", after(default_storage.delete, times=3)), sweeping.sweep)
        sweeping.sweep()

        assert (there(names), StrayFile.objects.count(), Document.objects.count()) == ([], 0, 0)
        hand_in(by, candidate, "ktp", PAGES)
        assert all(default_storage.exists(one.file) for one in DocumentPage.objects.all())
        assert not StrayFile.objects.exists()
