"""The door for gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

from portal import celery  # noqa: F401  (tasks sent from a request find their broker by it)
from portal.lib import content_type

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")


def with_plain_content_type(application):
    """Take the parameters of Content-Type away, but for the boundary, and note a foreign charset.

    Django looks a charset up among all of Python's codecs ("base64", "undefined") while it builds the request,
    before any middleware could answer for what breaks then. The note is read by UnreadableInputMiddleware.
    """

    def plain(environ, start_response):
        environ["CONTENT_TYPE"], is_ours = content_type.cut(environ.get("CONTENT_TYPE", ""))
        if not is_ours:
            environ["portal.foreign_charset"] = True
        return application(environ, start_response)

    return plain


application = with_plain_content_type(get_wsgi_application())
