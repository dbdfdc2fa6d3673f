"""Whom an office may write to. An app names its audiences in its ``notifications.py`` and registers them there."""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from portal.messaging.kinds import Kind


@dataclass(frozen=True, kw_only=True)
class Audience:
    """People whom somebody may write to because of their role.

    ``roles``: who may. ``parts``: (by) -> [(code, label)], of which one is chosen, or None: it is one.
    ``contacts``: (by, part) -> a queryset of ``messaging.Contact``, within the scope of ``by``, an Acting. ``kind``: of
    message, which says whether they may refuse.
    """

    code: str
    label: str | Promise
    roles: frozenset
    kind: Kind
    contacts: Callable
    parts: Callable = lambda by: None


_audiences = {}


def register(*audiences):
    for audience in audiences:
        if _audiences.setdefault(audience.code, audience) is not audience:
            raise ValueError(f"Two audiences are called {audience.code}.")


def open_to(by):
    """The audiences that ``by`` may write to, in the order of registration."""
    return [audience for audience in _audiences.values() if by.role in audience.roles]


def audience_for(by, code):
    """The audience of this code if ``by`` may write to it, else None."""
    return next((audience for audience in open_to(by) if audience.code == code), None)
