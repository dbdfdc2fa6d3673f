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


class WorkflowOwnedAdmin(ModelAdmin):
    """A case of a workflow: texts may be mended, but nothing is born, moved or deleted past ``take_step``."""

    # The columns that take_step writes.
    owned_by_workflow = ("state", "version")

    def get_readonly_fields(self, request, obj=None):
        return (*super().get_readonly_fields(request, obj), *self.owned_by_workflow)

    def has_add_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
