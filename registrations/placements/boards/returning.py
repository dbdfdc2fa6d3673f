"""Who has come home and what they need, newest first."""

from dataclasses import dataclass

from django.db.models import Prefetch, Q

from portal.lib.dates import short_date
from registrations.desk.queue import short_name
from registrations.placements.models import HomeNeed
from registrations.placements.models.promised import PROMISED
from registrations.placements.workflow import HOME_AGAIN, State

ROWS = 50


@dataclass(frozen=True)
class Returnee:
    number: str
    name: str
    work: str
    state: str
    look: str
    since: str
    needs: tuple[str, ...]


def with_needs(cases):
    """Each with ``wanted``: the HomeNeeds that the person said yes to."""
    wanted = HomeNeed.objects.filter(answer=HomeNeed.Answer.YES).order_by("pk")
    return cases.prefetch_related(Prefetch("home_needs", queryset=wanted, to_attr="wanted"))


def at_home(scope):
    return scope.filter(state__in=sorted(HOME_AGAIN))


def page_of(scope, zone, after=None):
    """(at most ROWS Returnees, whether more follow); ``after``: the last case of the page before."""
    found = at_home(scope)
    if after:
        found = found.filter(Q(state_since__lte=after.state_since))
        found = found.exclude(state_since=after.state_since, pk__gte=after.pk)
    cases = list(
        with_needs(found)
        .select_related(*PROMISED, "candidate", "destination__country")
        .order_by("-state_since", "-pk")[: ROWS + 1]
    )
    return [_row(case, zone) for case in cases[:ROWS]], len(cases) > ROWS


def _row(case, zone):
    return Returnee(
        number=case.number,
        name=short_name(case.candidate.name),
        work=f"{case.destination}, {case.work}",
        state=case.get_state_display(),
        look="ok" if case.state == State.PURNA else "turn",
        since=short_date(case.state_since.astimezone(zone).date()),
        needs=tuple(str(need.get_topic_display()) for need in case.wanted),
    )
