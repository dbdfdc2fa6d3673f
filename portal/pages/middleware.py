"""What every request passes before it reaches a page."""

from django.conf import settings
from django.utils import translation


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
