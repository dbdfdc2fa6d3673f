from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Topic(models.TextChoices):
    """What somebody who came home is asked."""

    UNPAID = "unpaid", _("Wage that was not paid")
    CLAIM = "claim", _("A claim at BPJS Ketenagakerjaan")
    PAPERS = "papers", _("Papers that the employer or an agent still holds")
    HEALTH = "health", _("Help with health, also of the mind")
    TRAINING = "training", _("Training")
    BUSINESS = "business", _("Starting a business")


class Body(models.TextChoices):
    """Who can help."""

    PROTECTION = "protection", _("Protection desk of BP3MI")
    BPJS = "bpjs", _("BPJS Ketenagakerjaan")
    HEALTH_CENTRE = "health_centre", _("Health centre (puskesmas)")
    BLK = "blk", _("Training centre (BLK)")
    DISNAKER = "disnaker", _("Labour office (Disnaker)")


class HomeNeed(models.Model):
    """One answer of the arrival checklist. Never asked: no row."""

    class Answer(models.TextChoices):
        YES = "yes", _("Yes")
        LATER = "later", _("Later, ask me again")
        NO = "no", _("No")

    placement = models.ForeignKey("placements.Placement", on_delete=models.PROTECT, related_name="home_needs")
    topic = models.CharField(_("need"), max_length=10, choices=Topic)
    answer = models.CharField(_("answer"), max_length=6, choices=Answer)
    # Who wrote it down; None: the person.
    membership = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("need of somebody who came home")
        verbose_name_plural = _("needs of people who came home")
        constraints = [
            models.UniqueConstraint(name="home_need_is_asked_once", fields=["placement", "topic"]),
        ]

    def __str__(self):
        return f"{self.topic} {self.answer}"


class ReferralQuerySet(models.QuerySet):
    def open(self):
        return self.filter(outcome="")


class Referral(models.Model):
    """A need that was given to somebody who can help, until it is known what came of it."""

    class Outcome(models.TextChoices):
        HELPED = "helped", _("Helped")
        IN_PART = "in_part", _("Helped in part")
        NO_HELP = "no_help", _("No help was possible")
        NOT_WANTED = "not_wanted", _("No longer wanted")

    need = models.OneToOneField(HomeNeed, on_delete=models.PROTECT, related_name="referral")
    placement = models.ForeignKey("placements.Placement", on_delete=models.PROTECT, related_name="referrals")
    to = models.CharField(_("given to"), max_length=15, choices=Body)
    referred_on = models.DateField(_("since"))
    outcome = models.CharField(_("what came of it"), max_length=10, choices=Outcome, blank=True)
    outcome_on = models.DateField(_("day of the outcome"), null=True, blank=True)
    outcome_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, null=True, related_name="+")

    objects = ReferralQuerySet.as_manager()

    class Meta:
        verbose_name = _("referral of somebody who came home")
        verbose_name_plural = _("referrals of people who came home")
        constraints = [
            models.CheckConstraint(
                name="referral_has_an_outcome_with_its_day",
                condition=Q(outcome="", outcome_on=None) | ~Q(outcome="") & Q(outcome_on__isnull=False),
            ),
        ]
        indexes = [
            models.Index(name="referrals_without_outcome", fields=["referred_on", "id"], condition=Q(outcome="")),
        ]

    def __str__(self):
        return f"{self.to} {self.referred_on}"


QUESTIONS = {
    Topic.UNPAID: _("Is wage still owed to you?"),
    Topic.CLAIM: _("Do you have something to claim at BPJS Ketenagakerjaan?"),
    Topic.PAPERS: _("Does the employer or an agent still hold papers of yours?"),
    Topic.HEALTH: _("Do you need help with your health, also of the mind?"),
    Topic.TRAINING: _("Do you want training?"),
    Topic.BUSINESS: _("Do you want to start a business?"),
}
# To whom a yes is given.
HELPS = {
    Topic.UNPAID: Body.PROTECTION,
    Topic.CLAIM: Body.BPJS,
    Topic.PAPERS: Body.PROTECTION,
    Topic.HEALTH: Body.HEALTH_CENTRE,
    Topic.TRAINING: Body.BLK,
    Topic.BUSINESS: Body.DISNAKER,
}
