"""Programmes of the government and their batches: what is asked, when, and who comes onto the roster."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jobs import ages
from jobs.choices import Education, EmployerKind, Scheme
from jobs.models import country_is_open
from jobs.models.sources import Sourced
from portal.accounts.acting import Acting
from portal.audit import kept
from portal.lib import codes
from portal.lib.dates import WIB, today_in
from portal.lib.language import in_page_language
from portal.workflow import StepEntry
from registrations.permissions import REVIEWERS
from registrations.placements.models.terms import Terms, constraints_of
from registrations.placements.programmes import owing, ranking
from registrations.placements.programmes.permissions import ROOM_ROLES
from registrations.placements.programmes.workflow import PUBLIC, STEPS, State, TieRule

OF_PROGRAMMES = [(one.value, one.label) for one in (Scheme.G_TO_G, Scheme.G_TO_P)]


class Programme(Sourced):
    """One agreement between states: what it asks is data with a source, the same for each batch."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=150)
    name_en = models.CharField(_("English name"), max_length=150, blank=True)
    scheme = models.CharField(_("scheme"), max_length=12, choices=OF_PROGRAMMES)
    # What bans and stops are asked by.
    destination = models.ForeignKey(
        "jobs.Destination", on_delete=models.PROTECT, related_name="+", verbose_name=_("country")
    )
    occupation = models.ForeignKey(
        "jobs.Occupation",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("occupation"),
    )
    employer_kind = models.CharField(
        _("kind of employer"), max_length=10, choices=EmployerKind, default=EmployerKind.CORPORATE
    )
    # On the last day to sign up.
    age_min = models.PositiveSmallIntegerField(_("youngest age"), null=True, blank=True)
    age_max = models.PositiveSmallIntegerField(_("oldest age"), null=True, blank=True)
    education_min = models.CharField(_("education, at least"), max_length=3, choices=Education, blank=True)
    language_requirement = models.CharField(_("language"), max_length=200, blank=True)
    language_requirement_en = models.CharField(_("language, in English"), max_length=200, blank=True)
    other_requirements = models.TextField(_("other needs"), blank=True)
    other_requirements_en = models.TextField(_("other needs, in English"), blank=True)
    is_demo = models.BooleanField(_("demo data"), default=False)

    class Meta:
        verbose_name = _("programme of the government")
        verbose_name_plural = _("programmes of the government")
        constraints = [
            models.CheckConstraint(
                name="programme_is_of_the_state", condition=Q(scheme__in=[Scheme.G_TO_G, Scheme.G_TO_P])
            ),
            models.CheckConstraint(
                name="programme_ages_are_in_order",
                condition=Q(age_min=None) | Q(age_max=None) | Q(age_min__lte=F("age_max")),
                violation_error_message=_("The youngest age is not above the oldest."),
            ),
            models.CheckConstraint(
                name="programme_names_its_source",
                condition=~Q(source_name=""),
                violation_error_message=_("Name the source: what has none is not shown."),
            ),
        ]

    def __str__(self):
        return in_page_language(self.name, self.name_en)

    @property
    def language(self):
        return in_page_language(self.language_requirement, self.language_requirement_en)

    @property
    def others(self):
        return in_page_language(self.other_requirements, self.other_requirements_en)


class BatchQuerySet(models.QuerySet):
    def public(self):
        return self.filter(state__in=sorted(PUBLIC))

    def visible_to(self, by):
        """Of one that is prepared knows who holds it; all others are public anyway."""
        if by.role not in ROOM_ROLES:
            return self.none()
        return self.filter(~Q(state=State.PREPARED) | Q(office=by.office_id)) if by.role in REVIEWERS else self

    def with_page_details(self):
        return self.select_related("programme__destination__country", "office").prefetch_related("parts")


class Batch(Terms):
    """One round of a programme: a window to sign up, a test, a ranking, a roster for a time.

    Its terms are what the programme promises whoever is chosen; what it doesn't state is empty.
    """

    number = models.CharField(_("code"), max_length=16, unique=True, editable=False)
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, related_name="batches", verbose_name=_("programme")
    )
    name = models.CharField(_("name of the batch"), max_length=100)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.PREPARED, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    # Who holds it.
    office = models.ForeignKey("places.Office", on_delete=models.PROTECT, related_name="+")
    # Days in Jakarta, both included.
    opens_on = models.DateField(_("first day to sign up"))
    closes_on = models.DateField(_("last day to sign up"))
    places_total = models.PositiveIntegerField(_("places"))
    # None: not stated, so anybody may take any of them.
    places_male = models.PositiveIntegerField(_("at most for men"), null=True, blank=True)
    places_female = models.PositiveIntegerField(_("at most for women"), null=True, blank=True)
    # Points in all; None: the programme states none.
    pass_mark = models.DecimalField(_("points needed at least"), max_digits=7, decimal_places=2, null=True, blank=True)
    tie_rule = models.CharField(_("with the same points"), max_length=10, choices=TieRule, default=TieRule.EARLIER)
    test_on = models.DateField(_("day of the test"), null=True, blank=True)
    test_place = models.CharField(_("place of the test"), max_length=200, blank=True)
    # None: not stated. 0: nothing.
    test_fee = models.DecimalField(_("fee of the test"), max_digits=12, decimal_places=2, null=True, blank=True)
    fee_currency = models.CharField(_("its currency"), max_length=3, default="IDR", help_text="ISO 4217")
    roster_until = models.DateField(_("last day of the roster"), null=True, blank=True)
    # Two different people: who brought the last scores, who published.
    scored_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    published_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    published_on = models.DateField(null=True, editable=False)
    ended_on = models.DateField(null=True, editable=False)
    # Everybody reads it.
    called_off_reason = models.TextField(_("why it was called off"), blank=True, default="", db_default="")
    is_demo = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    steps, State = STEPS, State
    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("batch of a programme")
        verbose_name_plural = _("batches of programmes")
        constraints = [
            models.UniqueConstraint(
                name="programme_has_a_batch_once",
                fields=["programme", "name"],
                violation_error_message=_("This programme has a batch of this name already."),
            ),
            models.CheckConstraint(
                name="batch_window_is_in_order",
                condition=Q(opens_on__lte=F("closes_on")),
                violation_error_message=_("The last day to sign up is not before the first."),
            ),
            models.CheckConstraint(
                name="batch_tests_after_its_window",
                condition=Q(test_on=None) | Q(test_on__gt=F("closes_on")),
                violation_error_message=_("The test is after the last day to sign up."),
            ),
            models.CheckConstraint(
                name="batch_has_places",
                condition=Q(places_total__gt=0)
                & (Q(places_male=None) | Q(places_male__lte=F("places_total")))
                & (Q(places_female=None) | Q(places_female__lte=F("places_total"))),
                violation_error_message=_("There is at least one place, and none for one sex beyond all places."),
            ),
            models.CheckConstraint(
                name="batch_is_published_by_another_than_who_scored",
                condition=Q(published_by=None) | (Q(scored_by__isnull=False) & ~Q(published_by=F("scored_by"))),
            ),
            models.CheckConstraint(
                name="batch_published_has_somebody_and_its_days",
                condition=~Q(state__in=[State.PUBLISHED, State.ENDED])
                | Q(published_by__isnull=False, published_on__isnull=False, roster_until__isnull=False),
            ),
            models.CheckConstraint(
                name="batch_called_off_says_why", condition=~Q(state=State.CALLED_OFF) | ~Q(called_off_reason="")
            ),
            *constraints_of(
                "batch",
                wage_has_currency_and_period=_("A wage needs its currency and its period."),
                wage_range_in_order=_("The highest wage is below the lowest."),
                pays_something=_("Work without a wage is no work placement."),
                fits_into_days_and_weeks=_("A day has up to 24 hours, a week up to 7 days."),
                lasts_a_month_to_ten_years=_("A contract lasts a month to ten years."),
            ),
        ]
        indexes = [
            models.Index(name="batches_by_their_end", fields=["state", "-closes_on", "-id"]),
            models.Index(name="batches_of_a_programme", fields=["programme", "-id"]),
        ]

    def __str__(self):
        return f"{self.programme}, {self.name}"

    def save(self, *args, **kwargs):
        if not self.number:
            self.number = codes.new_code(codes.BATCH)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("programmes:batch", args=[self.number])

    # As an order says it ----------------------------------------------------------------------------
    @property
    def title(self):
        """The work that the programme names, "" where it names none."""
        return self.programme.occupation.title if self.programme.occupation_id else ""

    @property
    def title_en(self):
        return self.programme.occupation.title_en if self.programme.occupation_id else ""

    @property
    def title_in_page_language(self):
        return str(self.programme)

    # What guards and pages ask ----------------------------------------------------------------------
    def is_country_open(self, day):
        return Programme.objects.filter(country_is_open(day), pk=self.programme_id).exists()

    def youngest(self, day):
        """Completed years by the programme or the rules in force, whichever asks for more; None: neither says any."""
        return ages.youngest(self.programme, ages.rules_in_force(day))

    def takes_sign_ups(self, day):
        return self.state == State.OPEN and self.opens_on <= day <= self.closes_on

    def has_signed_up(self, by):
        return by.user is not None and self.sign_ups.filter(candidate__user=by.user).exists()

    # What take_step asks ----------------------------------------------------------------------------
    def record_step(self, facts, reason):
        """The history; and the days that the database wants beside a state."""
        taken = BatchStep.objects.create(batch=self, **facts)
        kept.keep(Acting(user=facts["user"], system=facts["system"]), taken)
        today = today_in(WIB)
        self.published_on = today if facts["event"] == "publish" else self.published_on
        self.ended_on = today if facts["event"] in {"end", "call_off"} else self.ended_on
        self.called_off_reason = reason if facts["event"] == "call_off" else self.called_off_reason
        self.save(update_fields=["published_on", "ended_on", "called_off_reason"])

    def after_step(self):
        """People move with it."""
        if self.state == State.PUBLISHED:
            ranking.publish(self)
            owing.owe_at_once("placements.result")
        elif self.state == State.ENDED:
            ranking.lapse(self)
            owing.owe_at_once("placements.roster_ended")
        elif self.state == State.CALLED_OFF:
            ranking.call_off(self)
            owing.owe_at_once("placements.batch_called_off")


class BatchChange(models.Model):
    """What the days and the place of a batch were before somebody moved them; whoever has signed up hears of it."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="changes")
    closes_on = models.DateField(_("last day to sign up"))
    test_on = models.DateField(_("day of the test"), null=True)
    test_place = models.CharField(_("place of the test"), max_length=200, blank=True)
    changed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("change of a batch")
        verbose_name_plural = _("changes of batches")

    def __str__(self):
        return f"{self.batch_id} {self.changed_at}"


class BatchStep(StepEntry):
    """The history of a batch; the database refuses to change it."""

    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="history")

    class Meta:
        verbose_name = _("step of a batch")
        verbose_name_plural = _("steps of batches")
        indexes = [models.Index(name="batch_history", fields=["batch", "id"])]


class TestPart(models.Model):
    """One part of the test of a batch; its name is the column of the list of scores."""

    __test__ = False  # no test of ours, whatever pytest thinks of its name

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="parts")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(_("part of the test"), max_length=60)
    name_en = models.CharField(_("in English"), max_length=60, blank=True)
    most = models.DecimalField(_("points at most"), max_digits=6, decimal_places=2)

    class Meta:
        verbose_name = _("part of a test")
        verbose_name_plural = _("parts of tests")
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(name="test_has_a_part_once", fields=["batch", "name"]),
            models.UniqueConstraint(name="test_has_one_part_per_place", fields=["batch", "place"]),
            models.CheckConstraint(
                name="test_part_gives_points",
                condition=Q(most__gt=0),
                violation_error_message=_("A part of a test gives some points."),
            ),
        ]

    def __str__(self):
        return in_page_language(self.name, self.name_en)
