"""The doors of pages about one file: whoever is turned away leaves a line in the audit."""

from functools import wraps

from django.http import Http404

from portal.accounts.decorators import person_page, staff_page
from portal.audit.services import record
from portal.lib import codes
from registrations.models import Registration


def file_page(*roles):
    """``staff_page`` for a page with the ``number`` of a file: an address that doesn't exist for the reader is noted.

    The answer is the same 404 for every number, known or not.
    """
    return lambda view: _noting(staff_page(*roles)(view))


def own_file_page(view):
    """The same for ``person_page``."""
    return _noting(person_page(view))


def _noting(closed):
    @wraps(closed)
    def noted(request, *args, **kwargs):
        try:
            return closed(request, *args, **kwargs)
        except Http404:
            number = codes.parse(kwargs.get("number", ""))
            file = Registration.objects.filter(number=number).only("pk").first() if number else None
            # Of a floor above the page itself says what lies behind the number.
            record(request.acting, "registrations.address_refused", file or getattr(request, "refused", None))
            raise

    return noted
