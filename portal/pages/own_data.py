"""The copy of one's own data: one file, to which each app that keeps something about people adds its part."""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from jobs.saved import own_data as saved
from outreach.signing_up import own_data as events
from portal.accounts import own_data as account
from portal.accounts.decorators import asked_again, person_page
from portal.audit.services import record
from portal.mailroom import own_data as messages
from registrations.own import own_data as registrations
from registrations.placements import own_data as placements

# Name in the file -> function that takes the user and returns plain data, without a secret.
PROVIDERS = {
    "account": account.of,
    "messages": messages.of,
    "saved": saved.of,
    "registrations": registrations.of,
    "placements": placements.of,
    "events": events.of,
}


@person_page
@asked_again
@require_http_methods(["GET", "HEAD", "POST"])
def page(request):
    """Says what the file holds; a POST answers with it. Both only after the person was asked again who they are."""
    if request.method != "POST":
        return render(request, "pages/own_data.html")
    copy = {"made_at": timezone.now(), **{name: of(request.user) for name, of in PROVIDERS.items()}}
    record(request.acting, "accounts.own_data_copied", request.user)
    text = json.dumps(copy, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2)
    return HttpResponse(
        text,
        content_type="application/json",
        # The name of the file says nothing about whose it is.
        headers={"Content-Disposition": 'attachment; filename="data-saya.json"'},
    )
