"""The settings as production reads them: in a process of their own, with an environment of their own."""

import json
import os
import subprocess
import sys
from urllib.parse import quote

import pytest
from django.db import connection

KEY = "kF8s0-vQ2xLz7Rr1mWc4Yd9TbE6uHn3Jg5PaXoZiKqVwBlCtDy"
SAFE = {
    "PORTAL_MODE": "production",  # a laptop's .env says otherwise; unset means the same
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": "jalur.example.id",
    "DATABASE_URL": "postgres://portal@127.0.0.1:1/portal",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "EMAIL_URL": "smtp+tls://portal:secret@127.0.0.1:1",
    "AUDIT_SIGNING_KEY": "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=",
    "DATA_KEYS": "2:q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=,1:3q2+78r+ur7erb7vyv66vt6tvu/K/rq+3q2+78r+ur4=",
    "INDEX_KEYS": "3q2+78r+ur7erb7vyv66vt6tvu/K/rq+3q2+78r+ur4=",
    "AUDIT_HEADS_FOLDER": "/var/lib/portal/audit-heads",
    "FILES_FOLDER": "/var/lib/portal/files",
}
NEEDED = list(SAFE)[1:]
UNSAFE = [
    ("DEBUG", "1", "DEBUG is on"),
    ("SMS_GATEWAY_URL", "http://sms.example/", "SMS_GATEWAY_URL needs https"),
    ("SMS_GATEWAY_URL", "https://sms.example/", "SMS_GATEWAY_TOKEN"),
    ("NATIONAL_LOGIN_ISSUER", "https://sso.example/", "NATIONAL_LOGIN_ISSUER needs NATIONAL_LOGIN_CLIENT_ID"),
    ("SECRET_KEY", "short", "SECRET_KEY is weak"),
    ("SECRET_KEY", "a" * 60, "SECRET_KEY is weak"),
    ("SECRET_KEY", "laptop-only-key-laptop-only-key-laptop-only-key-laptop", "SECRET_KEY is weak"),
    ("SECRET_KEY", "django-insecure-" + KEY, "SECRET_KEY is weak"),
    ("AUDIT_SIGNING_KEY", "bGFwdG9wLW9ubHkta2V5LWxhcHRvcC1vbmx5LWtleS0=", "AUDIT_SIGNING_KEY is weak"),
    ("AUDIT_SIGNING_KEY", KEY, "AUDIT_SIGNING_KEY is not 32 bytes in base64"),
    ("DATA_KEYS", "1:bGFwdG9wLW9ubHktZGF0YS1rZXktbGFwdG9wLW9ubHk=", "DATA_KEYS is weak"),
    ("DATA_KEYS", SAFE["INDEX_KEYS"] + "==", "DATA_KEYS needs a number of its own"),
    ("DATA_KEYS", f"1:{KEY}", "DATA_KEYS holds a key that is not 32 bytes in base64"),
    ("INDEX_KEYS", ",".join([SAFE["INDEX_KEYS"]] * 3), "at most the next one"),
    ("DATABASE_URL", "sqlite:///portal.db", "PostgreSQL is the only engine"),
    ("ALLOWED_HOSTS", "*", "ALLOWED_HOSTS"),
    ("FILES_BUCKET", "berkas", "FILES_ACCESS_KEY is not set"),
    ("CLAMD_URL", "localhost:3310", "CLAMD_URL is 'localhost:3310'"),
    ("LOG_LEVEL", "DEBUG", "LOG_LEVEL is 'DEBUG'"),
    ("PORTAL_MODE", "development", "PORTAL_MODE is 'development'"),
    ("PORTAL_MODE", "laptop", "ALLOWED_HOSTS names others than this machine"),
]
WITHOUT_TLS = {
    "NATIONAL_LOGIN_ISSUER": "http://sso.example/",
    "NATIONAL_LOGIN_CLIENT_ID": "portal",
    "NATIONAL_LOGIN_CLIENT_SECRET": "a secret",
}
# Of the safe environment; None leaves a variable out.
CHANGES = [{}, *({name: None} for name in NEEDED), *({name: value} for name, value, _said in UNSAFE), WITHOUT_TLS]


def python(*arguments, typed=None, **changed):
    """Run Python in the safe environment; None leaves a variable out."""
    known = {"PATH": os.environ["PATH"], **SAFE, **changed}
    return subprocess.run(
        [sys.executable, *arguments],
        env={name: value for name, value in known.items() if value is not None},
        input=typed,
        capture_output=True,
        text=True,
        timeout=120,
    )


# One Python for all refusals: to start one and load Django takes as long as thirty of them.
ONE_AFTER_THE_OTHER = """
import json, os, sys
said = []
for given in json.load(sys.stdin):
    os.environ.clear()
    os.environ.update(given)
    for name in [name for name in sys.modules if f"{name}.".startswith("portal.settings.")]:
        del sys.modules[name]
    try:
        import portal.settings
    except (Exception, SystemExit) as error:
        said.append(str(error))
    else:
        said.append("")
print(json.dumps(said))
"""


@pytest.fixture(scope="module")
def refusals():
    """What the settings said to each of CHANGES; "" when they took it."""
    given = [{name: value for name, value in {**SAFE, **changed}.items() if value is not None} for changed in CHANGES]
    done = python("-c", ONE_AFTER_THE_OTHER, typed=json.dumps(given))
    return json.loads(done.stdout.splitlines()[-1])


def test_a_safe_production_has_no_warning():
    done = python("manage.py", "check", "--deploy", "--fail-level", "WARNING")

    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_production_starts_when_all_is_given(refusals):
    assert refusals[0] == ""


@pytest.mark.parametrize("name", NEEDED)
def test_production_refuses_to_start_without(name, refusals):
    assert f"{name} is not set" in refusals[CHANGES.index({name: None})]


@pytest.mark.parametrize(("name", "value", "sentence"), UNSAFE)
def test_production_refuses(name, value, sentence, refusals):
    assert sentence in refusals[CHANGES.index({name: value})]


def test_production_sends_nobody_to_a_provider_without_tls(refusals):
    assert "NATIONAL_LOGIN_ISSUER needs https" in refusals[CHANGES.index(WITHOUT_TLS)]


def test_no_neighbour_under_the_same_domain_can_set_our_cookies():
    code = (
        "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_PATH)"
    )

    done = python("-c", code, DJANGO_SETTINGS_MODULE="portal.settings")

    assert done.stdout.split() == ["__Host-session", "__Host-csrf", "/"]


@pytest.mark.django_db(transaction=True)
def test_a_worker_refuses_a_database_older_than_the_code():
    parameters = connection.get_connection_params()
    url = f"postgres://{parameters['user']}@/{parameters['dbname']}?host={quote(parameters['host'])}"
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'audit' AND name LIKE '0003%'")
    try:
        done = python("-m", "celery", "--quiet", "-A", "portal", "worker", "--pool", "solo", DATABASE_URL=url)
    finally:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO django_migrations (app, name, applied)"
                " VALUES ('audit', '0003_seals_by_transaction', now())"
            )

    assert done.returncode == 1
    assert "Run: manage.py migrate" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_database_that_cannot_be_reached_is_one_sentence():
    code = "import django; django.setup(); from portal.startup import refuse_unfit_database as r; r()"

    done = python("-c", code, DJANGO_SETTINGS_MODULE="portal.settings")

    assert done.returncode == 1
    assert done.stderr.startswith("The database can't be reached: ")
    assert len(done.stderr.splitlines()) == 1
