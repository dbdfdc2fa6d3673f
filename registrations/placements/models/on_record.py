from django.db.models import Q, Subquery, Sum
from django.db.models.functions import Coalesce

from jobs.choices import Milestone
from registrations.models import Document
from registrations.placements.models.doubted_death import DeathDoubt
from registrations.placements.models.paper import due_before, of_job, since_new_job
from registrations.placements.workflow import ANSWERING, PREPARING


class OnRecord:
    """Of a Placement: which papers of the person count for it, and what its steps wrote down."""

    def documents(self):
        """The current Documents of the person, without visa, contracts and the like of another job."""
        since = type(self).objects.filter(pk=self.pk).values_list(since_new_job(), flat=True).get()
        return of_job(Document.objects.current().filter(candidate=self.candidate_id), since, self.created_at)

    def papers_not_in_order(self, due, day):
        """Labels of the papers due before the step ``due`` or an earlier one that are not accepted or don't count on ``day``."""
        missing = self.papers.not_in_order(day).filter(due__in=due_before(due))
        return [row.get_paper_display() for row in missing.order_by("pk")]

    def retest_on(self):
        """From which day a person found unfit may be examined again; None when nobody was."""
        last = self.history.filter(medical__isnull=False).select_related("medical").order_by("-pk").first()
        return last.medical.retest_on if last else None

    def standing_doubt(self):
        """The DeathDoubt that waits for a decision, None for none."""
        found = DeathDoubt.objects.standing().filter(step__placement=self)
        return found.select_related("step").order_by("-pk").first()

    def on_record(self, kind):
        """What was recorded last of this kind (name on PlacementStep, "visa"), None before; an earlier employer's is none."""
        step = self._recorded(kind).select_related(kind).order_by("-pk").first()
        return getattr(step, kind) if step else None

    def was_prepared_by(self, by):
        """Whether ``by`` wrote down something that the card rests on, for whichever employer, or accepted a paper of it."""
        answered_on_paper = Q(event__in=ANSWERING, office__isnull=False)
        if self.history.filter(Q(event__in=PREPARING) | answered_on_paper, user=by.user_id).exists():
            return True
        # Verified anew since by another: the papers accepted then still count.
        if self.registration.history.filter(event__in=("approve_first", "approve"), user=by.user_id).exists():
            return True
        papers = self.papers.judged_here().values("paper")
        accepted = Document.objects.current().filter(candidate=self.candidate_id, state=Document.State.ACCEPTED)
        return accepted.filter(paper__in=papers, reviewed_by__user=by.user_id).exists()

    @property
    def has_own_certificate(self):
        """Whether the portal itself wrote down the orientation and its certificate: then nobody hands in a photo of it."""
        return Milestone.OPP_DONE in self.reached and self.on_record("attendance") is not None

    def months_insured(self):
        """Months at work for which social security was paid."""
        return self._recorded("insurance").aggregate(months=Sum("insurance__months", default=0))["months"]

    def _recorded(self, kind):
        withdrawn = self.history.filter(event="employer_withdraws").order_by("-pk").values("pk")[:1]
        since = Coalesce(Subquery(withdrawn), 0)
        return self.history.filter(**{f"{kind}__isnull": False}, pk__gt=since)
