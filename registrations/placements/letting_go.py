"""What becomes of somebody's way when the person is let go of (registrations/retention.py): words and numbers are emptied, what
was done stays countable. A row that the audit keeps is kept again as it is left.
"""

from datetime import timedelta

from django.conf import settings
from django.db.models import Q
from django.utils import timezone

from portal.accounts.acting import Acting
from portal.audit import kept
from registrations.placements.models import (
    CaseAbroad,
    CaseNote,
    ConcernAnswer,
    ConcernWords,
    ExperienceSheet,
    Insurance,
    OwnOffer,
    PassportSeen,
    Placement,
    PlacementStepReason,
    ReEntry,
    Visa,
)
from registrations.placements.workflow import ABROAD, BEFORE_DEPARTURE, HOME_AGAIN, State

# (table, from there to the placement, columns of words and numbers, whether the audit holds a digest of its rows)
_EMPTIED = (
    (ConcernWords, "concern__placement", ("text",), False),
    (ConcernAnswer, "step__concern__placement", ("text",), True),
    (CaseAbroad, "step__placement", ("safe_words",), True),
    (CaseNote, "case__step__placement", ("text",), False),
    (PlacementStepReason, "step__placement", ("text",), True),
    (PassportSeen, "step__placement", ("number",), True),
    (Insurance, "step__placement", ("number",), True),
    (Visa, "step__placement", ("number",), True),
    (ReEntry, "placement", ("about_changes",), False),
    (
        OwnOffer,
        "placement",
        ("title", "employer_name", "employer_address", "employer_contact", "sending_company", "about_money"),
        False,
    ),
)


def needed():
    """Keys of the people whose way is under way, or who went abroad by one that ended less than the period ago."""
    since = timezone.now() - timedelta(days=settings.REGISTRATION_PLACED_DAYS)
    under_way = Q(state__in=sorted(BEFORE_DEPARTURE | ABROAD))
    gone = Q(state__in=sorted(HOME_AGAIN | {State.DECEASED}), state_since__gte=since)
    return Placement.objects.filter(under_way | gone).values("candidate")


def let_go(people):
    """Empty what the ways of ``people`` (keys of Candidate) say of them; for the transaction that lets them go."""
    by = Acting.for_system("apply_retention")
    cases = list(Placement.objects.filter(candidate__in=people).values_list("pk", flat=True))
    for model, way, columns, is_kept in _EMPTIED:
        rows = [
            row for row in model.objects.filter(**{f"{way}__in": cases}) if any(getattr(row, one) for one in columns)
        ]
        for row in rows:
            for column in columns:
                setattr(row, column, "")
        model.objects.bulk_update(rows, columns)
        if rows and is_kept:
            kept.keep(by, *rows)
    ExperienceSheet.objects.filter(placement__in=cases).delete()
