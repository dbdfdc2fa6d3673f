"""The vacancy: what a source or a job order says, nothing more. An empty field means "not stated"."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from jobs.choices import (
    CheckKind,
    Education,
    EmployerKind,
    Provision,
    Scheme,
    WagePeriod,
)
from jobs.models.age import AgeRule
from jobs.models.cost import CostRule
from jobs.models.search import VacancySearch
from jobs.models.shelves import VacancyQuerySet
from jobs.models.sources import Sourced
from jobs.models.step import VacancyStep, VacancyStepReason
from jobs.workflow import SETS_CHECKS_ASIDE, STEPS, TO_CHECK, State
from portal.lib import codes
from portal.lib.language import in_page_language, is_english
from portal.workflow import HasHistory

# A vacancy's sort day when its source has no date at all. A sort key only, never shown.
NO_DAY = "1900-01-01"
# As the index of the officers' search has them: whole, so that a beginning finds them in both languages.
TITLE_WORDS = SearchVector("title", config="simple")
# Pages of one vacancy stand where its title does in its own address; without a title there is a word of ours.
PAGES_OF_ONE = {"cocok", "simpan", "tanda-terima", ""}


def slug_of(title):
    """What stands for the title in the address of the vacancy's page."""
    slug = slugify(title)
    return "lowongan" if slug in PAGES_OF_ONE else slug


# What the public still reads of one whose facts an officer is rewriting: that it is there, and its steps.
_TOLD_OF_A_DRAFT = {
    "id", "number", "state", "state_since", "version", "is_demo", "is_redrafted", "created_at", "updated_at",
}  # fmt: skip


class Vacancy(HasHistory, Sourced):
    number = models.CharField(_("code"), max_length=16, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=State, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    # Since when it waits in this state: the order of the officers' queue.
    state_since = models.DateTimeField(db_default=Now(), editable=False)
    job_order_number = models.CharField(_("job order number"), max_length=64, blank=True)

    # The job
    title = models.CharField(_("title"), max_length=250)
    title_en = models.CharField(_("English title"), max_length=250, blank=True)
    title_key = models.CharField(max_length=250, editable=False)  # for identity: case and spaces don't count
    occupation = models.ForeignKey(
        "jobs.Occupation", on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("occupation")
    )
    occupation_as_published = models.CharField(_("occupation as published"), max_length=250, blank=True)
    # A trainee is no migrant worker under UU 18/2017 art. 4(2): such a row is kept and never open.
    is_traineeship = models.BooleanField(_("traineeship"), default=False)
    description = models.TextField(_("the work"), blank=True)

    # Place and parties
    destination = models.ForeignKey(
        "jobs.Destination", on_delete=models.PROTECT, null=True, blank=True, related_name="vacancies"
    )
    city = models.CharField(_("city or region"), max_length=200, blank=True)
    scheme = models.CharField(_("scheme"), max_length=12, choices=Scheme, blank=True)
    scheme_as_published = models.CharField(_("scheme as published"), max_length=40, blank=True)
    placement_company = models.ForeignKey(
        "jobs.PlacementCompany", on_delete=models.PROTECT, null=True, blank=True, related_name="vacancies"
    )
    placement_company_as_published = models.CharField(_("company as published"), max_length=250, blank=True)
    partner_agency = models.ForeignKey(
        "jobs.PartnerAgency", on_delete=models.PROTECT, null=True, blank=True, verbose_name=_("partner agency abroad")
    )
    partner_agency_as_published = models.CharField(_("partner agency as published"), max_length=250, blank=True)
    # One clear name only. Several names, a count or an agent stay text, so that no employer is made up.
    employer = models.ForeignKey("jobs.Employer", on_delete=models.PROTECT, null=True, blank=True)
    employer_as_published = models.CharField(_("employer as published"), max_length=250, blank=True)
    employer_kind = models.CharField(_("kind of employer"), max_length=10, choices=EmployerKind, blank=True)
    permit = models.ForeignKey("jobs.RecruitmentPermit", on_delete=models.PROTECT, null=True, blank=True)
    # Sources print all sorts of numbers here, also a company's own; it proves nothing until checked.
    permit_number_as_published = models.CharField(_("number as published"), max_length=64, blank=True)

    # Places
    quota_total = models.PositiveIntegerField(_("places"), null=True, blank=True)
    quota_male = models.PositiveIntegerField(_("places for men"), null=True, blank=True)
    quota_female = models.PositiveIntegerField(_("places for women"), null=True, blank=True)

    # Pay, in the currency of the source; never converted
    wage_amount_min = models.DecimalField(_("lowest wage"), max_digits=14, decimal_places=2, null=True, blank=True)
    wage_amount_max = models.DecimalField(_("highest wage"), max_digits=14, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, blank=True, help_text="ISO 4217")
    wage_period = models.CharField(_("wage period"), max_length=5, choices=WagePeriod, blank=True)

    # Terms
    contract_months = models.PositiveSmallIntegerField(_("contract, months"), null=True, blank=True)
    hours_per_day = models.DecimalField(_("hours per day"), max_digits=4, decimal_places=2, null=True, blank=True)
    days_per_week = models.DecimalField(_("days per week"), max_digits=3, decimal_places=1, null=True, blank=True)
    overtime_rule = models.CharField(_("overtime"), max_length=250, blank=True)
    annual_leave_days = models.PositiveSmallIntegerField(_("leave, days per year"), null=True, blank=True)
    accommodation = models.CharField(_("housing"), max_length=5, choices=Provision, blank=True)
    meals = models.CharField(_("meals"), max_length=5, choices=Provision, blank=True)
    insurance = models.CharField(_("insurance"), max_length=250, blank=True)

    # Needs
    age_min = models.PositiveSmallIntegerField(_("youngest age"), null=True, blank=True)
    age_max = models.PositiveSmallIntegerField(_("oldest age"), null=True, blank=True)
    education_min = models.CharField(_("education, at least"), max_length=3, choices=Education, blank=True)
    education_as_published = models.CharField(_("education as published"), max_length=200, blank=True)
    language_requirement = models.CharField(_("language"), max_length=200, blank=True)
    experience_months = models.PositiveSmallIntegerField(_("experience, months"), null=True, blank=True)
    other_requirements = models.TextField(_("other needs"), blank=True)

    # Cost as the source words it; amounts that an officer read stand in cost_items
    cost_note = models.TextField(_("note on cost"), blank=True)

    # Dates
    opens_on = models.DateField(_("opens"), null=True, blank=True)
    closes_on = models.DateField(_("closes"), null=True, blank=True)  # None: the source doesn't say
    source_from = models.DateField(_("source, earliest day"), null=True, blank=True, editable=False)
    sort_day = models.DateField(editable=False, default=NO_DAY)
    is_demo = models.BooleanField(_("demo data"), default=False)
    # An officer's copy of this one, to be checked anew; copies share the source's address.
    copied_from = models.ForeignKey("self", on_delete=models.PROTECT, null=True, editable=False, related_name="copies")
    # The upload that brought it; None: not from an upload.
    import_batch = models.ForeignKey(
        "jobs.ImportBatch",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="vacancies",
        db_index=False,
    )
    # Of the form that made it: sent twice, it is one vacancy. None: not from a form.
    submission_key = models.UUIDField(null=True, editable=False)
    verified_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    opened_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    # An officer wrote these facts, and no second person has opened it since: none of them is public.
    is_redrafted = models.BooleanField(default=False, db_default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    State = State
    steps = STEPS
    objects = VacancyQuerySet.as_manager()

    class Meta:
        verbose_name = _("vacancy")
        verbose_name_plural = _("vacancies")
        indexes = [
            models.Index(name="vacancy_newest", fields=["-sort_day", "-id"]),
            models.Index(name="vacancy_newest_of_state", fields=["state", "-sort_day", "-id"]),
            models.Index(name="vacancy_newest_in_country", fields=["destination", "state", "-sort_day", "-id"]),
            models.Index(name="vacancy_closing", fields=["closes_on", "id"]),
            models.Index(name="vacancy_waiting", fields=["state", "state_since", "id"]),
            models.Index(name="vacancy_of_an_upload", fields=["import_batch"], condition=Q(import_batch__isnull=False)),
            GinIndex(TITLE_WORDS, name="vacancy_title_words", fastupdate=False),
            models.Index(name="vacancy_demo", fields=["id"], condition=Q(is_demo=True)),
        ]
        constraints = [
            models.UniqueConstraint(
                name="vacancy_job_order_is_listed_once", fields=["job_order_number"], condition=~Q(job_order_number="")
            ),
            models.UniqueConstraint(
                name="vacancy_of_one_source_is_listed_once",
                fields=["source_name", "source_url", "title_key", "destination"],
                condition=Q(job_order_number="", copied_from=None),
                nulls_distinct=False,
            ),
            models.UniqueConstraint(
                name="vacancy_form_sent_twice_is_one",
                fields=["submission_key"],
                condition=Q(submission_key__isnull=False),
            ),
            models.CheckConstraint(
                name="vacancy_wage_range_in_order",
                condition=Q(wage_amount_min=None)
                | Q(wage_amount_max=None)
                | Q(wage_amount_min__lte=F("wage_amount_max")),
            ),
            models.CheckConstraint(
                name="vacancy_wage_has_currency_and_period",
                condition=Q(wage_amount_min=None, wage_amount_max=None) | ~Q(currency="") & ~Q(wage_period=""),
            ),
            models.CheckConstraint(
                name="vacancy_ages_in_order",
                condition=Q(age_min=None) | Q(age_max=None) | Q(age_min__lte=F("age_max")),
            ),
            models.CheckConstraint(
                name="vacancy_dates_in_order",
                condition=Q(opens_on=None) | Q(closes_on=None) | Q(opens_on__lte=F("closes_on")),
            ),
            models.CheckConstraint(
                name="vacancy_places_by_sex_fit_the_total",
                condition=Q(quota_total=None)
                | Q(quota_male=None) & Q(quota_female=None)
                | Q(quota_male=None, quota_female__lte=F("quota_total"))
                | Q(quota_female=None, quota_male__lte=F("quota_total"))
                | Q(quota_total__gte=F("quota_male") + F("quota_female")),
            ),
            models.CheckConstraint(
                name="vacancy_traineeship_is_never_open", condition=Q(is_traineeship=False) | ~Q(state=State.OPEN)
            ),
            models.CheckConstraint(
                name="vacancy_is_opened_by_a_second_person",
                condition=Q(opened_by=None) | Q(verified_by=None) | ~Q(opened_by=F("verified_by")),
            ),
            models.CheckConstraint(
                name="vacancy_open_was_seen_by_a_second_person",
                condition=~Q(state=State.OPEN) | Q(is_redrafted=False),
            ),
            models.CheckConstraint(
                name="vacancy_reported_names_its_source", condition=~Q(state=State.REPORTED) | ~Q(source_name="")
            ),
        ]

    def __str__(self):
        return self.title

    def save(self, *args, **kwargs):
        if not self.number:
            self.number = codes.new_code(codes.VACANCY)
        if self._state.adding and self.state == State.DRAFT:
            self.is_redrafted = True
        super().save(*args, **kwargs)

    def for_the_public(self):
        """This row with no more than the public may read of it; changed in memory alone, never to be saved."""
        if self.is_redrafted:
            for field in self._meta.concrete_fields:
                if field.name not in _TOLD_OF_A_DRAFT and not field.generated:
                    setattr(self, field.name, None if field.null else field.get_default())
            self.title, self.title_en = f"Lowongan {self.number}", f"Vacancy {self.number}"
            self._prefetched_objects_cache = {name: getattr(self, name).none() for name in ("checks", "cost_items")}
        return self

    def get_absolute_url(self):
        return reverse("jobs:vacancy_detail", args=[self.number, slug_of(self.title)])

    @property
    def title_in_page_language(self):
        return in_page_language(self.title, self.title_en)

    @property
    def title_language(self):
        """``id`` when an English page has to show the Indonesian title, else ""."""
        return "id" if is_english() and not self.title_en else ""

    @property
    def is_fully_checked(self):
        """Whether it may wear the seal: an officer opened it and each of the four checks has its evidence."""
        return self.state == State.OPEN and self.proven_kinds() == set(CheckKind.values)

    def proofs(self):
        """The checks that count now: enough, and not set aside by a later change."""
        return [check for check in self.checks.all() if check.is_proof]

    @property
    def has_public_proofs(self):
        """What one officer found is the office's own affair until a second one has opened it."""
        stopped_before = (
            self.state in {State.SUSPENDED, State.REVOKED} and self.verified_by_id and not self.opened_by_id
        )
        return self.state not in TO_CHECK and not stopped_before

    def proven_kinds(self):
        return {check.kind for check in self.proofs()}

    def checker_ids(self):
        """Whose work the second person looks at: ids of the users who verified it or gave one of its proofs."""
        return {check.checked_by_id for check in self.proofs()} | ({self.verified_by_id} - {None})

    def last_day(self):
        """The earlier of its closing date and the end of its permit, None when neither is known."""
        return min((day for day in (self.closes_on, self.permit_ends_on) if day), default=None)

    @property
    def permit_ends_on(self):
        return self.permit.valid_until if self.permit_id else None

    @property
    def is_company_barred(self):
        return bool(self.placement_company_id) and self.placement_company.is_barred

    def is_open_by_law(self, day):
        """Whether a rule in force on ``day`` opens its country for this employer and work, and none closes it."""
        return type(self).objects.with_standing(day).filter(pk=self.pk, is_country_open=True).exists()

    def has_cost_conflict(self, day):
        """Whether the source asks the candidate for money that a rule in force forbids to ask."""
        return CostRule.objects.in_force(day).forbidding(self).exists()

    def youngest_by_rule(self, day):
        """The youngest age that the rules in force allow for it, None when no rule speaks of it."""
        return max((rule.min_age for rule in AgeRule.objects.in_force(day) if rule.fits(self)), default=None)

    def previous_state(self):
        """The state before the present one, for a step that goes back; without a history it is checked from the start."""
        entry = self.history.filter(target=self.state).order_by("-pk").first()
        return entry.source if entry else State.DRAFT

    def after_step(self):
        """What a visitor may find follows from the state."""
        VacancySearch.objects.refresh(Vacancy.objects.filter(pk=self.pk))

    def record_step(self, facts, reason):
        """Write the history; a step after which the facts may differ also sets the proofs aside."""
        entry = VacancyStep.objects.create(vacancy=self, **facts)
        if reason:
            VacancyStepReason.objects.create(step=entry, text=reason)
        if facts["event"] in SETS_CHECKS_ASIDE:
            self.checks.standing().update(set_aside_at=timezone.now())
        self.state_since = entry.taken_at
        self.is_redrafted = self.is_redrafted and facts["target"] != State.OPEN
        self.save(update_fields=["state_since", "is_redrafted"])
        return entry
