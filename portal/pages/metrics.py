"""Figures about requests for Prometheus, by view and status; served on an inner port only (portal/gunicorn.py)."""

import time

from prometheus_client import Counter, Histogram

REQUESTS = Counter("portal_requests_total", "Answers given.", ["view", "method", "status"])
SECONDS = Histogram(
    "portal_request_seconds",
    "Time from the first middleware to the answer.",
    ["view"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}


def method_of(request):
    """The request's method, or "other": a visitor may send any word as one."""
    return request.method if request.method in METHODS else "other"


class MetricsMiddleware:
    """Every label comes from a short list of ours: what a visitor writes never becomes one."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        begun = time.perf_counter()
        response = self.get_response(request)
        view = request.resolver_match.view_name or "unnamed" if request.resolver_match else "none"
        REQUESTS.labels(view, method_of(request), response.status_code).inc()
        SECONDS.labels(view).observe(time.perf_counter() - begun)
        return response
