"""What is seen and done in Django's admin goes into the audit, not into Django's own log, which would copy names."""

from portal.audit.services import record

# What may be asked of a column that a list offers as a filter.
LOOKUPS = {"exact", "in", "isnull", "gt", "gte", "lt", "lte", "year", "month", "day"}


class Audited:
    """Mixed into every ModelAdmin by the site that registers it."""

    def lookup_allowed(self, lookup, value, request):
        """Only what the list offers: Django would answer for every column, such as the start of a password's hash."""
        offered = [each[0] if isinstance(each, tuple) else each for each in self.get_list_filter(request)]
        for name in filter(None, [*offered, self.date_hierarchy]):
            if lookup == name or (lookup.startswith(f"{name}__") and lookup.rpartition("__")[2] in LOOKUPS):
                return True
        return False

    def changelist_view(self, request, extra_context=None):
        if request.method == "GET":
            record(request.acting, "admin.listed", reason_code=self.opts.label_lower)
        return super().changelist_view(request, extra_context)

    def get_object(self, request, object_id, from_field=None):
        found = super().get_object(request, object_id, from_field)
        if found and request.method == "GET":
            record(request.acting, "admin.seen", found)
        return found

    def construct_change_message(self, request, form, formsets, add=False):
        """The names of the fields that were changed, those of inline rows included; Django would give their labels."""
        rows = [row for formset in formsets or () for row in formset.forms]
        return sorted({name for changed in (form, *rows) for name in changed.changed_data})

    def log_addition(self, request, obj, message):
        return record(request.acting, "admin.added", obj)

    def log_change(self, request, obj, message):
        return record(request.acting, "admin.changed", obj, fields=message)

    def log_deletions(self, request, queryset):
        return [record(request.acting, "admin.deleted", obj) for obj in queryset]
