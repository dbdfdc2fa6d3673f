"""The queue of files: whose turn it is, in which order, and how a row reads."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, time

from django.conf import settings
from django.db import models
from django.db.models import F, Prefetch, Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.accounts.models import Membership, WorkClaim
from portal.accounts.models.work_claim import with_claim
from portal.lib.dates import short_date, today_in
from portal.lib.language import listed
from portal.places.working_days import working_days_before
from registrations.models import Candidate, CorrectionPoint, Document, Flag, PaperForecast, PinnedPaper, Registration
from registrations.models.pinned import BEFORE_VERIFIED
from registrations.models.registration import DONE, HEADS_TURN, OFFICERS_TURN
from registrations.needed import PAPERS_TO_SUBMIT
from registrations.permissions import REVIEWERS
from registrations.workflow import State

ROWS = 25
MOST_NAMED = 2  # new papers of a row by name; the marks beside show them all
MOST_IN_HAND = 200  # files that somebody can hold at once and still find in the own tab


class Tab(models.TextChoices):
    """Values of the address stay Indonesian in both languages, like the slugs."""

    TURN = "giliran", gettext_lazy("The officer's turn")
    PERSON = "pemohon", gettext_lazy("Waits for the person")
    HEAD = "kepala", gettext_lazy("For the head")
    DONE = "selesai", gettext_lazy("Checked, finished")
    MINE = "milik-saya", gettext_lazy("Mine")


class Sort(models.TextChoices):
    OLDEST = "lama", gettext_lazy("Longest waiting first")
    RISK = "risiko", gettext_lazy("Flagged first")
    DEADLINE = "tenggat", gettext_lazy("Lapsing first")


# What a row shows besides person and papers: in a tab only what can differ between its files.
COLUMNS = {
    Tab.TURN: {"new", "marks", "age", "holder"},
    Tab.PERSON: {"asked", "marks", "until", "holder"},
    Tab.HEAD: {"marks", "state", "age", "holder"},
    Tab.DONE: {"state", "since"},
    Tab.MINE: {"new", "marks", "age"},
}
ALL_COLUMNS = {"new", "marks", "state", "age", "holder"}
# Which orders a tab has; each has its index.
SORTS = {
    Tab.TURN: (Sort.OLDEST, Sort.RISK),
    Tab.PERSON: (Sort.OLDEST, Sort.DEADLINE),
    Tab.HEAD: (Sort.OLDEST,),
    Tab.DONE: (Sort.OLDEST,),
    Tab.MINE: (Sort.OLDEST, Sort.RISK),
}
LOOKS = {
    State.SUBMITTED: "turn",
    State.IN_REVIEW: "turn",
    State.RETURNED: "info",
    State.ON_HOLD: "bad",
    State.VERIFIED: "ok",
    State.REJECTED: "bad",
}
LEGEND = [
    (["accepted"], gettext_lazy("accepted")),
    (["new"], gettext_lazy("new")),
    (["returned"], gettext_lazy("returned")),
    (["missing"], gettext_lazy("not there yet")),
]
MARKS = {
    Document.State.ACCEPTED: "accepted",
    Document.State.RETURNED: "returned",
    Document.State.HANDED_IN: "new",
}


@dataclass(frozen=True)
class Row:
    number: str
    name: str
    small: str  # regency and number
    dots: tuple[str, ...]  # one mark per paper
    papers: str  # the same in words
    new: str
    asked: str  # what stands marked to be put right
    state: str
    look: str
    age: str
    is_late: bool
    marks: tuple[tuple[str, str], ...]  # (look, words): what makes it differ from the file above it
    holder: str
    is_mine: bool
    ground: str  # of a rejection that was proposed, and by whom
    called: str  # what came of the last call since the return, where calls were loaded
    flags: tuple[tuple[int, str], ...] = ()  # (key, words) of what stands
    ends: str = ""  # papers that end before they are needed, where the list asks for them


def of_tab(found, tab, by):
    """The files of ``found`` that stand in ``tab`` for ``by``, in no order."""
    if tab == Tab.TURN:
        return found.filter(OFFICERS_TURN)
    if tab == Tab.PERSON:
        return found.filter(state=State.RETURNED)
    if tab == Tab.HEAD:
        return found.filter(HEADS_TURN)
    if tab == Tab.DONE:
        return found.filter(DONE)
    held = WorkClaim.objects.standing().filter(membership=by.membership, subject_kind=Registration._meta.label_lower)
    keys = [int(key) for key in held.values_list("subject_id", flat=True)[:MOST_IN_HAND]]
    return found.filter(OFFICERS_TURN).filter(Q(pk__in=keys) | Q(assigned_to=by.membership))


def narrowed(found, *, regency="", scheme="", is_flagged=False, runs_out=False):
    """``runs_out``: only where a paper surely ends before it is needed, as last computed."""
    if regency:
        found = found.filter(regency=regency)
    if scheme:
        found = found.filter(scheme=scheme)
    if is_flagged:
        found = found.filter(needs_second_pair=True)
    if runs_out:
        found = found.filter(pk__in=PaperForecast.objects.sure().values("registration"))
    return found


def endings(rows):
    """{key of a file: which of its papers surely end before they are needed, and when}."""
    found = defaultdict(list)
    for one in PaperForecast.objects.sure().filter(registration__in=rows).order_by("last_day", "pk"):
        facts = {"paper": one.get_paper_display(), "day": short_date(one.last_day)}
        found[one.registration_id].append(_("%(paper)s until %(day)s") % facts)
    return {key: capfirst(listed(words)) for key, words in found.items()}


def page_of(found, tab, sort, after=None):
    """(at most ROWS files of ``found``, all of one tab, whether more follow); ``after``: the last one of the page before."""
    order, behind = _order(tab, sort, after)
    rows = found.order_by(*order)
    if after:
        rows = rows.filter(behind)
    rows = list(with_row_details(rows)[: ROWS + 1])
    return rows[:ROWS], len(rows) > ROWS


def _order(tab, sort, after):
    """(columns, what stands behind ``after`` in their order). Each condition begins with a plain bound for the index."""
    if tab == Tab.DONE:
        behind = after and Q(state_since__lte=after.state_since) & ~Q(state_since=after.state_since, pk__gte=after.pk)
        return ("-state_since", "-pk"), behind
    if tab == Tab.PERSON and sort == Sort.DEADLINE:
        behind = after and Q(return_by__gte=after.return_by) & ~Q(return_by=after.return_by, pk__lte=after.pk)
        return ("return_by", "pk"), behind
    later = after and Q(state_since__gte=after.state_since) & ~Q(state_since=after.state_since, pk__lte=after.pk)
    if sort != Sort.RISK:
        return ("state_since", "pk"), later
    same = after and Q(needs_second_pair=after.needs_second_pair) & later
    behind = after and (same | Q(needs_second_pair=False) if after.needs_second_pair else same)
    return ("-needs_second_pair", "state_since", "pk"), behind


def with_row_details(found):
    """All that a row shows, in a fixed number of queries."""
    due = PinnedPaper.objects.filter(due__in=BEFORE_VERIFIED).order_by("pk").only("registration_id", "paper")
    current = Document.objects.current().only("candidate_id", "paper", "state")
    return (
        with_claim(found)
        .annotate(candidate_name=F("candidate__name"), regency_name=F("regency__name"))
        .select_related("assigned_to__user", "rejection_proposed_by")
        .prefetch_related(
            Prefetch("pinned", queryset=due, to_attr="due_papers"),
            Prefetch("flags", queryset=Flag.objects.standing().order_by("pk"), to_attr="standing_flags"),
            Prefetch("points", queryset=CorrectionPoint.objects.order_by("pk"), to_attr="all_points"),
            Prefetch(
                "candidate",
                queryset=Candidate.objects.only("pk", "name").prefetch_related(
                    Prefetch("documents", queryset=current, to_attr="current_papers")
                ),
            ),
        )
    )


def latest_start(by):
    """The moment before which a file came that has waited longer than the limit, in working days of the office."""
    office, zone = by.membership.office, by.zone
    day = working_days_before(office, today_in(zone), settings.REGISTRATION_REVIEW_DAYS)
    return datetime.combine(day, time.min, tzinfo=zone)


def short_name(name):
    """Given name and initial, for screens that others can see: ``Marselina T.``; a single name stays whole."""
    first, *rest = name.split()[:2] or [_("without a name")]
    return f"{first} {rest[0][0]}." if rest else first


def age_of(registration, zone):
    days = (today_in(zone) - registration.state_since.astimezone(zone).date()).days
    return _("today") if days < 1 else ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


def row(registration, by, late_before, ends=""):
    papers = [pin.paper for pin in registration.due_papers] or list(PAPERS_TO_SUBMIT)
    found = {document.paper: document for document in registration.candidate.current_papers}
    marks = [MARKS.get(found[paper].state, "missing") if paper in found else "missing" for paper in papers]
    new = [document.get_paper_display() for document in found.values() if document.state == Document.State.HANDED_IN]
    if len(new) > MOST_NAMED:
        left = len(new) - MOST_NAMED
        new = [*new[:MOST_NAMED], ngettext("%(count)d more", "%(count)d more", left) % {"count": left}]
    is_turn = registration.state in {State.SUBMITTED, State.IN_REVIEW}
    return Row(
        number=registration.number,
        name=short_name(registration.candidate_name),
        small=", ".join(filter(None, [registration.regency_name, registration.number])),
        dots=tuple(marks),
        papers=_("%(done)d of %(all)d papers accepted") % {"done": marks.count("accepted"), "all": len(marks)},
        new=listed(new) if new else "",
        state=state_label(registration),
        look=look_of(registration),
        age=_age(registration, by.zone),
        is_late=is_turn and registration.state_since < late_before,
        asked=listed([point.title for point in registration.all_points if point.corrected_at is None]),
        marks=tuple(_marks(registration)),
        holder=registration.claim_holder or (str(registration.assigned_to.user) if registration.assigned_to else ""),
        is_mine=by.user_id
        == (registration.claim_user_id or (registration.assigned_to and registration.assigned_to.user_id)),
        ground=_ground(registration),
        called=_last_call(getattr(registration, "calls_made", []), by.zone),
        flags=tuple((flag.pk, str(flag.get_kind_display())) for flag in registration.standing_flags),
        ends=ends,
    )


def _ground(registration):
    if registration.state != State.IN_REVIEW or not registration.rejection_proposed_by_id:
        return ""
    facts = {"ground": registration.get_rejection_ground_display(), "officer": registration.rejection_proposed_by}
    return _("%(ground)s (%(officer)s)") % facts


def _last_call(calls, zone):
    if not calls:
        return ""
    facts = {"day": short_date(calls[-1].made_at.astimezone(zone).date()), "outcome": calls[-1].get_outcome_display()}
    return _("Called on %(day)s: %(outcome)s") % facts


def _marks(registration):
    """Why to look twice, whether one officer has said yes, and whether it came back corrected."""
    for flag in registration.standing_flags:
        yield "turn", str(flag.get_kind_display())
    if registration.needs_second_pair:
        yield ("info", _("waits for a second yes")) if registration.first_by_id else ("turn", _("two have to look"))
    if registration.state in {State.SUBMITTED, State.IN_REVIEW} and any(
        p.corrected_at for p in registration.all_points
    ):
        yield "ok", _("came back corrected")


def _age(registration, zone):
    if registration.state == State.RETURNED and registration.return_by:
        return _("until %(day)s") % {"day": short_date(registration.return_by)}
    return age_of(registration, zone)


def state_label(registration):
    """As officers read it: they see a hold and a proposal, the person doesn't."""
    if registration.is_held:
        return _("On hold")
    if registration.state == State.IN_REVIEW and registration.rejection_proposed_by_id:
        return _("Rejection proposed")
    return str(registration.get_state_display())


def look_of(registration):
    return LOOKS[State.ON_HOLD] if registration.is_held else LOOKS.get(registration.state, "off")


def next_for(by, after=None):
    """Files that ``by`` could take now, longest waiting first: neither one's own nor dealt out to a colleague.

    ``after``, a file: of those, what stands behind it. Where one has said yes already, another one is asked.
    """
    found = Registration.objects.at_desk(by).filter(OFFICERS_TURN).order_by("state_since", "pk")
    if after is not None:
        found = found.filter(_order(Tab.TURN, Sort.OLDEST, after)[1])
    gone = Membership.objects.exclude(ended_at=None).values("pk")
    nobodys_or_own = Q(assigned_to=None) | Q(assigned_to=by.membership) | Q(assigned_to__in=gone)
    return found.filter(nobodys_or_own).filter(~Q(first_by=by.user_id) | Q(first_by=None))


def may_take(by):
    """Only the office that decides takes files from its queue; the regency's officers look and return."""
    return by.role in REVIEWERS
