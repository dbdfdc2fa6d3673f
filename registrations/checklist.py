"""Which papers a registration needs, how each stands, and what the person is told of it: in at most three queries.

Until it is handed in the rules in force say what is needed; then it keeps them (``pin``), while the wallet, how long a
paper counts, bans and sanctions go on as they are.
"""

from dataclasses import dataclass

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs import papers
from jobs.choices import DueStep, Paper, PaperNeed
from jobs.models import PaperRule, ValidityRule
from jobs.requirements import is_for_anybody
from portal.lib.dates import WIB, today_in
from portal.lib.language import as_sentence
from registrations import forecast
from registrations.models import Document, PinnedPaper
from registrations.needed import Asked, asked_of, case_of
from registrations.stations import Reached, Station, reached, station_of
from registrations.workflow import OPEN


class State(models.TextChoices):
    """In the order in which a person should look at them: the own turn first."""

    RETURNED = "returned", gettext_lazy("Please correct it")
    RUNS_OUT = "runs_out", gettext_lazy("Runs out too early")
    MISSING = "missing", gettext_lazy("Not handed in yet")
    WAITING_SCAN = "waiting_scan", gettext_lazy("Waits for the virus scan")
    HANDED_IN = "handed_in", gettext_lazy("An officer looks at it")
    ACCEPTED = "accepted", gettext_lazy("Accepted")
    LOCKED = "locked", gettext_lazy("Later, not yet")


WHAT_TO_DO_ABOUT_MALWARE = gettext_lazy(
    "The file held harmful software (a virus) and was thrown away. Take a new photo of the paper itself and send that, not"
    " the same file."
)
COMES_LATER = gettext_lazy("You get it with a later step of this station.")
# Fields of a Case, as the form names them.
DECIDE_ON_PAPERS = frozenset({"scheme", "destination", "isco08", "sex", "marital", "birth_date"})
# While a paper stands there, it is the person's turn.
OF_PERSON = {State.RETURNED, State.RUNS_OUT, State.MISSING}
_USABLE = {State.WAITING_SCAN, State.HANDED_IN, State.ACCEPTED}


@dataclass(frozen=True)
class Entry:
    """One paper, ready to print. Of what nobody has recorded the text is ""."""

    paper: Paper
    name: str
    guide: str  # address of the page that explains it
    need: PaperNeed
    station: Station
    due: str
    due_words: str  # "before the visa is applied for"
    state: State
    state_words: str
    reason: str  # why it was returned, is locked or runs out
    document: Document | None
    hand_in: str  # address where it is handed in, "" while it may not be
    why: str
    where: str
    cost: str
    validity: str
    basis: str
    is_checked: bool  # what it rests on was compared with the law by officers

    @property
    def is_needed(self):
        return self.need == PaperNeed.REQUIRED

    @property
    def is_open(self):
        """Whether it may be handed in now."""
        return self.state in OF_PERSON


@dataclass(frozen=True)
class Facts:
    """What the entries are computed from; nothing else is asked. ``rules``: ValidityRules in force."""

    asked: list
    documents: dict  # {paper: the current Document}
    rules: list
    trip: forecast.Trip
    reached: Reached


@dataclass(frozen=True)
class Checklist:
    """``is_whole``: the way is known and its papers are written down; else more papers follow, and pages say so."""

    entries: list
    is_whole: bool
    station: Station | None

    def at(self, station):
        return [entry for entry in self.entries if entry.station == station]

    @property
    def later(self):
        return [entry for entry in self.entries if entry.state == State.LOCKED]

    @property
    def next(self):
        """The needed paper that the person should see to first; None: it is not their turn."""
        turn = [entry for entry in self.entries if entry.is_needed and entry.is_open]
        return min(turn, key=lambda entry: list(State).index(entry.state), default=None)


def entries_of(facts):
    """Entries of all papers asked for, in the order of the stations, then of the steps."""
    outlooks = {one.paper: one for one in outlooks_of(facts)}
    entries = [_entry(facts, asked, outlooks.get(asked.paper)) for asked in facts.asked]
    order = list(Paper)
    return sorted(entries, key=lambda entry: (entry.station, _place(entry.due), order.index(entry.paper)))


def outlooks_of(facts):
    """What the forecast says against the papers at hand: forecast.Outlook each."""
    held = [
        forecast.held_of(facts.documents[asked.paper], asked.due)
        for asked in facts.asked
        if asked.paper in facts.documents
    ]
    return list(filter(None, (forecast.outlook(one, facts.rules, facts.trip) for one in held)))


def _place(due):
    return list(DueStep).index(due) if due else len(DueStep)


def _entry(facts, asked, outlook):
    document = facts.documents.get(asked.paper)
    station = station_of(asked.paper, asked.due)
    state, reason = _state(facts, asked, document, station, outlook)
    named, told, rule = papers.name(asked.paper), papers.told_of(asked.paper, asked.rule), asked.rule
    validity = forecast.rules_of(asked.paper, facts.rules, facts.trip.scheme)
    return Entry(
        paper=asked.paper,
        name=named.name,
        guide=named.address,
        need=asked.need,
        station=station,
        due=asked.due,
        due_words=_("before %(step)s") % {"step": DueStep(asked.due).label} if asked.due else "",
        state=state,
        state_words=str(state.label),
        reason=reason,
        document=document,
        hand_in=reverse("papers:paper", args=[asked.paper]) if state in OF_PERSON else "",
        why=told.why,
        where=told.where,
        cost=told.cost,
        validity=" ".join(map(_how_long, validity)),
        basis=papers.grounds_of(rule) if rule else "",
        is_checked=rule.is_checked if rule else True,
    )


def _how_long(rule):
    text = papers.how_long(rule)
    unchecked = "" if rule.is_checked else _("Not checked yet.")
    return f"{text[:1].upper()}{text[1:]} {unchecked}".strip()


def _state(facts, asked, document, station, outlook):
    """(State, the sentence that explains it or "")."""
    if document is None:
        if facts.reached.station and facts.reached.waits_for(asked.paper, asked.due, station):
            return State.LOCKED, _locked(facts, asked, station)
        return State.MISSING, ""
    if document.state == Document.State.INFECTED:
        return State.RETURNED, str(WHAT_TO_DO_ABOUT_MALWARE)
    if document.state not in _USABLE:
        return State.RETURNED, as_sentence(str(document.get_return_reason_display() or document.get_state_display()))
    if outlook and outlook.is_sure:
        return State.RUNS_OUT, outlook.sentence
    return State(document.state), outlook.sentence if outlook else ""


def _locked(facts, asked, station):
    if station <= facts.reached.station:
        return str(COMES_LATER)
    text = _("Opens at station %(number)s: %(station)s.") % {"number": int(station), "station": station.label}
    signs_first = any(one.paper == Paper.PLACEMENT_AGREEMENT for one in facts.asked)
    if asked.paper == Paper.HEALTH and signs_first:
        warning = _("Don't go for the exam before the placement agreement: it may not count, and the money is gone.")
        return f"{text} {warning}"
    return text


# From the database ----------------------------------------------------------------------------------


def facts_of(registration, day=None, ask=None):
    """Facts of a registration whose candidate is loaded; ``day`` None: today. ``ask``: see stations.reached."""
    day, here = day or today_in(WIB), reached(registration, ask)
    current = Document.objects.current().with_printed_until().filter(candidate=registration.candidate_id)
    documents = {one.paper: one for one in current}
    return Facts(
        asked=[one for one in _asked(registration, day) if one.paper not in here.kept or one.paper in documents],
        documents=documents,
        rules=list(ValidityRule.objects.in_force(day).order_by("pk")),
        trip=forecast.trip_of(registration, day),
        reached=here,
    )


def checklist_of(registration, day=None, ask=None):
    """The Checklist of a registration whose candidate is loaded. ``ask``: see stations.reached."""
    facts = facts_of(registration, day, ask)
    ways = (one.rule for one in facts.asked if one.rule and is_for_anybody(one.rule))
    is_whole = any(rule.scheme == registration.scheme for rule in ways)
    return Checklist(entries_of(facts), is_whole, facts.reached.station)


def entry_of(candidate, paper, day=None):
    """The Entry of one paper in the person's newest registration that is open; None when none asks for it."""
    registration = candidate.registrations.filter(state__in=sorted(OPEN)).order_by("-pk").first()
    if registration is None:
        return None
    registration.candidate = candidate
    return next((entry for entry in checklist_of(registration, day).entries if entry.paper == paper), None)


def _asked(registration, day):
    pinned = registration.pinned.select_related("rule") if registration.submitted_at else ()
    return [of_pin(pin) for pin in pinned] or asked_of(_rules(day), case_of(registration, day))


def of_pin(pin):
    return Asked(Paper(pin.paper), PaperNeed(pin.need), pin.due, pin.rule)


def _rules(day):
    return list(PaperRule.objects.to_show(day).order_by("pk"))


@transaction.atomic
def pin(registration, day=None):
    """Keep what is needed of a registration by the rules of ``day`` (None: today), instead of what was kept before."""
    day = day or today_in(WIB)
    asked = asked_of(_rules(day), case_of(registration, day))
    registration.pinned.all().delete()
    PinnedPaper.objects.bulk_create(
        PinnedPaper(registration=registration, paper=one.paper, rule=one.rule, need=one.need, due=one.due)
        for one in asked
    )


def follow(registration, changed):
    """Another way or another person needs other papers: pin anew if ``changed``, names of fields, decides on them.

    Returns whether by that a paper is due before verification that no officer has accepted. A draft has nothing pinned.
    """
    if registration.submitted_at is None or not changed & DECIDE_ON_PAPERS:
        return False
    pin(registration)
    return bool(registration.papers_not_accepted())
