"""What can be said of a company's licence today, from the statements about it; never more than they say.

The newest decision decides. A register listing has no status, so it never lifts a suspension; a revocation with a
later listing is a contradiction that a person must look at. News and own sites prove nothing. No sentence here
promises safety or denies a licence: a list's copy of one day can do neither.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.choices import LicenceStatus, StatusBasis
from jobs.models import CompanyStatement
from portal.lib.dates import long_date, parse_partial

_DECIDING = {StatusBasis.DECISION, StatusBasis.SANCTION_ENDED}
# Of two decisions of one day the graver one counts.
_GRAVITY = {LicenceStatus.ACTIVE: 0, LicenceStatus.SUSPENDED: 1, LicenceStatus.REVOKED: 2}


class Kind(models.TextChoices):
    UNKNOWN = "unknown", gettext_lazy("Not known")
    LISTED = "listed", gettext_lazy("On the ministry's list")
    NOT_LISTED = "not_listed", gettext_lazy("Not on the list we have")
    SUSPENDED = "suspended", gettext_lazy("Suspended")
    REVOKED = "revoked", gettext_lazy("Revoked")
    SANCTION_ENDED = "sanction_ended", gettext_lazy("Sanction ended")
    CONTRADICTORY = "contradictory", gettext_lazy("Contradictory, needs a check")


# A listing is information, not approval: the green of "st-ok" is for nobody here.
_LOOKS = {
    Kind.UNKNOWN: ("st-off", "q"),
    Kind.LISTED: ("st-info", "wait"),
    Kind.NOT_LISTED: ("st-turn", "turn"),
    Kind.SUSPENDED: ("st-bad", "bad"),
    Kind.REVOKED: ("st-bad", "bad"),
    Kind.SANCTION_ENDED: ("st-info", "wait"),
    Kind.CONTRADICTORY: ("st-turn", "turn"),
}


@dataclass(frozen=True)
class PublicStatement:
    title: str
    text: str


@dataclass(frozen=True)
class Standing:
    """``decision`` and ``listing`` are the statements it rests on, or None; ``list_date`` the newest list's date."""

    kind: Kind
    decision: Any = None
    listing: Any = None
    list_date: str = ""
    branch_decisions: tuple = ()

    @property
    def label(self):
        return str(self.kind.label)

    @property
    def css(self):
        return _LOOKS[self.kind][0]

    @property
    def icon(self):
        return _LOOKS[self.kind][1]

    @property
    def sentences(self):
        """What a page prints, in the active language, each with source and date."""
        return [
            *self.decision_sentences(),
            *self._list_sentences(),
            *map(_branch_sentence, self.branch_decisions),
        ] or [_("No statement about its licence is recorded here.")]

    def decision_sentences(self):
        """The decision it rests on, with source, date and number; empty without one."""
        if not self.decision:
            return []
        said = {
            LicenceStatus.REVOKED: _("Licence revoked, according to %(source)s."),
            LicenceStatus.SUSPENDED: _("Suspended by a decision, according to %(source)s."),
            LicenceStatus.ACTIVE: _("A sanction was ended, according to %(source)s."),
        }[self.decision.status]
        sentences = [said % {"source": self.decision.cited}, number_sentence(self.decision)]
        if self.kind == Kind.SUSPENDED:
            sentences.append(_("Whether the suspension has ended is not recorded here."))
        return sentences

    def _list_sentences(self):
        sentences = []
        if self.listing:
            day = {"date": _day(self.listing.source_date)}
            if self.kind in {Kind.SUSPENDED, Kind.CONTRADICTORY}:
                sentences.append(
                    _("It stands on a copy of the ministry's list of %(date)s, which shows no sanctions.") % day
                )
            else:
                sentences.append(_("It stands on a copy of the ministry's list of %(date)s.") % day)
        if self.list_date and (not self.listing or self.listing.source_date != self.list_date):
            sentences.append(
                _("Under this name it was not found on the copy of the ministry's list of %(date)s.")
                % {"date": _day(self.list_date)}
            )
        return sentences


def of(statements, list_date=""):
    """The Standing that these statements (any order) give a company.

    ``list_date``: ISO date of the newest copy of the register that this portal has, "" when it has none
    (``register_date()``).
    """
    named = [statement for statement in statements if not statement.names_initials_only]
    if not named:
        return Standing(Kind.UNKNOWN)
    decision = _deciding([s for s in named if decides(s) and not s.is_about_branch])
    listing = max((s for s in named if s.basis == StatusBasis.REGISTER_LISTING), key=_day_said, default=None)
    branch = tuple(sorted((s for s in named if decides(s) and s.is_about_branch), key=_day_said, reverse=True))
    return Standing(_kind(decision, listing, list_date), decision, listing, list_date, branch)


def bars(statements):
    """Whether these statements about one company say that it may not place anybody now."""
    return of(statements).kind in {Kind.SUSPENDED, Kind.REVOKED}


def may_be_shown(statement):
    """No suspicion, no complaint, no mere initials; and of what is shown never the note."""
    says_something = statement.status or statement.basis == StatusBasis.REGISTER_LISTING
    return bool(statement.basis and says_something and not statement.names_initials_only)


def public(statements):
    """A PublicStatement for each that may be printed, in the given order."""
    return [_as_printed(statement) for statement in statements if may_be_shown(statement)]


def _as_printed(statement):
    title = str(statement.get_basis_display())
    text = [statement.cited + "."]
    if decides(statement):
        # Ending a sanction is no statement that the licence is active today.
        if statement.basis == StatusBasis.DECISION:
            title = f"{title}: {str(statement.get_status_display()).lower()}"
        text.append(number_sentence(statement))
    if statement.basis == StatusBasis.LICENCE and statement.licence_until:
        text.append(_("Valid until %(day)s.") % {"day": long_date(statement.licence_until)})
    if decides(statement) and statement.is_about_branch:
        title = _("Decision on the permit of one branch")
    return PublicStatement(title, " ".join(text))


def register_date():
    """ISO date of the newest copy of the ministry's list that this portal has, "" without one."""
    return CompanyStatement.objects.newest_list_date()


def register_day(list_date):
    """That date as people read it, "" without one."""
    return _day(list_date)


def number_sentence(statement):
    if statement.decision_number:
        return _("Number of the decision: %(number)s.") % {"number": statement.decision_number}
    return _("The number of the decision is not yet recorded.")


def _branch_sentence(statement):
    return _("A decision concerned the permit of one branch only, according to %(source)s.") % {
        "source": statement.cited
    }


def _kind(decision, listing, list_date):
    status = decision.status if decision else ""
    if status == LicenceStatus.REVOKED:
        is_listed_later = listing and _day_said(listing) > _day_said(decision)
        return Kind.CONTRADICTORY if is_listed_later else Kind.REVOKED
    if status == LicenceStatus.SUSPENDED:
        return Kind.SUSPENDED
    if status == LicenceStatus.ACTIVE:
        return Kind.SANCTION_ENDED
    if listing and listing.source_date == (list_date or listing.source_date):
        return Kind.LISTED
    return Kind.NOT_LISTED if list_date else Kind.UNKNOWN


def decides(statement):
    return statement.basis in _DECIDING and statement.status in _GRAVITY


def _deciding(decisions):
    """The newest; of several reports on the same one, that with the number of the decision."""
    if not decisions:
        return None
    newest = max(decisions, key=lambda s: (_day_said(s), _GRAVITY[s.status]))
    same = [s for s in decisions if s.status == newest.status and _may_be_one_day(s.source_date, newest.source_date)]
    return next((s for s in same if s.decision_number), newest)


def _day_said(statement):
    return statement.said_from or date.min


def _may_be_one_day(one, other):
    if not one or not other:
        return False
    one, other = parse_partial(one), parse_partial(other)
    return one.first <= other.last and other.first <= one.last


def _day(source_date):
    return parse_partial(source_date).long() if source_date else ""
