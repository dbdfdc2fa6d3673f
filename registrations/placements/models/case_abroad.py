from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from portal.lib.sealed import SealedTextField
from registrations.placements.workflow import State


class Problem(models.TextChoices):
    UNPAID = "unpaid", _("Wage not paid, or less than agreed")
    OTHER_WORK = "other_work", _("Other work or place than agreed")
    PAPERS_HELD = "papers_held", _("Passport or papers are held")
    VIOLENCE = "violence", _("Violence, threats or touching")
    HEALTH = "health", _("Sick or had an accident")
    LOST_CONTACT = "lost_contact", _("Nobody can reach the worker")
    ENDED_EARLY = "ended_early", _("The contract was ended early")
    OTHER = "other", _("Something else")


class CaseAbroadQuerySet(models.QuerySet):
    def open(self):
        """Those being worked on: of each placement with an open problem the latest one."""
        later = self.model.objects.filter(step__placement=OuterRef("step__placement"), pk__gt=OuterRef("pk"))
        return self.filter(step__placement__state=State.CASE_OPEN).exclude(Exists(later))

    def most_urgent_first(self):
        return self.order_by("-in_danger", "pk")


class CaseAbroad(models.Model):
    """A problem of somebody abroad, told by themselves or by an officer. What was said stands in CaseNote."""

    class Reach(models.TextChoices):
        PAGE = "page", _("Only on this page: send me nothing")
        MESSAGE = "message", _("A short message without any detail")
        CALL = "call", _("A call or chat, as I write below")

    step = models.OneToOneField("placements.PlacementStep", on_delete=models.PROTECT, related_name="case_abroad")
    kind = models.CharField(_("what it is about"), max_length=15, choices=Problem)
    in_danger = models.BooleanField(_("in danger now"), default=False)
    reach = models.CharField(_("safe way to answer"), max_length=10, choices=Reach, default=Reach.PAGE)
    # Number and hour: whoever holds the phone else may read it.
    safe_words = SealedTextField(_("safe number and time"), purpose="case_abroad.safe_words", blank=True)
    # As it was called then; text, as a mission may have no office here.
    mission = models.CharField(_("mission in charge"), max_length=200, blank=True)

    objects = CaseAbroadQuerySet.as_manager()

    class Meta:
        verbose_name = _("problem abroad")
        verbose_name_plural = _("problems abroad")

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"


class CaseNote(models.Model):
    """Something said about a problem, by the person (no membership) or the office. Both read it; its text can be emptied."""

    class Kind(models.TextChoices):
        SAID = "said", _("Written")
        TO_MISSION = "to_mission", _("Sent on to the mission")

    case = models.ForeignKey(CaseAbroad, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.SAID)
    user = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    membership = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, null=True, related_name="+")
    text = SealedTextField(_("words"), purpose="case_note.text", blank=True)
    submission_key = models.UUIDField(unique=True, editable=False)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("words about a problem abroad")
        verbose_name_plural = _("words about problems abroad")
        indexes = [models.Index(name="notes_of_a_case_abroad", fields=["case", "id"])]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"


class Settlement(models.Model):
    """What came of a problem abroad; why, in words, stands with the step."""

    class Outcome(models.TextChoices):
        SOLVED = "solved", _("Solved")
        PARTLY = "partly", _("Solved in part")
        NEW_EMPLOYER = "new_employer", _("Works for another employer now")
        HANDED_ON = "handed_on", _("The mission or another body goes on with it")
        NOT_SOLVED = "not_solved", _("Not solved")
        TAKEN_BACK = "taken_back", _("The worker no longer asks for help")

    step = models.OneToOneField("placements.PlacementStep", on_delete=models.PROTECT, related_name="settlement")
    outcome = models.CharField(_("outcome"), max_length=15, choices=Outcome)

    class Meta:
        verbose_name = _("outcome of a problem abroad")
        verbose_name_plural = _("outcomes of problems abroad")

    def __str__(self):
        return self.outcome
