"""What the top of the house writes about: each working morning, what waits on somebody's desk."""

from datetime import timedelta

from django.db.models import DateField, Value
from django.utils.translation import gettext_lazy as _

from portal.accounts.acting import Acting
from portal.accounts.models import Membership
from portal.accounts.roles import OFFICER_ROLES
from portal.messaging.kinds import Reminder, Topic, register
from portal.messaging.models import Channel
from portal.pages.work import waiting_for
from portal.places.working_days import working_days

DESK = Topic("desk", _("What waits on your desk, each working morning"), is_for_staff=True)


def _at_desks(day):
    """Officers who act on ``day``, if it is a working day of the whole country."""
    found = Membership.objects.in_force(day).filter(role__in=OFFICER_ROLES, user__is_active=True)
    if working_days(None, day - timedelta(days=1), 1) != day:
        found = found.none()
    return found.values_list("pk", "user__contact", Value(day, DateField()), "office")


def _what_waits(messages):
    """Nothing waits: no message. What waits is asked when it leaves, at eight in the morning where the office is."""
    memberships = Membership.objects.select_related("user", "office__province", "village")
    found = memberships.in_bulk({message.subject for message in messages})
    waiting = {}
    for message in messages:
        membership = found[message.subject]
        if rows := waiting_for(Acting(user=membership.user, membership=membership)):
            waiting[message.pk] = {"titles": [row["title"] for row in rows], "office": membership.office}
    return waiting


DESK_DIGEST = Reminder(
    name="pages.desk_digest",
    topic=DESK,
    model=Membership,
    due=_at_desks,
    still_due=lambda memberships: memberships.filter(ended_at=None),
    prepare=_what_waits,
    channels=(Channel.EMAIL,),
)
register(DESK_DIGEST)
