"""What the room of programmes shows to officers: batches, counts, people page by page."""

from django.db.models import Count
from django.utils.translation import gettext as _

from portal.lib import codes, money
from portal.lib.dates import short_date, short_moment
from portal.workflow import open_events
from registrations.desk.queue import short_name
from registrations.permissions import REVIEWERS
from registrations.placements.models import Batch, SignUp
from registrations.placements.programmes import permissions as may
from registrations.placements.programmes import wording
from registrations.placements.programmes.workflow import PRESSED, Standing, State

ROWS = 25
LOOKS = {
    State.PREPARED: "turn", State.OPEN: "ok", State.CLOSED: "turn", State.TESTED: "turn", State.PUBLISHED: "info",
    State.ENDED: "off", State.CALLED_OFF: "off",
}  # fmt: skip


def batches(by, after=""):
    """(at most ROWS rows, whether more follow); the newest first."""
    found = Batch.objects.visible_to(by).select_related("programme__destination__country", "office")
    last = found.filter(number=after).first() if after else None
    rows = list((found.filter(pk__lt=last.pk) if last else found).order_by("-pk")[: ROWS + 1])
    return [_row(one) for one in rows[:ROWS]], len(rows) > ROWS


def _row(batch):
    days = f"{short_date(batch.opens_on)} – {short_date(batch.closes_on)}"
    return {"batch": batch, "days": days, "look": LOOKS[State(batch.state)], "label": batch.get_state_display()}


def to_publish(by):
    """Batches whose results wait for ``by``, the second person."""
    tested = Batch.objects.visible_to(by).filter(state=State.TESTED)
    return [batch for batch in tested if may.publish(by, batch)]


def counts(batch, scope):
    """Rows for components/facts.html: how many of ``scope`` (SignUps) stand where."""
    of = dict(scope.order_by().values_list("standing").annotate(people=Count("pk")))
    rows = [{"term": Standing(one).label, "value": money.number(of[one])} for one in Standing.values if of.get(one)]
    return rows or [{"term": _("Signed up"), "value": money.number(0)}]


def outcomes(batch):
    """Rows for components/facts.html: what publishing would say to how many."""
    of = dict(batch.sign_ups.standing().order_by().values_list("outcome").annotate(people=Count("pk")))
    named = [(one.label, of.get(one, 0)) for one in (Standing.ON_ROSTER, Standing.WAITING, Standing.NOT_ON_ROSTER)]
    named.append((_("Without scores: not on the roster"), of.get("", 0)))
    return [{"term": term, "value": money.number(count)} for term, count in named]


def history(batch, zone):
    """Newest first: what, by whom, when at the reader's office."""
    steps = batch.history.select_related("user", "office").order_by("-pk")[:20]
    return [
        {
            "title": str(State(step.target).label),
            "who": step.user.name if step.user else _("The portal, by itself"),
            "when": short_moment(step.taken_at, zone),
        }
        for step in steps
    ]


def pressed(batch, by):
    return [event for event in open_events(batch, by) if event in PRESSED]


def reads_ranks(by, batch):
    """Before it is published whoever may record scores; never somebody who takes part."""
    return batch.state in {State.PUBLISHED, State.ENDED} or may.score(by, batch)


def people(by, batch, after=""):
    """(rows, whether more follow, the SignUps shown): the own office's by name, for the ministry all, as numbers."""
    found, with_names = batch.sign_ups.standing(), by.role in REVIEWERS
    found = (found.visible_to(by) if with_names else found).select_related("registration__office", "candidate")
    has_ranks = reads_ranks(by, batch)
    last = found.filter(number=codes.parse(after) or "").first() if after else None
    rows = _by_rank(found, last) if has_ranks else _behind(found, last)
    return [_person(row, with_names, has_ranks, by) for row in rows[:ROWS]], len(rows) > ROWS, rows[:ROWS]


def _by_rank(found, last):
    """Whoever has scores by rank, then all others: two queries, each along an index."""
    ranked, others = found.exclude(rank=None).order_by("rank", "pk"), found.filter(rank=None)
    if last and last.rank is None:
        return _behind(others, last)
    rows = list((ranked.filter(rank__gt=last.rank) if last else ranked)[: ROWS + 1])
    return rows + _behind(others, None)[: ROWS + 1 - len(rows)]


def _behind(found, last):
    return list((found.filter(pk__gt=last.pk) if last else found).order_by("pk")[: ROWS + 1])


def _person(row, with_names, has_ranks, by):
    outcome = Standing(row.outcome).label if has_ranks and row.outcome and not row.has_result else ""
    standing = Standing.SIGNED_UP if row.standing == Standing.TESTED and not has_ranks else Standing(row.standing)
    look, _title = wording.STANDINGS[standing]
    return {
        "number": row.number,
        "name": short_name(row.candidate.name) if with_names else "",
        "office": row.registration.office,
        "rank": money.number(row.rank) if has_ranks and row.rank else "",
        "total": money.number(row.total) if has_ranks and row.total is not None else "",
        "look": look,
        "label": standing.label,
        "outcome": outcome,
        "may_choose": row.standing == Standing.ON_ROSTER and may.choose(by, row),
    }


def sign_up_at(by, number):
    """One person of the own office, None for all others."""
    rows = SignUp.objects.visible_to(by).select_related("batch__programme", "registration__candidate", "candidate")
    return rows.filter(number=codes.parse(number) or "").first()
