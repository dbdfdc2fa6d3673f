from django.contrib import admin

from portal.audit.models import Entry, Seal
from portal.lib.admin import ReadOnlyAdmin


@admin.register(Entry)
class EntryAdmin(ReadOnlyAdmin):
    list_display = ["at", "action", "user_id", "role", "office_id", "system", "subject_kind", "subject_id"]
    list_filter = ["at"]
    # Exact matches, each with an index: the table is long.
    search_fields = ["=subject_id", "=user_id"]
    ordering = ["-at"]


@admin.register(Seal)
class SealAdmin(ReadOnlyAdmin):
    list_display = ["number", "at", "month", "key_id"]
    fields = ["number", "at", "month", "cluster", "below_xid", "entry_ids", "key_id"]
    ordering = ["-number"]
