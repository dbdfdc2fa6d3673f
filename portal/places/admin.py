"""Official lists come from sync_places alone and are shown; what an officer may know better can be corrected."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from portal.audit.services import record
from portal.lib.admin import ReadOnlyAdmin
from portal.lib.dates import WIB, today_in
from portal.places.models import (
    Country,
    District,
    Holiday,
    Office,
    OfficeCoverage,
    Province,
    PublicContact,
    Regency,
    Village,
)


class InOwnHandsAdmin(admin.ModelAdmin):
    """Rows an officer may correct: from then on sync_places leaves them alone. They are ended, never deleted."""

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        obj.is_packaged = False
        super().save_model(request, obj, form, change)


@admin.register(Province)
class ProvinceAdmin(ReadOnlyAdmin):
    list_display = ["code", "name", "time_zone", "valid_to"]


@admin.register(Regency)
class RegencyAdmin(ReadOnlyAdmin):
    list_display = ["code", "name", "province", "valid_to"]
    list_select_related = ["province"]
    search_fields = ["code", "name"]


@admin.register(District, Village)
class SmallAreaAdmin(ReadOnlyAdmin):
    list_display = ["code", "name", "valid_to"]
    search_fields = ["code", "name"]


@admin.register(Country)
class CountryAdmin(ReadOnlyAdmin):
    list_display = ["iso2", "name", "name_en", "currency", "valid_to"]
    search_fields = ["iso2", "name", "name_en"]


@admin.register(Office)
class OfficeAdmin(InOwnHandsAdmin):
    list_display = ["name", "kind", "city", "name_checked", "phone", "phone_tried_on", "valid_to"]
    list_filter = ["kind", "name_checked"]
    search_fields = ["code", "name", "city"]
    autocomplete_fields = ["regency"]
    readonly_fields = ["phone_tried_on", "phone_tried_by"]
    actions = ["record_phone_call"]

    @admin.action(description=_("I have just called this number and it answered"), permissions=["change"])
    def record_phone_call(self, request, queryset):
        for office in queryset.exclude(phone=""):
            office.record_phone_call(user=request.user, day=today_in(WIB))
            record(request.acting, "places.office_called", office, fields=["phone_tried_on", "phone_tried_by"])


@admin.register(OfficeCoverage)
class OfficeCoverageAdmin(InOwnHandsAdmin):
    list_display = ["office", "province", "regency", "country", "checked", "valid_to"]
    list_select_related = ["office", "province", "regency", "country"]
    list_filter = ["checked"]
    search_fields = ["office__name"]
    autocomplete_fields = ["office", "regency", "country"]


@admin.register(Holiday)
class HolidayAdmin(InOwnHandsAdmin):
    list_display = ["day", "name", "kind", "legal_basis", "checked", "valid_to"]
    list_filter = ["kind", "checked"]
    date_hierarchy = "day"
    autocomplete_fields = ["office"]


@admin.register(PublicContact)
class PublicContactAdmin(InOwnHandsAdmin):
    list_display = ["name", "number", "reach", "last_tested_on", "valid_to"]
    # A test is recorded by whoever made the call (record_test), never typed in for somebody else.
    readonly_fields = ["last_tested_on", "last_tested_by"]
    actions = ["record_test_call"]

    @admin.action(description=_("I have just called this number and it answered"), permissions=["change"])
    def record_test_call(self, request, queryset):
        for contact in queryset:
            contact.record_test(user=request.user, day=today_in(WIB))
            record(request.acting, "places.contact_tested", contact, fields=["last_tested_on", "last_tested_by"])
