"""Ending messages without log-in, from an address that came with one of them (RFC 8058)."""

from allauth.core import ratelimit
from django.contrib import messages
from django.http import Http404
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from portal.accounts.adapter import TOO_MANY_TRIES
from portal.accounts.decorators import door_page
from portal.mailroom.services import refuse, want_again
from portal.messaging import links
from portal.messaging.kinds import kind_named


@csrf_exempt  # a mail program sends it, without cookie or token; the signed address is the proof
@door_page
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request, token):
    """Opening it changes nothing: mail programs and scanners follow every link. One button, or one POST, ends it.

    That POST is answered at once, without a redirect, which RFC 8058 forbids.
    """
    message = links.message_of(token)
    topic = _topic(message)
    if topic is None:
        raise Http404
    if request.method == "POST":
        if request.POST.get("action") != "again":
            refuse(request.acting, message.contact, topic)
        # Refusing twice is noted once. Without a limit here, whoever has one address could fill the audit by turns.
        elif ratelimit.consume(request, action="want_messages_again", key=str(message.contact_id)):
            want_again(request.acting, message.contact, topic)
        else:
            messages.error(request, TOO_MANY_TRIES)
    is_refused = message.contact.opt_outs.filter(topic=topic.code, channel="").exists()
    context = {"topic": topic.label, "is_refused": is_refused, "was_asked": request.method == "POST"}
    return render(request, "mailroom/refusal.html", context)


def _topic(message):
    """What the message is about, None where nobody may refuse it or nobody is left to refuse."""
    if message is None or message.contact.office_id or not message.contact.is_reachable:
        return None
    try:
        topic = kind_named(message.kind).topic
    except KeyError:
        return None
    return None if topic.is_owed else topic
