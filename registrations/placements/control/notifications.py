"""The alarm of the control of cards."""

from django.db.models import Count, DateField, Q, Value
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from portal.accounts.models import Membership
from portal.accounts.roles import Role
from portal.messaging import links
from portal.messaging.kinds import Reminder, Topic, register
from portal.messaging.models import Channel
from registrations.placements.models import ControlFinding

CONTROL = Topic("control", _("Cards and clearances that differ"), is_owed=True, is_for_staff=True)


def _standing():
    return ControlFinding.objects.filter(settled_at=None)


def alarm_due(day):
    """Each day on which something stands: the heads of the offices concerned, and the ministry."""
    concerned = Q(role=Role.BP3MI_HEAD, office__in=_standing().values("office"))
    if _standing().exists():
        concerned |= Q(role=Role.MINISTRY_ADMIN)
    found = Membership.objects.in_force(day).filter(concerned, user__is_active=True)
    return found.values_list("pk", "user__contact", Cast(Value(day), DateField()), "office")


def findings(messages):
    """Nothing of a case: how many there are, and where they stand."""
    memberships = Membership.objects.in_bulk({message.subject for message in messages})
    counts = dict(_standing().order_by().values_list("office").annotate(count=Count("pk")))
    told = {}
    for message in messages:
        membership = memberships[message.subject]
        is_all = membership.role == Role.MINISTRY_ADMIN
        if count := sum(counts.values()) if is_all else counts.get(membership.office_id, 0):
            told[message.pk] = {"count": count, "address": links.full_address("control:findings")}
    return told


CARDS_DIFFER = Reminder(
    name="placements.cards_differ",
    topic=CONTROL,
    model=Membership,
    due=alarm_due,
    still_due=lambda memberships: memberships.filter(ended_at=None),
    prepare=findings,
    channels=(Channel.EMAIL,),
)
register(CARDS_DIFFER)
