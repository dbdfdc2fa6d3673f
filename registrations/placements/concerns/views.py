"""What people tell us that is wrong: for the heads of offices and the ministry. Each look is noted."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.accounts.decorators import staff_page
from portal.audit.services import record
from portal.lib.dates import short_moment
from portal.lib.paging import pagination
from portal.workflow import StepRefused, take_step
from registrations.disclosures import disclose
from registrations.models import Disclosure
from registrations.permissions import may_be_own
from registrations.placements.concerns import permissions as may
from registrations.placements.concerns import reading
from registrations.placements.concerns.forms import AnswerForm, ConcernsForm
from registrations.placements.concerns.workflow import STEPS
from registrations.placements.models import Concern

ROWS = 25


@staff_page(*may.READERS)
@require_safe
def concerns(request):
    """Those that wait, the oldest first, or with ``selesai`` those that are settled. Who and in what words stands on the
    page of each alone.
    """
    by, now, asked = request.acting, timezone.now(), ConcernsForm(request.GET)
    is_settled, key, found = bool(asked.wish("selesai")), asked.wish("sesudah"), Concern.objects.visible_to(by)
    after = found.filter(pk=key).first() if key else None
    found = list((reading.settled if is_settled else reading.waiting)(found, after)[: ROWS + 1])
    rows = [
        {
            "concern": one,
            "when": short_moment(one.raised_at, by.zone),
            "office": one.placement.office,
            "look": reading.LOOKS[one.state] if is_settled else "turn",
            "is_late": reading.is_late(one, now),
        }
        for one in found[:ROWS]
    ]
    kept = {"selesai": 1} if is_settled else {}
    context = {
        "rows": rows,
        "is_settled": is_settled,
        **pagination(len(rows), last=rows[-1]["concern"].pk if len(found) > ROWS else "", is_later=bool(after), **kept),
    }
    return render(request, "registrations/placements/concerns/list.html", context)


@staff_page(*may.READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def concern(request, pk):
    by, found = request.acting, _visible(request, pk)
    form = AnswerForm(request.POST if request.method == "POST" else None, initial={"seen": found.version})
    if request.method == "POST" and form.is_valid():
        event = request.POST.get("act")
        try:
            if event not in STEPS:
                raise StepRefused(_("This step is not open to you now."))
            take_step(found, event, by=by, seen=form.cleaned_data["seen"], reason=form.cleaned_data["reason"])
        except StepRefused as refusal:
            form.add_error(None, str(refusal))
            form = form.looking_again_at(_visible(request, pk).version)
        else:
            messages.success(request, _("Kept."))
            return redirect("concerns:concern", found.pk)
    context = {"form": form, "page": reading.page_of(found, by)}
    return render(request, "registrations/placements/concerns/concern.html", context)


def _visible(request, pk):
    """The concern, if ``by`` may look after it; the look is kept in the audit, and told to the person."""
    by = request.acting
    related = (
        "placement__registration__candidate",
        "placement__candidate__user",
        "placement__office__province",
        "words",
    )
    related += ("placement__vacancy__placement_company", "placement__destination__country")
    found = Concern.objects.visible_to(by).select_related(*related).filter(pk=pk).first()
    if found is None or may_be_own(by, found.placement.registration):
        record(by, "placements.address_refused", Concern.objects.filter(pk=pk).only("pk").first())
        raise Http404
    record(by, "placements.concern_read", found)
    case = found.placement
    purpose = Disclosure.Purpose.PROTECTION
    disclose(by, case.candidate, Disclosure.Seen.FILE, purpose=purpose, registration=case.registration)
    return found
