"""The whole life of an event on one screen (DOMAIN 7.2)."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from outreach import guards
from outreach import permissions as may
from portal.workflow import Step


class State(models.TextChoices):
    DRAFT = "draft", pgettext_lazy("event", "Draft")
    PLANNED = "planned", _("Planned")
    HELD = "held", _("Held")
    REPORTED = "reported", _("Reported")
    RETURNED = "returned", _("Returned with remarks")
    CHECKED = "checked", _("Checked")
    CANCELLED = "cancelled", _("Cancelled")
    # Of an import: it took place by what a source says, and owes this portal no report.
    SOURCED = "sourced", _("Known from a published source")


# What anybody may find; a draft is the affair of its offices.
PUBLIC = set(State) - {State.DRAFT}
TOOK_PLACE = {State.HELD, State.REPORTED, State.RETURNED, State.CHECKED}
OWES_REPORT = {State.HELD, State.RETURNED}

# fmt: off
STEPS = {
    # event       from                                          to               who              only if
    "publish":  Step(frozenset({State.DRAFT}),                  State.PLANNED,   may.plan,        (guards.has_a_day, guards.lies_ahead)),
    # Held before anybody planned it here; its report is owed all the same.
    "record":   Step(frozenset({State.DRAFT}),                  State.HELD,      may.plan,        (guards.has_a_day, guards.has_begun)),
    "hold":     Step(frozenset({State.PLANNED}),                State.HELD,      may.plan,        (guards.has_begun,)),
    "hand_in":  Step(frozenset({State.HELD, State.RETURNED}),   State.REPORTED,  may.plan,        (guards.counts_agree,), stamp="reported_by"),
    "return":   Step(frozenset({State.REPORTED}),               State.RETURNED,  may.check_report, needs_reason=True, clears=("reported_by",)),
    "check":    Step(frozenset({State.REPORTED}),               State.CHECKED,   may.check_report, stamp="checked_by"),
    "correct":  Step(frozenset({State.CHECKED}),                State.HELD,      may.plan,        needs_reason=True, clears=("reported_by", "checked_by")),
    "cancel":   Step(frozenset({State.DRAFT, State.PLANNED}),   State.CANCELLED, may.plan,        needs_reason=True),
}
# fmt: on
TERMINAL = set(State) - set().union(*(step.sources for step in STEPS.values()))
