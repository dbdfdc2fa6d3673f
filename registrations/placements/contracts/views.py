"""A work contract beside what was promised: the person's page, and those of the office."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.accounts.decorators import person_page, staff_page
from portal.lib.paging import shown
from portal.workflow import StepRefused, open_events
from registrations.desk.queue import short_name
from registrations.doors import file_page
from registrations.permissions import REVIEWERS
from registrations.placements.contracts import reading, services
from registrations.placements.contracts.forms import AllowForm, AnswersForm, PaperForm
from registrations.placements.doors import case_of_office, own_case

form_page = require_http_methods(["GET", "HEAD", "POST"])


def _contract(found):
    contract = found.on_record("contract")
    if contract is None:
        raise Http404
    return contract


@person_page
@form_page
def own(request, number):
    """What was promised and what the contract says, in plain words; yes or no to each difference."""
    found = own_case(request, number)
    contract = _contract(found)
    lines = sorted(reading.table_of(contract), key=lambda line: not line.is_different)  # what differs comes first
    asked = [line for line in lines if line.is_different and line.key]
    may_answer = bool(asked) and "accept_contract" in open_events(found, request.acting)
    form = AnswersForm(request.POST or None, contract=contract, lines=asked) if may_answer else None
    if request.method == "POST" and form and form.is_valid() and _keep(request, found, form):
        return redirect("path:placement", found.number)
    context = {
        "case": found,
        "contract": contract,
        "lines": lines,
        "form": form,
        "head": reading.heading_of(lines, may_answer=may_answer),
    }
    return render(request, "placements/contracts/own.html", context)


def _keep(request, found, form, **facts):
    """Whether the answers were kept; else the form says why not."""
    said = form.said
    try:
        facts |= {"words": form.cleaned_data["words"]}
        services.answer(request.acting, found, form.cleaned_data["contract"], said, **facts)
    except StepRefused as refusal:
        form.add_error(None, str(refusal))
        return False
    if "paper_on" in facts:
        messages.success(request, _("Kept: what the person says of the contract."))
    elif all(said.values()):
        messages.success(request, _("Kept: you agree with what differs in the work contract."))
    else:
        messages.success(
            request, _("Kept. Your office reads that you do not agree and speaks with you. Nothing is lost.")
        )
    return True


@staff_page(*REVIEWERS)
@require_safe
def flags(request):
    """Contracts that say less than promised, and those to which the person said no."""
    rows = reading.flagged(request.acting)
    context = {"rows": rows, "shown": shown(len(rows))}
    return render(request, "registrations/placements/contracts/flags.html", context)


@file_page(*REVIEWERS)
@require_safe
def case(request, number):
    found = case_of_office(request, number)
    contract = _contract(found)
    lines, events = reading.table_of(contract), open_events(found, request.acting)
    not_yet, flag = contract.not_yet(), reading.standing_flag(contract)
    may_answer = "accept_contract" in events and any(line.is_different and line.key for line in lines)
    context = {
        "case": found,
        "name": short_name(found.candidate.name),
        "contract": contract,
        "lines": lines,
        "not_yet": not_yet,
        "flag": flag,
        "may_answer": may_answer,
        "asks_another": bool(not_yet) and not may_answer and not found.candidate.is_in_own_hands,
        "may_allow": "allow_contract" in events and flag is not None,
        "may_correct": "record_contract" in events,
        "may_go_on": reading.is_settled_and_waits(found, contract),
    }
    return render(request, "registrations/placements/contracts/case.html", context)


@file_page(*REVIEWERS)
@form_page
def on_paper(request, number):
    """What somebody without an account of their own signed at the counter."""
    found = case_of_office(request, number)
    contract = _contract(found)
    asked = [line for line in reading.table_of(contract) if line.is_different and line.key]
    if not asked or "accept_contract" not in open_events(found, request.acting):
        raise Http404
    form = PaperForm(request.POST or None, contract=contract, lines=asked, zone=found.office.zone)
    if (
        request.method == "POST"
        and form.is_valid()
        and _keep(request, found, form, paper_on=form.cleaned_data["paper_on"])
    ):
        return redirect("contracts:case", found.number)
    return _form(request, found, form, _("The person's answer on paper"))


@file_page(*REVIEWERS)
@form_page
def allow(request, number):
    found = case_of_office(request, number)
    contract = _contract(found)
    if "allow_contract" not in open_events(found, request.acting):
        raise Http404
    form = AllowForm(request.POST or None, initial={"contract": contract.pk})
    if request.method == "POST" and form.is_valid():
        try:
            services.allow(request.acting, found, form.cleaned_data["contract"], form.cleaned_data["reason"])
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("Kept. The contract may stand if the person wants it."))
            return redirect("contracts:case", found.number)
    return _form(request, found, form, _("Let this contract stand"))


@file_page(*REVIEWERS)
@require_POST
def go_on(request, number):
    """Where the last yes came while something else stood against the step."""
    found = case_of_office(request, number)
    went_on = services.go_on(request.acting, found)
    if went_on.state == found.state:
        messages.error(request, _("Something still stands against it. The page of the case says what."))
    return redirect("recording:case", found.number)


def _form(request, found, form, title):
    context = {"case": found, "name": short_name(found.candidate.name), "form": form, "title": title}
    return render(request, "registrations/placements/contracts/form.html", context)
