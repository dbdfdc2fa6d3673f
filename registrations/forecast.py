"""Which papers will no longer count when they are needed: worked back from the planned departure.

``outlook`` is computed from plain facts. ``renew`` keeps what lists filter by and what reminders go by: each night, and again
when a file moves or its papers change. Whether a paper counts on the day of a move, its guard asks the papers themselves.
"""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobs.choices import Counted, DueStep
from jobs.models import ValidityRule
from portal.lib.dates import WIB, add_months, long_date, today_in
from registrations.choices import OutlookKind
from registrations.models import Document, PaperForecast, PinnedPaper, Registration
from registrations.models.registration import BEFORE_VERIFIED
from registrations.usual import Span, span_of
from registrations.workflow import HOLDS_NIK, State

BATCH = 1000


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


def rules_of(paper, rules, scheme):
    """The ValidityRules that count for a paper, one of each sort: that of the scheme wins over that of any."""
    fitting = [rule for rule in rules if rule.paper == paper and rule.scheme in {"", scheme}]
    return list({rule.counted: rule for rule in sorted(fitting, key=lambda rule: rule.scheme)}.values())


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


def renew_all(day=None):
    """Each night: the last day of every current paper, and the forecasts of all that are under way."""
    day = day or today_in(WIB)
    Document.objects.current().note_last_days(day)
    run_out = Document.objects.current().filter(candidate=OuterRef("candidate"), runs_out_on__lt=day)
    known = PaperForecast.objects.filter(registration=OuterRef("pk"))
    concerned = Registration.objects.filter(Q(planned_departure_on__isnull=False) | Exists(run_out) | Exists(known))
    last = 0
    while keys := list(concerned.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:BATCH]):
        renew(Registration.objects.filter(pk__in=keys), day)
        last = keys[-1]
    PaperForecast.objects.filter(noted_on=None).update(noted_on=day)


def renew_one(registration):
    """After what bears on it: a move, other papers asked for, another way or day of departure."""
    renew(Registration.objects.filter(pk=registration.pk))


@transaction.atomic
def renew(registrations, day=None):
    """Write down the forecasts of some registrations; those that ended have none."""
    day = day or today_in(WIB)
    # Nobody moves them meanwhile: a move renews its own, and each would wait for the other.
    held = registrations.select_for_update(of=("self",), no_key=True).order_by("pk")
    found = list(held.only("candidate", "state", "scheme", "planned_departure_on"))
    wanted = _forecasts([one for one in found if one.state in HOLDS_NIK], day)
    before = {(one.registration_id, one.paper): one for one in PaperForecast.objects.filter(registration__in=found)}
    gone = [one.pk for key, one in before.items() if key not in wanted]
    if gone:
        PaperForecast.objects.filter(pk__in=gone).delete()
    changed = [one for key, one in wanted.items() if key not in before or not before[key].says_like(one)]
    PaperForecast.objects.bulk_create(
        changed, update_conflicts=True, unique_fields=["registration", "paper"], update_fields=["kind", "last_day"]
    )


_READ = ("candidate", "paper", "issued_on", "printed_until")


def _forecasts(registrations, day):
    """{(registration's key, paper): PaperForecast} in three queries. Papers without any date are not even read."""
    rules = list(ValidityRule.objects.in_force(day).order_by("pk"))
    dated = Q(issued_on__isnull=False) | Q(printed_until__isnull=False)
    papers = Document.objects.current().usable().with_printed_until().filter(dated)
    papers = papers.filter(candidate__in={one.candidate_id for one in registrations})
    dates = {(candidate, paper): on for candidate, paper, *on in papers.values_list(*_READ)}
    trips = {one.pk: (one.candidate_id, trip_of(one, day)) for one in registrations}
    found = {}
    for key, paper, due in PinnedPaper.objects.filter(registration__in=trips).values_list(
        "registration", "paper", "due"
    ):
        candidate, trip = trips[key]
        on = dates.get((candidate, paper))
        if on and (said := outlook(Held(paper, due, *on), rules, trip)):
            facts = {"registration_id": key, "paper": paper, "kind": said.kind, "last_day": said.last_day}
            found[key, paper] = PaperForecast(**facts)
    return found
