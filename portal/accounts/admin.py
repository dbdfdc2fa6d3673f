"""To look things up. Accounts change by their own pages, memberships by the staff room."""

from django.contrib import admin

from portal.accounts.models import Invitation, Membership, User
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


@admin.register(Invitation)
class InvitationAdmin(ReadOnlyAdmin):
    exclude = ["token_digest"]
    list_display = ["email", "role", "office", "created_at", "expires_at", "accepted_at", "withdrawn_at"]
    list_filter = ["role"]
    list_select_related = ["office"]
    search_fields = ["email", "office__name", "letter_number"]
