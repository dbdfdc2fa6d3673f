"""Nothing but doors. Each may run on two machines at once."""

from celery import shared_task
from django.utils import timezone

from portal.audit import heads, months, sealing


@shared_task
def seal_audit_entries():
    sealing.seal_entries()


@shared_task
def write_audit_heads():
    heads.close_days()


@shared_task
def make_audit_months():
    months.make_partitions(timezone.now())
