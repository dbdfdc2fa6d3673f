"""The papers of a case as the person sees them: which are asked for by now, and how each stands. The checklist of the
registration asks here too, so that two pages never say otherwise.
"""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobs import papers
from jobs.choices import DueStep, Milestone, Paper
from portal.lib.dates import long_date, today_in
from registrations.models import Document
from registrations.placements.models import Placement
from registrations.placements.models.paper import due_before
from registrations.placements.workflow import ABROAD, BEFORE_DEPARTURE, COMMITTED, State
from registrations.stations import Reached, Station, station_of

MOST = 5  # cases of one registration
_UNDER_WAY = sorted(BEFORE_DEPARTURE | ABROAD)
# Before the step can be taken nobody has the paper that it brings about. A passport many have before.
BROUGHT_BY = {
    Paper.PLACEMENT_AGREEMENT: Milestone.PLACEMENT_AGREED,
    Paper.HEALTH: Milestone.FIT,
    Paper.COMPETENCE: Milestone.COMPETENT,
    Paper.BPJS_TK: Milestone.INSURED,
    Paper.VISA: Milestone.VISA_OK,
    Paper.OPP_CERT: Milestone.OPP_DONE,
    Paper.WORK_CONTRACT: Milestone.CONTRACTED,
}
_USABLE = {Document.State.WAITING_SCAN, Document.State.HANDED_IN}


def reached_by(case):
    """Reached, by the steps of its way that may be taken now."""
    coming = case.coming() if case.state in BEFORE_DEPARTURE else []
    # Of an orientation that was attended the office has written down the certificate itself.
    kept = frozenset({Paper.OPP_CERT}) if Milestone.OPP_DONE in case.reached else frozenset()
    if not coming:
        return Reached(Station.LEAVE, frozenset(DueStep.values), kept=kept)
    last = max((DueStep.values.index(step.due) + 1 for step in coming if step.due), default=0)
    # Who is invited has no certificate yet.
    begun = {*case.reached, *(step.milestone for step in coming if step.milestone != Milestone.OPP_DONE)}
    ahead = frozenset(paper for paper, step in BROUGHT_BY.items() if case.step_to(step) and step not in begun)
    return Reached(Station(max(step.station for step in coming)), frozenset(DueStep.values[:last]), ahead, kept)


def reached_of(registration):
    """The same of the case of a registration that is farthest, None for none."""
    found = Placement.objects.filter(registration=registration, state__in=_UNDER_WAY)
    return reached_among(found.select_related("procedure").order_by("-pk")[:MOST], registration)


def reached_among(cases, registration):
    """The same, of ``cases`` that a page has at hand."""
    own = [case for case in cases if case.registration_id == registration.pk and case.state in _UNDER_WAY]
    return reached_by(max(own, key=lambda case: (case.state in COMMITTED, len(case.reached)))) if own else None


def due_papers(case):
    """Those due before the next step that asks for any, and how each stands; None when no step ahead does."""
    if case.state not in BEFORE_DEPARTURE | {State.DEPARTED}:
        return None
    step = next((one for one in case.way if one.due and one.milestone not in case.reached), None)
    if step is None:
        return None
    asked = case.papers.asked().filter(due__in=due_before(step.due)).order_by("due", "pk")
    held = case.documents()
    documents = {one.paper: one for one in held}
    counting = {*held.counting_on(today_in(case.office.zone)).values_list("paper", flat=True)}
    here = reached_by(case)
    rows = [_paper(case, row, documents.get(row.paper), counting, here) for row in asked]
    if not rows:
        return None
    accepted = [row for row in rows if row["look"] == "ok"]
    words = ngettext("%(count)s paper is accepted", "%(count)s papers are accepted", len(accepted))
    order = ["turn", "info", "off"]
    return {
        "before": step.title,
        "rows": sorted((row for row in rows if row["look"] != "ok"), key=lambda row: order.index(row["look"])),
        "accepted": accepted,
        "accepted_words": words % {"count": len(accepted)},
        "is_now": step in case.coming(),
    }


def _paper(case, asked, document, counting, here):
    paper = Paper(asked.paper)
    named, station = papers.name(paper), station_of(paper, asked.due)
    row = {"name": named.name, "address": reverse("papers:paper", args=[paper]), "guide": named.address, "text": ""}
    if document is None and here.waits_for(paper, asked.due, station):
        text = _("Opens when you are at: %(station)s.") % {"station": station.label}
        if paper in here.ahead:
            text = _("You get it at this step: %(step)s.") % {"step": case.step_to(BROUGHT_BY[paper]).title}
        return row | {"look": "off", "label": _("Later, not yet"), "text": text, "address": ""}
    if document is None:
        return row | {"look": "turn", "label": _("Not handed in yet")}
    if document.state in _USABLE:
        text = _("Sent on %(day)s.") % {"day": long_date(document.handed_in_at.date())}
        return row | {"look": "info", "label": _("An officer looks at it"), "text": text}
    if document.state != Document.State.ACCEPTED:
        return row | {"look": "turn", "label": _("Please correct it")}
    if paper not in counting:
        return row | {"look": "turn", "label": _("Has run out")}
    return row | {"look": "ok", "label": _("Accepted")}
