"""The wallet: what a person handed in. One paper serves several registrations of the same person."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Case, Exists, ExpressionWrapper, F, Func, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast, Coalesce, Least
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jobs.choices import Counted, Paper
from jobs.models import ValidityRule
from portal.lib.sealed import SealedTextField
from portal.lib.uploads import CONTENT_TYPES
from registrations.choices import ReasonToCorrect
from registrations.models.passport import Passport
from registrations.models.pinned import PinnedPaper

_LENGTH, _YES = models.DurationField(), models.BooleanField()


class DocumentQuerySet(models.QuerySet):
    def current(self):
        """The newest hand-in of each paper."""
        return self.filter(is_current=True)

    def usable(self):
        """Handed in, and not sent back."""
        return self.filter(state__in=["waiting_scan", "handed_in", "accepted"])

    def still_needed(self):
        """Those that a registration under way asks for before a step that lies ahead."""
        pins = PinnedPaper.objects.ahead().filter(
            registration__candidate=OuterRef("candidate"), paper=OuterRef("paper")
        )
        return self.filter(Exists(pins))

    def with_printed_until(self):
        """Each with ``printed_until``: the last day that the paper itself names; of a passport also as it was typed."""
        booklets = Passport.objects.filter(candidate=OuterRef("candidate"), is_current=True).values("expires_on")
        typed = Case(When(paper=Paper.PASSPORT, then=Subquery(booklets[:1])))
        return self.annotate(printed_until=Coalesce("expires_on", typed))

    def with_last_day(self, day):
        """Each with ``last_day``: the last one on which it counts by the rules of ``day`` for all schemes; None: nobody says."""
        rules = ValidityRule.objects.in_force(day).filter(
            paper=OuterRef("paper"), scheme="", counted=Counted.FROM_ISSUE
        )
        months = Func(Value(0), Subquery(rules.values("months")[:1]), function="make_interval", output_field=_LENGTH)
        by_rule = Cast(ExpressionWrapper(F("issued_on") + months, models.DateTimeField()), models.DateField())
        # In PostgreSQL the least of what is there.
        return self.with_printed_until().annotate(last_day=Least("printed_until", by_rule))

    def counting_on(self, day):
        """Those that nobody says have run out before ``day``."""
        return self.with_last_day(day).filter(Q(last_day=None) | Q(last_day__gte=day))

    def note_last_days(self, day):
        """Write ``runs_out_on`` by the rules of ``day``, where it says otherwise."""
        differs = Func(
            F("runs_out_on"),
            F("last_day"),
            arg_joiner=" IS DISTINCT FROM ",
            template="%(expressions)s",
            output_field=_YES,
        )
        return self.with_last_day(day).filter(differs).update(runs_out_on=F("last_day"))


class Document(models.Model):
    """One hand-in of one paper, of several pages perhaps. An earlier one stays, to be compared with."""

    class State(models.TextChoices):
        WAITING_SCAN = "waiting_scan", _("Waits for the virus scan")
        HANDED_IN = "handed_in", _("An officer looks at it")
        ACCEPTED = "accepted", _("Accepted")
        RETURNED = "returned", _("To be handed in again")
        INFECTED = "infected", _("Held malware and was thrown away")

    candidate = models.ForeignKey("registrations.Candidate", on_delete=models.PROTECT, related_name="documents")
    paper = models.CharField(_("paper"), max_length=20, choices=Paper)
    version = models.PositiveSmallIntegerField(_("version"), validators=[MinValueValidator(1)])
    is_current = models.BooleanField(default=True, editable=False)
    state = models.CharField(_("state"), max_length=15, choices=State, default=State.HANDED_IN)
    number = SealedTextField(_("number"), purpose="document.number")
    issuer = models.CharField(_("issued by"), max_length=120, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    expires_on = models.DateField(_("valid until"), null=True, blank=True)  # None: the paper doesn't say
    # The last day on which it counts, by the paper and the rules; None: nobody says. Kept by registrations.forecast.
    runs_out_on = models.DateField(null=True, editable=False)
    handed_in_at = models.DateTimeField(auto_now_add=True)
    # Who handed it in for the person; None: the person.
    handed_in_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_at = models.DateTimeField(null=True)
    return_reason = models.CharField(_("reason"), max_length=20, choices=ReasonToCorrect, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        constraints = [
            models.UniqueConstraint(name="document_versions_are_counted", fields=["candidate", "paper", "version"]),
            models.UniqueConstraint(
                name="document_is_current_once_per_paper", fields=["candidate", "paper"], condition=Q(is_current=True)
            ),
            models.CheckConstraint(
                name="document_decided_by_somebody",
                condition=~Q(state__in=["accepted", "returned"])
                | Q(reviewed_by__isnull=False, reviewed_at__isnull=False),
            ),
            models.CheckConstraint(
                name="document_returned_for_a_reason", condition=~Q(state="returned") | ~Q(return_reason="")
            ),
            models.CheckConstraint(
                name="document_dates_in_order",
                condition=Q(issued_on=None) | Q(expires_on=None) | Q(issued_on__lte=F("expires_on")),
            ),
        ]
        indexes = [
            models.Index(
                name="document_runs_out",
                fields=["runs_out_on"],
                condition=Q(is_current=True, runs_out_on__isnull=False),
            ),
            models.Index(
                name="document_to_look_at",
                fields=["candidate", "paper"],
                condition=Q(is_current=True, state="handed_in"),
            ),
        ]

    def __str__(self):
        return f"{self.paper} {self.version}"


class DocumentPage(models.Model):
    """One page's file, sealed; it leaves through one view alone."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="pages")
    place = models.PositiveSmallIntegerField(_("page"), validators=[MinValueValidator(1)])
    kind = models.CharField(_("kind"), max_length=3, choices=[(kind, kind.upper()) for kind in CONTENT_TYPES])
    digest = models.CharField(max_length=64, editable=False)  # SHA-256 of the file as it came
    size = models.PositiveIntegerField(_("bytes"), validators=[MinValueValidator(1)])
    file = models.CharField(max_length=100, unique=True, editable=False)  # name in the storage

    class Meta:
        verbose_name = _("page of a document")
        verbose_name_plural = _("pages of documents")
        constraints = [
            models.UniqueConstraint(name="document_has_a_page_once_at_a_place", fields=["document", "place"]),
        ]

    def __str__(self):
        return f"{self.document_id} {self.place}"

    def get_absolute_url(self):
        return reverse("papers:page", args=[self.file])
