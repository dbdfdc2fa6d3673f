"""What waits for the head of an office, dealing files out, and whom to call."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from portal.accounts.acting import ActRefused
from portal.accounts.decorators import staff_page
from portal.accounts.roles import Role
from portal.audit.services import record_each
from portal.lib import codes
from portal.lib.dates import short_date
from portal.lib.language import listed
from portal.lib.phone import as_dialled
from registrations import permissions as may
from registrations.desk import queue
from registrations.desk.forms import CallForm, DealForm
from registrations.disclosures import disclose_each
from registrations.doors import file_page
from registrations.flagging import end_flag
from registrations.head_desk import lists
from registrations.head_desk.services import deal_out, note_call
from registrations.models import Call, Disclosure, Flag, Registration
from registrations.pace import DAYS, pace_of
from registrations.permissions import REVIEWERS

# What only a call to a number can come to; a neighbour passes word on without one.
ON_A_PHONE = {Call.Outcome.TOLD, Call.Outcome.NO_ANSWER, Call.Outcome.WRONG_NUMBER}


@staff_page(Role.BP3MI_HEAD)
def waiting(request):
    by = request.acting
    found = pace_of(by.membership.office)
    context = {
        "lists": lists.waiting_for_head(by),
        "officers": lists.officers_of(by),
        "turnaround": _told(found),
        "days": DAYS,
        "legend": queue.LEGEND,
    }
    return render(request, "registrations/head_desk/waiting.html", context)


def _told(found):
    """Sentences; that nothing is known is one as well."""
    if not found.answers:
        return _("No file was answered in the last %(days)s days.") % {"days": DAYS}
    facts = {"count": found.answers, "median": _days(found.median), "p90": _days(found.p90)}
    return _("From arrival to answer: half within %(median)s, nine of ten within %(p90)s. Answers: %(count)s.") % facts


def _days(number):
    whole = max(1, round(number))
    return ngettext("%(count)d day", "%(count)d days", whole) % {"count": whole}


@file_page(Role.BP3MI_HEAD)
@require_POST
def flag_ended(request, key):
    flag = get_object_or_404(Flag.objects.select_related("registration__candidate"), pk=key)
    if not may.decide(request.acting, flag.registration):
        raise Http404
    end_flag(request.acting, flag)
    messages.success(request, _("The flag has ended. Two officers still look at the file."))
    return redirect("head_desk:waiting")


@staff_page(Role.BP3MI_HEAD)
def deal(request):
    by = request.acting
    files, members = list(lists.to_deal(by)), lists.officers_of(by)
    form = DealForm(request.POST or None, numbers=[file.number for file in files], members=members)
    if form.is_valid():
        to = next((member for member in members if str(member.pk) == form.cleaned_data["to"]), None)
        try:
            dealt = deal_out(by, form.cleaned_data["numbers"], to)
        except ActRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            words = ngettext("%(count)d file was dealt out.", "%(count)d files were dealt out.", dealt)
            messages.success(request, words % {"count": dealt})
            return redirect("head_desk:deal")
    late_before = queue.latest_start(by)
    context = {
        "form": form,
        "rows": [queue.row(file, by, late_before) for file in files],
        "officers": members,
        "chosen": set(form.data.getlist("numbers")) if form.is_bound else set(),
    }
    return render(request, "registrations/head_desk/deal.html", context)


@staff_page(*REVIEWERS)
def calls(request):
    """Whom to call. Names and numbers stand here, so each look is noted for the person."""
    by = request.acting
    files = list(lists.to_call(by))
    record_each(by, "registrations.called_up", files, fields=["phones"])
    disclose_each(by, files, Disclosure.Seen.LIST, purpose=Disclosure.Purpose.REVIEW)
    context = {
        "rows": [_to_call(file, by) for file in files],
        "days": lists.CALL_AFTER,
        "is_head": by.role == Role.BP3MI_HEAD,
        "is_cut": len(files) == lists.MOST_TO_CALL,
    }
    return render(request, "registrations/head_desk/calls.html", context)


def _to_call(file, by):
    phones = _phones(file.candidate)
    return {
        "number": file.number,
        "name": file.candidate.name,
        "phones": ", ".join(phones),
        "asked": listed([point.title for point in file.points.all() if point.corrected_at is None]),
        "since": short_date(file.state_since.astimezone(by.zone).date()),
        "until": short_date(file.return_by) if file.return_by else "",
        "outcomes": [(one.value, one.label) for one in Call.Outcome if phones or one not in ON_A_PHONE],
        "calls": [_call(call, by.zone) for call in file.calls_made],
    }


def _call(call, zone):
    day = short_date(call.made_at.astimezone(zone).date())
    return f"{day}: {call.get_outcome_display()} ({call.made_by.user})"


@file_page(*REVIEWERS)
@require_POST
def called(request, number):
    """What came of one call."""
    file = get_object_or_404(Registration.objects.at_desk(request.acting), number=codes.parse(number))
    form = CallForm(request.POST)
    if form.is_valid():
        try:
            call = note_call(request.acting, file, form.cleaned_data["outcome"])
        except ActRefused as refusal:
            messages.info(request, str(refusal))
        else:
            words = {"number": file.number, "outcome": call.get_outcome_display()}
            messages.success(request, _("Written down. %(number)s: %(outcome)s.") % words)
    return redirect("head_desk:calls")


def _phones(candidate):
    own = [candidate.user.phone] if candidate.user and candidate.user.phone else []
    return list(dict.fromkeys(as_dialled(number) for number in [*own, *(row.number for row in candidate.phones.all())]))
