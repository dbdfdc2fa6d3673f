"""Admins for what the admin must not change."""

from django.contrib.admin import ModelAdmin


class ReadOnlyAdmin(ModelAdmin):
    """To look at only: history, seals, whatever another door writes."""

    show_full_result_count = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


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
