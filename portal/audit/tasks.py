"""Nothing but doors. Each may run on two machines at once."""

import structlog
from celery import shared_task
from django.db import transaction
from django.utils import timezone

from portal.audit import heads, months, sealing

log = structlog.get_logger(__name__)


@shared_task
def seal_audit_entries():
    sealing.seal_entries()


@shared_task
def write_audit_heads():
    """Seal what is left of the day, then sign its head and keep it outside the database."""
    with transaction.atomic():
        sealing.hold_the_chain(wait=True)
        # The moment comes first: a head never names a seal of this very transaction, which might yet fail.
        now, _, _ = sealing.clock()
        sealing.seal_entries()
        for head in heads.write_missing(now):
            # The log is one more place outside the database; these are codes, nobody's data.
            log.info("audit_head", line=head.short_line)


@shared_task
def make_audit_months():
    with transaction.atomic():
        months.make_partitions(timezone.now())
