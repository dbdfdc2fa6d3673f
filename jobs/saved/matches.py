"""What a saved search finds that was not there when its person was last told."""

from datetime import datetime, time

from django.db.models import OuterRef, Subquery

from jobs import search
from jobs.choices import Shelf
from jobs.workflow import State
from portal.lib.dates import WIB
from portal.messaging.models import Message
from portal.messaging.models import State as MessageState

MOST_TOLD = 10  # of one search in one message


def begin_of(day):
    """Midnight in WIB, the clock of national dates."""
    return datetime.combine(day, time.min, tzinfo=WIB)


def new_ones(wish, since, until, day):
    """(key, SearchShelf) of the vacancies on an open shelf on ``day`` that came there from ``since`` to before ``until``.

    Checked ones first, then the newest; one more than is told, so that one sees whether there are more.
    """
    # All that stands on a shelf has one of these states; with them named, the few new ones are found by their index.
    came = {"state__in": [State.OPEN, State.REPORTED], "state_since__gte": since, "state_since__lt": until}
    rows = search.rows_of(wish, Shelf.OPEN, day)
    rows = rows.filter(**{f"vacancy__{name}": value for name, value in came.items()})
    rows = rows.order_by("shelf", "-published_on", "-vacancy_id")
    return list(rows.values_list("vacancy_id", "shelf")[: MOST_TOLD + 1])


def told_before(messages):
    """{message.pk: the day of the digest before it that did leave, or None}.

    A digest tells all up to the beginning of its own day. So the next one begins there, whenever the two were sent,
    and what a failed one held is told by the next.
    """
    former = Message.objects.filter(
        kind=OuterRef("kind"),
        subject=OuterRef("subject"),
        contact=OuterRef("contact"),
        due_on__lt=OuterRef("due_on"),
        state=MessageState.SENT,
    ).order_by("-due_on")
    rows = Message.objects.filter(pk__in=[message.pk for message in messages])
    return dict(rows.annotate(former=Subquery(former.values("due_on")[:1])).values_list("pk", "former"))
