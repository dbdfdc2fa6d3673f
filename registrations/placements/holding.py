"""What the way abroad says against beginning or ending a registration (registrations/above.py)."""

from django.utils.translation import gettext as _

from registrations import above
from registrations.placements.guards import NOTHING_NEW
from registrations.placements.models import Placement, SignUp
from registrations.placements.programmes.workflow import MAY_WITHDRAW
from registrations.placements.workflow import ABROAD, OPEN, State


def begins_nothing_new(candidate):
    return str(NOTHING_NEW) if _states(candidate) & {State.DECEASED} else ""


def holds_the_registration(candidate):
    """Whoever is abroad is helped by it, and nobody else may take the place of an application that goes on without."""
    states = _states(candidate)
    if State.DECEASED in states:
        return _("This registration stays as it is. Please ask the office: it helps you and your family, at no cost.")
    if states & ABROAD:
        return _("You are abroad for work. Until you are home your registration stays: by it you are helped there.")
    if states & (OPEN - {State.DRAFT}):
        return _("You have an application under way. Withdraw that one first.")
    if SignUp.objects.filter(candidate=candidate.pk, standing__in=sorted(MAY_WITHDRAW)).exists():
        return _("You are signed up for a programme. Take that sign-up back first.")
    return ""


def at_rest():
    return Placement.objects.filter(state=State.DECEASED).values("candidate")


def _states(candidate):
    return set(Placement.objects.filter(candidate=candidate.pk).values_list("state", flat=True))


def stand_above_registrations():
    for event in (above.BEGIN, "submit", "renew"):
        above.add(event, begins_nothing_new)
    above.add("withdraw", holds_the_registration)
    above.add_at_rest(at_rest)
