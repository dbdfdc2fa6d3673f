"""Errors of the open interface: problems as RFC 9457 has them, in both languages."""

import json

from django.http import HttpResponse
from django.utils.translation import gettext, gettext_noop, override

MACHINES = "/api/v1/"
PROBLEM_TYPE = "application/problem+json"
# An answer for machines is in no one language: fields with a translation carry both.
LANGUAGES = "id, en"
TITLES = {
    400: gettext_noop("The request can't be read."),
    404: gettext_noop("There is nothing at this address."),
    405: gettext_noop("This address is for reading only: GET or HEAD."),
    413: gettext_noop("The request is larger than this site takes."),
    422: gettext_noop("A parameter is not understood."),
    500: gettext_noop("Something broke on our side. Try again in a few minutes."),
    503: gettext_noop("Part of the site does not answer. Try again in a minute."),
}


def in_both(text, name="detail"):
    """{name: Indonesian, name_en: English} of a sentence of our own."""
    found = {}
    for language, key in (("id", name), ("en", f"{name}_en")):
        with override(language):
            found[key] = gettext(text)
    return found


def problem(status, refusals=()):
    """A problem as RFC 9457 has it. ``refusals``: pairs of a parameter and a sentence."""
    body = {"type": "about:blank", **in_both(TITLES[status], "title"), "status": status}
    if refusals:
        body["errors"] = [{"parameter": name, **in_both(sentence)} for name, sentence in refusals]
    response = HttpResponse(json.dumps(body, ensure_ascii=False), status=status, content_type=PROBLEM_TYPE)
    response.headers["Cache-Control"] = "no-store"
    return for_machines(response)


def for_machines(response):
    response.headers["Content-Language"] = LANGUAGES
    response.headers["Access-Control-Allow-Origin"] = "*"  # public facts; no cookie is read that could be misused
    return response
