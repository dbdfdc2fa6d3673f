"""Which papers will no longer count when they are needed: worked back from the planned departure.

``outlook`` is computed from plain facts. ``renew`` keeps what lists filter by and what reminders go by: each night, and again
when a file moves or its papers change. Whether a paper counts on the day of a move, its guard asks the papers themselves.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobs.choices import Counted, DueStep
from jobs.models import ValidityRule
from portal.lib.dates import WIB, add_months, long_date, today_in
from registrations.choices import OutlookKind
from registrations.forecast_table import Forecasts, rules_of
from registrations.models import Document, PaperForecast, Registration
from registrations.models.registration import BEFORE_VERIFIED
from registrations.usual import Span, span_of
from registrations.workflow import HOLDS_NIK, State

BATCH = 50_000  # keys


@dataclass(frozen=True)
class Held:
    """A paper at hand. ``issued_on``, ``printed_until``: None where the paper doesn't say."""

    paper: str
    due: str  # DueStep before which it must be there, "": not written down
    issued_on: object
    printed_until: object


@dataclass(frozen=True)
class Trip:
    """What the papers are needed for. ``departure`` None: no day is planned. ``passed``: DueSteps that lie behind."""

    day: object
    scheme: str = ""
    departure: object = None
    passed: frozenset = frozenset()


@dataclass(frozen=True)
class Outlook:
    """A paper that has run out, or will have when it is needed."""

    paper: str
    kind: OutlookKind
    last_day: object  # on which it counts
    rule: ValidityRule | None  # on which that rests, None: on what the paper itself says
    due: str = ""
    span: Span | None = None  # when the step usually comes

    @property
    def is_sure(self):
        return self.kind != OutlookKind.MAYBE

    @property
    def sentence(self):
        text = _TOLD[self.kind](self)
        if self.rule is None or self.rule.is_checked:
            return text
        return " ".join([text, _("How long it counts is not checked yet.")])

    @property
    def words(self):
        return {"day": long_date(self.last_day), "step": DueStep(self.due).label if self.due else ""}


def outlook(held, rules, trip):
    """The Outlook of a paper, None while nothing speaks against it. ``rules``: ValidityRules in force."""
    if held.due in trip.passed:
        return None
    last_day, by = last_day_of(held, rules, trip.scheme)
    if last_day is None:
        return None
    if last_day < trip.day:
        return Outlook(held.paper, OutlookKind.OVER, last_day, by)
    beyond = next((rule for rule in rules_of(held.paper, rules, trip.scheme) if rule.counted == _BEYOND), None)
    if beyond and trip.departure and last_day < add_months(trip.departure, beyond.months):
        return Outlook(held.paper, OutlookKind.SHORT, last_day, beyond)
    span = span_of(held.due, trip.scheme, trip.departure) if held.due else None
    if span is None or last_day >= span.last:
        return None
    kind = OutlookKind.BEFORE_STEP if last_day < span.first else OutlookKind.MAYBE
    return Outlook(held.paper, kind, last_day, by, held.due, span)


_BEYOND = Counted.AFTER_DEPARTURE


def last_day_of(held, rules, scheme):
    """(the last day on which a paper counts, the ValidityRule that says so): None where nobody says; None as rule: printed."""
    found = [(held.printed_until, None)] if held.printed_until else []
    if held.issued_on:
        counted = [rule for rule in rules_of(held.paper, rules, scheme) if rule.counted == Counted.FROM_ISSUE]
        found += [(add_months(held.issued_on, rule.months), rule) for rule in counted]
    return min(found, key=lambda pair: pair[0], default=(None, None))


def _over(said):
    return _("It counted until %(day)s.") % said.words


def _too_short(said):
    text = ngettext(
        "It ends on %(day)s; it must count for %(count)d month beyond the day of departure.",
        "It ends on %(day)s; it must count for %(count)d months beyond the day of departure.",
        said.rule.months,
    )
    return text % (said.words | {"count": said.rule.months})


def _before_its_step(said):
    return _("It counts until %(day)s and will have run out before %(step)s.") % said.words


def _maybe(said):
    text = _("It counts until %(day)s; %(step)s usually comes between %(first)s and %(last)s. It may have run out.")
    return text % (said.words | {"first": long_date(said.span.first), "last": long_date(said.span.last)})


_TOLD = {
    OutlookKind.OVER: _over,
    OutlookKind.SHORT: _too_short,
    OutlookKind.BEFORE_STEP: _before_its_step,
    OutlookKind.MAYBE: _maybe,
}


def trip_of(registration, day):
    is_verified = registration.state in {State.VERIFIED, State.CLOSED}
    passed = frozenset(BEFORE_VERIFIED) if is_verified else frozenset()
    return Trip(day, registration.scheme, registration.planned_departure_on, passed)


def held_of(document, due):
    """``document``: of ``Document.objects.with_printed_until()``."""
    return Held(document.paper, due, document.issued_on, document.printed_until)


# What lists filter by -------------------------------------------------------------------------------
# Rows of registrations with their papers; of steps that lie behind nothing is said.
KEPT = Forecasts(
    table=PaperForecast._meta.db_table,
    column="registration_id",
    asked="""SELECT file.id AS holder, file.candidate_id, file.scheme, file.planned_departure_on AS departure,
            pinned.paper, pinned.due
        FROM registrations_registration file JOIN registrations_pinnedpaper pinned ON pinned.registration_id = file.id
        WHERE file.state = ANY(%(under_way)s) AND NOT (file.state = %(verified)s AND pinned.due = ANY(%(behind)s))""",
    holder_key="file.id",
    facts={"under_way": sorted(HOLDS_NIK), "verified": State.VERIFIED, "behind": sorted(BEFORE_VERIFIED)},
)


def renew_all(day=None):
    """Each night: the last day of every current paper, and the forecasts of all that are under way."""
    day = day or today_in(WIB)
    for above, upto in _ranges(Document):
        Document.objects.current().filter(pk__gt=above, pk__lte=upto).note_last_days(day)
    renew_kept(KEPT, Registration, day)
    PaperForecast.objects.filter(noted_on=None).update(noted_on=day)


def renew_kept(kept, model, day):
    """Put down the Forecasts of all rows of ``model``: only those of whom something has changed are held meanwhile."""
    rules = rules_on(day)
    for above, upto in _ranges(model):
        if keys := kept.differing(rules, day, above, upto):
            _write(kept, model.objects.filter(pk__in=keys), day, rules)


def _ranges(model):
    """(above, up to) of keys that together are all rows; as large as one statement shall be."""
    last = model.objects.aggregate(last=Max("pk"))["last"] or 0
    return [(above, above + BATCH) for above in range(0, last, BATCH)]


def renew_one(registration):
    """After what bears on it: a move, other papers asked for, another way or day of departure."""
    renew(Registration.objects.filter(pk=registration.pk))


def renew(registrations, day=None):
    """Write down the forecasts of some registrations; those that ended have none."""
    day = day or today_in(WIB)
    _write(KEPT, registrations, day, rules_on(day))


def rules_on(day):
    return list(ValidityRule.objects.in_force(day).order_by("pk"))


@transaction.atomic
def _write(kept, holders, day, rules):
    # Nobody moves them meanwhile: a move renews its own, and each would wait for the other.
    held = holders.select_for_update(of=("self",), no_key=True).order_by("pk")
    kept.write(rules, day, list(held.values_list("pk", flat=True)))
