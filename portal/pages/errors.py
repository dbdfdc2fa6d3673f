"""Pages for what went wrong: they help, leak nothing, and need no database, cache, session or visitor."""

import logging
import sys
from typing import NamedTuple

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from redis.exceptions import ConnectionError as NotReached
from redis.exceptions import TimeoutError as TooSlow

from portal.lib.codes import MistypedCode
from portal.pages.context_processors import site
from portal.pages.middleware import BodyTooLarge, language_of
from portal.pages.problems import MACHINES, problem
from portal.pages.problems import TITLES as PROBLEMS

logger = logging.getLogger(__name__)


class ErrorPage(NamedTuple):
    title: str
    advice: list  # sentences: what to do now


PAGES = {
    400: ErrorPage(
        _("We could not read that"),
        [
            _("The address or the form holds signs we cannot read."),
            _("Go back and type it again, or start from the front page."),
        ],
    ),
    403: ErrorPage(
        _("This page is not open to you"),
        [
            _("Log in with the account or the office it belongs to."),
            _("If you think it should be open to you, ask the head of your office."),
        ],
    ),
    404: ErrorPage(
        _("There is no such page"),
        [
            _("The address may be mistyped, or the page has moved."),
            _("A vacancy that is gone is not a proof of fraud. Pay nothing, and ask an office."),
        ],
    ),
    413: ErrorPage(
        _("The file is too large"),
        [
            format_lazy(_("This site takes at most {most} MB at once."), most=settings.LARGEST_FILE // 1024**2),
            _("Nothing was taken in, nothing was changed."),
            _(
                "Go back. Split a list, or save it as XLSX, which is smaller than CSV. Photograph or scan a paper smaller."
            ),
        ],
    ),
    429: ErrorPage(
        _("Too many tries"),
        [_("Wait a few minutes, then try again."), _("Nothing of yours was lost or locked.")],
    ),
    500: ErrorPage(
        _("Something broke on our side"),
        [
            _("It is not your fault. We have been told."),
            _("Try again in a few minutes. If you sent a form, look first whether it has arrived."),
        ],
    ),
    503: ErrorPage(
        _("Closed for a few minutes"),
        [
            _("Logging in and sending forms wait for a part of the site that does not answer. We have been told."),
            _("Nothing of yours was lost. What needs no log-in can be read meanwhile."),
        ],
    ),
}
RETRY_AFTER = "60"  # seconds
FORM_TOO_OLD = ErrorPage(
    _("This form was open too long"),
    [
        _("For your safety we did not take it in. Nothing was changed."),
        _("Go back, load the page again and send the form once more. Cookies must be allowed."),
    ],
)
NO_CODE_OF_OURS = ErrorPage(
    _("This code is not one of ours"),
    [
        _("Perhaps a sign is mistyped. Compare it with the paper, one sign after the other."),
        _("Behind its first letter a code has no 0, O, 1, I or L, because people confuse them."),
        _("If the paper has exactly this code, it does not come from us. Pay nothing, and ask an office."),
    ],
)

# Shown when even the template cannot be rendered: words for both languages, no file, no setting.
BARE = b"""<!doctype html><html lang="id"><head><meta charset="utf-8"><title>Jalur Resmi</title></head><body>
<h1>Ada gangguan di pihak kami</h1><p>Coba lagi beberapa menit lagi.</p>
<p lang="en">Something broke on our side. Try again in a few minutes.</p></body></html>"""


def _answer(request, status, page=None):
    if request.path_info.startswith(MACHINES) and status in PROBLEMS:
        return problem(status)
    # No request context: its processors would look at user and messages, and so at session and database.
    context = {"request": request, "status": status, "page": page or PAGES[status], **site(request)}
    with translation.override(language_of(request)):
        try:
            html = render_to_string("errors/page.html", context)
        except Exception:
            logger.exception("The page for error %s could not be rendered.", status)
            return HttpResponse(BARE, status=500)
    response = HttpResponse(html, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def bad_request(request, exception=None):
    return _answer(request, 413 if isinstance(exception, BodyTooLarge) else 400)


def permission_denied(request, exception=None):
    return _answer(request, 403)


def page_not_found(request, exception=None):
    return _answer(request, 404, NO_CODE_OF_OURS if isinstance(exception, MistypedCode) else None)


def too_many_requests(request):
    """allauth calls this by the name ``handler429`` of the root addresses; others may call it too."""
    return _answer(request, 429)


def server_error(request):
    # Without the cache nobody counts the tries at a log-in: the doors stay shut, and say so.
    if isinstance(sys.exception(), NotReached | TooSlow):
        response = _answer(request, 503)
        response.headers["Retry-After"] = RETRY_AFTER
        return response
    return _answer(request, 500)


def csrf_failure(request, reason=""):
    """Django's ``reason`` is for developers; a person reads what to do."""
    return _answer(request, 403, FORM_TOO_OLD)
