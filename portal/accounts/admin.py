"""To look things up. Accounts change by their own pages, memberships by the staff room."""

from django.contrib import admin

from portal.accounts.models import Membership, User
from portal.lib.admin import ReadOnlyAdmin


@admin.register(User)
class UserAdmin(ReadOnlyAdmin):
    fields = ["name", "email", "phone", "language", "is_active", "is_staff", "is_demo", "date_joined", "last_login"]
    list_display = ["pk", "name", "email", "is_active", "is_staff", "is_demo"]
    list_filter = ["is_active", "is_staff", "is_demo"]
    search_fields = ["name", "email"]


@admin.register(Membership)
class MembershipAdmin(ReadOnlyAdmin):
    list_display = ["user", "role", "office", "valid_from", "valid_to", "letter_number"]
    list_filter = ["role"]
    list_select_related = ["user", "office"]
    search_fields = ["user__name", "user__email", "office__name", "letter_number"]
