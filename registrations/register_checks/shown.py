"""The looks of a file into other registers, ready to print."""

from portal.lib.dates import short_date
from registrations.models import RegisterCheck

# Colour of the badge.
LOOKS = {
    RegisterCheck.Result.AGREES: "ok",
    RegisterCheck.Result.DIFFERS: "bad",
    RegisterCheck.Result.NOT_FOUND: "turn",
}


def rows_of(registration):
    """What the partial ``_rows.html`` shows: the looks of this file, the newest first."""
    known = registration.register_checks.select_related("checked_by__user", "checked_by__office__province")
    return [
        {
            "register": check.get_register_display(),
            "way": check.get_way_display(),
            "look": LOOKS[check.result],
            "result": check.get_result_display(),
            "day": short_date(check.looked_on),
            "reference": check.reference,
            "who": f"{check.checked_by.user}, {check.checked_by.office}",
        }
        for check in known.order_by("-pk")
    ]
