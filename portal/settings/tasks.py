"""Celery: the broker, and how a task is taken, limited and given back."""

from portal.settings.environment import env
from portal.settings.stores import REDIS_URL

CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", REDIS_URL.replace("unix://", "redis+socket://", 1))
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = "UTC"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# A task is acknowledged when it is done: what a killed worker held comes back after the visibility time-out,
# and beat has long asked for it again. So every task can be run twice, and none may take longer than that.
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_SOFT_TIME_LIMIT = 540  # seconds
CELERY_TASK_TIME_LIMIT = 600
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 3600, "socket_timeout": 10, "socket_connect_timeout": 5}
# Two queues, each with workers of its own: somebody waits for what is urgent, which takes seconds; the rest may take
# minutes.
CELERY_TASK_DEFAULT_QUEUE = "bulk"
URGENT_TASKS = (
    "portal.audit.tasks.seal_audit_entries",
    "portal.messaging.tasks.deliver_urgent",
    "portal.pages.tasks.note_heartbeat",
)
CELERY_TASK_ROUTES = {name: {"queue": "urgent"} for name in URGENT_TASKS}
