"""The review screen of one file: its papers, the one that is looked at, its points, and what was decided so far."""

from dataclasses import dataclass

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.lib.dates import short_date, short_moment
from registrations.asked import FIELDS
from registrations.desk import points, queue
from registrations.desk.strip import strip
from registrations.duplicates.workflow import State as Doubt
from registrations.models import Document, Suspicion
from registrations.models.pinned import BEFORE_VERIFIED
from registrations.needed import PAPERS_TO_SUBMIT
from registrations.register_checks.shown import LOOKS

# The nine digits of the keyboard; further papers are reached by their links.
MOST_KEYS = 9
MOST_ANSWERS = 20
_SIGNS = {  # icon and colour of a paper in the list
    Document.State.ACCEPTED: ("ok", "ok"),
    Document.State.HANDED_IN: ("turn", "turn"),
    Document.State.RETURNED: ("bad", "bad"),
    Document.State.INFECTED: ("bad", "bad"),
}


@dataclass(frozen=True)
class PaperLink:
    paper: str
    title: str
    address: str
    sign: str
    css: str
    state: str
    key: str  # the digit that chooses it, "" beyond the ninth
    is_shown: bool


@dataclass(frozen=True)
class PointRow:
    code: str
    label: str
    told: str
    name: str  # of its radio buttons
    answer: str  # yes, no or ""
    read_name: str  # of the field for what is written there, "" where nothing is compared
    read: str
    reason: str


@dataclass(frozen=True)
class PageShown:
    title: str
    address: str
    download: str
    is_picture: bool
    is_only_a_row: bool


@dataclass(frozen=True)
class Mark:
    key: int
    paper: str  # "" where it is about an answer
    about: str
    reason: str
    words: str


@dataclass(frozen=True)
class Answered:
    about: str
    reason: str
    words: str  # the officer's, "" for none
    answer: str  # the person's
    when: str


def papers_of(registration):
    """Papers in the order in which they are due: what verification needs first, then what else is pinned."""
    pinned = list(registration.pinned.order_by("pk"))
    first = [pin.paper for pin in pinned if pin.due in BEFORE_VERIFIED] or list(PAPERS_TO_SUBMIT)
    return first, [pin.paper for pin in pinned if pin.paper not in first]


def current_documents(registration):
    found = Document.objects.current().filter(candidate=registration.candidate_id)
    return {document.paper: document for document in found.prefetch_related("pages", "findings", "read_values")}


def chosen(wish, first, documents, marked):
    """The paper to look at: the one asked for, else the first that nobody has judged, else the first."""
    if wish and (wish in first or wish in documents):
        return wish
    open_ones = (paper for paper in first if _is_new(documents.get(paper)) and paper not in marked)
    return next(open_ones, next((paper for paper in first if paper in documents), first[0]))


def _is_new(document):
    return document is not None and document.state == Document.State.HANDED_IN


def links(registration, first, others, documents, marked, shown):
    listed = [*first, *(paper for paper in others if paper in documents)]
    listed += [paper for paper in documents if paper not in listed]
    address = reverse("desk:screen", args=[registration.number])
    found = []
    for place, paper in enumerate(listed, start=1):
        document = documents.get(paper)
        sign, css = _SIGNS.get(document.state, ("wait", "info")) if document else ("todo", "off")
        state = document.get_state_display() if document else _("Not handed in")
        if paper in marked:
            sign, css, state = "bad", "bad", _("Marked to be handed in again")
        found.append(
            PaperLink(
                paper=paper,
                title=points.title(paper),
                address=f"{address}?surat={paper}",
                sign=sign,
                css=f"ic {css}",
                state=str(state),
                key=str(place) if place <= MOST_KEYS else "",
                is_shown=paper == shown,
            )
        )
    return found


def point_rows(form, registration, document, *, is_nik_shown):
    """The points of a paper: as typed, where the form was sent, else as they were found before."""
    found = {finding.point: "yes" if finding.agrees else "no" for finding in document.findings.all()}
    read = {value.field: value.text for value in document.read_values.all()}
    rows = []
    for point in points.of(document.paper):
        name, read_name = f"point-{point.code}", f"read-{point.code}" if point.field else ""
        answer = form.data.get(name, "") if form.is_bound else found.get(point.code, "")
        text = read.get(point.field, "") if answer == "no" else ""
        rows.append(
            PointRow(
                code=point.code,
                label=str(point.label),
                told=str(points.told(point, registration, document, is_nik_shown=is_nik_shown)),
                name=name,
                answer=answer,
                read_name=read_name,
                read=form.data.get(read_name, "") if form.is_bound else text,
                reason=str(point.reason),
            )
        )
    return rows


def strip_of(registration, documents, *, is_nik_shown):
    values = [value for document in documents.values() for value in document.read_values.all()]
    return strip(registration, documents, values, is_nik_shown=is_nik_shown)


def pages_of(document, *, is_demo):
    rows = document.pages.all()
    return [
        PageShown(
            title=_page_title(page, len(rows)),
            address=reverse("papers:page", args=[page.file]),
            download=reverse("papers:download", args=[page.file]),
            is_picture=page.kind != "pdf",
            is_only_a_row=is_demo and page.size <= 1,
        )
        for page in sorted(rows, key=lambda page: page.place)
    ]


def _page_title(page, count):
    title = _("Page %(number)s of %(all)s") % {"number": page.place, "all": count}
    return title if page.kind != "pdf" else f"{title} (PDF)"


def marks(registration):
    """What stands marked to be put right and was not yet corrected."""
    found = registration.open_points().select_related("words").order_by("pk")
    return [
        Mark(
            key=point.pk,
            paper=point.paper,
            about=str(point.get_paper_display() if point.paper else FIELDS[point.field].label),
            reason=str(point.get_reason_display()),
            words=point.words.text if hasattr(point, "words") else "",
        )
        for point in found
    ]


def answers(registration, zone):
    """Points of which the person said that it is right as it is, the newest first."""
    found = registration.points.filter(answer__isnull=False).select_related("words", "answer").order_by("-answer__pk")
    return [
        Answered(
            about=point.title,
            reason=str(point.get_reason_display()),
            words=point.words.text if hasattr(point, "words") else "",
            answer=point.answer.text,
            when=short_moment(point.answer.given_at, zone),
        )
        for point in found[:MOST_ANSWERS]
    ]


def headline(registration, zone, day):
    """What stands behind the name: where from, how old, the number, how long it waits."""
    candidate = registration.candidate
    age = candidate.age_on(day)
    return ", ".join(
        filter(
            None,
            [
                registration.regency.name if registration.regency_id else "",
                _("%(age)d years") % {"age": age} if age is not None else "",
                registration.number,
                _("waiting: %(age)s") % {"age": queue.age_of(registration, zone)},
            ],
        )
    )


def evidence(registration):
    """What other registers showed: (register, look of its badge, result with its day), the newest first."""
    known = registration.register_checks.order_by("-pk")
    return [
        (
            str(check.get_register_display()),
            LOOKS[check.result],
            f"{check.get_result_display()}, {short_date(check.looked_on)}",
        )
        for check in known
    ]


def twins(registration, by):
    """Addresses at which officers decide whether this person has another file too."""
    same = Q(first=registration.candidate_id) | Q(second=registration.candidate_id)
    open_ones = Suspicion.objects.visible_to(by).filter(same, state=Doubt.OPEN).order_by("pk")
    return [reverse("duplicates:pair", args=[number]) for number in open_ones.values_list("number", flat=True)]


def flags_of(registration):
    return [str(flag.get_kind_display()) for flag in registration.flags.standing().order_by("pk")]
