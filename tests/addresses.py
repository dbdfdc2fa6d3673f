"""The addresses of the portal, as Django resolves them."""

from django.conf import settings
from django.urls import get_resolver


def pages(resolver=None, prefix=""):
    """(full name, view) of every address of ours. The admin and what has its own guard are no pages."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            namespace = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            if namespace != "admin:":
                yield from pages(pattern, namespace)
        elif not f"/{pattern.pattern}".startswith(settings.OWN_GUARD_PREFIXES):
            yield f"{prefix}{pattern.name}", pattern.callback
