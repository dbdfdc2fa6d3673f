"""What the page of one paper says: what it is for, what was handed in before, what to do about it."""

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobs import papers as papers_table
from portal.lib.dates import WIB, short_date
from registrations.checklist import WHAT_TO_DO_ABOUT_MALWARE, entry_of
from registrations.models import CorrectionPoint, Document
from registrations.papers.services import FACTS
from registrations.stations import Station, station_of
from registrations.workflow import State as RegistrationState

State = Document.State
_SAID_BELOW = {State.RETURNED, State.INFECTED}  # beside the hand-in itself
_LOOKS = {
    State.WAITING_SCAN: "info",
    State.HANDED_IN: "info",
    State.ACCEPTED: "ok",
    State.RETURNED: "turn",
    State.INFECTED: "bad",
}


def title(paper):
    return papers_table.name(paper).name


def facts_of(document):
    """What was written down last time, to begin with; nothing where the paper itself has to change."""
    if document is None or (document.state == State.RETURNED and document.return_reason in {"ran_out", "wrong_paper"}):
        return {}
    return {name: getattr(document, name) for name in FACTS}


def page(candidate, paper, current):
    named, entry = papers_table.name(paper), entry_of(candidate, paper)
    told = entry or papers_table.told_of(paper)
    station = entry.station if entry else station_of(paper, "")
    place = {"station": station.value, "all": len(Station)}
    return {
        "title": named.name,
        "guide": named.address,
        "why": told.why,
        "where": told.where,
        "facts": _facts(entry) if entry else [],
        "reason": entry.reason if entry and entry.document and entry.document.state not in _SAID_BELOW else "",
        "station": place["station"],
        "place": _("Station %(station)s of %(all)s") % place,
        "previous": _previous(candidate, current),
        "parts": reverse("papers:parts", args=[paper]),
    }


def _facts(entry):
    """Rows of components/facts.html: whether and by when it is needed, what it costs, how long it counts, on what ground."""
    unchecked = "" if entry.is_checked else _("Not checked yet.")
    rows = [
        (entry.need.label, entry.due_words, ""),
        (_("What it costs"), entry.cost or _("The cost is not recorded here. Ask before you pay."), ""),
        (_("How long it counts"), entry.validity or _("Not recorded here."), ""),
        (_("Basis"), entry.basis, unchecked),
    ]
    return [{"term": capfirst(term), "value": capfirst(value), "note": note} for term, value, note in rows if value]


def _previous(candidate, document):
    """The current hand-in as one row, None for none: when it came, its pages, what an officer says of it."""
    if document is None:
        return None
    pages = list(document.pages.order_by("place"))
    count = ngettext("%(count)s page", "%(count)s pages", len(pages)) % {"count": len(pages)}
    told = {
        "pages": count,
        "size": filesizeformat(sum(page.size for page in pages)),
        "day": short_date(document.handed_in_at.astimezone(WIB).date()),
    }
    label = document.get_state_display()
    if document.state == State.RETURNED:
        label = _("To be replaced: %(reason)s") % {"reason": document.get_return_reason_display()}
    is_shown = document.state not in {State.WAITING_SCAN, State.INFECTED}
    return {
        "name": _("Version %(version)s") % {"version": document.version},
        "details": _("%(pages)s, %(size)s, sent %(day)s") % told if pages else told["day"],
        "state": _LOOKS[State(document.state)],
        "label": label,
        "words": _words(candidate, document),
        "advice": str(WHAT_TO_DO_ABOUT_MALWARE) if document.state == State.INFECTED else "",
        "pages": [(page.place, page.get_absolute_url()) for page in pages] if is_shown else [],
    }


def _words(candidate, document):
    """What the officer wrote to the person about this paper, "" for nothing; what is noted while it is checked isn't said."""
    points = CorrectionPoint.objects.filter(
        registration__candidate=candidate,
        registration__state=RegistrationState.RETURNED,
        paper=document.paper,
        corrected_at=None,
        words__isnull=False,
    )
    return points.values_list("words__text", flat=True).first() or ""
