"""What somebody who came home is owed, and what an office is owed about what they need."""

from datetime import timedelta

from django.db.models import DateField, F, Value
from django.db.models.functions import Cast

from portal.messaging.kinds import Reminder, register
from portal.messaging.models import Channel
from portal.places.models import Office
from registrations.notifications import contact_key
from registrations.placements.abroad.notifications import ABROAD, OF_OFFICES
from registrations.placements.home import told
from registrations.placements.models import HomeComing, Referral
from registrations.placements.workflow import State

_LAST = max(told.INVITED_AFTER)


def not_recorded(returns):
    """Whoever is on leave goes back: nobody asks them what they need at home."""
    found = returns.filter(step__placement__state__in=[State.RETURNED, State.DEPORTED])
    return found.exclude(why=HomeComing.Why.LEAVE)


def invitation_due(day):
    """Returns after which nobody has recorded that the person is home; the own day is the last on which it is told."""
    found = not_recorded(HomeComing.objects.filter(came_on__lte=day - timedelta(days=_LAST)))
    last = Cast(F("came_on") + Value(timedelta(days=_LAST)), DateField())
    return found.values_list("pk", contact_key("step__placement__"), last, "step__placement__office")


def outcome_due(day):
    """Offices with something that was given to somebody so many days before ``day`` and of which nothing was heard."""
    given = Referral.objects.open().filter(referred_on=day - timedelta(days=told.OFFICE_ASKED_AFTER))
    own_day = Cast(Value(day), DateField())
    found = given.values_list("placement__office", "placement__office__contact", own_day, "placement__office")
    return found.distinct()


PURNA_INVITED = Reminder(
    name="placements.purna_invited",
    topic=ABROAD,
    model=HomeComing,
    offsets=tuple(_LAST - days for days in told.INVITED_AFTER),
    due=invitation_due,
    still_due=not_recorded,
    prepare=told.invited,
    escalates=True,
)
REFERRALS_WAIT = Reminder(
    name="placements.referrals_wait",
    topic=OF_OFFICES,
    model=Office,
    due=outcome_due,
    still_due=lambda offices: offices.filter(pk__in=Referral.objects.open().values("placement__office")),
    prepare=told.referrals,
    channels=(Channel.EMAIL,),
)
register(PURNA_INVITED, REFERRALS_WAIT)
