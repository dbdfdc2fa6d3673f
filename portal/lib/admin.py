"""Admins for what the admin must not change."""

from django.contrib.admin import ModelAdmin


class ReadOnly:
    """To look at only: history, seals, whatever another door writes. Mixed into an admin or an inline."""

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnlyAdmin(ReadOnly, ModelAdmin):
    # Counting a long table takes longer than showing a page of it.
    show_full_result_count = False
