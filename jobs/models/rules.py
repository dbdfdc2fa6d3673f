"""What every dated rule has: its time, what it rests on, and by which acts it was published, checked and ended."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jobs.models.sources import Sourced
from portal.lib.dated import in_force
from portal.lib.dates import WIB


class DatedRuleQuerySet(models.QuerySet):
    def in_force(self, day):
        return self.standing().filter(in_force(day))

    def standing(self):
        """Without those that were withdrawn, which never counted or count no more."""
        return self.filter(withdrawn_on=None)

    def to_show(self, day):
        """In force on ``day`` and with something behind them: read in a source, or compared with the law by people."""
        return self.in_force(day).filter(~Q(source_name="") | Q(is_checked=True))


def act():
    return models.ForeignKey("jobs.RuleDraft", on_delete=models.PROTECT, null=True, editable=False, related_name="+")


class DatedRule(Sourced):
    """A rule is never edited: it is ended or withdrawn, and another one takes its place (jobs/rules_room)."""

    valid_from = models.DateField(_("in force from"), null=True, blank=True)
    valid_to = models.DateField(_("in force until"), null=True, blank=True)
    # Replaced on or before its first day, so that no last day can be written: since then it counts on no day.
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True, editable=False)
    legal_basis = models.CharField(_("legal basis"), max_length=300)
    legal_basis_en = models.CharField(_("legal basis, in English"), max_length=300, blank=True)
    # Read in the decree itself by two people with authority; until then every page says "not checked".
    is_checked = models.BooleanField(_("checked"), default=False)
    # From jobs/data: sync_jobs keeps the row until somebody decided on it, and ends it when it leaves the file.
    is_packaged = models.BooleanField(_("from the packaged data"), default=False, editable=False)
    published_in, checked_in, ended_in = act(), act(), act()

    class Meta:
        abstract = True

    @property
    def is_kept(self):
        """Whether people decided on it, so that the packaged data changes it no more."""
        return not self.is_packaged or self.is_checked or self.ended_in_id is not None

    @property
    def checked_on(self):
        """The day on which two people had compared it with the decree, None when nobody wrote that down."""
        published_at = self.checked_in.published_at if self.checked_in else None
        return published_at.astimezone(WIB).date() if published_at else None
