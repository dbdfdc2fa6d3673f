"""The mark of a public page."""

from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

# Seconds a shared proxy may keep a public page, and may go on showing it while it fetches a new one.
PROXY_SECONDS = 60
STALE_SECONDS = 600


def public_page(view):
    """Open a view to everybody and let any proxy keep it: GET and HEAD only, no session is read.

    Errors and redirects carry no promise to proxies; only an answer of 200 may be kept.
    """

    @login_not_required
    @require_safe
    @wraps(view)
    def public(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if response.status_code == 200:
            patch_cache_control(
                response, public=True, max_age=0, s_maxage=PROXY_SECONDS, stale_while_revalidate=STALE_SECONDS
            )
        return response

    public.is_public = True
    return public
