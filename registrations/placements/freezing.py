"""Writes down which cases stand still, and why, by what the rooms below say of country, company, permit and vacancy.

Guards ask the facts themselves and wait for nobody; this is for the history, the lists and the messages.
"""

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Subquery
from django.utils import timezone

from portal.lib.dates import WIB, today_in
from portal.messaging import planning
from portal.messaging.kinds import kind_named
from registrations.placements.models import Freeze, Placement
from registrations.placements.workflow import BEFORE_DEPARTURE

BATCH = 5000
TOLD = ("placements.stands_still", "placements.goes_on")


@transaction.atomic
def record_freezes():
    """Begin and end standstills as the facts of today have it; returns (begun, ended). Twice at once does no harm."""
    cases = Placement.objects.filter(state__in=sorted(BEFORE_DEPARTURE)).with_freeze(today_in(WIB))
    standing = Freeze.objects.filter(ended_at=None)
    reason_now = Subquery(cases.filter(pk=OuterRef("placement")).values("freeze")[:1])
    over = standing.annotate(reason_now=reason_now).exclude(reason_now=F("reason"))
    ended = over.update(ended_at=timezone.now())
    known = Exists(standing.filter(placement=OuterRef("pk")))
    new = list(cases.exclude(known).exclude(freeze="").values_list("pk", "freeze"))
    rows = (Freeze(placement_id=key, reason=reason) for key, reason in new)
    Freeze.objects.bulk_create(rows, batch_size=BATCH, ignore_conflicts=True)
    _mark()
    if new or ended:
        _owe_word()
    return len(new), ended


def _mark():
    """So that the board finds them by an index."""
    standing = Freeze.objects.filter(ended_at=None).values("placement")
    Placement.objects.filter(stands_still=True).exclude(pk__in=standing).update(stands_still=False)
    Placement.objects.filter(stands_still=False, pk__in=standing).update(stands_still=True)


def _owe_word():
    """At once, so that none is missed at midnight; planning at its hours owes nothing twice."""
    planning.know_accounts()
    planning.know_offices()
    for name in TOLD:
        planning.plan(kind_named(name), today_in(WIB))
