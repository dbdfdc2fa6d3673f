"""The one door through which a case changes its state. Each app brings its own table of steps and its own history.

A case is a model with ``state``, ``version``, ``updated_at``, ``steps`` (its table: {event: Step}) and the methods
``record_step(entry_facts, reason)``, which writes its history, ``previous_state()``, asked where a step goes back, and
``after_step()``, for what of its own app follows from the new state.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# As a target: the state before the present one, read from the history.
PREVIOUS = "previous"
# As a target: the present state; the history alone says that something happened.
UNCHANGED = "unchanged"


class StepRefused(Exception):
    """Carries a sentence for the person; nothing has changed."""


@dataclass(frozen=True)
class Step:
    """A row of the table: from where, to where, who may, and what must be true.

    ``allowed``: (Acting, case) -> bool. ``guards``: (case) -> a sentence, "" when nothing stands against it.
    ``stamp``: the column that keeps who took it, where the database compares two people. ``clears``: columns that
    this step empties again.
    """

    sources: frozenset
    target: str
    allowed: Callable
    guards: tuple = ()
    needs_reason: bool = False
    stamp: str = ""
    clears: tuple = ()


class StepEntry(models.Model):
    """A step that was taken: append-only, with role and office as they were. Its words stand in a StepReason."""

    event = models.CharField(gettext_lazy("step"), max_length=30)
    source = models.CharField(gettext_lazy("from"), max_length=30)
    target = models.CharField(gettext_lazy("to"), max_length=30)
    version = models.PositiveIntegerField()  # of the case, before the step
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=20, blank=True)
    office = models.ForeignKey("places.Office", on_delete=models.PROTECT, null=True, related_name="+")
    system = models.CharField(max_length=60, blank=True)  # the command or task, where nobody acted
    taken_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.event


class StepReason(models.Model):
    """Why, in somebody's words: a row of its own, as it may have to be emptied while the history stays. Names its ``step``."""

    text = models.TextField(gettext_lazy("reason"))

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"


class HasHistory:
    """Of a case whose steps carry a reason: its ``history`` of StepEntry, each with ``reason.text`` where one was given."""

    def was_taken(self, event, *, by, seen, reason=""):
        """Whether ``by`` took this very step from the version ``seen`` and said the same: then a form came twice."""
        same = self.history.filter(event=event, user=by.user, version=seen)
        return same.filter(reason__text=reason.strip()).exists() if reason else same.exists()


def open_events(case, by):
    """The events that ``by`` may take from the present state, in the order of the table; guards are asked later."""
    return [event for event, step in case.steps.items() if case.state in step.sources and step.allowed(by, case)]


def problems(case, event):
    """The sentences that stand against this step now, without its reason and who takes it."""
    return [sentence for guard in case.steps[event].guards if (sentence := guard(case))]


@transaction.atomic
def take_step(case, event, *, by, seen=None, reason=""):
    """Move a case along its table and return it fresh from the database.

    ``by``: an Acting (user or None, membership or None, system, ip). ``seen``: the version the person looked at,
    None where nobody looked. ``reason``: in the person's words; some steps need one.
    Raises StepRefused with a sentence for the person; nothing has changed then.
    """
    case = type(case).objects.select_for_update(of=("self",)).get(pk=case.pk)
    step = case.steps[event]
    if seen is not None and seen != case.version:
        raise StepRefused(_("Somebody changed this meanwhile. Please look again."))
    if case.state not in step.sources or not step.allowed(by, case):
        raise StepRefused(_("This step is not open to you now."))
    if step.needs_reason and not reason.strip():
        raise StepRefused(_("Please give a reason."))
    if found := problems(case, event):
        raise StepRefused(" ".join(found))
    target = case.state if step.target == UNCHANGED else step.target
    if step.target == PREVIOUS:
        target = case.previous_state()
    case.record_step(
        {
            "event": event,
            "source": case.state,
            "target": target,
            "version": case.version,
            "user": by.user,
            "role": by.membership.role if by.membership else "",
            "office_id": by.office_id,
            "system": by.system,
        },
        reason.strip(),
    )
    case.state, case.version = target, case.version + 1
    emptied = {column: case._meta.get_field(column).get_default() for column in step.clears}
    stamps = emptied | ({step.stamp: by.user} if step.stamp else {})
    for column, value in stamps.items():
        setattr(case, column, value)
    case.save(update_fields=["state", "version", "updated_at", *stamps])
    case.after_step()
    return case
