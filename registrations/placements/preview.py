"""What a new procedure means for cases that run already, for whoever is about to publish it."""

from django.db.models import Count
from django.utils.translation import gettext as _

from jobs.models import ProcedureRule
from jobs.procedures import ways
from registrations.placements.models import Placement
from registrations.placements.workflow import BEFORE_DEPARTURE


def running_cases(rule):
    """[(label, number)]: cases that keep the way they began with, and those of them that would go on otherwise under ``rule``.

    Cases are counted by what they have reached, so the database hands over few rows however many cases there are.
    """
    running = Placement.objects.filter(scheme=rule.scheme, state__in=sorted(BEFORE_DEPARTURE))
    groups = list(running.order_by().values_list("procedure", "reached").annotate(cases=Count("pk")))
    own = {row.pk: ways(row) for row in ProcedureRule.objects.filter(pk__in={key for key, _reached, _count in groups})}
    new = ways(rule)
    differing = sum(
        count for key, reached, count in groups if _comes_next(own.get(key, []), reached) != _comes_next(new, reached)
    )
    return [
        (_("Running cases that keep the way they began with"), sum(count for _key, _reached, count in groups)),
        (_("that would wait for another step if they began anew"), differing),
    ]


def _comes_next(way, reached):
    return {
        (step.milestone, step.guards) for step in way if step.milestone not in reached and {*step.after} <= {*reached}
    }
