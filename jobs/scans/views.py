from csp.decorators import csp_update
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from jobs.models import Scan
from jobs.permissions import CHECKERS
from jobs.scans import services
from portal.accounts.decorators import staff_page
from portal.lib import codes
from portal.lib.uploads import CONTENT_TYPES


@staff_page(*CHECKERS)
@require_safe
@csp_update({"sandbox": True})
def scan(request, number):
    """To be kept on the officer's machine, never shown inside a page of ours: it came from outside."""
    one = get_object_or_404(Scan, number=codes.parse(number))
    try:
        content = services.hand_out(request.acting, one)
    except FileNotFoundError:
        raise Http404 from None
    response = HttpResponse(content, content_type=CONTENT_TYPES[one.kind])
    response.headers["Content-Disposition"] = f'attachment; filename="{one.number}.{one.kind}"'
    response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    return response
