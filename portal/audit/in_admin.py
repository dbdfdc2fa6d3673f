"""What is seen and done in Django's admin goes into the audit, not into Django's own log, which would copy names."""

from portal.audit.services import record


class Audited:
    """Mixed into every ModelAdmin by the site that registers it."""

    def get_object(self, request, object_id, from_field=None):
        found = super().get_object(request, object_id, from_field)
        if found and request.method == "GET":
            record(request.acting, "admin.seen", found)
        return found

    def log_addition(self, request, obj, message):
        return record(request.acting, "admin.added", obj)

    def log_change(self, request, obj, message):
        return record(request.acting, "admin.changed", obj, fields=_changed_fields(message))

    def log_deletions(self, request, queryset):
        return [record(request.acting, "admin.deleted", obj) for obj in queryset]


def _changed_fields(message):
    """The names of the fields in Django's change message, those of inline rows included."""
    return sorted({field for part in message for field in next(iter(part.values())).get("fields", [])})
