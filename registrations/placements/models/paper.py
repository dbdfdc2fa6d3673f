from datetime import UTC, datetime

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from jobs.choices import DueStep, Milestone, Paper, PaperNeed
from registrations.models import Document
from registrations.models.pinned import BEFORE_VERIFIED, PinnedPaper
from registrations.placements.models.step import PlacementStep
from registrations.placements.workflow import COMMITTED

# Each is for one employer, one contract or one departure; a family says yes to one job in one country.
OF_ONE_JOB = frozenset(
    {
        Paper.CONSENT, Paper.PLACEMENT_AGREEMENT, Paper.WORK_CONTRACT, Paper.VISA, Paper.BPJS_TK, Paper.CALL_LETTER,
        Paper.EMPLOYER_PROFILE, Paper.OWN_RISK, Paper.LEAVE_LETTER, Paper.OPP_CERT,
    }
)  # fmt: skip
# They speak of an offer, or of a way back, itself: its officer goes by them. All others follow on the way.
OF_OFFER = (Paper.CALL_LETTER, Paper.EMPLOYER_PROFILE, Paper.OWN_RISK, Paper.LEAVE_LETTER)
_SENT = (Document.State.WAITING_SCAN, Document.State.HANDED_IN, Document.State.ACCEPTED)
_ALWAYS = datetime(1970, 1, 1, tzinfo=UTC)


def since_new_job(case=""):
    """The moment since which papers of one job are of the job of a case; long ago when the person was bound to no other.

    ``case``: the way to the Placement, "placement__". What one goes back to is no other job.
    """
    way_back = Coalesce(OuterRef(f"{case}earlier"), Value(0))
    of_other = Q(source__in=sorted(COMMITTED)) & ~Q(target__in=sorted(COMMITTED)) & ~Q(placement=way_back)
    of_own = Q(event="employer_withdraws", placement=OuterRef(f"{case}pk"))
    ended = PlacementStep.objects.filter(of_other | of_own, placement__candidate=OuterRef(f"{case}candidate"))
    return Coalesce(Subquery(ended.order_by("-taken_at").values("taken_at")[:1]), Value(_ALWAYS))


def of_job(documents, since, begun):
    """Those of ``documents`` that are no paper of another job, handed in before ``since``; nor a letter of another leave, handed
    in before the case was ``begun``.
    """
    of_this_leave = ~Q(paper=Paper.LEAVE_LETTER) | Q(handed_in_at__gte=begun)
    return documents.filter(~Q(paper__in=sorted(OF_ONE_JOB)) | Q(handed_in_at__gte=since), of_this_leave)


def due_before(step):
    """DueSteps up to ``step``."""
    return DueStep.values[: DueStep.values.index(step) + 1]


class CasePaperQuerySet(models.QuerySet):
    def asked(self):
        """Those that somebody has to hand in: not the card itself, nor proof of what the portal itself wrote down."""
        attended = PlacementStep.objects.filter(placement=OuterRef("placement"), attendance__isnull=False)
        known = Q(Exists(attended), paper=Paper.OPP_CERT, placement__reached__contains=[Milestone.OPP_DONE])
        return self.filter(~known, need=PaperNeed.REQUIRED).exclude(paper=Paper.E_CARD)

    def not_in_order(self, day):
        """Those asked for that are not accepted, or don't count on ``day``: each guard and each list goes by this one."""
        held = Document.objects.current().filter(
            candidate=OuterRef("placement__candidate"), paper=OuterRef("paper"), state=Document.State.ACCEPTED
        )
        held = of_job(held.counting_on(day), OuterRef("since"), OuterRef("placement__created_at"))
        return self.asked().alias(since=since_new_job("placement__")).exclude(Exists(held))

    def judged_here(self):
        """Those that the office judges with the case: the others are judged with the registration."""
        pins = PinnedPaper.objects.filter(
            registration=OuterRef("placement__registration"), paper=OuterRef("paper"), due__in=sorted(BEFORE_VERIFIED)
        )
        return self.exclude(Exists(pins))

    def letters_missing(self):
        """Letters of an offer that are asked for, and were never sent for this job or were given back."""
        sent = Document.objects.current().filter(
            candidate=OuterRef("placement__candidate"), paper=OuterRef("paper"), state__in=_SENT
        )
        sent = of_job(sent, OuterRef("since"), OuterRef("placement__created_at"))
        letters = self.filter(paper__in=OF_OFFER, need=PaperNeed.REQUIRED).alias(since=since_new_job("placement__"))
        return letters.exclude(Exists(sent))

    def to_look_at(self):
        """Those judged here before some step, handed in and judged by nobody yet; each with ``handed_in_at``."""
        handed_in = Document.objects.current().filter(
            candidate=OuterRef("placement__candidate"), paper=OuterRef("paper"), state=Document.State.HANDED_IN
        )
        handed_in = of_job(handed_in, OuterRef("since"), OuterRef("placement__created_at"))
        found = self.judged_here().exclude(due="").alias(since=since_new_job("placement__")).filter(Exists(handed_in))
        return found.annotate(handed_in_at=Subquery(handed_in.values("handed_in_at")[:1]))


class CasePaper(models.Model):
    """A paper that a running case needs, by the rules of its first day for its scheme, country and work."""

    placement = models.ForeignKey("placements.Placement", on_delete=models.PROTECT, related_name="papers")
    paper = models.CharField(_("paper"), max_length=20, choices=Paper)
    rule = models.ForeignKey("jobs.PaperRule", on_delete=models.PROTECT, related_name="+")
    need = models.CharField(_("needed"), max_length=8, choices=PaperNeed)
    due = models.CharField(_("due before"), max_length=20, choices=DueStep, blank=True)  # "": not written down

    objects = CasePaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper of a placement")
        verbose_name_plural = _("papers of placements")
        constraints = [
            models.UniqueConstraint(name="placement_needs_a_paper_once", fields=["placement", "paper"]),
        ]

    def __str__(self):
        return f"{self.placement_id} {self.paper}"
