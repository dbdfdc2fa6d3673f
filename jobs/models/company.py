"""Placement companies (P3MI), what was said about them and when, and their recruitment permits."""

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import MD5, Concat
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from jobs.choices import EmployerKind, LicenceStatus, SanctionGround, StatusBasis
from jobs.models.sources import Sourced
from jobs.names import company_key

# In the note of a statement whose source prints initials only.
_INITIALS = "inisial"


class PlacementCompanyQuerySet(models.QuerySet):
    def matching(self, words):
        """Those whose name contains the words in this order, spelling of PT, case and punctuation aside."""
        return self.filter(name_key__contains=company_key(words)) if words else self

    def after(self, company):
        """Those behind ``company`` in the order of the list: by name, then id."""
        return self.filter(name_key__gte=company.name_key).exclude(name_key=company.name_key, pk__lte=company.pk)

    def with_statements(self):
        """Each with its statements, newest first, in two queries."""
        newest_first = CompanyStatement.objects.select_related("scan").order_by(
            F("said_from").desc(nulls_last=True), "-id"
        )
        return self.prefetch_related(models.Prefetch("statements", queryset=newest_first))


class PlacementCompany(models.Model):
    """Its standing is derived from the statements (jobs/standing.py), never typed."""

    name = models.CharField(_("name"), max_length=200)
    # The name without PT, punctuation and case: what two spellings have in common.
    name_key = models.CharField(_("name for comparison"), max_length=200, db_index=True)
    slug = models.SlugField(max_length=220, unique=True)
    # SIP3MI or the register's number; "" when no source gives one. Never parsed: no public pattern is known.
    licence_number = models.CharField(_("licence number"), max_length=64, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    province = models.CharField(_("province"), max_length=120, blank=True)
    # Suspended or without licence by its newest decision (standing.bars): none of its vacancies is open.
    is_barred = models.BooleanField(_("may not place"), default=False, editable=False)
    is_demo = models.BooleanField(_("demo data"), default=False)

    objects = PlacementCompanyQuerySet.as_manager()

    class Meta:
        verbose_name = _("placement company")
        verbose_name_plural = _("placement companies")
        indexes = [models.Index(name="company_list_by_name", fields=["name_key", "id"])]
        constraints = [
            models.UniqueConstraint(
                name="company_licence_number_is_used_once", fields=["licence_number"], condition=~Q(licence_number="")
            ),
            models.UniqueConstraint(
                name="company_without_licence_is_known_by_its_name",
                fields=["name_key"],
                condition=Q(licence_number=""),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("jobs:company_detail", args=[self.slug])


class CompanyStatementQuerySet(models.QuerySet):
    def newest_list_date(self):
        """ISO date of the newest copy of the ministry's list, "" when there is none."""
        listings = self.filter(basis=StatusBasis.REGISTER_LISTING).exclude(said_from=None)
        return listings.order_by("-said_from").values_list("source_date", flat=True).first() or ""

    def final_sanctions(self, after=None):
        """Decisions with their number, newest first; behind ``after``. No complaint, no mere initials, no news."""
        found = self.filter(
            basis__in=(StatusBasis.DECISION, StatusBasis.SANCTION_ENDED), said_from__isnull=False
        ).exclude(decision_number="")
        found = found.exclude(status="").exclude(note__icontains=_INITIALS).order_by("-said_from", "-pk")
        if after is None:
            return found
        return found.filter(said_from__lte=after.said_from).exclude(said_from=after.said_from, pk__gte=after.pk)


class CompanyStatement(Sourced):
    """One published statement about one company at one date; statements may contradict each other."""

    company = models.ForeignKey(PlacementCompany, on_delete=models.PROTECT, related_name="statements")
    name_as_published = models.CharField(_("name as published"), max_length=200)
    licence_number_as_published = models.CharField(_("number as published"), max_length=64, blank=True)
    # "" when the source gives no status or nothing that it rests on.
    status = models.CharField(_("status"), max_length=10, choices=LicenceStatus, blank=True)
    basis = models.CharField(_("basis"), max_length=20, choices=StatusBasis, blank=True)
    decision_number = models.CharField(_("number of the decision"), max_length=200, blank=True)
    ground = models.CharField(
        _("ground of the sanction"), max_length=20, choices=SanctionGround, blank=True, db_default=""
    )
    licence_from = models.DateField(_("licence valid from"), null=True, blank=True)
    licence_until = models.DateField(_("licence valid until"), null=True, blank=True)
    countries = models.CharField(_("countries"), max_length=200, blank=True, help_text="ISO 3166-1, separated by ;")
    city = models.CharField(_("city"), max_length=120, blank=True)
    province = models.CharField(_("province"), max_length=120, blank=True)
    # Never public: it may hold accusations, amounts and victims that no decision confirmed.
    note = models.TextField(_("note"), blank=True)
    scan = models.ForeignKey("jobs.Scan", on_delete=models.PROTECT, null=True, editable=False, related_name="+")
    # The officer who wrote it down; None: from an import.
    recorded_by = models.ForeignKey(
        "accounts.User", on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    # Earliest day that the source's date can mean; None when it gives none.
    said_from = models.DateField(_("said on or after"), null=True)

    # Of all that was published: the same row again is the same statement. A hash, as a long note fits no index.
    fingerprint = models.GeneratedField(
        expression=MD5(
            Concat(
                *(
                    part
                    for name in (
                        "name_as_published", "licence_number_as_published", "status", "basis", "decision_number",
                        "countries", "city", "province", "note", "source_name", "source_url", "source_date",
                    )
                    for part in (name, Value("\x1f"))
                ),
                output_field=models.TextField(),
            )
        ),
        output_field=models.CharField(max_length=32),
        db_persist=True,
    )  # fmt: skip

    objects = CompanyStatementQuerySet.as_manager()

    class Meta:
        verbose_name = _("statement about a company")
        verbose_name_plural = _("statements about companies")
        indexes = [
            models.Index(
                name="company_decisions_newest",
                fields=["-said_from", "-id"],
                condition=Q(basis__in=["decision", "sanction_ended"]) & ~Q(decision_number=""),
            ),
        ]
        constraints = [
            models.UniqueConstraint(name="company_statement_is_kept_once", fields=["fingerprint"]),
            models.CheckConstraint(
                name="company_licence_dates_in_order",
                condition=Q(licence_from=None) | Q(licence_until=None) | Q(licence_from__lte=F("licence_until")),
            ),
        ]

    def __str__(self):
        return f"{self.name_as_published} ({self.source_date})"

    @property
    def is_about_branch(self):
        """A decision on the permit of one branch says nothing of the company's licence."""
        return "izin cabang" in self.note.lower()

    @property
    def names_initials_only(self):
        """The source prints initials, so nobody can tell which company it means."""
        return _INITIALS in self.note.lower()


class Employer(models.Model):
    """Who pays the wage abroad: a company, an institution or a household."""

    name = models.CharField(_("name"), max_length=250)
    kind = models.CharField(_("kind of employer"), max_length=10, choices=EmployerKind, blank=True)
    country = models.ForeignKey("places.Country", on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        verbose_name = _("employer")
        verbose_name_plural = _("employers")
        constraints = [
            models.UniqueConstraint(
                name="employer_is_known_once_per_country", fields=["name", "country"], nulls_distinct=False
            ),
        ]

    def __str__(self):
        return self.name


class PartnerAgency(models.Model):
    """The legal body abroad that answers for the placement at the employer (UU 18/2017 art. 1 no. 10)."""

    name = models.CharField(_("name"), max_length=250)
    country = models.ForeignKey("places.Country", on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        verbose_name = _("partner agency abroad")
        verbose_name_plural = _("partner agencies abroad")
        constraints = [
            models.UniqueConstraint(
                name="partner_agency_is_known_once_per_country", fields=["name", "country"], nulls_distinct=False
            ),
        ]

    def __str__(self):
        return self.name
