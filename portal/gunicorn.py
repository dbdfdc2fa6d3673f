"""gunicorn's settings, in production as on a laptop: gunicorn -c portal/gunicorn.py portal.wsgi."""

import os
import shutil
import tempfile

from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")

metrics_folder = None
if settings.METRICS_PORT:
    # Each process keeps a file of its own, added up when they are read. Must be known before the application loads.
    metrics_folder = os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="portal-metrics-")

# Measured: threads in two processes serve synchronous views best.
worker_class = "gthread"
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
timeout = 30  # seconds
graceful_timeout = 20
max_requests = 20_000  # against slow leaks
max_requests_jitter = 2_000
# One line per request is written by the application, by route and without the query.
accesslog = None
control_socket_disable = True
logconfig_dict = settings.LOGGING
# TRUSTED_PROXIES alone says whom to believe. gunicorn would let any caller on this machine, a proxy that passes a
# visitor's headers on for instance, name the scheme and a path prefix: that ends in links of pages that caches keep.
secure_scheme_headers = {}
forwarder_headers = ""


def on_starting(server):
    """Say no once, here: a worker that refused by itself would be started again for ever."""
    import django

    django.setup()
    from portal.startup import refuse_unfit_database

    refuse_unfit_database()


def when_ready(server):
    """Serve the metrics on their own port, from the process that outlives the workers."""
    if metrics_folder:
        from prometheus_client import CollectorRegistry, start_http_server
        from prometheus_client.multiprocess import MultiProcessCollector

        registry = CollectorRegistry()
        MultiProcessCollector(registry)
        start_http_server(settings.METRICS_PORT, addr=settings.METRICS_ADDRESS, registry=registry)


def child_exit(server, worker):
    if metrics_folder:
        from prometheus_client.multiprocess import mark_process_dead

        mark_process_dead(worker.pid)


def on_exit(server):
    if metrics_folder:
        shutil.rmtree(metrics_folder, ignore_errors=True)
