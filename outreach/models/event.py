"""The event: one row whoever holds it together, and however many days and places it has."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jobs.models.sources import Sourced
from jobs.names import title_key
from outreach.choices import BudgetSource, Category, Kind, Mode, PartyRole, Topic
from outreach.models.party import Party
from outreach.models.step import EventStep, EventStepReason
from outreach.workflow import PUBLIC, STEPS, State
from portal.accounts.roles import Role
from portal.lib import codes
from portal.lib.dates import WIB
from portal.lib.language import in_page_language
from portal.workflow import HasHistory


class Series(models.Model):
    """A programme that several events belong to."""

    name = models.CharField(_("name"), max_length=150)
    name_en = models.CharField(_("English name"), max_length=150, blank=True)
    office = models.ForeignKey("places.Office", on_delete=models.PROTECT, related_name="+", verbose_name=_("office"))

    class Meta:
        verbose_name = _("series of events")
        verbose_name_plural = _("series of events")
        constraints = [models.UniqueConstraint(name="series_of_an_office_has_one_name", fields=["office", "name"])]

    def __str__(self):
        return in_page_language(self.name, self.name_en)


class EventQuerySet(models.QuerySet):
    def public(self):
        """What anybody may find; a draft that was called off before anybody knew of it stays with its offices."""
        from_draft = EventStep.objects.filter(event_of=OuterRef("pk"), event="cancel", source=State.DRAFT)
        return self.filter(state__in=sorted(PUBLIC)).exclude(Q(state=State.CANCELLED) & Exists(from_draft))

    def owned_by(self, office_id):
        return self.filter(Exists(Party.objects.filter(event=OuterRef("pk"), office=office_id)))

    def visible_to(self, by):
        """The ministry sees all, an office its own, drafts included."""
        if by.role == Role.MINISTRY_ADMIN:
            return self
        return self.owned_by(by.office_id) if by.office_id else self.none()

    def listed(self):
        """What the public list, the feeds and the interface show: each event once."""
        return self.public().filter(same_as=None)

    def in_area(self, code):
        """``code`` of a province, regency, district or village (Kemendagri, with dots) in which a session is."""
        return self.filter(areas__contains=[code])


class Event(HasHistory, Sourced):
    """An empty field means "not recorded". Days are those of the places where it is held."""

    number = models.CharField(_("code"), max_length=16, unique=True, editable=False)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.DRAFT, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    state_since = models.DateTimeField(db_default=Now(), editable=False)

    title = models.CharField(_("title"), max_length=250)
    title_en = models.CharField(_("English title"), max_length=250, blank=True)
    title_key = models.CharField(max_length=250, editable=False)  # for identity: case and spaces don't count
    kind = models.CharField(_("kind"), max_length=24, choices=Kind, blank=True)
    mode = models.CharField(_("how it is held"), max_length=8, choices=Mode, default=Mode.LURING)
    series = models.ForeignKey(
        Series, on_delete=models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("series")
    )
    purpose = models.TextField(_("aim"), blank=True)
    audience = ArrayField(
        models.CharField(max_length=20, choices=Category), default=list, blank=True, verbose_name=_("for whom")
    )
    topics = ArrayField(
        models.CharField(max_length=1, choices=Topic), default=list, blank=True, verbose_name=_("topics")
    )
    # ISO 3166-1 alpha-2.
    countries = ArrayField(models.CharField(max_length=2), default=list, blank=True, verbose_name=_("countries"))
    # None: not recorded.
    has_consultation = models.BooleanField(_("papers are looked at there"), null=True, blank=True)
    has_sign_language = models.BooleanField(_("sign language"), null=True, blank=True)
    # Then no NIK is asked of anybody, and no photo names anybody.
    expects_minors = models.BooleanField(_("people under 18 are expected"), default=False)
    takes_sign_ups = models.BooleanField(_("people sign up before"), default=False)

    # As the source worded it, where an import brought it.
    audience_as_published = models.CharField(_("for whom, as published"), max_length=250, blank=True)
    topics_as_published = models.CharField(_("topics as published"), max_length=500, blank=True)
    speakers_as_published = models.CharField(_("speakers as published"), max_length=250, blank=True)
    materials_as_published = models.CharField(_("materials as published"), max_length=250, blank=True)
    # 2025, 2025-10 or 2025-10-14, "" when not even the year is known.
    date_as_published = models.CharField(_("date as published"), max_length=10, blank=True)
    # Of all that the import made of the source's row: only where it says something else is the event touched again.
    source_fingerprint = models.CharField(max_length=32, blank=True, editable=False)

    budget_source = models.CharField(_("paid from"), max_length=5, choices=BudgetSource, blank=True)
    budget_amount = models.DecimalField(_("amount, rupiah"), max_digits=14, decimal_places=2, null=True, blank=True)

    # Derived from the sessions (``follow_sessions``): first and last day, and the codes of every area one lies in.
    starts_on = models.DateField(_("first day"), null=True, blank=True, editable=False)
    ends_on = models.DateField(_("last day"), null=True, blank=True, editable=False)
    areas = ArrayField(models.CharField(max_length=13), default=list, editable=False)

    # This row tells of the same event as that one, which is the one that counts.
    same_as = models.ForeignKey("self", on_delete=models.PROTECT, null=True, editable=False, related_name="twins")
    reported_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, editable=False, related_name="+")
    checked_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, editable=False, related_name="+")
    submission_key = models.UUIDField(unique=True, null=True, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    State = State
    steps = STEPS
    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        indexes = [
            models.Index(name="event_by_day", fields=["starts_on", "id"]),
            models.Index(name="event_of_state_by_day", fields=["state", "starts_on", "id"]),
            # For the public list: a running event is found by its last day without a look at its row.
            models.Index(
                name="event_public_by_day",
                fields=["starts_on", "id", "ends_on"],
                condition=Q(state__in=sorted(PUBLIC), same_as=None),
            ),
            GinIndex(name="event_areas", fields=["areas"], fastupdate=False),
            models.Index(name="event_of_a_series", fields=["series"], condition=Q(series__isnull=False)),
            models.Index(name="event_demo", fields=["id"], condition=Q(is_demo=True)),
        ]
        constraints = [
            models.CheckConstraint(
                name="event_ends_after_it_starts",
                condition=Q(starts_on=None, ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="event_in_public_has_its_day",
                condition=Q(state__in=[State.DRAFT, State.CANCELLED, State.SOURCED]) | Q(starts_on__isnull=False),
            ),
            models.CheckConstraint(
                name="event_report_is_checked_by_another_person",
                condition=Q(checked_by=None) | ~Q(checked_by=F("reported_by")),
            ),
            models.CheckConstraint(name="event_is_not_its_own_twin", condition=Q(same_as=None) | ~Q(same_as=F("pk"))),
            models.CheckConstraint(
                name="event_of_a_source_names_it", condition=~Q(state=State.SOURCED) | ~Q(source_name="")
            ),
            models.UniqueConstraint(
                name="event_of_one_source_is_listed_once",
                fields=["source_name", "source_url", "date_as_published", "title_key"],
                condition=Q(state=State.SOURCED),
            ),
            models.CheckConstraint(
                name="event_budget_is_no_debt", condition=Q(budget_amount=None) | Q(budget_amount__gte=0)
            ),
        ]

    def __str__(self):
        return in_page_language(self.title, self.title_en)

    def save(self, *args, **kwargs):
        if not self.number:
            self.number = codes.new_code(codes.EVENT)
        self.title_key = title_key(self.title)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("outreach:event", args=[self.number])

    @property
    def organiser(self):
        """The Party that leads it; None while nobody has been named."""
        return next((party for party in self.parties.all() if party.role == PartyRole.ORGANISER), None)

    @property
    def zone(self):
        """Of the first session whose zone is known, else of the organiser's office, else WIB."""
        for session in self.sessions.all():
            if session.time_zone:
                return session.zone
        organiser = self.organiser
        return organiser.office.zone if organiser and organiser.office_id else WIB

    def is_owned_by(self, office_id):
        return office_id is not None and any(party.office_id == office_id for party in self.parties.all())

    def follow_sessions(self):
        """Bring first day, last day and areas in line with the sessions; for the transaction that changed them."""
        sessions = list(self.sessions.select_related("venue"))
        days = [session.held_on for session in sessions if session.held_on]
        if not days and self.state == State.SOURCED and self.starts_on:
            # Several venues on several days: the source tells the days of all, not which was where.
            days = [self.starts_on, self.ends_on]
        self.starts_on, self.ends_on = (min(days), max(days)) if days else (None, None)
        self.areas = sorted({code for session in sessions for code in session.area_codes()})
        self.save(update_fields=["starts_on", "ends_on", "areas", "updated_at"])

    def previous_state(self):
        return self.history.order_by("-pk").values_list("source", flat=True).first()

    def record_step(self, facts, reason):
        entry = EventStep.objects.create(event_of=self, **facts)
        if reason:
            EventStepReason.objects.create(step=entry, text=reason)
        self.state_since = entry.taken_at
        self.save(update_fields=["state_since"])
        return entry

    def after_step(self):
        """Nothing of the event follows from its state."""
