"""What one officer proposes about a rule and a second one publishes."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jobs.choices import RuleAct
from jobs.rules_room.workflow import STEPS, DraftState
from portal.workflow import StepEntry, StepReason


class RuleDraft(models.Model):
    """A new rule, the end of one, or the word that one was compared with its decree. Published, it never changes.

    ``facts`` holds the codes of a new rule's own columns: each kind of rule has others, and nothing searches them here.
    """

    kind = models.CharField(_("kind of rule"), max_length=20)  # a code of jobs.rules_room.kinds
    act = models.CharField(_("what is proposed"), max_length=5, choices=RuleAct)
    rule_id = models.BigIntegerField(null=True, editable=False)  # which rule is ended or compared
    facts = models.JSONField(default=dict, blank=True)
    decree_number = models.CharField(_("number of the decree"), max_length=200)
    article = models.CharField(_("article"), max_length=60, blank=True)
    decree_date = models.DateField(_("date of the decree"))
    source_name = models.CharField(_("source"), max_length=200)
    source_url = models.URLField(_("address of the source"), max_length=500, blank=True)
    file_reference = models.CharField(_("where the scan is kept"), max_length=200, blank=True)  # for colleagues
    scan = models.ForeignKey("jobs.Scan", on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    # Of a new rule. From None: from the day it is published. To None: until it is ended.
    valid_from = models.DateField(_("in force from"), null=True, blank=True)
    valid_to = models.DateField(_("in force until"), null=True, blank=True)
    submission_key = models.UUIDField(unique=True, null=True, editable=False)  # a form sent twice is one draft
    state = models.CharField(_("state"), max_length=12, choices=DraftState, default=DraftState.DRAFT, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    drafted_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, editable=False, related_name="+")
    published_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    published_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    State = DraftState
    steps = STEPS

    class Meta:
        verbose_name = _("draft of a rule")
        verbose_name_plural = _("drafts of rules")
        indexes = [models.Index(name="rule_draft_newest_of_state", fields=["state", "-id"])]
        constraints = [
            models.CheckConstraint(
                name="rule_is_published_by_a_second_person",
                condition=Q(published_by=None) | ~Q(published_by=F("drafted_by")),
            ),
            models.CheckConstraint(
                name="rule_draft_published_names_who_and_when",
                condition=~Q(state=DraftState.PUBLISHED) | Q(published_by__isnull=False, published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="rule_draft_names_a_rule_unless_it_is_new",
                condition=Q(act=RuleAct.ADD, rule_id=None) | ~Q(act=RuleAct.ADD) & Q(rule_id__isnull=False),
            ),
            models.CheckConstraint(
                name="rule_draft_dates_in_order",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
            ),
        ]

    def __str__(self):
        return str(self.pk)

    def get_absolute_url(self):
        return reverse("rules_room:draft", args=[self.pk])

    def basis(self, language):
        """The legal basis as a published rule prints it, in ``id`` or ``en``."""
        word = "article" if language == "en" else "pasal"
        return f"{self.decree_number}, {word} {self.article}" if self.article else self.decree_number

    def record_step(self, facts, reason):
        """Write the history of the step that is being taken."""
        entry = RuleDraftStep.objects.create(draft=self, **facts)
        if reason:
            RuleDraftReason.objects.create(step=entry, text=reason)
        if facts["event"] == "publish":
            # The door writes state and publisher in its own statement; both must never be seen without the moment.
            self.published_at = entry.taken_at
            self.save(update_fields=["published_at"])
        return entry

    def previous_state(self):
        return DraftState.DRAFT

    def after_step(self):
        """Nothing follows from a state alone: publishing acts in jobs.rules_room.services."""


class RuleDraftStep(StepEntry):
    """The history of a draft; the database refuses to change it."""

    draft = models.ForeignKey(RuleDraft, on_delete=models.PROTECT, related_name="history")

    class Meta:
        verbose_name = _("step of a rule's draft")
        verbose_name_plural = _("steps of rules' drafts")


class RuleDraftReason(StepReason):
    step = models.OneToOneField(RuleDraftStep, on_delete=models.PROTECT, related_name="reason")

    class Meta:
        verbose_name = _("reason of a rule's step")
        verbose_name_plural = _("reasons of rules' steps")
