from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Least
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from jobs.choices import EmployerKind, Milestone, Scheme
from jobs.procedures import ways
from portal.accounts.acting import Acting
from portal.audit import kept
from portal.lib import codes
from portal.lib.dates import WIB, today_in
from portal.workflow import HasHistory
from registrations.placements.choices import Door, FreezeReason
from registrations.placements.guards import WITH_AGREEMENT
from registrations.placements.models.on_record import OnRecord
from registrations.placements.models.opp import seat_follows
from registrations.placements.models.opp_request import request_follows
from registrations.placements.models.own_offer import SCHEMES
from registrations.placements.models.placement_queries import PlacementQuerySet
from registrations.placements.models.places import give_back, is_full
from registrations.placements.models.promised import Promised
from registrations.placements.models.sign_up import standing_follows
from registrations.placements.models.step import PlacementStep, PlacementStepReason
from registrations.placements.owing import owe_word_of
from registrations.placements.workflow import (
    COMMITTED,
    CORRECTIONS,
    HOLDS_PLACE,
    ON_WAY,
    OPEN,
    STEPS,
    TAKES_BACK,
    State,
)

# Cleared, and whatever follows from it.
CLEARED = (State.READY, State.DEPARTED)
# For them the planned day of departure has passed. Written out: what a column is computed by never changes.
GONE = ["departed", "at_work", "case_open", "returned", "deported", "deceased", "purna"]
# Where the way goes on by a step whose usual days count from the last one.
MOVING = ON_WAY | {State.READY, State.DEPARTED}


class Placement(Promised, OnRecord, HasHistory, models.Model):
    """One way of one person to one job abroad, from the application until they are home again."""

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    registration = models.ForeignKey("registrations.Registration", on_delete=models.PROTECT, related_name="placements")
    candidate = models.ForeignKey("registrations.Candidate", on_delete=models.PROTECT, related_name="placements")
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.DRAFT, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    state_since = models.DateTimeField(default=timezone.now, editable=False)
    door = models.CharField(_("came in by"), max_length=10, choices=Door)
    vacancy = models.ForeignKey("jobs.Vacancy", on_delete=models.PROTECT, null=True, related_name="placements")
    own_offer = models.OneToOneField(
        "placements.OwnOffer", on_delete=models.PROTECT, null=True, related_name="placement"
    )
    # The place on a roster from which an employer chose.
    sign_up = models.OneToOneField("placements.SignUp", on_delete=models.PROTECT, null=True, related_name="placement")
    # The case that one comes back from.
    earlier = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="later")
    scheme = models.CharField(_("scheme"), max_length=12, choices=Scheme)
    # What bans and stops are asked by, as it was on the first day.
    destination = models.ForeignKey("jobs.Destination", on_delete=models.PROTECT, related_name="+")
    occupation = models.ForeignKey("jobs.Occupation", on_delete=models.PROTECT, null=True, related_name="+")
    employer_kind = models.CharField(_("kind of employer"), max_length=10, choices=EmployerKind, blank=True)
    # The order of steps that it began with; None: nobody had written one down.
    procedure = models.ForeignKey("jobs.ProcedureRule", on_delete=models.PROTECT, null=True, related_name="+")
    # Milestones of that order before the card, and those reached so far.
    required = ArrayField(models.CharField(max_length=20), default=list, editable=False)
    reached = ArrayField(models.CharField(max_length=20), default=list, editable=False)
    # The BP3MI that clears; and the regency whose labour office holds selection and agreement.
    office = models.ForeignKey("places.Office", on_delete=models.PROTECT, related_name="+")
    regency = models.ForeignKey("places.Regency", on_delete=models.PROTECT, null=True, related_name="+")
    planned_departure_on = models.DateField(_("day of departure"), null=True, blank=True)
    planned_carrier = models.CharField(_("flight or ship"), max_length=60, blank=True)
    planned_port = models.CharField(_("airport, harbour or border post"), max_length=100, blank=True)
    # The last day on which its next step usually comes; None where nobody has written that down.
    usual_until = models.DateField(null=True, editable=False)
    # From the day after this one it is late: kept by the database.
    late_after = models.GeneratedField(
        expression=Case(
            When(state__in=GONE, then=F("usual_until")), default=Least("usual_until", "planned_departure_on")
        ),
        output_field=models.DateField(null=True),
        db_persist=True,
    )
    e_card_number = models.CharField(_("number of the E-KPMI"), max_length=40, blank=True)
    # Three different people: who verified the registration, who recorded the last paper, who clears.
    verified_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    prepared_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    cleared_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    holds_place = models.BooleanField(default=False, editable=False)
    # As whose the place was taken: what stands of the person may be put right later. None: taken before it was kept.
    place_sex = models.CharField(max_length=10, null=True, editable=False)  # noqa: DJ001 - "" is a sex that nobody stated
    # Whether a Freeze stands, as last recorded: for lists. Guards compute it.
    stands_still = models.BooleanField(default=False, editable=False)
    submission_key = models.UUIDField(unique=True, null=True, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    steps = STEPS
    objects = PlacementQuerySet.as_manager()

    class Meta:
        verbose_name = _("placement")
        verbose_name_plural = _("placements")
        constraints = [
            models.UniqueConstraint(
                name="placement_is_asked_for_once_per_vacancy",
                fields=["candidate", "vacancy"],
                condition=Q(state__in=sorted(OPEN), vacancy__isnull=False),
            ),
            models.UniqueConstraint(
                name="placement_binds_a_person_once", fields=["candidate"], condition=Q(state__in=sorted(COMMITTED))
            ),
            models.CheckConstraint(
                name="placement_through_a_vacancy_names_it", condition=~Q(door="vacancy") | Q(vacancy__isnull=False)
            ),
            models.CheckConstraint(
                name="placement_by_an_own_offer_names_it_and_has_its_scheme",
                condition=~Q(door="own_offer") | Q(own_offer__isnull=False, vacancy=None, scheme__in=SCHEMES),
            ),
            models.CheckConstraint(
                name="placement_by_an_own_offer_is_at_a_legal_body",
                condition=~Q(door="own_offer") | Q(employer_kind="corporate"),
            ),
            models.UniqueConstraint(
                name="placement_by_an_own_offer_is_prepared_once_at_a_time",
                fields=["candidate"],
                condition=Q(door="own_offer", state="draft"),
            ),
            models.CheckConstraint(
                name="placement_back_to_an_employer_names_the_earlier",
                condition=~Q(door="re_entry")
                | Q(earlier__isnull=False, vacancy=None, own_offer=None, scheme="RE_ENTRY"),
            ),
            models.UniqueConstraint(
                name="placement_is_gone_back_to_once_at_a_time",
                fields=["earlier"],
                condition=Q(state__in=sorted(OPEN), earlier__isnull=False),
            ),
            models.CheckConstraint(
                name="placement_through_a_programme_names_it", condition=~Q(door="programme") | Q(sign_up__isnull=False)
            ),
            models.CheckConstraint(
                name="placement_is_cleared_only_when_everything_is_reached",
                condition=~Q(state__in=CLEARED) | Q(reached__contains=F("required")),
            ),
            models.CheckConstraint(
                name="placement_is_cleared_by_another_than_who_verified",
                condition=Q(cleared_by=None) | (Q(verified_by__isnull=False) & ~Q(cleared_by=F("verified_by"))),
            ),
            models.CheckConstraint(
                name="placement_is_cleared_by_another_than_who_prepared",
                condition=Q(cleared_by=None) | Q(prepared_by=None) | ~Q(cleared_by=F("prepared_by")),
            ),
            models.CheckConstraint(
                name="placement_cleared_has_card_and_day_and_somebody",
                condition=~Q(state__in=CLEARED)
                | (~Q(e_card_number="") & Q(planned_departure_on__isnull=False, cleared_by__isnull=False)),
            ),
            models.CheckConstraint(
                name="placement_is_cleared_only_when_insured",
                condition=~Q(state__in=CLEARED) | Q(reached__contains=[Milestone.INSURED]),
            ),
            models.CheckConstraint(
                name="placement_is_cleared_only_with_an_agreement",
                condition=~Q(state__in=CLEARED, scheme__in=WITH_AGREEMENT)
                | Q(reached__contains=[Milestone.PLACEMENT_AGREED]),
            ),
            models.UniqueConstraint(
                name="placement_card_is_given_once", fields=["e_card_number"], condition=~Q(e_card_number="")
            ),
        ]
        indexes = [
            # The board of an office: each state with its oldest first.
            models.Index(name="placement_board", fields=["office", "state", "state_since", "id"]),
            models.Index(name="placement_board_of_regency", fields=["regency", "state", "state_since", "id"]),
            models.Index(
                name="placement_board_by_country", fields=["office", "destination", "state", "state_since", "id"]
            ),
            models.Index(name="placement_board_by_scheme", fields=["office", "scheme", "state", "state_since", "id"]),
            models.Index(
                name="placement_standing_still",
                fields=["office", "state", "state_since", "id"],
                condition=Q(stands_still=True),
            ),
            models.Index(
                name="placement_late",
                fields=["office", "state", "late_after", "id"],
                condition=Q(late_after__isnull=False),
            ),
            models.Index(
                name="placement_late_of_regency",
                fields=["regency", "state", "late_after", "id"],
                condition=Q(late_after__isnull=False),
            ),
            models.Index(name="placements_of_a_person", fields=["candidate", "-id"]),
            models.Index(name="placements_of_a_vacancy", fields=["vacancy", "state", "id"]),
            models.Index(
                name="placement_departures",
                fields=["office", "planned_departure_on", "id"],
                condition=Q(planned_departure_on__isnull=False),
            ),
        ]

    def __str__(self):
        return self.number

    def save(self, *args, **kwargs):
        if not self.number:
            self.number = codes.new_code(codes.PLACEMENT)
        super().save(*args, **kwargs)

    # What guards ask --------------------------------------------------------------------------------
    @cached_property
    def way(self):
        """The steps (jobs.procedures.WayStep) of the procedure it began with; [] when none was written down."""
        return ways(self.procedure) if self.procedure_id else []

    def step_to(self, milestone):
        """The step of its way that leads to ``milestone``; None when the procedure has none."""
        return next((step for step in self.way if step.milestone == milestone), None)

    def coming(self):
        """The steps that may be taken now: not reached, and nothing that they come after is missing."""
        return [one for one in self.way if one.milestone not in self.reached and {*one.after} <= {*self.reached}]

    def usual_last_day(self):
        """Until which day the next step usually comes, by its procedure; None where that is not written down of each."""
        days = [step.days for step in self.coming()] if self.state in MOVING else []
        if not days or None in days:
            return None
        return self.state_since.astimezone(self.office.zone).date() + timedelta(days=max(last for _first, last in days))

    def freeze_reason(self):
        """The FreezeReason for which it stands still today, None for none."""
        cases = type(self).objects.with_freeze(today_in(WIB)).filter(pk=self.pk)
        reason = cases.values_list("freeze", flat=True).get()
        return FreezeReason(reason) if reason else None

    def is_vacancy_full(self):
        return is_full(self.vacancy, self.candidate.sex)

    def others_bound(self):
        return type(self).objects.filter(candidate=self.candidate_id, state__in=COMMITTED).exclude(pk=self.pk)

    # What take_step asks ----------------------------------------------------------------------------
    def previous_state(self):
        """The state before the present one, for a step that goes back."""
        entries = self.history.filter(target=self.state).exclude(source=self.state)
        entry = entries.exclude(event__in=CORRECTIONS).order_by("-pk").first()
        return entry.source if entry else State.APPLIED

    def record_step(self, facts, reason):
        """The history, and what is reached by it: before the state itself, which the database compares with it."""
        self.taken = PlacementStep.objects.create(placement=self, **facts)
        by = Acting(user=facts["user"], system=facts["system"])
        kept.keep(by, self.taken)
        if reason:
            kept.keep(by, PlacementStepReason.objects.create(step=self.taken, text=reason))
        lost = TAKES_BACK.get(facts["event"], frozenset())
        gained = {facts["target"]} & {*Milestone.values}
        self.reached = [one for one in Milestone.values if one in ({*self.reached} - lost) | gained]
        # Who is compared with the one who clears: from then on a later look changes nothing.
        if self.cleared_by_id is None:
            self.verified_by_id = self.registration.verified_by_id
        self.save(update_fields=["reached", "verified_by"])

    def after_step(self):
        """Owe the person word of it. A case that ended before departure gives its place back."""
        owe_word_of(self.taken)
        seat_follows(self, self.taken.event)
        standing_follows(self, self.taken.event)
        request_follows(self, is_on_way=self.state in ON_WAY)
        columns = ["state_since", "usual_until"]
        if self.state != self.taken.source:
            self.state_since = timezone.now()
        self.usual_until = self.usual_last_day()
        if self.holds_place and self.state not in HOLDS_PLACE:
            give_back(self.vacancy, self.candidate.sex if self.place_sex is None else self.place_sex)
            self.holds_place = False
            columns.append("holds_place")
        self.save(update_fields=columns)
