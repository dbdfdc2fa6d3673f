"""The rules room: one list over all dated rules, drafts, their effect, the second person."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from jobs import permissions as may
from jobs.choices import RuleAct
from jobs.models import Destination, RuleDraft
from jobs.permissions import RULE_KEEPERS
from jobs.rules_room import listed, services, shown
from jobs.rules_room.facts import CheckForm, EndForm
from jobs.rules_room.forms import PublishForm, ReturnForm, RuleListForm, SeenForm
from jobs.rules_room.kinds import every_kind, kind_of
from portal.accounts.decorators import staff_page, weighty
from portal.lib.dates import WIB, short_date, today_in
from portal.workflow import StepRefused

ROWS = 25
NEWEST_DRAFTS = 25
MOVES = {"hand_in", "take_back", "drop"}


@staff_page(*RULE_KEEPERS)
def rules(request):
    form = RuleListForm(request.GET)
    wish = {name: form.wish(name) or "" for name in ("jenis", "negara", "semua", "sesudah")}
    found = listed.lines(today_in(WIB), iso2=wish["negara"], kind=wish["jenis"], only_standing=not wish["semua"])
    lines, has_more = listed.page_of(found, wish["sesudah"], ROWS)
    kept = {name: wish[name] for name in ("jenis", "negara", "semua") if wish[name]}
    drafts = RuleDraft.objects.filter(state__in=["draft", "waiting"]).select_related("drafted_by").order_by("-pk")
    context = {
        "lines": lines,
        "wish": wish,
        "kinds": every_kind(),
        "destinations": Destination.objects.select_related("country").order_by("country__name"),
        "drafts": [_draft_row(draft, request.acting.zone) for draft in drafts[:NEWEST_DRAFTS]],
        "shown": ngettext("%(count)d shown", "%(count)d shown", len(lines)) % {"count": len(lines)},
        "next_address": "?" + urlencode(kept | {"sesudah": lines[-1].key}) if has_more else "",
        "first_address": "?" + urlencode(kept) if wish["sesudah"] else "",
    }
    return render(request, "jobs/rules_room/rules.html", context)


def _draft_row(draft, zone):
    day = draft.created_at.astimezone(zone).date()
    return {
        "address": draft.get_absolute_url(),
        "title": shown.title_of(draft),
        "who": _("%(name)s, %(day)s") % {"name": draft.drafted_by.name, "day": short_date(day)},
        "state": draft.get_state_display(),
        "look": "turn" if draft.state == RuleDraft.State.WAITING else "info",
    }


@staff_page(*RULE_KEEPERS)
def new(request, kind):
    one = _kind(kind)
    title = _("Draft a rule: %(kind)s") % {"kind": one.label}
    return _ask(request, one, one.form(request.POST or None, request.FILES or None), RuleAct.ADD, title)


@staff_page(*RULE_KEEPERS)
def end(request, kind, pk):
    one = _kind(kind)
    rule = get_object_or_404(one.rules().standing(), pk=pk)
    return _ask(
        request,
        one,
        EndForm(request.POST or None, request.FILES or None, rule=rule),
        RuleAct.END,
        _("End a rule"),
        rule,
    )


@staff_page(*RULE_KEEPERS)
def check(request, kind, pk):
    one = _kind(kind)
    rule = get_object_or_404(one.rules().standing().filter(is_checked=False), pk=pk)
    title = _("Compared with the decree")
    return _ask(
        request, one, CheckForm(request.POST or None, request.FILES or None, rule=rule), RuleAct.CHECK, title, rule
    )


def _kind(code):
    if one := kind_of(code):
        return one
    raise Http404


def _ask(request, kind, form, act, title, rule=None):
    """The form of a new draft; sent, its page with the preview follows."""
    if request.method == "POST" and form.is_received(request.acting):
        try:
            facts, key = _facts(form), form.cleaned_data["key"]
            made = services.draft_rule(request.acting, kind=kind, act=act, facts=facts, rule=rule, key=key)
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(made)
    line = listed.line_of(kind, rule, today_in(WIB)) if rule else None
    return render(request, "jobs/rules_room/form.html", {"form": form, "title": title, "line": line})


def _draft(pk):
    drafts = RuleDraft.objects.select_related("drafted_by", "published_by", "scan")
    found = get_object_or_404(drafts, pk=pk)
    if kind_of(found.kind) is None:
        raise Http404
    return found


@staff_page(*RULE_KEEPERS)
def edit(request, pk):
    held = _draft(pk)
    if held.state != RuleDraft.State.DRAFT or not may.change_draft(request.acting, held):
        messages.error(request, _("This step is not open to you now."))
        return redirect(held)
    form, seen = (
        _form_of(held, request.POST or None, request.FILES or None),
        SeenForm(request.POST or None, initial={"seen": held.version}),
    )
    if request.method == "POST" and form.is_received(request.acting) and seen.is_valid():
        try:
            services.change_draft(request.acting, held, facts=_facts(form), seen=seen.cleaned_data["seen"])
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect(held)
    context = {"form": form, "title": _("Change the draft"), "back": held.get_absolute_url(), "seen": seen}
    return render(request, "jobs/rules_room/form.html", context)


def _facts(form):
    """Columns of the draft; without a scan that was handed in the draft's own stays."""
    scan = form.cleaned_data["scan"]
    return form.draft_facts() | ({"scan": scan} if scan else {})


def _form_of(held, data, files):
    kind = kind_of(held.kind)
    if held.act == RuleAct.ADD:
        return kind.form(data, files, initial=kind.form.initial_of(held))
    rule = get_object_or_404(kind.rules(), pk=held.rule_id)
    form = EndForm if held.act == RuleAct.END else CheckForm
    return form(data, files, rule=rule, initial=form.initial_of(held))


@staff_page(*RULE_KEEPERS)
def draft(request, pk):
    held, by = _draft(pk), request.acting
    context = {
        "draft": held,
        "page": shown.page_of(held, today_in(WIB)),
        "turn": shown.turn_of(held, by),
        "history": shown.history(held, by.zone),
        "is_mine": may.change_draft(by, held),
        "may_publish": held.state == RuleDraft.State.WAITING and may.publish_draft(by, held),
    }
    return render(request, "jobs/rules_room/draft.html", context)


@staff_page(*RULE_KEEPERS)
@require_POST
def move(request, pk, event):
    held, form = _draft(pk), SeenForm(request.POST)
    if event not in MOVES or not form.is_valid():
        raise Http404
    try:
        held = services.move_draft(request.acting, held, event, seen=form.cleaned_data["seen"])
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, f"{held.get_state_display()}.")
    return redirect(held)


@staff_page(*RULE_KEEPERS)
def send_back(request, pk):
    held = _draft(pk)
    if not _waits_for(request, held):
        return redirect(held)
    form = ReturnForm(request.POST or None, initial={"seen": held.version})
    if request.method == "POST" and form.is_valid():
        seen, reason = form.cleaned_data["seen"], form.cleaned_data["reason"]
        try:
            services.move_draft(request.acting, held, "return", seen=seen, reason=reason)
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Returned to its drafter."))
            return redirect(held)
    context = {"form": form, "title": _("Return the draft"), "back": held.get_absolute_url(), "draft": held}
    return render(request, "jobs/rules_room/form.html", context)


@staff_page(*RULE_KEEPERS)
@weighty
def publish(request, pk):
    """The effect once more, as it is now, and the button: of two who press it the second one is told."""
    held = _draft(pk)
    if not _waits_for(request, held):
        return redirect(held)
    if request.method == "POST":
        form = PublishForm(request.POST)
        if form.is_valid():
            _publish(request, held, form.cleaned_data)
        return redirect(held)
    page = shown.page_of(held, today_in(WIB))
    form = PublishForm(initial={"seen": held.version, "ends": page.ended_keys})
    return render(request, "jobs/rules_room/publish.html", {"draft": held, "page": page, "form": form})


def _publish(request, held, facts):
    try:
        services.publish(request.acting, held, seen=facts["seen"], expected=facts["ends"])
    except StepRefused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Published. %(rule)s") % {"rule": shown.sentence_of(held)})


def _waits_for(request, held):
    """Whether ``held`` waits for this second person; says so when it doesn't, or no longer."""
    is_open = held.state == RuleDraft.State.WAITING and may.publish_draft(request.acting, held)
    is_done = held.state == RuleDraft.State.PUBLISHED and held.published_by_id == request.acting.user_id
    if not is_open and not is_done:  # a form that came twice is told nothing wrong
        messages.error(request, _("This step is not open to you now."))
    return is_open
