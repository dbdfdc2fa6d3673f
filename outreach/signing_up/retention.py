"""How long a sign-up is kept (docs/privacy.md): what is known of people goes, counts, codes and moments stay.

A batch of rows is a transaction: what was cut short goes on the next night, and a second run finds nothing.
"""

from datetime import timedelta

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from outreach.models import SignUp

BATCH = 500
# What only the day itself needed, and what may be kept of those who agreed to be contacted.
_OF_THE_DAY = {"names": "", "guardian": "", "needs_wheelchair": False, "needs_sign_language": False}
_ALL = _OF_THE_DAY | {"name": "", "district": None, "place": "", "institution": "", "contact": None}
log = structlog.get_logger(__name__)


def apply():
    """Returns {what: how many rows}."""
    over = SignUp.objects.kept().filter(_before(settings.SIGN_UP_DAYS))
    agreed = Q(may_be_contacted=True, contact__isnull=False) & ~Q(state=SignUp.State.CANCELLED)
    long_over = over.filter(_before(settings.SIGN_UP_AGREED_DAYS))
    counts = {
        "sign_ups": _empty(over.exclude(agreed), _ALL) + _empty(long_over.filter(agreed), _ALL),
        "days_of_sign_ups": _empty(over.filter(agreed).exclude(**_OF_THE_DAY), _OF_THE_DAY),
    }
    log.info("sign_up_retention_applied", **counts)
    return counts


def _before(days):
    """Of sessions more than ``days`` ago; of one without a day, by when somebody signed up for it."""
    moment = timezone.now() - timedelta(days=days)
    return Q(session__held_on__lt=moment.date()) | Q(session__held_on=None, created_at__lt=moment)


def _empty(rows, nothing):
    facts = nothing | ({"emptied_at": timezone.now(), "may_be_contacted": False} if "contact" in nothing else {})
    count = 0
    while True:
        with transaction.atomic():
            keys = list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])
            SignUp.objects.filter(pk__in=keys).update(**facts)
        count += len(keys)
        if len(keys) < BATCH:
            return count
