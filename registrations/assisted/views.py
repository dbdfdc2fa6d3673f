"""/petugas/bantu-daftar/: an officer or village clerk types for a person without phone or e-mail, on the same pages."""

from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from jobs.choices import Paper
from portal.accounts.acting import ActRefused
from portal.accounts.decorators import staff_page, weighty
from portal.accounts.roles import COUNTER_ROLES
from portal.lib import codes
from portal.lib.dates import short_date
from registrations.assisted import services
from registrations.assisted.forms import BeginForm, HandOverForm, ListForm
from registrations.disclosures import disclose
from registrations.doors import file_page
from registrations.models import Disclosure
from registrations.papers.views import take
from registrations.permissions import ASSISTANTS
from registrations.stations import Turn, standing
from registrations.wizard import pages, walk
from registrations.wizard.as_it_is import as_it_is

ROWS = 25
Seen = Disclosure.Seen
form_page = require_http_methods(["GET", "HEAD", "POST"])
DESK = walk.Room("assisted", "registrations/assisted/_desk.html", "assisted:files", is_desk=True)


@staff_page(*ASSISTANTS)
@require_safe
def files(request):
    """The newest first; what the person has taken over is no longer here."""
    rows = services.typed_here(request.acting).select_related("candidate").order_by("-pk")
    after = ListForm(request.GET).after()
    if passed := rows.filter(number=after).first() if after else None:
        rows = rows.filter(pk__lt=passed.pk)
    found = list(rows[: ROWS + 1])
    shown = found[:ROWS]
    context = {
        "rows": [_row(request.acting, registration) for registration in shown],
        "shown": ngettext("%(count)s file", "%(count)s files", len(shown)) % {"count": len(shown)},
        "next_address": f"?sesudah={shown[-1].number}" if len(found) > ROWS else "",
        "first_address": "?" if after else "",
    }
    return render(request, "registrations/assisted/files.html", context)


def _row(by, registration):
    return {
        "name": registration.candidate.name,
        "number": registration.number,
        "address": DESK.address("registration", registration),
        "state": registration.get_state_display(),
        "is_here": standing(registration)[1] == Turn.PERSON,
        "day": short_date(registration.updated_at.astimezone(by.zone).date()),
    }


@staff_page(*ASSISTANTS)
@form_page
def begin(request):
    form = BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if day := form.too_young_until():
            return walk.too_young(request, DESK, day, request.path)
        registration = services.begin(request.acting, form.answers(), key=form.cleaned_data["key"])
        return redirect(walk.onwards(request, DESK, registration, pages.FIRST))
    more = {"back": reverse("assisted:files"), "is_for_another": True}
    return walk.show_page(request, DESK, None, pages.FIRST, form, more)


def _typed_here(request, number):
    rows = services.typed_here(request.acting).with_people().select_related("candidate__user", "notice")
    found = get_object_or_404(rows, number=codes.parse(number))
    disclose(request.acting, found.candidate, Seen.FILE, purpose=Disclosure.Purpose.COUNTER, registration=found)
    return found


@file_page(*ASSISTANTS)
@require_safe
def registration(request, number):
    return walk.resume(DESK, _typed_here(request, number))


@file_page(*ASSISTANTS)
@form_page
def page(request, number, slug):
    return walk.fill_in(request, DESK, _typed_here(request, number), slug)


@file_page(*ASSISTANTS)
@form_page
def paper(request, number, paper):
    """A paper that the officer photographs for the person."""
    found = _typed_here(request, number)
    if paper not in Paper.values:
        raise Http404
    home = DESK.address("page", found, "surat")
    template = "registrations/assisted/paper.html"
    return take(request, found.candidate, Paper(paper), template=template, home=home, person=found.candidate.name)


@file_page(*ASSISTANTS)
@require_safe
def check(request, number):
    found = _typed_here(request, number)
    may_hand_over = request.acting.role in COUNTER_ROLES
    return walk.check(request, DESK, found, hand_over=DESK.address("hand_over", found) if may_hand_over else "")


@file_page(*ASSISTANTS)
@require_POST
def hand_in(request, number):
    return walk.hand_in(request, DESK, _typed_here(request, number))


@file_page(*ASSISTANTS)
@form_page
def point_as_it_is(request, number, key):
    return as_it_is(request, DESK, _typed_here(request, number), key)


@file_page(*ASSISTANTS)
@require_safe
def done(request, number):
    return walk.done(request, DESK, _typed_here(request, number))


@file_page(*ASSISTANTS)
@form_page
def withdraw(request, number):
    return walk.withdraw(request, DESK, _typed_here(request, number))


@file_page(*COUNTER_ROLES)
@form_page
@weighty
def hand_over(request, number):
    """The person gets a code on paper, with which they take the file into their own hands."""
    found = _typed_here(request, number)
    form = HandOverForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            return redirect(services.hand_over(found, by=request.acting, **form.cleaned_data))
        except ActRefused as refusal:
            form.add_error(None, str(refusal))
    context = {
        "layout": DESK.layout,
        "form": form,
        "person": found.candidate.name,
        "back": DESK.address("check", found),
    }
    return render(request, "registrations/assisted/hand_over.html", context)
