"""What search engines may list of programmes."""

from django.urls import reverse

from portal.lib.dates import WIB
from registrations.placements.models import Batch

MOST = 5000


def batches():
    """(path, day of the last change) of the list and of the newest batches; nothing invented."""
    found = Batch.objects.public().filter(is_demo=False, programme__is_demo=False).order_by("-pk")[:MOST]
    rows = [(one.get_absolute_url(), one.updated_at.astimezone(WIB).date()) for one in found]
    return [(reverse("programmes:batches"), None), *rows]
