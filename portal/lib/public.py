"""The marks of pages that ask for no log-in, and their full addresses."""

from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.utils.cache import add_never_cache_headers, patch_cache_control
from django.utils.encoding import escape_uri_path
from django.utils.http import escape_leading_slashes
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

# Seconds a shared proxy may keep a public page, and may go on showing it while it fetches a new one. Together one minute:
# a country that a rule closes at 10.00 is closed for everybody by 10.01.
PROXY_SECONDS = 30
STALE_SECONDS = 30


def public_page(view):
    """Open a view to everybody and let any proxy keep it: GET and HEAD only, no session is read.

    Errors and redirects carry no promise to proxies; only an answer of 200 may be kept.
    """

    @login_not_required
    @require_safe
    @wraps(view)
    def public(request, *args, **kwargs):
        return _kept_by_proxies(view(request, *args, **kwargs))

    public.is_public = True
    return public


def question_page(view):
    """A public page with a form whose answers belong to one person: what is typed travels in the body of a POST.

    So it stands in no address, log or cache. The POST changes nothing, hence it needs no token, no cookie, no session;
    its answer is kept by nobody. The empty form may be kept like any public page.
    """

    @login_not_required
    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def question(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if request.method == "POST":
            add_never_cache_headers(response)
            return response
        return _kept_by_proxies(response)

    question.is_question = True
    return question


def machine_page(view):
    """An address that another system writes to: POST alone, without log-in, cookie or token, kept by nobody.

    The view itself asks for the proof of who writes, a signature for example.
    """

    @login_not_required
    @csrf_exempt
    @require_POST
    @never_cache
    @wraps(view)
    def machine(request, *args, **kwargs):
        return view(request, *args, **kwargs)

    machine.is_machine = True
    return machine


def _kept_by_proxies(response):
    if response.status_code == 200:
        patch_cache_control(
            response, public=True, max_age=0, s_maxage=PROXY_SECONDS, stale_while_revalidate=STALE_SECONDS
        )
    return response


def full_address(request, path):
    """The address of ``path`` as one types it elsewhere: for search engines, previews and codes on paper."""
    return f"{site_address(request)}{escape_leading_slashes(escape_uri_path(path))}"


def site_address(request):
    """Scheme and host of the addresses that we print for others to keep: the public domain's, else the request's."""
    return f"{request.scheme}://{settings.PUBLIC_DOMAIN or request.get_host()}"
