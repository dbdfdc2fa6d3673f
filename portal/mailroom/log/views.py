"""Staff pages on what became of messages: those that failed, those of one announcement, those of one person."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from portal.accounts.acting import ActRefused
from portal.accounts.decorators import staff_page
from portal.audit.services import record, record_each
from portal.lib.dates import short_moment
from portal.mailroom.compose.forms import ListForm
from portal.mailroom.log import services
from portal.mailroom.log.reading import in_words, name_of, reason_in_words, topic_of, visible_to
from portal.mailroom.models import Announcement
from portal.mailroom.notifications import TO_MANY
from portal.mailroom.permissions import READERS, WRITERS
from portal.messaging.models import State

ROWS = 25


@staff_page(*READERS)
def failed(request):
    found = visible_to(request.acting).filter(state=State.FAILED)
    context = {"title": _("Messages that did not get through"), "empty": _("Every message got through.")}
    return _list(request, found, context)


@staff_page(*WRITERS)
def of_announcement(request, key):
    one = get_object_or_404(Announcement.objects.visible_to(request.acting), key=key)
    found = visible_to(request.acting).filter(kind__in=TO_MANY, subject=one.pk)
    context = {"title": one.subject_label, "empty": _("Nobody got it."), "back": one.get_absolute_url()}
    return _list(request, found, context)


@staff_page(*READERS)
def of_person(request, key):
    """All that this office wrote to the recipient of one message: nobody is looked up by name or address."""
    one = _own(request, key)
    record(request.acting, "messages.person_seen", one.contact)
    found = visible_to(request.acting).filter(contact=one.contact)
    context = {
        "title": _("Messages to %(name)s") % {"name": name_of(one.contact)},
        "empty": "",
        "back": reverse("log:message", args=[key]),
    }
    return _list(request, found, context)


def _list(request, found, context):
    after = ListForm(request.GET).after
    rows = list((found.filter(pk__lt=after) if after else found).order_by("-pk")[: ROWS + 1])
    shown = rows[:ROWS]
    # Whom an office wrote to says what they look for: each name that is read is an entry, as on the call list.
    record_each(request.acting, "messages.recipients_seen", shown, fields=("name",))
    context |= {
        "rows": [in_words(message, request.acting.zone) for message in shown],
        "shown": ngettext("%(count)d shown", "%(count)d shown", len(shown)) % {"count": len(shown)},
        "next_address": f"?sesudah={shown[-1].pk}" if len(rows) > ROWS else "",
        "first_address": "?" if after else "",
    }
    return render(request, "mailroom/log/list.html", context)


@staff_page(*READERS)
def message(request, key):
    one, zone = _own(request, key), request.acting.zone
    tries = one.attempts.order_by("pk")
    context = {
        "message": one,
        "row": in_words(one, zone),
        "title": topic_of(one),
        "tries": [
            (
                short_moment(attempt.at, zone),
                attempt.get_channel_display(),
                attempt.get_outcome_display(),
                reason_in_words(attempt.reason),
            )
            for attempt in tries
        ],
        "may_try_again": one.state == State.FAILED,
    }
    return render(request, "mailroom/log/message.html", context)


@staff_page(*READERS)
@require_POST
def try_again(request, key):
    try:
        one = services.try_again(request.acting, key)
    except ActRefused as refusal:
        messages.error(request, str(refusal))
        return redirect("log:failed")
    messages.success(request, _("It will be tried again within minutes."))
    return redirect("log:message", one.key)


def _own(request, key):
    found = visible_to(request.acting).filter(key=key).first()
    if found is None:
        raise Http404
    return found
