"""gunicorn as it is run, on ports of its own."""

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from django.db import connection
from prometheus_client import REGISTRY

from tests.clone import free_port


def get(port, path):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=10) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def wait_for(port, process):
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            return get(port, "/sehat/live")
        except OSError:
            time.sleep(0.2)
    pytest.fail("gunicorn didn't answer")


@pytest.fixture
def output(tmp_path):
    """A file, not a pipe, which nobody would empty while the server runs."""
    return tmp_path / "output"


def gunicorn(port, output, **environment):
    parameters = connection.get_connection_params()
    with output.open("w") as said:
        return subprocess.Popen(
            [
                sys.executable,
                "-m",
                "gunicorn",
                "-c",
                "portal/gunicorn.py",
                "portal.wsgi",
                "--bind",
                f"127.0.0.1:{port}",
            ],
            env={**os.environ, "PORTAL_MODE": "laptop", "DJANGO_SETTINGS_MODULE": "tests.settings"}
            | {"DATABASE_URL": f"postgres://{parameters['user']}@/{parameters['dbname']}?host={parameters['host']}"}
            | environment,
            stdout=said,
            stderr=subprocess.STDOUT,
        )


@pytest.mark.django_db(transaction=True)
def test_the_metrics_of_all_workers_stand_on_their_own_port_only(output):
    port, metrics_port = free_port(), free_port()
    process = gunicorn(port, output, METRICS_PORT=str(metrics_port))
    try:
        wait_for(port, process)
        for _ in range(20):
            get(port, "/nothing-here/3201234567890123?nik=3201234567890123")
        status, figures = get(metrics_port, "/metrics")
        public = get(port, "/metrics")[0]
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)
    said = output.read_text()

    assert (status, public) == (200, 404)
    assert 'portal_requests_total{method="GET",status="404",view="none"} 20.0' in figures
    assert "3201234567890123" not in figures + said
    assert process.returncode == 0


@pytest.mark.django_db(transaction=True)
def test_without_a_port_there_are_no_metrics_and_no_line_per_request_holds_its_path(output):
    port = free_port()
    process = gunicorn(port, output)
    try:
        wait_for(port, process)
        get(port, "/siti-aminah/?q=siti@contoh.id")
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)
    said = output.read_text()

    assert "GET (no page)" in said
    assert "siti" not in said


@pytest.mark.django_db(transaction=True)
def test_the_web_process_refuses_a_database_older_than_the_code(output):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'audit' AND name LIKE '0003%'")
    try:
        process = gunicorn(free_port(), output)
        process.wait(timeout=60)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO django_migrations (app, name, applied)"
                " VALUES ('audit', '0003_seals_by_transaction', now())"
            )

    said = output.read_text()
    assert process.returncode == 1
    assert "lacks 1 migrations, the first audit.0003_seals_by_transaction. Run: manage.py migrate" in said
    assert "Traceback" not in said


def test_labels_come_from_our_own_lists(client, db):
    client.generic("SITI-AMINAH", "/nothing-here/", headers={"content-length": "²"})

    assert REGISTRY.get_sample_value("portal_requests_total", {"view": "none", "method": "other", "status": "404"}) == 1
