"""What the rules in force say of a country, in one word and a few sentences (first line of a country page)."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from jobs.choices import EmployerKind, RuleAction
from portal.lib.dates import long_date, short_date
from portal.lib.language import as_sentence, in_page_language


class Openness(models.TextChoices):
    OPEN = "open", gettext_lazy("Open")
    PARTLY = "partly", gettext_lazy("Partly open")
    CLOSED = "closed", gettext_lazy("Closed")
    # No rule is recorded. The law treats that as closed, but nobody has closed it: say which of the two it is.
    NOT_OPENED = "not_opened", gettext_lazy("Not opened yet")


@dataclass(frozen=True)
class RuleLine:
    """One rule as a sentence, with what it rests on."""

    sentence: str
    basis: str
    is_open: bool
    is_checked: bool
    source: str
    checked: str  # the day it was compared with the decree, "" when none is recorded


@dataclass(frozen=True)
class CountryLaw:
    openness: Openness
    lines: tuple[RuleLine, ...]
    is_closed_as_a_whole: bool = False

    @property
    def is_closed(self):
        return self.openness in {Openness.CLOSED, Openness.NOT_OPENED}

    @property
    def is_unchecked(self):
        """Whether a rule it rests on was never compared with the decree by an officer."""
        return any(not line.is_checked for line in self.lines)

    @property
    def leaves_the_rest_unruled(self):
        """Whether it is closed without a rule for the whole country: nobody closed the rest, nobody opened it either."""
        return self.openness == Openness.CLOSED and not self.is_closed_as_a_whole

    @property
    def label(self):
        return self.openness.label


def law_of(rules):
    """The law of one country from its rules in force (an iterable of PlacementRule, occupation loaded)."""
    rules = sorted(rules, key=lambda rule: (rule.action == RuleAction.OPEN, rule.pk))
    opened = [rule for rule in rules if rule.action == RuleAction.OPEN]
    closed = [rule for rule in rules if rule.action != RuleAction.OPEN]
    whole = [rule for rule in closed if not rule.employer_kind and rule.occupation_id is None]
    if not rules:
        openness = Openness.NOT_OPENED
    elif whole or not opened:
        openness = Openness.CLOSED
    elif closed or all(rule.employer_kind or rule.occupation_id for rule in opened):
        openness = Openness.PARTLY
    else:
        openness = Openness.OPEN
    return CountryLaw(openness, tuple(_line(rule) for rule in [*opened, *closed]), bool(whole))


def _line(rule):
    basis = as_sentence(in_page_language(rule.legal_basis, rule.legal_basis_en))
    checked = short_date(rule.checked_on) if rule.checked_on else ""
    return RuleLine(sentence_of(rule), basis, rule.action == RuleAction.OPEN, rule.is_checked, rule.cited, checked)


def sentence_of(rule):
    """For whom, and open, stopped or closed since when; says so when no day is recorded."""
    values = {"whom": _whom(rule), "day": long_date(rule.valid_from) if rule.valid_from else ""}
    if rule.action == RuleAction.OPEN:
        text = (
            _("%(whom)s: open since %(day)s.") if rule.valid_from else _("%(whom)s: open, since when is not recorded.")
        )
    elif rule.action == RuleAction.STOPPED:
        text = (
            _("%(whom)s: stopped since %(day)s.")
            if rule.valid_from
            else _("%(whom)s: stopped, since when is not recorded.")
        )
    else:
        text = (
            _("%(whom)s: closed since %(day)s.")
            if rule.valid_from
            else _("%(whom)s: closed, since when is not recorded.")
        )
    return text % values


def stance_of(rule):
    """For whom, and open, stopped or closed, where the days stand beside it."""
    values = {"whom": _whom(rule)}
    if rule.action == RuleAction.OPEN:
        return _("%(whom)s: open.") % values
    return (_("%(whom)s: stopped.") if rule.action == RuleAction.STOPPED else _("%(whom)s: closed.")) % values


def _whom(rule):
    job = str(rule.occupation) if rule.occupation_id else ""
    if rule.employer_kind == EmployerKind.HOUSEHOLD:
        place = _("Work for a household")
    elif rule.employer_kind == EmployerKind.CORPORATE:
        place = _("Work for a company or institution")
    else:
        return job or pgettext("whom a rule concerns", "All work")
    return f"{job}, {place[0].lower()}{place[1:]}" if job else place
