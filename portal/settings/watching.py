"""What operators see: logs and figures."""

import logging

from portal import logs
from portal.settings.environment import LAPTOP, env

# To standard output: JSON, on a laptop readable lines. What may stand in a line: portal/logs.py.
LOGGING = logs.configure(as_json=not LAPTOP, level=env.str("LOG_LEVEL", "INFO"))
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_STATUS_START_LOG_LEVEL = DJANGO_STRUCTLOG_CELERY_DEFAULT_LOG_LEVEL = logging.DEBUG
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
DJANGO_STRUCTLOG_USER_ID_FIELD = None  # also: asking for the user would read the session on public pages

# Figures for Prometheus: an inner port of the web process, never the site's own. 0: none.
METRICS_PORT = env.int("METRICS_PORT", 0)
METRICS_ADDRESS = env.str("METRICS_ADDRESS", "127.0.0.1")
