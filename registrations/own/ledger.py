"""Who saw a person's data, in the person's words: office and role, never a name (UU 27/2022)."""

from jobs.choices import Paper
from portal.lib.dates import short_moment
from registrations.models import Disclosure

ROWS = 25


def looks(user, zone, after=None):
    """(rows, key of the last one or None when no more follow). Without what an open investigation withholds."""
    found = Disclosure.objects.told_to_the_person().filter(candidate__user=user)
    if after:
        found = found.filter(pk__lt=after)
    related = found.select_related("membership__office", "registration")
    rows = list(related.order_by("-pk")[: ROWS + 1])
    shown = rows[:ROWS]
    return [row(one, zone) for one in shown], shown[-1].pk if len(rows) > ROWS else None


def row(disclosure, zone):
    seen = disclosure.get_seen_display()
    return {
        "when": short_moment(disclosure.at, zone),
        "office": str(disclosure.membership.office),
        "role": disclosure.membership.get_role_display(),
        "seen": f"{seen}: {Paper(disclosure.paper).label}" if disclosure.paper else str(seen),
        "purpose": disclosure.told_purpose.label,
    }
