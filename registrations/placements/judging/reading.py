"""The papers of a case as its office sees them: how each stands, and which of them are accepted here."""

from django.db.models import Q
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobs import papers as paper_names
from jobs.choices import DueStep, Paper, PaperNeed
from portal.lib.dates import long_date, short_date, today_in
from registrations.desk.queue import short_name
from registrations.models import Document
from registrations.papers.viewing import UNSEEN
from registrations.placements.models import CasePaper, Placement
from registrations.placements.models.paper import OF_OFFER
from registrations.placements.models.promised import PROMISED
from registrations.placements.workflow import BEFORE_DEPARTURE, State

ROWS = 50

_LOOKS = {
    Document.State.ACCEPTED: "ok",
    Document.State.HANDED_IN: "turn",
    Document.State.RETURNED: "info",
    Document.State.INFECTED: "bad",
    Document.State.WAITING_SCAN: "info",
}


def waiting_for(by):
    """CasePapers of the office of ``by`` that wait for somebody to look at them; one's own are looked at by another."""
    cases = Placement.objects.visible_to(by).filter(state__in=sorted(BEFORE_DEPARTURE)).exclude(candidate__user=by.user)
    return CasePaper.objects.filter(placement__in=cases).to_look_at()


def page_waiting(by, after=None):
    """(at most ROWS rows of them, the longest waiting first; key of the last when more follow). ``after``: key of the last of
    the page before.
    """
    found = waiting_for(by).select_related("placement__candidate", "placement__destination__country")
    found = found.select_related(*(f"placement__{name}" for name in PROMISED)).order_by("handed_in_at", "pk")
    last = found.filter(pk=after).first() if after else None
    if last:
        later = Q(handed_in_at=last.handed_in_at, pk__gt=last.pk)
        found = found.filter(Q(handed_in_at__gt=last.handed_in_at) | later)
    papers = list(found[: ROWS + 1])
    return [_waiting(row, by.zone) for row in papers[:ROWS]], papers[ROWS - 1].pk if len(papers) > ROWS else ""


def _waiting(row, zone):
    case = row.placement
    return {
        "name": short_name(case.candidate.name),
        "number": case.number,
        "paper": paper_names.name(Paper(row.paper)).name,
        "work": f"{case.destination}, {case.work}",
        "since": short_date(row.handed_in_at.astimezone(zone).date()),
        "address": reverse("judging:paper", args=[case.number, row.paper]),
    }


def papers_of(case):
    """{now, settled, words} of what is judged here: rows with whom somebody has something to do before the next step, and
    the others with their number in words. None where there is none. A row: {name, need, address, state, label}; what was
    never handed in has no address.
    """
    held = case.documents()
    documents = {one.paper: one for one in held}
    counting = _counting(case, held)
    asked = list(case.papers.judged_here().order_by("pk"))
    if not asked:
        return None
    soon, found = _due_by_next_step(case), {True: [], False: []}
    letters = OF_OFFER if case.own_offer_id and case.state == State.APPLIED else ()
    for paper in asked:
        row = _row(case, paper, documents.get(paper.paper), counting)
        is_due = paper.need == PaperNeed.REQUIRED and (paper.due in soon or paper.paper in letters)
        is_open = case.state in BEFORE_DEPARTURE and row["state"] in {"turn", "bad"}
        found[is_open or (row["state"] != "ok" and is_due)].append(row)
    return {"now": found[True], "settled": found[False], "words": _words(found[False], any(found[True]))}


def _counting(case, held):
    """({papers that count today}, {those that count on the day of departure})"""
    today = today_in(case.office.zone)
    day = max(today, case.planned_departure_on or today) if case.state in BEFORE_DEPARTURE else today
    return [{*held.counting_on(one).values_list("paper", flat=True)} for one in (today, day)]


def _due_by_next_step(case):
    steps = [DueStep.values.index(step.due) for step in case.coming() if step.due]
    return DueStep.values[: max(steps) + 1] if steps and case.state in BEFORE_DEPARTURE else []


def _words(rows, is_rest):
    if is_rest:
        return ngettext("%(count)d other paper", "%(count)d other papers", len(rows)) % {"count": len(rows)}
    words = ngettext("%(count)d paper, nothing to do now", "%(count)d papers, nothing to do now", len(rows))
    return words % {"count": len(rows)}


def _row(case, row, document, counting):
    found = {"name": paper_names.name(Paper(row.paper)).name, "need": row.get_need_display(), "address": ""}
    if document is None:
        return found | {"state": "off", "label": _("Not handed in")}
    address = reverse("judging:paper", args=[case.number, row.paper])
    today, then = counting
    if document.state == Document.State.ACCEPTED and row.paper not in today & then:
        label = _("Runs out before the departure") if row.paper in today else _("Has run out")
        return found | {"state": "bad", "label": label, "address": address}
    state = Document.State(document.state)
    label = _("To be looked at") if state == Document.State.HANDED_IN else str(state.label)
    return found | {"state": _LOOKS[state], "label": label, "address": address}


def facts_of(document):
    """What was typed of the paper: rows of components/facts.html."""
    pairs = [
        (_("Handed in"), long_date(document.handed_in_at.date())),
        (_("Number of the paper"), document.number),
        (_("Issued by"), document.issuer),
        (_("Date of the paper"), document.issued_on and long_date(document.issued_on)),
        (_("Valid until"), document.expires_on and long_date(document.expires_on)),
    ]
    return [{"term": capfirst(term), "value": value} for term, value in pairs if value]


def pages_of(document):
    """[(place, address)] of its pages, [] while nobody may look."""
    if document.state in UNSEEN:
        return []
    return [(page.place, page.get_absolute_url()) for page in document.pages.order_by("place")]
