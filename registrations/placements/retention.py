"""Periods of placements that end by themselves, whether the person is let go of or not (docs/privacy.md). Set-based, a batch of
rows a transaction: what was cut short goes on the next night, and a second run finds nothing.
"""

from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from registrations.placements import letting_go
from registrations.placements.concerns.workflow import State as ConcernState
from registrations.placements.letting_go import CONCERNS, OF_CASES, OFFER, PROBLEMS, REASONS, Table
from registrations.placements.models import (
    CardList,
    Concern,
    ConcernStep,
    ControlFinding,
    ControlRun,
    MedicalResult,
    Placement,
    PlacementStep,
    TestResult,
)
from registrations.placements.workflow import AFTER_ABROAD, NEVER_LEFT, State

BATCH = 500
_MEDICAL = Table(MedicalResult, "step__placement", ("outcome",), nulls=("retest_on",))
log = structlog.get_logger(__name__)


def apply():
    """Empty what is over; returns {what: how many rows}."""
    now = timezone.now()
    counts = {
        "settled_words": _settled_words(now - timedelta(days=settings.PLACEMENT_WORDS_DAYS)),
        "own_offers": _own_offers(now - timedelta(days=settings.REGISTRATION_DRAFT_DAYS)),
        "medical_results": _medical_results(now - timedelta(days=settings.PLACEMENT_MEDICAL_DAYS)),
        "points": TestResult.objects.filter(sign_up__batch__ended_on__lt=_day(now)).delete()[0],
        "needs": letting_go.forget_needs(over(now)),
        "of_ended_ways": sum(_each_batch(table, letting_go.holding(table, over(now))) for table in OF_CASES),
        "card_controls": _card_controls(now - timedelta(days=settings.REGISTRATION_PLACED_DAYS)),
    }
    log.info("placement_retention_applied", **counts)
    return counts


def _day(now):
    return (now - timedelta(days=settings.REGISTRATION_CLOSED_DAYS)).date()


def over(now):
    """Cases whose period is over, and on which no way back that is still kept leans."""
    placed, closed = (
        now - timedelta(days=days) for days in (settings.REGISTRATION_PLACED_DAYS, settings.REGISTRATION_CLOSED_DAYS)
    )
    ended = Q(state__in=sorted(AFTER_ABROAD), state_since__lt=placed) | Q(
        state__in=sorted(NEVER_LEFT), state_since__lt=closed
    )
    back = Placement.objects.filter(candidate=OuterRef("candidate"), earlier__isnull=False).exclude(ended)
    return Placement.objects.filter(ended).exclude(Exists(back))


def _settled_words(before):
    done = ConcernStep.objects.filter(concern=OuterRef("pk"), target=ConcernState.SETTLED, taken_at__lt=before)
    concerns = Concern.objects.filter(Exists(done), state=ConcernState.SETTLED).values("pk")
    words, answers = CONCERNS
    count = _each_batch(words, letting_go.holding(words).filter(concern__in=concerns))
    count += _each_batch(answers, letting_go.holding(answers).filter(step__concern__in=concerns))
    undone = PlacementStep.objects.filter(
        placement=OuterRef("placement"), event="take_back_death", pk__gt=OuterRef("pk")
    )
    later = PlacementStep.objects.filter(source=State.CASE_OPEN, taken_at__lt=before).exclude(target=State.CASE_OPEN)
    later = later.exclude(Exists(undone), event="die")  # a death that was none: the problem went on
    for table, opened in zip(PROBLEMS, ("step", "case__step"), strict=True):
        ended = later.filter(placement=OuterRef(f"{opened}__placement"), pk__gt=OuterRef(f"{opened}__pk"))
        count += _each_batch(table, letting_go.holding(table).filter(Exists(ended)))
    reasons = letting_go.holding(REASONS)
    return count + _each_batch(REASONS, reasons.filter(step__event="settle_case", step__taken_at__lt=before))


def _own_offers(before):
    """Of drafts that nobody went on with: the case stays, and asks for it again."""
    drafts = Placement.objects.filter(state=State.DRAFT, updated_at__lt=before)
    told = OFFER._replace(columns=(*OFFER.columns, "employer_name", "city"))
    return _each_batch(told, letting_go.holding(told, drafts))


def _medical_results(before):
    """The history says that somebody was found fit, or not; the day stays."""
    departed = PlacementStep.objects.filter(placement=OuterRef("pk"), event="depart", taken_at__lt=before)
    ended = Q(state__in=sorted(NEVER_LEFT), state_since__lt=before)
    cases = Placement.objects.filter(Exists(departed) | ended)
    return _each_batch(_MEDICAL, letting_go.holding(_MEDICAL, cases))


def _card_controls(before):
    """Lists and runs go; of a finding that was settled the words."""
    lists = CardList.objects.filter(read_at__lt=before).delete()[1].get(CardList._meta.label, 0)
    runs = ControlRun.objects.filter(ran_at__lt=before).delete()[0]
    settled = ControlFinding.objects.filter(settled_at__lt=before).exclude(reason="-")
    return lists + runs + settled.update(reason="-")


def _each_batch(table, rows):
    count = last = 0
    while True:
        with transaction.atomic():
            # From where the last batch ended: else each one would pass by all that is emptied already.
            keys = list(rows.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH])
            letting_go.empty(table, keys)
        count, last = count + len(keys), keys[-1] if keys else last
        if len(keys) < BATCH:
            return count
