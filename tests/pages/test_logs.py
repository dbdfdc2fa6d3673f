"""What a visitor types, and what an exception says of it, must not be found in any line."""

import io
import json
import logging
import logging.config

import pytest
import structlog
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from portal import logs
from portal.urls import handler404, handler500  # noqa: F401
from portal.urls import urlpatterns as site_patterns

NIK, EMAIL, PHONE, NAME = "3201234567890123", "siti.aminah@contoh.id", "+62 812-3456-7890", "Siti Aminah"


@csrf_exempt
def breaks(request, typed=""):
    secret = request.POST.get("nik", NIK)
    logging.getLogger("somebody.else").warning("asked %s for %s", request.get_full_path(), request.POST)
    structlog.get_logger("ours").info("looked", found={"phone": PHONE, "rows": [EMAIL, int(NIK)]}, nik=secret)
    try:
        int(request.POST["name"])
    except ValueError as error:
        raise RuntimeError(f"no candidate {secret} {EMAIL}") from error
    return HttpResponse()


breaks.login_required = False
urlpatterns = [path("patah/", breaks), path("patah/<str:typed>/", breaks), *site_patterns]


@pytest.fixture
def lines():
    """All that the process logs in the format of production, as one would find it in the file."""
    said = io.StringIO()
    root = logging.getLogger()
    before = root.handlers[:], root.level
    settings = logs.configure(as_json=True, level="INFO")
    settings["handlers"]["stdout"]["stream"] = said
    structlog.reset_defaults()
    logs.configure(as_json=True, level="INFO")
    logging.config.dictConfig(settings)
    yield lambda: said.getvalue().splitlines()
    root.handlers, root.level = before[0], before[1]


def holds_a_value(line):
    return [
        value
        for value in (NIK, EMAIL, PHONE, NAME, "siti", "Siti", "Aminah", "6281234567890", "curl/8")
        if value in line
    ]


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(
    "address",
    [
        f"/patah/?nik={NIK}&email={EMAIL}",
        f"/patah/{NIK}/",
        f"/patah/{EMAIL}/?q=Siti+Aminah",
        f"/tiada/{NIK}/siti-aminah/?x={EMAIL}",
    ],
)
def test_no_line_holds_what_a_visitor_typed(lines, address):
    client = Client(raise_request_exception=False, headers={"user-agent": "curl/8 siti", "x-request-id": NIK})

    response = client.post(address, {"nik": NIK, "email": EMAIL, "phone": PHONE, "name": NAME})

    assert response.status_code in {404, 500}
    assert len(lines()) >= 1
    assert [holds_a_value(line) for line in lines() if holds_a_value(line)] == []
    assert all(json.loads(line)["level"] for line in lines())


@pytest.mark.urls(__name__)
def test_a_failed_request_still_says_where_and_why(lines):
    Client(raise_request_exception=False).post("/patah/x/", {"nik": NIK, "name": NAME})

    (failed,) = [line for line in map(json.loads, lines()) if line["event"] == "request_failed"]
    assert failed["request"] == "POST patah/<str:typed>/"
    assert failed["code"] == 500
    assert "builtins.RuntimeError: no candidate <number> <email>" in failed["exception"]
    assert "builtins.ValueError: invalid literal for int() with base 10: <quoted>" in failed["exception"]
    assert "test_logs.py" in failed["exception"]


@pytest.mark.django_db(transaction=True)
def test_the_row_that_postgresql_quotes_is_left_out(lines, django_user_model):
    django_user_model.objects.create_user(EMAIL)
    try:
        django_user_model.objects.create_user(EMAIL)
    except Exception:
        structlog.get_logger("ours").exception("failed")
        logging.getLogger("somebody.else").exception("failed")

    assert len(lines()) == 2
    assert [holds_a_value(line) for line in lines() if holds_a_value(line)] == []
    assert all("IntegrityError: duplicate key value" in line for line in lines())


@pytest.mark.parametrize("logger", ["gunicorn.error", "celery.worker", "py.warnings", "django.security.DisallowedHost"])
def test_lines_of_libraries_pass_the_same_net(lines, logger):
    logging.getLogger(logger).error("Error handling request %s", f"/lapor/?nik={NIK}&nama=Siti")
    logging.getLogger(logger).error("Invalid host %s of %r", EMAIL, PHONE)

    assert len(lines()) == 2
    assert [holds_a_value(line) for line in lines() if holds_a_value(line)] == []


@pytest.mark.parametrize("host", ["siti.contoh", "siti aminah", "Siti_Aminah's"])
def test_a_foreign_host_is_refused_without_its_name(lines, host):
    Client().get("/", headers={"host": host})

    assert "DisallowedHost" in [json.loads(line)["event"] for line in lines()]
    assert [holds_a_value(line) for line in lines() if holds_a_value(line)] == []


@pytest.mark.parametrize(
    "quoted", ["HTTP Version: 'Aminah HTTP/1.1'", "HTTP method: 'SITI'", "HTTP header name: 'Siti'"]
)
def test_what_gunicorn_cannot_read_is_not_quoted(lines, quoted):
    logging.getLogger("gunicorn.error").warning(f"Invalid request from ip=198.51.100.7: Invalid {quoted}")

    (line,) = lines()
    assert json.loads(line)["event"] == "Invalid request from ip"
    assert "198.51.100.7" not in line


@pytest.mark.parametrize(
    "typed",
    [
        NIK, "3201 2345 6789 0123", "32.01.23.456789.0123", "٣٢٠١٢٣٤٥٦٧٨٩٠١٢٣",
        PHONE, "0812 3456 7890", "(0812) 345-6789", "+886-912-345-678",
        EMAIL, "siti%40contoh.id", "SITI@CONTOH",
    ],
)  # fmt: skip
def test_numbers_and_contacts_are_masked_in_any_writing(typed):
    assert typed not in logs.mask(f"before {typed} after")
    assert logs.mask(f"before {typed} after").startswith("before <")
    assert logs.mask(f"before {typed} after").endswith("> after")


@pytest.mark.parametrize(
    "harmless", ["2026-11-22", "seal 123456", "0.0.0.0:8000", "jobs.0002_terms", "12 of 1000 rows"]
)
def test_harmless_numbers_stay(harmless):
    assert logs.mask(harmless) == harmless


def test_there_is_no_debug_level():
    with pytest.raises(ImproperlyConfigured, match="LOG_LEVEL is 'DEBUG'"):
        logs.configure(as_json=True, level="DEBUG")


def test_a_request_reads_no_session_for_its_log_line(lines, client, db):
    client.cookies["sessionid"] = "x"

    response = client.get("/nothing-here/")

    assert "Cookie" not in response.headers.get("Vary", "")
    assert json.loads(lines()[-1])["event"] == "request_finished"
    assert not connection.queries_log
