from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobs.choices import DueStep, Paper, PaperNeed, Scheme
from jobs.models import PaperRule
from portal.accounts.acting import Acting
from portal.audit.services import record
from portal.lib import codes
from portal.lib.dates import WIB, today_in
from portal.lib.sealed import BlindIndexField
from portal.workflow import HasHistory, take_step
from registrations.choices import FlagKind, Origin, RejectionGround
from registrations.deadlines import last_day_to_correct
from registrations.models.candidate import Candidate
from registrations.models.disclosure import Disclosure
from registrations.models.document import Document
from registrations.models.flag import Flag
from registrations.models.listed import ListedPerson
from registrations.models.pinned import BEFORE_VERIFIED
from registrations.models.step import RegistrationStep, RegistrationStepReason
from registrations.needed import PAPERS_TO_SUBMIT, asked_of, case_of
from registrations.owing import owe_word_of
from registrations.permissions import REGENCY_READERS, REVIEWERS
from registrations.workflow import HOLDS_NIK, INTERNAL_EVENTS, OPEN, STEPS, UNDECIDED, WITH_OFFICE, State

# What handing in needs of the person, in the order in which it is asked.
NEEDED = ("name", "nik", "kk", "birth_date", "sex", "village", "education")
# Tabs of the desk; each has an index with this very condition.
OFFICERS_TURN = Q(state__in=[State.IN_REVIEW, State.SUBMITTED], rejection_proposed_by=None)
HELD = Q(state=State.ON_HOLD) | Q(is_held_back=True)
HEADS_TURN = HELD | Q(state=State.IN_REVIEW, rejection_proposed_by__isnull=False)
DONE = Q(state__in=[State.CLOSED, State.LAPSED, State.REJECTED, State.VERIFIED, State.WITHDRAWN])


class RegistrationQuerySet(models.QuerySet):
    def visible_to(self, by):
        """Of the office that decides, of the own regency, one's own; typed by the own office or from its lists until the
        person holds it."""
        is_open_to_helpers = Q(candidate__user__last_login=None)
        typed_here = Q(assisted_by__office=by.office_id) & is_open_to_helpers
        if by.role in REVIEWERS:
            handed_in = Q(office=by.office_id) & ~Q(state=State.DRAFT)
            listed_here = Q(office=by.office_id, origin=Origin.LIST) & is_open_to_helpers
            return self.filter(handed_in | listed_here | typed_here)
        if by.role in REGENCY_READERS and by.membership.office.regency_id:
            handed_in = Q(regency=by.membership.office.regency_id) & ~Q(state=State.DRAFT)
            brought = ListedPerson.objects.filter(office=by.office_id).values("registration")
            listed_here = Q(pk__in=brought, regency=by.membership.office.regency_id) & is_open_to_helpers
            return self.filter(handed_in | listed_here | typed_here)
        if by.village_id:
            return self.filter(typed_here, assisted_by=by.membership, candidate__village=by.village_id)
        return self.of_person(by.user)

    def at_desk(self, by):
        """Of the office that decides or of the own regency, never one's own; in a tab that is what was handed in.

        ``visible_to`` without what was typed for people elsewhere: only so each tab finds its index.
        """
        others = self.of_others_than(by)
        if by.role in REVIEWERS:
            return others.filter(office=by.office_id)
        if by.role in REGENCY_READERS and by.membership.office.regency_id:
            return others.filter(regency=by.membership.office.regency_id)
        return self.none()

    def of_others_than(self, by):
        """Without those that are one's own, or may be."""
        own = Candidate.objects.filter(user=by.user_id)
        others = self.exclude(candidate__in=own.values("pk"))
        return others.exclude(candidate__in=own.exclude(merged_into=None).values("merged_into"))

    def of_person(self, user):
        """Those of the account's own row. Of one that was merged into another none: no account gets another's file so."""
        return self.filter(candidate__user=user) if user else self.none()

    def holding_nik(self):
        return self.filter(state__in=HOLDS_NIK)

    def without_number(self):
        """Verified here, not yet recorded in SISKOP2MI; what is held back waits with its head."""
        return self.filter(state=State.VERIFIED, official_id=None, is_held_back=False)

    def with_office(self):
        """The office's turn."""
        return self.filter(state__in=WITH_OFFICE)

    def with_people(self):
        """All that one row of a list shows, in a fixed number of queries."""
        return self.select_related("candidate__village__district__regency", "office__province", "assisted_by")


class Registration(HasHistory, models.Model):
    """One try of a person to be registered as CPMI; its states are moved by portal.workflow.take_step alone."""

    number = models.CharField(_("number"), max_length=16, unique=True, editable=False)
    candidate = models.ForeignKey("registrations.Candidate", on_delete=models.PROTECT, related_name="registrations")
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT, editable=False)
    version = models.PositiveIntegerField(default=0, editable=False)
    state_since = models.DateTimeField(default=timezone.now, editable=False)
    # The office that decides, by where the person lives; and their regency, whose officers may return the file.
    office = models.ForeignKey("places.Office", on_delete=models.PROTECT, null=True, related_name="+")
    regency = models.ForeignKey("places.Regency", on_delete=models.PROTECT, null=True, related_name="+")
    # The candidate's, while it is held: in these two columns the database allows one such registration per person.
    nik_index = BlindIndexField(of="candidate.nik", editable=False)
    nik_index_next = BlindIndexField(of="candidate.nik", is_next=True, editable=False)
    # What the person is interested in; all may stay open.
    scheme = models.CharField(_("scheme"), max_length=12, choices=Scheme, blank=True)
    destination = models.ForeignKey(
        "jobs.Destination", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    isco08 = models.CharField(_("occupation"), max_length=4, blank=True)
    vacancy = models.ForeignKey("jobs.Vacancy", on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    planned_departure_on = models.DateField(_("planned departure"), null=True, blank=True)
    # The version of the privacy notice that the person read for this registration.
    notice = models.ForeignKey("accounts.PolicyText", on_delete=models.PROTECT, null=True, related_name="+")
    origin = models.CharField(_("came by"), max_length=10, choices=Origin, default=Origin.WEB)
    assisted_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, null=True, related_name="+")
    # An officer's form sent twice begins one file.
    submission_key = models.UUIDField(unique=True, null=True, editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    return_by = models.DateField(_("to be corrected by"), null=True, editable=False)
    needs_second_pair = models.BooleanField(_("two officers have to look"), default=False, editable=False)
    # On hold while it lies with the person or is verified: the state says nothing of it, as the person reads the state.
    is_held_back = models.BooleanField(default=False, db_default=False, editable=False)
    first_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    verified_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    rejection_proposed_by = models.ForeignKey("accounts.User", on_delete=models.PROTECT, null=True, related_name="+")
    rejection_ground = models.CharField(_("legal ground"), max_length=20, choices=RejectionGround, blank=True)
    # Whose work it is: dealt out by a head, or returned by this officer. Others take it only when they are gone.
    assigned_to = models.ForeignKey(
        "accounts.Membership", on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    official_id = models.CharField(
        _("number in SISKOP2MI"), max_length=32, unique=True, null=True, blank=True, editable=False
    )
    is_demo = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    steps = STEPS
    objects = RegistrationQuerySet.as_manager()

    class Meta:
        verbose_name = _("registration")
        verbose_name_plural = _("registrations")
        constraints = [
            models.UniqueConstraint(
                name="registration_holds_a_nik_alone", fields=["nik_index"], condition=Q(state__in=sorted(HOLDS_NIK))
            ),
            models.UniqueConstraint(
                name="registration_holds_a_next_nik_alone",
                fields=["nik_index_next"],
                condition=Q(state__in=sorted(HOLDS_NIK)),
            ),
            models.CheckConstraint(
                name="registration_under_way_has_nik_and_office",
                condition=~Q(state__in=sorted(HOLDS_NIK)) | Q(nik_index__isnull=False, office__isnull=False),
            ),
            models.CheckConstraint(
                name="registration_verified_by_another_than_the_first",
                condition=Q(first_by=None) | Q(verified_by=None) | ~Q(first_by=F("verified_by")),
            ),
            models.CheckConstraint(
                name="registration_verified_by_two_where_needed",
                condition=~Q(state="verified") | Q(needs_second_pair=False) | Q(first_by__isnull=False),
            ),
            models.CheckConstraint(
                name="registration_is_verified_by_somebody",
                condition=~Q(state="verified") | Q(verified_by__isnull=False),
            ),
            models.CheckConstraint(
                name="registration_rejected_on_a_ground",
                condition=~Q(state="rejected") | (Q(rejection_proposed_by__isnull=False) & ~Q(rejection_ground="")),
            ),
            models.CheckConstraint(
                name="registration_is_held_back_from_coming_to_the_office",
                condition=Q(is_held_back=False) | Q(state__in=["returned", "verified"]),
            ),
            models.CheckConstraint(
                name="registration_official_id_is_not_empty", condition=Q(official_id=None) | ~Q(official_id="")
            ),
        ]
        indexes = [
            # The queue: longest waiting first.
            models.Index(name="registration_queue", fields=["office", "state", "state_since", "id"]),
            models.Index(name="registration_of_regency", fields=["regency", "state", "state_since", "id"]),
            models.Index(name="registration_to_correct", fields=["return_by"], condition=Q(state="returned")),
            # Where nothing has happened for a week.
            models.Index(
                name="registration_silent",
                fields=["state_since"],
                condition=Q(state__in=sorted(UNDECIDED)),
            ),
            models.Index(
                name="registration_officers_turn", fields=["office", "state_since", "id"], condition=OFFICERS_TURN
            ),
            models.Index(
                name="registration_risky_first",
                fields=["office", "-needs_second_pair", "state_since", "id"],
                condition=OFFICERS_TURN,
            ),
            models.Index(name="registration_heads_turn", fields=["office", "state_since", "id"], condition=HEADS_TURN),
            models.Index(name="registration_done", fields=["office", "-state_since", "-id"], condition=DONE),
            models.Index(
                name="registration_return_ends", fields=["office", "return_by", "id"], condition=Q(state="returned")
            ),
            models.Index(
                name="registration_unrecorded",
                fields=["office", "state_since", "id"],
                condition=Q(state="verified", official_id=None),
            ),
            # The same tabs of a regency's officers: a regency that many leave has as many files as an office.
            models.Index(
                name="registration_regency_turn", fields=["regency", "state_since", "id"], condition=OFFICERS_TURN
            ),
            models.Index(name="registration_regency_done", fields=["regency", "-state_since", "-id"], condition=DONE),
            models.Index(
                name="registration_regency_no_number",
                fields=["regency", "state_since", "id"],
                condition=Q(state="verified", official_id=None),
            ),
        ]

    def __str__(self):
        return self.number

    def save(self, *args, **kwargs):
        if not self.number:
            self.number = codes.new_code(codes.REGISTRATION)
        super().save(*args, **kwargs)

    def missing(self):
        """Labels of what handing in still needs, in the order in which it is asked."""
        candidate = self.candidate
        labels = [candidate._meta.get_field(name).verbose_name for name in NEEDED if not getattr(candidate, name)]
        if not (candidate.email or candidate.user_id or candidate.phones.exists()):
            labels.append(_("a phone number or e-mail"))
        return labels

    def papers_to_submit(self):
        """Papers without which it can't be handed in: of a draft by the rules in force, then as they were pinned."""
        if self.state == State.DRAFT:
            day = today_in(WIB)
            rules = list(PaperRule.objects.to_show(day).order_by("pk"))
            found = [one.paper for one in asked_of(rules, case_of(self, day)) if one.is_due_to_submit]
        else:
            due = self.pinned.filter(need=PaperNeed.REQUIRED, due=DueStep.SUBMITTED)
            found = due.values_list("paper", flat=True)
        return sorted({*map(Paper, found), *PAPERS_TO_SUBMIT}, key=list(Paper).index)

    def papers_missing_to_submit(self):
        """Labels of those that were not handed in, or came back."""
        handed_in = Document.objects.current().usable().filter(candidate=self.candidate_id)
        papers = set(handed_in.values_list("paper", flat=True))
        return [paper.label for paper in self.papers_to_submit() if paper not in papers]

    def papers_not_accepted(self):
        """Labels of the papers due before verification that no officer has accepted, or that have run out since."""
        accepted = Document.objects.current().filter(candidate=self.candidate_id, state=Document.State.ACCEPTED)
        accepted = accepted.counting_on(today_in(WIB))
        due = self.pinned.filter(need=PaperNeed.REQUIRED, due__in=BEFORE_VERIFIED)
        return [row.get_paper_display() for row in due.exclude(paper__in=accepted.values("paper")).order_by("pk")]

    def open_points(self):
        return self.points.filter(corrected_at=None)

    def previous_state(self):
        """The state before; what was verified with papers that were replaced meanwhile has to be looked at."""
        entry = self.history.filter(target=self.state).exclude(source=self.state).order_by("-pk").first()
        before = entry.source if entry else State.IN_REVIEW
        return State.IN_REVIEW if before == State.VERIFIED and self.papers_not_accepted() else before

    @property
    def is_held(self):
        """Whether a suspicion holds it. The person never reads this."""
        return self.state == State.ON_HOLD or self.is_held_back

    def told_version(self):
        """How many steps the person knows of: to be compared with what they saw, so that the office's own never show."""
        return self.history.exclude(event__in=INTERNAL_EVENTS).count()

    def record_step(self, facts, reason):
        self._was_held, self._was_held_back, self._was_updated_at = self.is_held, self.is_held_back, self.updated_at
        self._taken = RegistrationStep.objects.create(registration=self, **facts)
        if reason:
            RegistrationStepReason.objects.create(step=self._taken, text=reason)

    def after_step(self):
        """What the arrival in another state brings along, and what the person is owed of it."""
        if self.state != self._taken.source:
            self._arrive(self._taken.source)
        if self._taken.event in {"release", "let_go"}:
            Disclosure.objects.filter(registration=self, is_withheld=True).update(is_withheld=False)
        if self._taken.event == "hold_back":
            Registration.objects.filter(pk=self.pk).update(is_held_back=True)
            self.is_held_back = True
        if self._taken.event in INTERNAL_EVENTS:  # the person reads when it was last changed
            Registration.objects.filter(pk=self.pk).update(updated_at=self._was_updated_at)
        owe_word_of(self._taken)
        if self._was_held_back and self.state == State.IN_REVIEW:
            self._hold_now()
        if self._was_held and self.state not in OPEN:
            self._keep_in_mind()

    def _hold_now(self):
        """What was held back has come to the office."""
        by, reason = Acting.for_system("hold_back"), _("It was to be held as soon as it came back.")
        held = take_step(self, "hold", by=by, reason=reason)
        self.state, self.version = held.state, held.version

    def _keep_in_mind(self):
        """Nobody gets rid of a hold by withdrawing: what stands on this one comes to the next (flagging.carry_flags)."""
        Flag.objects.get_or_create(registration=self, kind=FlagKind.HELD_BEFORE, ended_at=None)
        record(Acting.for_system(self._taken.event), "registrations.flag_raised", self, reason_code="held_before")

    def _arrive(self, source):
        """Since when it stands there, by when the person shall have corrected it; a NIK let go of is let go of."""
        if self.state not in HOLDS_NIK:
            self.nik_index = self.nik_index_next = None
        # At the office it waits on, held or not: a clock that began anew would tell of the hold.
        if not {source, self.state} <= WITH_OFFICE:
            self.state_since = timezone.now()
        returned = self.state == State.RETURNED
        self.return_by = last_day_to_correct(today_in(self.office.zone)) if returned else None
        # A flag that was raised after it was verified asks for two once it is decided again.
        if self.state == State.IN_REVIEW:
            self.needs_second_pair = self.needs_second_pair or self.flags.standing().exists()
            self.verified_by = None
        columns = ["state_since", "return_by", "nik_index", "nik_index_next", "needs_second_pair", "verified_by"]
        self.save(update_fields=columns)
