"""Looking after what was saved: in one's account, after a code to the address, or from the link in a message."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from jobs.models.saved import TOPIC_CODE
from jobs.saved import flow
from jobs.saved.forms import RowForm
from jobs.saved.shown import saved_by
from portal.accounts.decorators import door_page, person_page
from portal.mailroom import bare_address
from portal.mailroom.bare_address import AddressForm
from portal.mailroom.inbox.reading import readable
from portal.messaging import links
from portal.messaging.models import Channel
from portal.messaging.services import contact_of

form_page = require_http_methods(["GET", "HEAD", "POST"])


@form_page
@person_page
def own(request):
    return _look_after(request, contact_of(request.user))


@form_page
@door_page
def of_address(request):
    """Of the address that this visit has proved; before that it asks for one."""
    if request.user.is_authenticated:
        return redirect("saved:own")
    if contact := bare_address.proved(request):
        return _look_after(request, contact, can_leave=True)
    form = AddressForm(request.POST if request.method == "POST" else None, request=request)
    if request.method == "POST" and form.is_valid():
        flow.begin(request, form.cleaned_data["address"])
        return redirect("saved:code")
    return render(request, "jobs/saved/address.html", {"form": form})


@door_page
@require_POST
def leave(request):
    bare_address.leave(request)
    messages.success(request, _("This device no longer shows what you saved."))
    return redirect("saved:of_address")


@form_page
@door_page
def by_link(request, token):
    """From a message to an address without account: what it said, and all that is saved for the address."""
    message = links.message_of(token)
    if message is None or message.contact.office_id:
        raise Http404
    if message.contact.user_id or not message.contact.is_reachable or links.is_over(message):
        return render(request, "jobs/saved/link_over.html", status=410)
    told = readable([message], message.contact.clock)[0]
    # An e-mail was read already; an SMS says only that there is something to read here.
    was_mailed = message.channel == Channel.EMAIL
    return _look_after(request, message.contact, told=told, was_mailed=was_mailed, stop=links.refusal_address(message))


def _look_after(request, contact, **context):
    if request.method == "POST":
        form = RowForm(request.POST, contact=contact)
        if form.is_valid():
            messages.success(request, _change(form.cleaned_data))
        return redirect(request.path)
    shown = "" if contact.user_id else bare_address.as_shown(contact)
    is_refused = contact.opt_outs.filter(topic=TOPIC_CODE, channel="").exists()
    context |= saved_by(contact) | {"shown_address": shown, "is_refused": is_refused}
    return render(request, "jobs/saved/own.html", context)


def _change(asked):
    """Returns what was done. A row that is gone already was taken away by a click before this one."""
    if asked["search"] and asked["rhythm"]:
        asked["search"].rhythm = asked["rhythm"]
        asked["search"].save(update_fields=["rhythm"])
        return _("Noted: %(rhythm)s.") % {"rhythm": asked["search"].get_rhythm_display()}
    if row := asked["search"] or asked["vacancy"]:
        row.delete()
    return _("Removed. We no longer write about it.")
