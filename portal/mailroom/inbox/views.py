"""The messages of a person, and those of an office, which may have no e-mail: its officers read them here together."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from portal.accounts.decorators import person_page, staff_page
from portal.accounts.roles import OFFICER_ROLES
from portal.mailroom.inbox.forms import PageForm
from portal.mailroom.inbox.reading import readable
from portal.messaging.models import Message
from portal.messaging.services import contact_of

PER_PAGE = 20


@require_safe
@person_page
def own(request):
    contact = contact_of(request.user)
    return _list(request, "mailroom/inbox.html", Message.objects.of_person(request.user), contact.clock)


@require_safe
@person_page
def own_message(request, key):
    contact = contact_of(request.user)
    return _one(request, "mailroom/message.html", Message.objects.of_person(request.user), key, contact.clock)


@require_safe
@staff_page(*OFFICER_ROLES)
def of_office(request):
    found = Message.objects.of_office(request.acting.office_id)
    return _list(request, "mailroom/office_inbox.html", found, request.acting.zone)


@require_safe
@staff_page(*OFFICER_ROLES)
def office_message(request, key):
    found = Message.objects.of_office(request.acting.office_id)
    return _one(request, "mailroom/office_message.html", found, key, request.acting.zone)


def _list(request, template, messages, zone):
    unread = messages.unread().count()
    if after := PageForm(request.GET).after():
        start = messages.filter(key=after).first()
        if start is None:
            raise Http404
        messages = messages.filter(pk__lt=start.pk)
    rows = list(messages.select_related("contact__user").order_by("-pk")[: PER_PAGE + 1])
    shown = rows[:PER_PAGE]
    context = {
        "inbox": readable(shown, zone),
        "unread": unread,
        "shown": ngettext("%(count)d shown", "%(count)d shown", len(shown)) % {"count": len(shown)},
        "next_address": f"?sesudah={shown[-1].key}" if len(rows) > len(shown) else "",
        "first_address": "?" if after else "",
    }
    return render(request, template, context)


def _one(request, template, messages, key, zone):
    message = get_object_or_404(messages.select_related("contact__user"), key=key)
    shown = readable([message], zone)[0]
    # Opened by somebody, not fetched ahead by a browser. No cache keeps the page, so each opening comes here.
    is_opened = request.method == "GET" and "prefetch" not in request.headers.get("Sec-Purpose", "")
    if is_opened and not shown.is_broken:
        messages.unread().filter(pk=message.pk).update(read_at=timezone.now())
    return render(request, template, {"message": shown})
