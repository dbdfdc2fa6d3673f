"""A page for a code whose time is over leads back to where a new one is asked for, and keeps where the person wanted to go."""

from functools import wraps

from allauth.account.utils import passthrough_next_redirect_url
from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy

NO_LONGER = gettext_lazy("This code no longer counts. Please begin again.")
LOG_IN_FIRST = gettext_lazy("This code no longer counts. Log in with your e-mail and password, then a new one comes.")


def back_to(request, door, kept):
    """The answer of a page for an SMS code. ``kept``: what its session still has of the log-in, or None."""
    wish = (kept or {}).get("next", "")
    if kept:
        messages.info(request, NO_LONGER)
    return redirect(f"{reverse(door)}?{urlencode({'next': wish})}" if wish else door)


def leads_back(view, door, *, says=NO_LONGER):
    """allauth's ``view`` for a mailed code, which itself leads to a log-in page without a word."""

    @wraps(view)
    def page(request, *args, **kwargs):
        answer = view(request, *args, **kwargs)
        doors = {reverse("account_login"), reverse("account_request_login_code")}
        if answer.status_code != 302 or answer.url not in doors or request.user.is_authenticated:
            return answer
        messages.info(request, says)
        return redirect(passthrough_next_redirect_url(request, reverse(door), "next"))

    return page


def keeps_wish(view, page):
    """allauth's ``view``, which on its way to ``page`` drops where the person wanted to go."""

    @wraps(view)
    def keeping(request, *args, **kwargs):
        answer = view(request, *args, **kwargs)
        if answer.status_code != 302 or answer.url != reverse(page):
            return answer
        return redirect(passthrough_next_redirect_url(request, answer.url, "next"))

    return keeping
