"""The addresses of the portal, as Django resolves them."""

from django.conf import settings
from django.urls import get_resolver


def pages(resolver=None, prefix=""):
    """(full name, view) of every address of ours. The admin, the open interface and what has its own guard are no pages."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            namespace = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            if namespace not in {"admin:", "api:"}:
                yield from pages(pattern, namespace)
        elif is_page(pattern):
            yield f"{prefix}{pattern.name}", pattern.callback


def is_page(pattern):
    """Whether it is for people: one below /api/ may explain the rest to them."""
    if getattr(pattern.callback, "is_machine", False):
        return False
    has_own_guard = f"/{pattern.pattern}".startswith(settings.OWN_GUARD_PREFIXES)
    return bool(getattr(pattern.callback, "is_public", False) or not has_own_guard)
