"""Staff pages on writing to many: the list, the draft, its preview, sending and stopping."""

import uuid

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from portal.accounts.decorators import staff_page, weighty
from portal.lib.dates import short_moment
from portal.lib.language import is_english
from portal.mailroom import permissions as may
from portal.mailroom.audiences import audience_for
from portal.mailroom.compose import services
from portal.mailroom.compose.forms import AnnouncementForm, ListForm, ScheduleForm, SeenForm, answers_of
from portal.mailroom.models import Announcement
from portal.mailroom.notifications import TO_MANY
from portal.mailroom.permissions import WRITERS
from portal.messaging.models import Message, State
from portal.workflow import StepRefused

ROWS = 25
MOVES = {"take_back", "cancel"}
LOOKS = {"draft": "info", "scheduled": "turn", "released": "ok", "cancelled": "bad"}
STEPS_TAKEN = {
    "schedule": gettext_lazy("Set to be sent"),
    "take_back": gettext_lazy("Taken back"),
    "release": gettext_lazy("Sent on its way"),
    "cancel": gettext_lazy("Cancelled"),
    "drop": gettext_lazy("Not sent: its author no longer acts there"),
}


@staff_page(*WRITERS)
def announcements(request):
    after = ListForm(request.GET).after
    found = Announcement.objects.visible_to(request.acting).select_related("author", "office").order_by("-pk")
    rows = list((found.filter(pk__lt=after) if after else found)[: ROWS + 1])
    shown = rows[:ROWS]
    context = {
        "announcements": [_line(one, request.acting) for one in shown],
        "shown": ngettext("%(count)d shown", "%(count)d shown", len(shown)) % {"count": len(shown)},
        "next_address": f"?sesudah={shown[-1].pk}" if len(rows) > ROWS else "",
        "first_address": "?" if after else "",
    }
    return render(request, "mailroom/compose/list.html", context)


def _line(one, by):
    return {
        "address": one.get_absolute_url(),
        "subject": one.subject_label,
        "who": f"{one.author.name}, {one.office}",
        "state": one.get_state_display(),
        "look": LOOKS[one.state],
        "when": short_moment(one.send_at, by.zone) if one.send_at else "",
    }


@staff_page(*WRITERS)
def new(request):
    form = AnnouncementForm(request.POST or None, by=request.acting, initial={"key": uuid.uuid4()})
    if request.method == "POST" and form.is_valid():
        return redirect(services.draft(request.acting, key=form.cleaned_data["key"], **form.words))
    return render(request, "mailroom/compose/form.html", {"form": form, "title": _("Write to many")})


@staff_page(*WRITERS)
def edit(request, key):
    held = _own(request, key)
    form = AnnouncementForm(request.POST or None, by=request.acting, initial=answers_of(held))
    seen = SeenForm(request.POST or None, initial={"seen": held.version})
    if held.state != Announcement.State.DRAFT or not may.change(request.acting, held):
        messages.error(request, _("This step is not open to you now."))
        return redirect(held)
    if request.method == "POST" and form.is_valid() and seen.is_valid():
        try:
            services.change(request.acting, held, seen=seen.cleaned_data["seen"], **form.words)
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(held)
    context = {"form": form, "seen": seen, "title": _("Change the draft"), "back": held.get_absolute_url()}
    return render(request, "mailroom/compose/form.html", context)


@staff_page(*WRITERS)
def announcement(request, key):
    return _page(request, _own(request, key))


def _page(request, held, form=None):
    by = request.acting
    is_open = held.state == Announcement.State.DRAFT
    audience = audience_for(by, held.audience) if may.change(by, held) else None
    parts = dict(audience.parts(by) or ()) if audience else {}
    texts = [("id", held.subject, held.body)] + ([("en", held.subject_en, held.body_en)] if held.body_en else [])
    context = {
        "announcement": held,
        "audience": ": ".join(str(part) for part in (audience.label, parts.get(held.part)) if part) if audience else "",
        "texts": texts[::-1] if is_english() else texts,
        "count": services.count(by, held) if audience and is_open else None,
        "sent": _counts(held) if held.state in {"released", "cancelled"} else None,
        "when": short_moment(held.send_at, by.zone) if held.send_at else "",
        "look": LOOKS[held.state],
        "may_change": may.change(by, held),
        "may_stop": may.stop(by, held) and held.state != Announcement.State.CANCELLED,
        "form": form or ScheduleForm(zone=by.zone, initial={"seen": held.version}),
        "history": [
            (STEPS_TAKEN[step.event], short_moment(step.taken_at, by.zone)) for step in held.history.order_by("pk")
        ],
    }
    return render(request, "mailroom/compose/announcement.html", context)


def _counts(held):
    """How many of its messages are where: rows of a label and a number, without empty ones."""
    found = Message.objects.filter(kind__in=TO_MANY, subject=held.pk)
    counted = [(label, found.filter(state=state).count()) for state, label in State.choices]
    return [(label, number) for label, number in counted if number]


@staff_page(*WRITERS)
@require_POST
def trial(request, key):
    held = _own(request, key)
    try:
        services.try_on_oneself(request.acting, held)
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is on its way to you alone. Look at it before you send it to all."))
    return redirect(held)


@staff_page(*WRITERS)
@weighty
def schedule(request, key):
    held = _own(request, key)
    form = ScheduleForm(request.POST or None, zone=request.acting.zone, initial={"seen": held.version})
    if request.method != "POST" or not form.is_valid():
        return _page(request, held, form)
    try:
        answers = form.cleaned_data
        services.schedule(request.acting, held, seen=answers["seen"], send_at=answers["send_at"])
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It will be sent. Until it leaves you can take it back here."))
    return redirect(held)


@staff_page(*WRITERS)
@require_POST
def move(request, key, event):
    held = _own(request, key)
    form = SeenForm(request.POST)
    if event not in MOVES or not form.is_valid():
        raise Http404
    try:
        services.move(request.acting, held, event, seen=form.cleaned_data["seen"])
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Stopped. What has not left by now will not leave."))
    return redirect(held)


def _own(request, key):
    found = Announcement.objects.visible_to(request.acting).select_related("author", "office", "membership")
    return get_object_or_404(found, key=key)
