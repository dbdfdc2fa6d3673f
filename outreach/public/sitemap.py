"""What search engines may list of events: nothing invented, nothing known from a source alone, each once."""

from django.urls import reverse

from outreach.models import Event
from outreach.workflow import State
from portal.lib.dates import WIB

MOST = 5000


def events():
    """(path, day of the last change) of the list and of the latest events."""
    found = Event.objects.listed().exclude(state=State.SOURCED).filter(is_demo=False)
    rows = found.order_by("-starts_on", "-pk").values_list("number", "updated_at")[:MOST]
    pattern = reverse("outreach:event", args=["KODE"])
    listed = [(pattern.replace("KODE", number), changed.astimezone(WIB).date()) for number, changed in rows]
    return [(reverse("outreach:events"), None), *listed]
