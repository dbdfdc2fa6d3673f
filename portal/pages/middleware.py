"""What every request passes before it reaches a page."""

import re

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404
from django.utils import translation
from django.utils.cache import add_never_cache_headers, has_vary_header


def language_of(request):
    """The language of this address: "id" or "en"."""
    return translation.get_language_from_path(request.path_info) or settings.LANGUAGE_CODE


class LanguageFromPathMiddleware:
    """Take the language from the path alone: ``/en/…`` is English, all else Indonesian.

    Django's LocaleMiddleware would also look at cookie and header and so add ``Vary`` to pages that any
    proxy shall keep.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = language_of(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


# Line breaks and tabs may stand in a text; no other control sign has a meaning in anything we ask for.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
CONTROL_IN_PATH = re.compile(r"[\x00-\x1f\x7f]")
# What Word and PDF files leave in copied text; XML can't carry it, so one such sign in a title would end a feed.
COPIED_ALONG = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
SESSION_KEY = re.compile(r"[0-9a-z]{32}")
WITHOUT_BODY = {"GET", "HEAD", "OPTIONS"}


def _said_length(request):
    """Bytes of the body; 0 for nonsense, as Django takes it, which then reads none."""
    try:
        return int(request.META.get("CONTENT_LENGTH") or 0)
    except ValueError:
        return 0


class BodyTooLarge(BadRequest):
    """Larger than any form of ours with its files; answered as a 413 with the limit."""


class UnreadableInputMiddleware:
    """Ignore, or answer with a page of our own, what would break the pages behind: they never see it.

    In the query control signs are dropped; in the path they make a 404; a body that cannot be read is a 400, one that is
    too large a 413.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if CONTROL_IN_PATH.search(request.path_info):
            raise Http404("control sign in the path")
        # Anything else was not written by us, and PostgreSQL refuses a NUL in it.
        if not SESSION_KEY.fullmatch(request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")):
            request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        # Whatever charset a request without a body names, its address is UTF-8.
        is_foreign = "portal.foreign_charset" in request.META or (request.encoding or "utf-8").lower() != "utf-8"
        request.encoding = "utf-8"
        if is_foreign and request.method not in WITHOUT_BODY:
            raise BadRequest("body in another charset than UTF-8")
        # Files go to the disk as they come, before any view or CSRF check has a say.
        if _said_length(request) > settings.LARGEST_BODY:
            raise BodyTooLarge("body larger than any form of ours")
        if any(CONTROL.search(name + "".join(values)) for name, values in request.GET.lists()):
            request.GET = self._without_control_signs(request.GET)
        return self.get_response(request)

    def _without_control_signs(self, query):
        clean = query.copy()
        clean.clear()
        for name, values in query.lists():
            if not CONTROL.search(name):
                clean.setlist(name, [CONTROL.sub("", value) for value in values])
        clean._mutable = False
        return clean


class CopiedTextMiddleware:
    """Put a space for each control sign that a form brings along with copied text. A NUL is the forms' own to refuse.

    Last of all: a form that no view will read is not read here either.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view_func, view_args, view_kwargs):
        if request.method != "POST" or not any(map(COPIED_ALONG.search, _texts(request.POST))):
            return
        clean = request.POST.copy()
        for name, values in request.POST.lists():
            clean.setlist(name, [COPIED_ALONG.sub(" ", value) for value in values])
        clean._mutable = False
        request.POST = clean


def _texts(data):
    return (value for _name, values in data.lists() for value in values)


class NothingPersonalIsKeptMiddleware:
    """An answer for which the session was read is kept by no cache, whatever view gave it."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        if has_vary_header(response, "Cookie"):
            add_never_cache_headers(response)
        return response
