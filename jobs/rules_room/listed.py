"""All dated rules of every kind as one list, the newest change first: for officers and for everybody."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext as _

from jobs.rules_room.kinds import RuleKind, every_kind
from portal.lib.dates import short_date
from portal.lib.language import as_sentence, in_page_language

ONE_DAY = timedelta(days=1)
# Rules without a known day stand last.
_NO_DAY = date.min


class Standing(StrEnum):
    IN_FORCE = "in_force"
    PLANNED = "planned"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Line:
    """One rule, ready to print. ``changed_on``: its newest change that is no plan, None when no day is recorded."""

    kind: RuleKind
    pk: int
    standing: Standing
    changed_on: date | None
    iso2: str  # "" for a rule of no single country
    where: str
    sentence: str
    when: str
    basis: str
    source: str
    checked: str
    is_checked: bool
    badge: str  # look of components/status_badge.html
    label: str

    @property
    def key(self):
        return f"{self.kind.code}-{self.pk}"


def lines(day, *, iso2="", kind="", only_standing=False, only_told=False):
    """Lines of all rules, of one country or of one kind (codes, "" for all): one query per kind.

    ``only_told``: without those that nobody read in a source or in the decree, which is all the public may see.
    """
    found = [line_of(one, rule, day) for one in every_kind() if kind in {"", one.code} for rule in one.rules()]
    if only_told:
        found = [line for line in found if line.source or line.is_checked]
    found = [line for line in found if iso2 in {"", line.iso2}]
    if only_standing:
        found = [line for line in found if line.standing in {Standing.IN_FORCE, Standing.PLANNED}]
    order = list(Standing)
    newest = {line.key: -(line.changed_on or _NO_DAY).toordinal() for line in found}
    return sorted(found, key=lambda line: (newest[line.key], order.index(line.standing), line.where, line.key))


def line_of(kind, rule, day):
    standing, destination = _standing(rule, day), getattr(rule, "destination", None)
    badge, label = {
        Standing.IN_FORCE: ("ok", _("In force")),
        Standing.PLANNED: ("info", _("Not yet in force")),
        Standing.ENDED: ("off", _("Ended")),
        Standing.WITHDRAWN: ("off", _("Withdrawn")),
    }[standing]
    return Line(
        kind=kind,
        pk=rule.pk,
        standing=standing,
        changed_on=_changed_on(rule, standing),
        iso2=destination.country_id if destination else "",
        where=kind.where(rule),
        sentence=kind.describe(rule),
        when=_when(rule, standing),
        basis=as_sentence(in_page_language(rule.legal_basis, rule.legal_basis_en)),
        source=rule.cited,
        checked=short_date(rule.checked_on) if rule.checked_on else "",
        is_checked=rule.is_checked,
        badge=badge,
        label=label,
    )


def _standing(rule, day):
    if rule.withdrawn_on:
        return Standing.WITHDRAWN
    if rule.valid_to and rule.valid_to < day:
        return Standing.ENDED
    return Standing.PLANNED if rule.valid_from and rule.valid_from > day else Standing.IN_FORCE


def _changed_on(rule, standing):
    if standing == Standing.WITHDRAWN:
        return rule.withdrawn_on
    return rule.valid_to + ONE_DAY if standing == Standing.ENDED else rule.valid_from


def _when(rule, standing):
    first = short_date(rule.valid_from) if rule.valid_from else ""
    last = short_date(rule.valid_to) if rule.valid_to else ""
    if standing == Standing.WITHDRAWN:
        return _("Withdrawn on %(day)s, replaced or called back.") % {"day": short_date(rule.withdrawn_on)}
    if first and last:
        return _("From %(first)s to %(last)s.") % {"first": first, "last": last}
    if last:
        return _("To %(day)s. Since when is not recorded.") % {"day": last}
    return _("Since %(day)s.") % {"day": first} if first else _("Since when is not recorded.")


def page_of(found, after, size):
    """(the lines behind the one with key ``after``, at most ``size``; whether more follow). Unknown: from the start."""
    start = next((place + 1 for place, line in enumerate(found) if line.key == after), 0)
    return found[start : start + size], len(found) > start + size
