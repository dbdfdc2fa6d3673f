"""Lists for the staff room. A state is the workflow's, statements are history: both are shown, not changed, here."""

from django.contrib import admin

from jobs.models import (
    AgeRule,
    Check,
    CompanyStatement,
    CostItem,
    CostRule,
    Destination,
    Employer,
    ExchangeRate,
    Occupation,
    PaperRule,
    PlacementCompany,
    PlacementRule,
    ProcedureRule,
    ProofRule,
    RecruitmentPermit,
    Vacancy,
    ValidityRule,
)
from portal.lib.admin import ReadOnly, ReadOnlyAdmin


class StatementInline(ReadOnly, admin.TabularInline):
    model = CompanyStatement
    fields = ["name_as_published", "status", "basis", "decision_number", "note", "source_name", "source_date"]
    ordering = ["-said_from", "-id"]
    extra = 0


@admin.register(PlacementCompany)
class PlacementCompanyAdmin(ReadOnlyAdmin):
    """All of it follows from the statements."""

    list_display = ["name", "licence_number", "city", "province", "is_demo"]
    list_filter = ["is_demo", "province"]
    search_fields = ["name", "name_key", "licence_number"]
    ordering = ["name_key", "id"]
    inlines = [StatementInline]


@admin.register(CompanyStatement)
class CompanyStatementAdmin(ReadOnlyAdmin):
    list_display = ["name_as_published", "status", "basis", "source_name", "source_date", "company"]
    list_filter = ["status", "basis"]
    list_select_related = ["company"]
    search_fields = ["name_as_published", "licence_number_as_published", "decision_number", "source_name"]
    ordering = ["-said_from", "-id"]


@admin.register(RecruitmentPermit)
class RecruitmentPermitAdmin(ReadOnlyAdmin):
    """Begins and ends on its company's page: what leaves the public lists with it leaves them there at once."""

    list_display = ["number", "company", "destination", "valid_from", "valid_until"]
    list_filter = ["destination__country"]
    list_select_related = ["company", "destination__country"]
    search_fields = ["number", "company__name"]
    date_hierarchy = "valid_until"


@admin.register(Employer)
class EmployerAdmin(ReadOnlyAdmin):
    """Open vacancies print its name: another one is another employer, which a draft names and a second person opens."""

    list_display = ["name", "kind", "country"]
    list_filter = ["kind"]
    list_select_related = ["country"]
    search_fields = ["name"]
    ordering = ["name"]


class RuleInline(ReadOnly, admin.TabularInline):
    model = PlacementRule
    fields = ["employer_kind", "occupation", "action", "valid_from", "valid_to", "legal_basis", "is_checked"]
    extra = 0


@admin.register(Destination)
class DestinationAdmin(admin.ModelAdmin):
    list_display = ["country", "mission", "languages", "is_checked"]
    list_filter = ["is_checked"]
    list_select_related = ["country"]
    search_fields = ["country__name", "country__name_en", "country__iso2", "mission"]
    ordering = ["country__name"]
    inlines = [RuleInline]

    def get_readonly_fields(self, request, obj=None):
        """Of a new row nothing; later its country: two people published the rules for that one, not for another."""
        return ["country"] if obj else []

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(PlacementRule)
class PlacementRuleAdmin(ReadOnlyAdmin):
    """Rules begin and end in the rules room alone, by two people."""

    list_display = ["destination", "employer_kind", "occupation", "action", "valid_from", "valid_to", "is_checked"]
    list_filter = ["action", "employer_kind", "is_checked"]
    list_select_related = ["destination__country", "occupation"]
    search_fields = ["destination__country__name", "destination__country__name_en", "legal_basis"]
    ordering = ["destination__country__name", "employer_kind", "valid_from"]


@admin.register(CostRule)
class CostRuleAdmin(ReadOnlyAdmin):
    list_display = ["destination", "occupation", "component", "stance", "valid_from", "valid_to", "is_checked"]
    list_filter = ["stance", "is_checked"]
    list_select_related = ["destination__country", "occupation"]
    search_fields = ["legal_basis"]
    ordering = ["destination__country__name", "occupation", "component", "valid_from"]


@admin.register(PaperRule)
class PaperRuleAdmin(ReadOnlyAdmin):
    list_display = [
        "scheme",
        "paper",
        "need",
        "due",
        "destination",
        "occupation",
        "valid_from",
        "valid_to",
        "is_checked",
    ]
    list_filter = ["scheme", "need", "due", "is_checked"]
    list_select_related = ["destination__country", "occupation"]
    search_fields = ["legal_basis"]
    ordering = ["scheme", "paper", "valid_from"]


@admin.register(ValidityRule)
class ValidityRuleAdmin(ReadOnlyAdmin):
    list_display = ["paper", "scheme", "months", "counted", "valid_from", "valid_to", "is_checked"]
    list_filter = ["paper", "is_checked"]
    search_fields = ["legal_basis"]
    ordering = ["paper", "scheme", "valid_from"]


@admin.register(ProcedureRule)
class ProcedureRuleAdmin(ReadOnlyAdmin):
    list_display = ["scheme", "valid_from", "valid_to", "is_checked"]
    list_filter = ["scheme", "is_checked"]
    search_fields = ["legal_basis"]
    ordering = ["scheme", "valid_from"]


@admin.register(ProofRule)
class ProofRuleAdmin(ReadOnlyAdmin):
    list_display = ["scheme", "proof", "instead", "valid_from", "valid_to", "is_checked"]
    list_filter = ["scheme", "proof", "is_checked"]
    search_fields = ["legal_basis", "text", "text_en"]
    ordering = ["scheme", "proof", "valid_from"]


@admin.register(AgeRule)
class AgeRuleAdmin(ReadOnlyAdmin):
    list_display = ["destination", "employer_kind", "occupation", "min_age", "valid_from", "valid_to", "is_checked"]
    list_filter = ["is_checked"]
    list_select_related = ["destination__country", "occupation"]
    search_fields = ["legal_basis"]
    ordering = ["destination__country__name", "employer_kind", "valid_from"]


@admin.register(Occupation)
class OccupationAdmin(admin.ModelAdmin):
    list_display = ["isco08", "title", "title_en", "is_checked"]
    list_filter = ["is_checked"]
    search_fields = ["isco08", "title", "title_en"]


@admin.register(ExchangeRate)
class ExchangeRateAdmin(ReadOnlyAdmin):
    """A rate of a past day is never changed, for pages showed it."""

    list_display = ["currency", "on", "rupiah", "source_name"]
    list_filter = ["currency"]
    ordering = ["-on", "currency"]
    date_hierarchy = "on"


class CheckInline(ReadOnly, admin.TabularInline):
    model = Check
    extra = 0


class CostItemInline(ReadOnly, admin.TabularInline):
    model = CostItem
    extra = 0


@admin.register(Vacancy)
class VacancyAdmin(ReadOnlyAdmin):
    """Drafts are written in their own room alone: a row saved whole here would undo a step taken meanwhile."""

    list_display = ["number", "title", "destination", "state", "source_name", "source_date", "closes_on"]
    list_filter = ["state", "scheme", "employer_kind", "is_traineeship", "is_demo", "destination__country"]
    list_select_related = ["destination__country"]
    search_fields = ["number", "title", "occupation_as_published", "placement_company_as_published", "source_name"]
    ordering = ["-sort_day", "-id"]
    inlines = [CheckInline, CostItemInline]
