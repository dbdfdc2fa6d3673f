"""The list of files that may be of one person, and the two side by side."""

from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Case, Exists, OuterRef, Q, When
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.decorators import staff_page, weighty
from portal.audit.services import record, record_each
from portal.lib import codes
from portal.lib.dates import short_moment
from portal.workflow import StepRefused, take_step
from registrations.choices import FlagKind
from registrations.desk.queue import short_name
from registrations.disclosures import ENDED_BY_PERSON, disclose
from registrations.doors import file_page
from registrations.duplicates import permissions as may
from registrations.duplicates import side_by_side as shown
from registrations.duplicates.forms import DecisionForm, ListForm, ReasonForm
from registrations.duplicates.services import keep_apart, merge, unmerge
from registrations.duplicates.workflow import State
from registrations.models import Disclosure, Flag, Registration, Suspicion
from registrations.models.registration import HELD
from registrations.permissions import REVIEWERS

ROWS = 25
form_page = require_http_methods(["GET", "HEAD", "POST"])
LOOKS = {State.OPEN: "turn", State.SAME: "ok", State.TWO: "off"}


@staff_page(*REVIEWERS)
def pairs(request):
    form = ListForm(request.GET)
    tab = State(form.wish("tab") or State.OPEN)
    found = Suspicion.objects.visible_to(request.acting).filter(state=tab).select_related("first", "second")
    after = found.filter(number=form.wish("sesudah")).first() if form.wish("sesudah") else None
    rows = list((found.filter(pk__gt=after.pk) if after else found).order_by("pk")[: ROWS + 1])
    page = rows[:ROWS]
    # Names are read here before any file is opened.
    record_each(request.acting, "suspicions.listed", page, fields=("name",))
    context = {
        "rows": [_row(suspicion, request.acting.zone) for suspicion in page],
        "tab": tab,
        "tabs": [(one, f"?{urlencode({'tab': one.value})}") for one in State],
        "shown": ngettext("%(count)d shown", "%(count)d shown", len(page)) % {"count": len(page)},
        "next_address": f"?{urlencode({'tab': tab.value, 'sesudah': page[-1].number})}" if len(rows) > ROWS else "",
        "first_address": f"?{urlencode({'tab': tab.value})}" if after else "",
    }
    return render(request, "registrations/duplicates/pairs.html", context)


def _row(suspicion, zone):
    return {
        "number": suspicion.number,
        "names": [short_name(suspicion.first.name), short_name(suspicion.second.name)],
        "ground": suspicion.get_ground_display(),
        "since": short_moment(suspicion.raised_at, zone),
    }


@file_page(*REVIEWERS)
@require_safe
def pair(request, number):
    """The two files, to look at; deciding has a page of its own, as an account may gain or lose a file by it."""
    return _page(request, number)


@file_page(*REVIEWERS)
@weighty
@form_page
def decide(request, number):
    suspicion = _suspicion(request, number)
    if suspicion.state != State.OPEN:
        return redirect("duplicates:pair", suspicion.number)
    form = DecisionForm(request.POST or None, initial={"seen": suspicion.version})
    if request.method == "POST" and form.is_valid():
        facts = {"by": request.acting, "reason": form.cleaned_data["reason"], "seen": form.cleaned_data["seen"]}
        decision = form.cleaned_data["decision"]
        try:
            if decision == "two":
                decided = keep_apart(suspicion, **facts)
            else:
                decided = merge(suspicion, staying=getattr(suspicion, decision), **facts)
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
            form.looking_again_at(_suspicion(request, number).version)
        else:
            is_proposed = decided.state == State.OPEN
            waits = _(
                "Noted. Another officer has to say the same: one of the two has an account, or lies at another office."
            )
            messages.success(request, waits if is_proposed else decided.get_state_display())
            return redirect("duplicates:pair", suspicion.number)
    return _page(request, number, form)


@file_page(*REVIEWERS)
@weighty
@form_page
def look_again(request, number):
    """Take a decision back: a merge is undone, two people are compared once more."""
    suspicion = _suspicion(request, number)
    if suspicion.state == State.OPEN:
        return redirect("duplicates:pair", suspicion.number)
    form = ReasonForm(request.POST or None, initial={"seen": suspicion.version})
    if request.method == "POST" and form.is_valid():
        facts = {"by": request.acting, "reason": form.cleaned_data["reason"], "seen": form.cleaned_data["seen"]}
        try:
            if suspicion.state == State.SAME:
                unmerge(suspicion, **facts)
            else:
                take_step(suspicion, "reopen", **facts)
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
            form.looking_again_at(_suspicion(request, number).version)
        else:
            messages.success(request, _("The two files can be decided on again."))
            return redirect("duplicates:pair", suspicion.number)
    return _page(request, number, form)


def _suspicion(request, number):
    found = Suspicion.objects.visible_to(request.acting).with_people()
    suspicion = get_object_or_404(found, number=codes.parse(number))
    if not may.decide(request.acting, suspicion):
        raise Http404
    return suspicion


def _case_of(candidate):
    """The case by which it is known whether the person reads of a look: one on hold, or that ended so, else the newest;
    None without any."""
    flags = Flag.objects.standing().filter(registration=OuterRef("pk"), kind=FlagKind.HELD_BEFORE)
    is_looked_into = Q(HELD) | Q(Exists(flags), state__in=sorted(ENDED_BY_PERSON))
    return candidate.registrations.order_by(Case(When(is_looked_into, then=0), default=1), "-pk").first()


def _of_others(by, candidates):
    """Those of whom no file lies at the officer's office: a list of one row, or a draft typed here, raises a doubt about
    anybody in the country, and must not show how they are found."""
    here = Registration.objects.visible_to(by).filter(candidate__in=candidates)
    known = set(here.values_list("candidate", flat=True))
    return [one for one in candidates if one.pk not in known]


def _page(request, number, form=None):
    """The two files; that they were seen is noted for both people and in the audit. ``form``: None to look alone."""
    suspicion, by = _suspicion(request, number), request.acting
    both = shown.people(suspicion)
    record(by, "suspicion.seen", suspicion, fields=("name", "nik", "kk", "birth_date", "address", "phones"))
    for candidate in both:
        purpose = Disclosure.Purpose.SAME_PERSON
        disclose(by, candidate, Disclosure.Seen.FILE, purpose=purpose, registration=_case_of(candidate))
    hidden = _of_others(by, both)
    made = suspicion.merges.filter(undone_at=None).first()
    context = {
        "suspicion": suspicion,
        "look": LOOKS[suspicion.state],
        "since": short_moment(suspicion.raised_at, by.zone),
        "lines": shown.lines(*both, hidden=hidden),
        "sides": [
            (letter, shown.facts(one, by.zone, is_hidden=one in hidden)) for letter, one in zip("AB", both, strict=True)
        ],
        "stays": "AB"[made.kept_id == suspicion.second_id] if made else "",
        "history": shown.history(suspicion, by.zone),
        "form": form,
        "is_open": suspicion.state == State.OPEN,
        "proposed": _proposed(suspicion),
        "is_merged": suspicion.state == State.SAME,
        "demo_data": any(one.is_demo for one in both),
    }
    return render(request, "registrations/duplicates/pair.html", context)


def _proposed(suspicion):
    """Which file one officer would keep, as a sentence; "" while nobody has said so."""
    if suspicion.state != State.OPEN or suspicion.proposed_by_id is None:
        return ""
    letter = "AB"[suspicion.proposed_staying_id == suspicion.second_id]
    facts = {"who": suspicion.proposed_by, "letter": letter}
    return _("%(who)s says: one person, file %(letter)s stays. Another officer has to say the same.") % facts
