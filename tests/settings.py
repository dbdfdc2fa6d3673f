"""Tests run on the laptop's own PostgreSQL and Redis; only a handful of lines differ."""

import os

os.environ.setdefault("PORTAL_MODE", "laptop")

from portal.settings import *  # noqa: F403
from portal.settings import BASE_DIR, CACHES, DATABASES, TEMPLATES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# The words of messages that only tests send.
TEMPLATES[0]["DIRS"].append(BASE_DIR / "tests" / "templates")
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_TASK_ALWAYS_EAGER = True
# Losing the last transactions of a test run in a power cut harms nobody.
DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c synchronous_commit=off"
# Each worker of a parallel run has its own numbered Redis database, apart from the running portal's (0):
# a test that clears the cache clears nobody else's.
WORKER = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
CACHES["default"]["OPTIONS"] = {"db": 1 + int(WORKER) % 15}
# A provider that nobody reaches, so that its buttons and pages are among those the tests look at.
NATIONAL_LOGIN_ISSUER = "https://masuk.contoh.test"
NATIONAL_LOGIN_CLIENT_ID, NATIONAL_LOGIN_CLIENT_SECRET = "portal", "a secret for the tests"
# Static files are found where they lie; nothing is collected for a test run.
WHITENOISE_AUTOREFRESH = True
