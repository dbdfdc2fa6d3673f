"""To look things up. Accounts change by their own pages, memberships by the staff room."""

from django.contrib import admin

from portal.accounts.models import Membership, User
from portal.audit.services import record


class ReadOnly:
    """Nothing is added, changed or deleted here; each look at one row is noted in the audit."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_object(self, request, object_id, from_field=None):
        found = super().get_object(request, object_id, from_field)
        if found:
            record(request.acting, "accounts.seen_in_admin", found)
        return found


@admin.register(User)
class UserAdmin(ReadOnly, admin.ModelAdmin):
    fields = ["name", "email", "phone", "language", "is_active", "is_staff", "is_demo", "date_joined", "last_login"]
    list_display = ["pk", "name", "email", "is_active", "is_staff", "is_demo"]
    list_filter = ["is_active", "is_staff", "is_demo"]
    search_fields = ["name", "email"]
    show_full_result_count = False


@admin.register(Membership)
class MembershipAdmin(ReadOnly, admin.ModelAdmin):
    list_display = ["user", "role", "office", "valid_from", "valid_to", "letter_number"]
    list_filter = ["role"]
    list_select_related = ["user", "office"]
    search_fields = ["user__name", "user__email", "office__name", "letter_number"]
    show_full_result_count = False
