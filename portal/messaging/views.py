"""The addresses of this room, for gateways and for providers of e-mail: what became of a message."""

import hmac
import time

from anymail.exceptions import AnymailWebhookValidationFailure
from django.http import Http404, HttpResponse

from portal.lib.public import machine_page
from portal.messaging import mail_reports, receipts
from portal.messaging.channels.gateway import GatewaySettings, as_dict
from portal.messaging.forms import ARRIVED, ReceiptForm

LARGEST_RECEIPT = 4_096  # bytes
# A report that somebody recorded is worth nothing later; both clocks may differ by that.
WINDOW = 300  # seconds


@machine_page
def receipt(request, channel):
    """Take a signed report. Its answer never tells whether we know the reference."""
    key = GatewaySettings(channel).receipt_key
    if not key:
        raise Http404
    length = request.META.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > LARGEST_RECEIPT:
        return HttpResponse(status=413)
    if request.content_type != "application/json":
        return HttpResponse(status=415)
    if not _is_signed(request, key):
        return HttpResponse(status=401)
    form = ReceiptForm(as_dict(request.body))
    if not form.is_valid():
        return HttpResponse(status=400)
    said = form.cleaned_data
    receipts.note(
        channel,
        said["reference"],
        has_arrived=said["status"] == ARRIVED,
        reason=said["code"],
        number=said["to"],
    )
    return HttpResponse(status=204)


@machine_page
def mail_report(request):
    """Take what the provider of e-mail reports, proved by the secret and by the provider's own signature if it has one."""
    view = mail_reports.view_of_provider()
    if view is None:
        raise Http404
    try:
        return view(request)
    except AnymailWebhookValidationFailure:
        return HttpResponse(status=401)


def _is_signed(request, key):
    moment = request.headers.get("X-Gateway-Timestamp", "")
    if not (moment.isascii() and moment.isdigit() and len(moment) <= 12 and abs(time.time() - int(moment)) <= WINDOW):
        return False
    expected = hmac.digest(key.encode(), moment.encode() + b"." + request.body, "sha256").hex()
    return hmac.compare_digest(expected.encode(), request.headers.get("X-Gateway-Signature", "").encode())
