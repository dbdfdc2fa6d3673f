"""The queue of vacancies and the screen on which one is checked."""

from copy import copy
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from jobs import guards, services
from jobs import permissions as may
from jobs.check_room import queue as work
from jobs.check_room import screen as shown
from jobs.check_room import steps
from jobs.check_room.forms import HoldForm, ProofForm, QueueForm, StepForm
from jobs.check_room.services import take_next as take
from jobs.choices import CheckKind
from jobs.detail import describe
from jobs.models import Destination, PlacementCompany, Vacancy
from jobs.permissions import CHECKERS
from jobs.search import COUNT_LIMIT, capped_count, latest_rates
from jobs.workflow import PUBLIC, State
from portal.accounts.acting import ActRefused
from portal.accounts.decorators import staff_page
from portal.accounts.models import WorkClaim
from portal.accounts.staff_room.claims import claim, release
from portal.lib import codes
from portal.lib.dates import WIB, short_moment, today_in
from portal.workflow import StepRefused, take_step


@staff_page(*CHECKERS)
def queue(request):
    form = QueueForm(request.GET)
    tab = work.Tab(form.wish("tab") or work.own_tab(request.acting))
    wish = {name: form.wish(name) for name in ("q", "negara", "perusahaan")}
    found = work.matching(wish["q"], wish["negara"], wish["perusahaan"])
    after = Vacancy.objects.filter(number=form.wish("sesudah")).first() if form.wish("sesudah") else None
    counts = {one: capped_count(found.filter(state__in=work.STATES[one])) for one in work.Tab}
    vacancies, has_more = work.page_of(found, tab, after, is_few=counts[tab].exact <= COUNT_LIMIT)
    rows = [work.row(vacancy) for vacancy in vacancies]
    asked = {name: value for name, value in wish.items() if value}
    company = PlacementCompany.objects.filter(slug=wish["perusahaan"]).first() if wish["perusahaan"] else None
    tabs = [(one, _address(one, asked), counts[one]) for one in work.Tab]
    context = {
        "rows": rows,
        "tab": tab,
        "tabs": tabs,
        "empty": _empty(tabs, asked) if not rows else None,
        "wish": wish,
        "company": company,
        "without_company": "?" + urlencode({"tab": tab.value, "q": wish["q"], "negara": wish["negara"]}),
        "destinations": Destination.objects.select_related("country").order_by("country__name"),
        "oldest": rows[0].age if rows and not after and tab in work.WORK else "",
        "may_take": tab in work.WORK and (tab != work.Tab.TO_OPEN or request.acting.role in may.OPENERS),
        "legend": work.LEGEND,
        "shown": ngettext("%(count)d shown", "%(count)d shown", len(rows)) % {"count": len(rows)},
        "next_address": _address(tab, asked, sesudah=vacancies[-1].number) if has_more else "",
        "first_address": _address(tab, asked) if after else "",
        "demo_data": any(vacancy.is_demo for vacancy in vacancies),
    }
    return render(request, "jobs/check_room/queue.html", context)


def _address(tab, asked, **more):
    return "?" + urlencode({"tab": tab.value} | asked | more)


def _empty(tabs, asked):
    """What a stop without rows says, and where work lies instead."""
    if asked:
        text, way = _("No vacancy of this kind fits what you asked for."), reverse("check_room:queue")
        return {"title": _("Nothing here"), "text": text, "address": way, "label": _("My queue")}
    _tab, published, count = next(stop for stop in tabs if stop[0] == work.Tab.REPORTED)
    facts = {"title": _("Nothing waits at this stop")}
    if count:
        text = _("Published elsewhere and not yet checked by anybody: %(count)s.") % {"count": count}
        return facts | {"text": text, "address": published, "label": _("Look at them")}
    text = _("New ones come by an uploaded list, or are written by hand.")
    return facts | {"text": text, "address": reverse("import_room:batches"), "label": _("Upload a list")}


@staff_page(*CHECKERS)
@require_POST
def take_next(request):
    form = QueueForm(request.POST)
    tab = work.Tab(form.wish("tab") or work.own_tab(request.acting))
    after = Vacancy.objects.filter(number=form.wish("sesudah")).first() if form.wish("sesudah") else None
    vacancy = take(request.acting, tab, after)
    if vacancy is None:
        messages.info(request, _("Nothing waits for you here."))
        return redirect(f"{reverse('check_room:queue')}?{urlencode({'tab': tab.value})}")
    return redirect("check_room:screen", vacancy.number)


@staff_page(*CHECKERS)
def screen(request, number):
    return _screen(request, _vacancy(number))


@staff_page(*CHECKERS)
@require_POST
def hold(request, number):
    vacancy = _vacancy(number)
    form = HoldForm(request.POST)
    if form.is_valid():
        try:
            (claim if form.cleaned_data["do"] == "take" else release)(request.acting, vacancy)
        except ActRefused as refusal:
            messages.error(request, str(refusal))
    return redirect("check_room:screen", vacancy.number)


@staff_page(*CHECKERS)
@require_POST
def prove(request, number, kind):
    vacancy = _vacancy(number)
    if kind not in CheckKind.values:
        raise Http404
    form = ProofForm(request.POST, request.FILES, prefix=kind)
    if form.is_received(request.acting):
        try:
            services.record_check(request.acting, vacancy, kind, **form.finding)
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Written down: %(proof)s.") % {"proof": CheckKind(kind).label})
            return redirect("check_room:screen", vacancy.number)
    vacancy = _vacancy(number)  # as it is now: somebody may have been faster
    return _screen(request, vacancy, faulty=(kind, form.looking_again_at(vacancy.version)))


@staff_page(*CHECKERS)
def step(request, number, event):
    """One step: its own page asks for the reason; a button of the screen sends the form at once."""
    vacancy = _vacancy(number)
    if event not in steps.EFFECTS:
        raise Http404
    form = StepForm(request.POST or None, vacancy=vacancy, event=event)
    if request.method == "POST" and form.is_valid():
        facts = form.cleaned_data
        try:
            vacancy = _take(request.acting, vacancy, event, facts)
        except StepRefused as refusal:
            sent_before = {"seen": facts["seen"], "reason": facts.get("reason", "")}
            if vacancy.was_taken(event, by=request.acting, **sent_before):
                return redirect("check_room:screen", vacancy.number)
            form.add_error(None, str(refusal))
        else:
            if event in steps.HANDS_ON:
                release(request.acting, vacancy)
            messages.success(request, f"{vacancy.title}: {vacancy.get_state_display()}.")
            return redirect("check_room:screen", vacancy.number)
    if request.method == "POST":
        vacancy = _vacancy(number)
        form.looking_again_at(vacancy.version)
    ways = [button for group in steps.buttons(vacancy, request.acting) for button in group]
    context = {
        "vacancy": vacancy,
        "form": form,
        "label": steps.LABELS[event],
        "effect": steps.EFFECTS[event],
        "way": next((button for button in ways if button.event == event), None),
        "demo_data": vacancy.is_demo,
    }
    return render(request, "jobs/check_room/step.html", context)


def _take(by, vacancy, event, facts):
    if facts.get("then"):
        return services.begin_check(by, vacancy, seen=facts["seen"])
    if event == "recheck":
        return services.recheck(by, vacancy, reason=facts["reason"], closes_on=facts["closes_on"], seen=facts["seen"])
    return take_step(vacancy, event, by=by, seen=facts["seen"], reason=facts.get("reason", ""))


def _vacancy(number):
    return get_object_or_404(Vacancy.objects.with_page_details(), number=codes.parse(number))


def _as_opened(vacancy):
    """For whoever decides about opening: the facts as the public will read them then."""
    shown_as = copy(vacancy)
    if vacancy.state == State.VERIFIED:
        shown_as.state = State.OPEN
    return shown_as


def _obstacles(vacancy, dock):
    """(label, sentences) of each step that waits; which proofs are missing, the four stations themselves say."""
    missing = guards.has_four_checks(vacancy)
    told = [(button.label, [problem for problem in button.problems if problem != missing]) for button in dock]
    return [(label, sentences) for label, sentences in told if sentences]


def _screen(request, vacancy, faulty=None):
    """``faulty``: (kind, form) of a proof that was not taken, with what was typed."""
    day, by = today_in(WIB), request.acting
    is_writable = vacancy.state == State.IN_CHECK and may.check(by, vacancy)
    stations = shown.stations(vacancy, day, is_writable=is_writable)
    for station in stations:
        if is_writable:
            initial = {"seen": vacancy.version, "reference": station.proposed}
            station.form = ProofForm(prefix=station.kind, initial=initial)
        if faulty and faulty[0] == station.kind:
            station.form, station.is_unfolded = faulty[1], True
    dock, others = steps.buttons(vacancy, by)
    held = WorkClaim.objects.standing().on(vacancy).select_related("membership__user").first()
    context = {
        "vacancy": vacancy,
        "form": faulty[1] if faulty else None,
        "stations": stations,
        "done": _("%(done)d of %(all)d proofs are enough.")
        % {"done": len(vacancy.proven_kinds()), "all": len(CheckKind)},
        "look": work.LOOKS.get(vacancy.state, "off"),
        "since": short_moment(vacancy.state_since, by.zone),
        "next_tab": work.Tab.REPORTED if vacancy.state == State.REPORTED else work.own_tab(by),
        "page": describe(_as_opened(vacancy), day=day, rates=latest_rates(day), is_current=False),
        "history": shown.history(vacancy, by.zone),
        "dock": dock,
        "others": others,
        "obstacles": _obstacles(vacancy, dock),
        "waits_for_head": vacancy.state == State.VERIFIED and not any(button.event == "open" for button in dock),
        "is_to_open": vacancy.state == State.VERIFIED,
        "is_draft": vacancy.state == State.DRAFT,
        "is_public": vacancy.state in PUBLIC,
        "holder": held.membership.user if held else "",
        "is_mine": bool(held and held.membership_id == by.membership.pk),
        "copy_key": uuid4(),
        "demo_data": vacancy.is_demo,
    }
    return render(request, "jobs/check_room/screen.html", context)
