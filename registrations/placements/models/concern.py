from datetime import timedelta

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.accounts.acting import Acting
from portal.accounts.roles import Role
from portal.audit import kept
from portal.workflow import StepEntry
from registrations.placements.concerns.workflow import OPEN, STEPS, State
from registrations.placements.owing import owe_answer

# After so long without anybody the ministry sees it as well.
UNTAKEN = timedelta(days=3)


class ConcernQuerySet(models.QuerySet):
    def visible_to(self, by):
        """Of the head of the office that clears; of the ministry what is about an office, what nobody took, and
        what it has answered since.
        """
        if by.role == Role.MINISTRY_ADMIN:
            forgotten = Q(state=State.RAISED, raised_at__lt=timezone.now() - UNTAKEN)
            taken = Q(pk__in=ConcernStep.objects.filter(role=by.role).values("concern"))
            found = self.filter(Q(is_about_office=True) | forgotten | taken)
        elif by.role == Role.BP3MI_HEAD:
            found = self.filter(placement__office=by.office_id, is_about_office=False)
        else:
            return self.none()
        return found.exclude(placement__registration__candidate__user=by.user_id)

    def open(self):
        return self.filter(state__in=sorted(OPEN))


class Concern(models.Model):
    """A person says that something is wrong on their way. Neither the company nor the other officers of the case see it.

    ``is_about_office``: about an officer or an office, by the person's word; then that office never sees it.
    """

    class Kind(models.TextChoices):
        MONEY = "money", _("Somebody asks me for money")
        PAPERS = "papers", _("Somebody keeps my papers")
        OTHER_JOB = "other_job", _("The job is not what was promised")
        PRESSED = "pressed", _("I am pressed to sign or to go")
        THREATENED = "threatened", _("I am threatened or not free to leave")
        NO_ANSWER = "no_answer", _("Nobody answers me")
        OTHER = "other", _("Something else")

    class Reach(models.TextChoices):
        MESSAGE = "message", _("Send me a message as always")
        CALL = "call", _("Call me")
        HERE = "here", _("Don't contact me: I read the answer here")

    placement = models.ForeignKey("placements.Placement", on_delete=models.PROTECT, related_name="concerns")
    kind = models.CharField(_("what is wrong"), max_length=12, choices=Kind)
    is_about_office = models.BooleanField(_("about an officer or an office"))
    reach = models.CharField(_("how to be reached"), max_length=8, choices=Reach)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.RAISED, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    submission_key = models.UUIDField(unique=True, editable=False)
    raised_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    steps = STEPS
    objects = ConcernQuerySet.as_manager()

    class Meta:
        verbose_name = _("word that something is wrong")
        verbose_name_plural = _("words that something is wrong")
        indexes = [
            models.Index(
                name="concerns_that_wait", fields=["raised_at", "id"], condition=Q(state__in=["raised", "taken"])
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"

    # What take_step asks ----------------------------------------------------------------------------
    def previous_state(self):
        return State.RAISED

    def record_step(self, facts, reason):
        self.taken = ConcernStep.objects.create(concern=self, **facts)
        by = Acting(user=facts["user"], system=facts["system"])
        kept.keep(by, self.taken)
        if reason:
            kept.keep(by, ConcernAnswer.objects.create(step=self.taken, text=reason))

    def after_step(self):
        owe_answer(self.taken)


class ConcernWords(models.Model):
    """The person's own words: a row of its own, so that they can be emptied while the rest stays."""

    concern = models.OneToOneField(Concern, on_delete=models.PROTECT, related_name="words")
    text = models.TextField(_("in own words"))

    class Meta:
        verbose_name = _("words of a person")
        verbose_name_plural = _("words of people")

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"


class ConcernStep(StepEntry):
    """Who took, answered or settled it; the database refuses to change it."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="history")

    class Meta:
        verbose_name = _("step of a word that something is wrong")
        verbose_name_plural = _("steps of words that something is wrong")
        indexes = [models.Index(name="concern_history", fields=["concern", "id"])]


class ConcernAnswer(models.Model):
    """What was answered; the person reads it."""

    step = models.OneToOneField(ConcernStep, on_delete=models.PROTECT, related_name="answer")
    text = models.TextField(_("answer"))

    class Meta:
        verbose_name = _("answer to a person")
        verbose_name_plural = _("answers to people")

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"
