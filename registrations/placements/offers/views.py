"""A job found on one's own, told on short pages, looked at once more and sent; and the way back to an employer."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from jobs.check_room.forms import SeenForm
from portal.accounts.decorators import person_page
from portal.audit.services import record
from portal.lib import codes
from portal.workflow import StepRefused, take_step
from registrations.own.reading import newest_of
from registrations.placements.choices import Door
from registrations.placements.doors import TOO_MANY, may_send
from registrations.placements.models import Placement
from registrations.placements.offers import reading, services
from registrations.placements.offers.forms import ReturnForm
from registrations.placements.offers.parts import JOB, OF_SLUG, after
from registrations.placements.workflow import State

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@person_page
def ways(request):
    """For whom this way is, what is under way and the employers one may go back to."""
    registration = newest_of(request.user)
    context = {
        "registration": registration if registration and registration.office_id else None,
        "against": reading.closed_to(registration) if registration else [],
        "draft": reading.draft_of(request.user),
        "earlier": reading.earlier_jobs(request.user)[: reading.MOST],
    }
    return render(request, "placements/offers/ways.html", context)


@form_page
@person_page
def start(request):
    """The first page; only what the law allows is kept."""
    registration = newest_of(request.user)
    if registration is None or registration.office_id is None or reading.closed_to(registration):
        return redirect("offers:ways")
    if draft := reading.draft_of(request.user):
        return redirect("offers:offer", draft.number)
    form = JOB.form(request.POST or None, candidate=registration.candidate)
    is_sent = request.method == "POST" and form.is_valid()
    if is_sent and not may_send(request):
        form.add_error(None, TOO_MANY)
    elif is_sent:
        case = services.start_offer(registration, form.answers(), key=form.cleaned_data["key"])
        return _onwards(request, case, JOB)
    return render(request, "placements/offers/part.html", {"form": form, "part": JOB, "place": 1})


@form_page
@person_page
def part(request, number, slug):
    case = _own(request, number)
    one = OF_SLUG.get(slug)
    if one is None:
        raise Http404
    if case.state != State.DRAFT:
        return redirect("path:placement", case.number)
    form = one.form(request.POST or None, candidate=case.candidate, case=case)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_part(case, form.answers(), seen=form.cleaned_data["seen"])
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
            case = _own(request, number)
            form = form.looking_again_at(case.own_offer.version)
        else:
            return _onwards(request, case, one)
    context = {"form": form, "part": one, "place": list(OF_SLUG).index(slug) + 1, "case": case}
    return render(request, "placements/offers/part.html", context)


def _onwards(request, case, one):
    if "later" in request.POST:
        messages.success(request, _("Saved. Nothing is sent yet; go on whenever you like."))
        return redirect("pages:person_home")
    following = after(one)
    if following is None or "periksa" in request.GET:
        return redirect("offers:offer", case.number)
    return redirect("offers:part", case.number, following.slug)


@form_page
@person_page
def offer(request, number):
    """All that was told, what is still missing, and the button that sends it."""
    case = _own(request, number)
    if case.state != State.DRAFT:
        return redirect("path:placement", case.number)
    form = SeenForm(request.POST or None, initial={"seen": case.own_offer.version})
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            services.send_offer(case, by=request.acting, seen=form.cleaned_data["seen"])
        except StepRefused as refusal:
            refused = str(refusal)
        else:
            messages.success(request, _("Sent. An officer looks at your offer; this page shows how far it is."))
            return redirect("path:placement", case.number)
    return render(request, "placements/offers/offer.html", reading.page_of(_own(request, number), refused))


@form_page
@person_page
def throw_away(request, number):
    case = _own(request, number)
    if case.state != State.DRAFT:
        return redirect("path:placement", case.number)
    if request.method == "POST":
        take_step(case, "withdraw", by=request.acting)
        messages.success(request, _("Thrown away. Nothing was sent."))
        return redirect("offers:ways")
    return render(request, "placements/offers/throw_away.html", {"case": case})


@form_page
@person_page
def back(request, number):
    """Back to the employer of an earlier case: what is known is shown, what may have changed is asked."""
    code = codes.parse(number)
    earlier = reading.cases_of(request.user).filter(number=code, state__in=reading.MAY_GO_BACK).first()
    if earlier is None:
        _refuse(request, code)
    if case := reading.way_back_from(earlier):
        return redirect("path:placement", case.number)
    registration = newest_of(request.user)
    form = ReturnForm(request.POST or None)
    against = reading.against_return(registration, earlier)
    is_sent = request.method == "POST" and form.is_valid() and not against
    if is_sent and not may_send(request):
        against = [{"text": TOO_MANY}]
    elif is_sent:
        try:
            key = form.cleaned_data["key"]
            case = services.go_back(registration, earlier, form.facts(), by=request.acting, key=key)
        except StepRefused as refusal:
            against = [{"text": str(refusal)}]
        else:
            messages.success(request, _("Sent. Now hand in the leave letter; this page shows what comes next."))
            return redirect("path:placement", case.number)
    context = {"form": form, "earlier": earlier, "job": reading.job_of(earlier), "against": against}
    return render(request, "placements/offers/back.html", context)


def _own(request, number):
    """Raises Http404, the same for every number that is not one's own, and notes it."""
    number = codes.parse(number)
    case = reading.cases_of(request.user).filter(number=number, door=Door.OWN_OFFER).first() if number else None
    if case is None:
        _refuse(request, number)
    return case


def _refuse(request, number):
    subject = Placement.objects.filter(number=number).only("pk").first() if number else None
    record(request.acting, "placements.address_refused", subject)
    raise Http404
