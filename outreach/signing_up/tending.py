"""What follows for whoever signed up from what happens to their event; every few minutes, and by whoever changes it at once.

Done twice, or on two machines at once, it has one effect: a message is owed once, a seat is taken by one statement.
"""

from datetime import timedelta

import structlog
from django.db.models import Exists, F, OuterRef, Q, Value
from django.utils import timezone

from outreach.models import Event, EventChange, Session, SignUp
from outreach.signing_up import owing
from outreach.signing_up.services import promote
from outreach.workflow import TOOK_PLACE, State
from portal.lib.dates import WIB, today_in
from portal.messaging import planning
from portal.messaging.kinds import kind_named

# So long after it happened somebody is still told: a machine may have been away for a day or two.
LATE = timedelta(days=3)
log = structlog.get_logger(__name__)


def tend():
    """Returns {what: how many}."""
    counts = {
        "promoted": fill(),
        "called_off": tell_of_called_off(),
        "changed": tell_of_changes(),
        "thanked": thank(),
    }
    if any(counts.values()):
        log.info("sign_ups_tended", **counts)
    return counts


def fill():
    """Give out seats that stand free beside people who wait: somebody may have added some."""
    waiting = SignUp.objects.filter(session=OuterRef("pk"), state=SignUp.State.WAITING)
    has_room = Q(capacity=None) | Q(seated__lt=F("capacity"))
    sessions = Session.objects.filter(has_room, Exists(waiting), held_on__gte=today_in(WIB), event__state=State.PLANNED)
    return sum(len(promote(key)) for key in sessions.order_by("pk").values_list("pk", flat=True))


def tell_of_called_off():
    events = Event.objects.filter(
        state=State.CANCELLED, state_since__gt=timezone.now() - LATE, sessions__sign_ups__isnull=False
    )
    return sum(
        owing.owe_to(
            "outreach.event_called_off",
            SignUp.objects.standing().filter(session__event=event),
            day=event.state_since.astimezone(WIB).date(),
        )
        for event in events.distinct().order_by("pk")
    )


def tell_of_changes():
    """Of day, hours or place, to whoever signed up before; of several the last one tells all."""
    changes = EventChange.objects.filter(
        session__isnull=False, changed_at__gt=timezone.now() - LATE, fields__overlap=list(EventChange.TOLD_OF)
    )
    return sum(tell_of_change(change) for change in changes.order_by("pk"))


def tell_of_change(change):
    rows = owing.ahead(SignUp.objects.standing()).filter(session=change.session_id, created_at__lt=change.changed_at)
    day = change.changed_at.astimezone(WIB).date()
    facts = owing.columns(rows.annotate(fact=Value(change.pk)), day, key="fact")
    return planning.owe_each(kind_named("outreach.event_changed"), facts)


def thank():
    """Whoever came and agreed to be contacted; where nobody was checked in at the door, whoever had a seat."""
    over = SignUp.objects.filter(
        contact__isnull=False,
        may_be_contacted=True,
        session__held_on__lt=today_in(WIB),
        session__held_on__gte=today_in(WIB) - LATE,
        session__event__state__in=sorted(TOOK_PLACE),
    )
    checked_in = SignUp.objects.filter(session=OuterRef("session"), state=SignUp.State.CAME)
    came = Q(state=SignUp.State.CAME) | Q(state=SignUp.State.SEATED) & ~Exists(checked_in)
    return owing.owe_to("outreach.event_thanks", over.filter(came), day="session__held_on")
