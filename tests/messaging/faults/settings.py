"""Of the workers that are killed: the rooms up to messaging, on the servers in FAULTS_FOLDER, mailing to FAULTS_SINK."""

import os
from pathlib import Path

from portal.embedded import cache_socket, socket_folder
from portal.settings import *  # noqa: F403
from portal.settings import BASE_DIR, CACHES, DATABASES, INSTALLED_APPS, TEMPLATES

FOLDER = Path(os.environ["FAULTS_FOLDER"])
DATABASES["default"]["HOST"] = str(socket_folder(FOLDER))
CACHES["default"]["LOCATION"] = f"unix://{cache_socket(FOLDER)}"
CELERY_BROKER_URL = f"redis+socket://{cache_socket(FOLDER)}"
CELERY_TASK_ROUTES = {}
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST, EMAIL_PORT = "127.0.0.1", int(os.environ["FAULTS_SINK"])
EMAIL_TIMEOUT = 5
MESSAGE_LEASE_SECONDS = 15

INSTALLED_APPS = ["tests.messaging.faults", *INSTALLED_APPS[INSTALLED_APPS.index("portal.accounts") :]]
TEMPLATES[0]["DIRS"].append(BASE_DIR / "tests" / "templates")
TEMPLATES[0]["OPTIONS"]["builtins"] = ["django.templatetags.i18n"]


class TablesAsTheModelsSay:
    """No app has migrations: the tables are made at once, and no worker misses one."""

    def __contains__(self, app):
        return True

    def __getitem__(self, app):
        return None


MIGRATION_MODULES = TablesAsTheModelsSay()
