"""Staff pages of companies, partner agencies and exchange rates."""

from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobs import permissions as may
from jobs import standing, wording
from jobs.company_room import forms, services
from jobs.models import ExchangeRate, PartnerAgency, PlacementCompany, RecruitmentPermit
from jobs.permissions import CHECKERS, OPENERS
from jobs.scans.fields import ScanForm
from jobs.workflow import State
from portal.accounts.decorators import staff_page, weighty
from portal.lib import money
from portal.lib.dates import WIB, short_date, today_in
from portal.workflow import StepRefused

ROWS = 25
NEWEST_RATES = 50


@staff_page(*CHECKERS)
def company_list(request):
    form = forms.CompanyListForm(request.GET)
    words, found = form.wish("q"), PlacementCompany.objects.with_statements()
    if words:
        by_name = PlacementCompany.objects.matching(words).values("pk")
        found = found.filter(Q(pk__in=by_name) | Q(licence_number=words.strip()))
    after = PlacementCompany.objects.filter(slug=form.wish("sesudah")).first() if form.wish("sesudah") else None
    rows = list((found.after(after) if after else found).order_by("name_key", "pk")[: ROWS + 1])
    shown, list_date = rows[:ROWS], standing.register_date()
    context = {
        "companies": [(company, standing.of(company.statements.all(), list_date)) for company in shown],
        "words": words,
        **_pages(shown, len(rows) > ROWS, words, "slug", after),
        "demo_data": any(company.is_demo for company in shown),
    }
    return render(request, "jobs/company_room/list.html", context)


def _pages(shown, has_more, words, key, after):
    """What pagination.html takes; ``key``: the attribute by which the list goes on."""
    return {
        "shown": ngettext("%(count)d shown", "%(count)d shown", len(shown)) % {"count": len(shown)},
        "next_address": "?" + urlencode({"q": words, "sesudah": getattr(shown[-1], key)}) if has_more else "",
        "first_address": "?" + urlencode({"q": words}) if after else "",
    }


@staff_page(*CHECKERS)
def company(request, slug):
    one = get_object_or_404(PlacementCompany.objects.with_statements(), slug=slug)
    statements, day = list(one.statements.all()), today_in(WIB)
    permits = one.permits.select_related("destination__country", "occupation", "scan").order_by("-valid_until", "-pk")
    context = {
        "company": one,
        "standing": standing.of(statements, standing.register_date()),
        "statements": [_statement(statement) for statement in statements],
        "permits": [_permit(permit, day) for permit in permits],
        "may_decide": may.decide_on_companies(request.acting),
        "open_count": one.vacancies.filter(state=State.OPEN).count(),
        "queue_address": f"{reverse('check_room:queue')}?{urlencode({'tab': 'terbuka', 'perusahaan': one.slug})}",
        "demo_data": one.is_demo,
    }
    return render(request, "jobs/company_room/company.html", context)


def _statement(statement):
    title = [str(statement.get_basis_display() or _("Without a basis")), str(statement.get_status_display()).lower()]
    lines = [f"{statement.cited}."] if statement.cited else []
    if statement.decision_number:
        lines.append(standing.number_sentence(statement))
    if statement.ground:
        lines.append(f"{statement.get_ground_display()}.")
    if statement.licence_from or statement.licence_until:
        lines.append(wording.validity(statement.licence_from, statement.licence_until))
    return {
        "title": ": ".join(filter(None, title)),
        "text": " ".join(lines),
        "note": statement.note,
        "scan": statement.scan.get_absolute_url() if statement.scan else "",
        "is_hidden": not standing.may_be_shown(statement),
    }


def _permit(permit, day):
    is_over = bool(permit.valid_until and permit.valid_until < day)
    work = permit.occupation or _("any work")
    return {
        "pk": permit.pk,
        "number": permit.number,
        "what": f"{permit.destination}, {work}",
        "places": money.number(permit.places) if permit.places is not None else _("not stated"),
        "until": short_date(permit.valid_until) if permit.valid_until else _("not stated"),
        "source": permit.cited,
        "scan": permit.scan.get_absolute_url() if permit.scan else "",
        "is_over": is_over,
    }


@staff_page(*CHECKERS)
def add_company(request):
    form = forms.CompanyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            one = services.add_company(request.acting, **form.cleaned_data)
        except services.RecordedAlready as already:
            messages.info(request, str(already))
            return redirect("company_room:company", already.row.slug)
        except StepRefused as refusal:
            form.add_error("name", str(refusal))
        else:
            return redirect("company_room:company", one.slug)
    context = {"form": form, "title": _("Add a company"), "back": reverse("company_room:companies")}
    return render(request, "jobs/company_room/form.html", context)


@staff_page(*OPENERS)
@weighty
def decision(request, slug):
    one = get_object_or_404(PlacementCompany, slug=slug)
    form = forms.DecisionForm(request.POST or None, request.FILES or None)
    return _write(
        request, one, form, services.record_decision, _("Record a decision"),
        _("The newest decision counts. A suspended or revoked company's vacancies leave the public lists at once."),
    )  # fmt: skip


@staff_page(*CHECKERS)
def licence(request, slug):
    one = get_object_or_404(PlacementCompany, slug=slug)
    form = forms.LicenceForm(request.POST or None, request.FILES or None)
    return _write(
        request, one, form, services.record_licence, _("Record the dates of the licence"),
        _("As the licence document itself says. It lifts no sanction."),
    )  # fmt: skip


@staff_page(*CHECKERS)
def permit(request, slug):
    one = get_object_or_404(PlacementCompany, slug=slug)
    form = forms.PermitForm(request.POST or None, request.FILES or None, company=one)
    return _write(
        request, one, form, services.add_permit, _("Add a recruitment permit (SIP2MI)"),
        _("It is for one country, and no other company may use it."),
    )  # fmt: skip


@staff_page(*CHECKERS)
def end_permit(request, slug, pk):
    held = get_object_or_404(RecruitmentPermit.objects.select_related("company"), company__slug=slug, pk=pk)
    form = forms.EndPermitForm(request.POST or None, permit=held)

    def act(by, _company, *, last_day):
        services.end_permit(by, held, last_day=last_day)

    return _write(
        request, held.company, form, act, _("End the permit %(number)s") % {"number": held},
        _("From the day after, none of its vacancies is open."),
    )  # fmt: skip


def _write(request, one, form, act, title, text):
    """Ask ``form``, call ``act`` and go back to the company's page."""
    if request.method == "POST" and _is_received(request, form):
        try:
            act(request.acting, one, **form.cleaned_data)
        except services.RecordedAlready as already:
            messages.info(request, str(already))
            return redirect("company_room:company", one.slug)
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
        else:
            now = standing.of(list(one.statements.all()), standing.register_date())
            messages.success(
                request, _("Recorded. %(company)s: %(standing)s.") % {"company": one, "standing": now.label}
            )
            return redirect("company_room:company", one.slug)
    back = reverse("company_room:company", args=[one.slug])
    context = {
        "form": form, "title": title, "text": text, "company": one, "back": back, "demo_data": one.is_demo,
    }  # fmt: skip
    return render(request, "jobs/company_room/form.html", context)


def _is_received(request, form):
    return form.is_received(request.acting) if isinstance(form, ScanForm) else form.is_valid()


@staff_page(*CHECKERS)
def agencies(request):
    """The list of partner agencies, with the form for one more below it."""
    form = forms.AgencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            agency = services.add_agency(request.acting, **form.cleaned_data)
        except services.RecordedAlready as already:
            messages.info(request, _("Recorded already: %(name)s.") % {"name": already.row})
        else:
            messages.success(request, _("Added: %(name)s.") % {"name": agency})
        return redirect("company_room:agencies")
    asked = forms.AgencyListForm(request.GET)
    words, after = asked.wish("q"), asked.wish("sesudah")
    found = PartnerAgency.objects.select_related("country").order_by("-pk")
    found = found.filter(name__icontains=words) if words else found
    rows = list((found.filter(pk__lt=int(after)) if after else found)[: ROWS + 1])
    context = {
        "agencies": rows[:ROWS],
        "words": words,
        "form": form,
        **_pages(rows[:ROWS], len(rows) > ROWS, words, "pk", after),
    }
    return render(request, "jobs/company_room/agencies.html", context)


@staff_page(*CHECKERS)
def rates(request):
    """The newest rates, with the form for one more."""
    form = forms.RateForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            rate = services.add_rate(request.acting, **form.cleaned_data)
        except services.RecordedAlready as already:
            messages.info(request, _("Recorded already: %(name)s.") % {"name": already.row})
            return redirect("company_room:rates")
        except StepRefused as refusal:
            form.add_error("on", str(refusal))
        else:
            messages.success(request, _("Added: %(name)s.") % {"name": rate})
            return redirect("company_room:rates")
    newest = ExchangeRate.objects.order_by("-on", "currency", "-pk")[:NEWEST_RATES]
    rows = [(rate.currency, short_date(rate.on), money.amount(rate.rupiah, "IDR"), rate.cited) for rate in newest]
    return render(request, "jobs/company_room/rates.html", {"form": form, "rates": rows})
