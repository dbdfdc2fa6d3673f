"""Who signed up for a batch, what they scored, and lists of scores on their way in."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.lib import codes
from portal.messaging.kinds import kind_named
from portal.messaging.services import owe
from registrations.owing import contact_of_candidate
from registrations.permissions import REVIEWERS
from registrations.placements.programmes import ranking
from registrations.placements.programmes.workflow import HAS_RESULT, Standing, State


class SignUpQuerySet(models.QuerySet):
    def visible_to(self, by):
        """People of the office that clears them; to the ministry they are codes and counts (``listed.codes``)."""
        return self.filter(registration__office=by.office_id) if by.role in REVIEWERS else self.none()

    def standing(self):
        return self.exclude(standing=Standing.WITHDRAWN)


class SignUp(models.Model):
    """One person in one batch. Rank and outcome are kept from the first scores on and told once they are published."""

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    batch = models.ForeignKey("placements.Batch", on_delete=models.PROTECT, related_name="sign_ups")
    registration = models.ForeignKey("registrations.Registration", on_delete=models.PROTECT, related_name="sign_ups")
    candidate = models.ForeignKey("registrations.Candidate", on_delete=models.PROTECT, related_name="sign_ups")
    standing = models.CharField(_("state"), max_length=15, choices=Standing, default=Standing.SIGNED_UP, editable=False)
    signed_up_at = models.DateTimeField(default=timezone.now, editable=False)
    total = models.DecimalField(max_digits=9, decimal_places=2, null=True, editable=False)
    rank = models.PositiveIntegerField(null=True, editable=False)
    # Which Standing publishing would give; "" without scores.
    outcome = models.CharField(max_length=15, blank=True, editable=False)
    submission_key = models.UUIDField(unique=True, null=True, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = SignUpQuerySet.as_manager()

    class Meta:
        verbose_name = _("sign-up for a programme")
        verbose_name_plural = _("sign-ups for programmes")
        constraints = [
            models.UniqueConstraint(
                name="person_signs_up_once_for_a_batch",
                fields=["batch", "candidate"],
                condition=~Q(standing=Standing.WITHDRAWN),
            ),
            models.CheckConstraint(
                name="sign_up_on_a_list_has_a_rank",
                condition=~Q(standing__in=[Standing.ON_ROSTER, Standing.WAITING, Standing.CHOSEN]) | ~Q(rank=None),
            ),
        ]
        indexes = [
            models.Index(name="sign_ups_by_rank", fields=["batch", "rank", "id"]),
            models.Index(name="sign_ups_by_standing", fields=["batch", "standing", "id"]),
            models.Index(name="sign_ups_of_a_person", fields=["candidate", "-id"]),
        ]

    def __str__(self):
        return self.number

    def save(self, *args, **kwargs):
        if not self.number:
            self.number = codes.new_code(codes.SIGN_UP)
        super().save(*args, **kwargs)

    @property
    def has_result(self):
        """Whether the person may read how it went."""
        return self.standing in HAS_RESULT


def standing_follows(case, event):
    """Bring the place on the roster in line with the step just taken; for the transaction of that step.

    Whose employer withdraws can be chosen again as long as the roster stands; whoever withdraws makes room for the next.
    """
    if case.sign_up_id is None or event not in {"shortlist", "employer_withdraws", "withdraw", "not_fit", "close"}:
        return
    batch = case.sign_up.batch
    rows = SignUp.objects.filter(pk=case.sign_up_id)
    if event == "shortlist":
        rows.update(standing=Standing.CHOSEN)
    elif event == "employer_withdraws":
        rows.update(standing=Standing.ON_ROSTER if batch.state == State.PUBLISHED else Standing.LAPSED)
    elif event == "withdraw":
        leave_roster(type(batch).objects.select_for_update(of=("self",)).get(pk=batch.pk), rows)
    else:
        rows.filter(standing=Standing.ON_ROSTER).update(standing=Standing.LAPSED)


def leave_roster(batch, rows, **unread):
    """Whoever ``rows`` finds withdraws; their place goes to who waits first, with word of it. For who holds the batch."""
    rows.update(standing=Standing.WITHDRAWN, **unread)
    if batch.state == State.PUBLISHED and (key := ranking.move_up(batch)):
        row = SignUp.objects.get(pk=key)
        if contact := contact_of_candidate(row.candidate):
            owe(kind_named("placements.moved_up"), subject=row, contact=contact, office=row.registration.office)


class TestResult(models.Model):
    """Points of one person in one part."""

    __test__ = False

    sign_up = models.ForeignKey(SignUp, on_delete=models.PROTECT, related_name="results")
    part = models.ForeignKey("placements.TestPart", on_delete=models.PROTECT, related_name="+")
    score = models.DecimalField(_("points"), max_digits=6, decimal_places=2)

    class Meta:
        verbose_name = _("result of a test")
        verbose_name_plural = _("results of tests")
        constraints = [
            models.UniqueConstraint(name="person_has_one_result_per_part", fields=["sign_up", "part"]),
            models.CheckConstraint(name="result_is_not_below_nothing", condition=Q(score__gte=0)),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"


class ScoreList(models.Model):
    """An uploaded list of scores: looked at first, then written. Its content goes when it is written, or after a day."""

    batch = models.ForeignKey("placements.Batch", on_delete=models.PROTECT, related_name="score_lists")
    membership = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)
    written_at = models.DateTimeField(null=True, editable=False)
    content = models.BinaryField(default=b"", editable=False)  # codes and points, no names
    # Pairs of row and sentences, the first of them.
    refused = models.JSONField(default=list, editable=False)
    rows = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    rejected = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("list of scores")
        verbose_name_plural = _("lists of scores")
        constraints = [
            models.CheckConstraint(
                name="score_list_counts_add_up",
                condition=Q(rows=F("created") + F("updated") + F("unchanged") + F("rejected")),
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"
