"""Who did or saw what, from where and why: rows that nobody can change, and the chain that proves it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

# Transactions are counted by each PostgreSQL cluster anew. The cluster's own number stands beside the count,
# or entries written after a restore into a fresh cluster would look older than the last seal.
TRANSACTION = RawSQL("(pg_current_xact_id()::text)::bigint", [])
CLUSTER = RawSQL("(pg_control_system()).system_identifier", [])


class Entry(models.Model):
    """One act. Ids, field names and codes only, never a value: so a person can be erased and the entry stays.

    The table is partitioned by month of ``at`` (UTC): retention drops whole months, see portal/audit/months.py.
    """

    # Plain numbers as they were that day, not foreign keys: the entry outlives the account.
    at = models.DateTimeField(_("when"), default=timezone.now)
    user_id = models.BigIntegerField(_("account"), null=True)
    membership_id = models.BigIntegerField(_("membership"), null=True)
    role = models.CharField(_("role"), max_length=30, blank=True)
    office_id = models.BigIntegerField(_("office"), null=True)
    system = models.CharField(_("system"), max_length=40, blank=True)
    ip = models.GenericIPAddressField(_("network address"), null=True)
    action = models.CharField(_("action"), max_length=60)
    subject_kind = models.CharField(_("kind of subject"), max_length=60, blank=True)
    subject_id = models.CharField(_("number of the subject"), max_length=40, blank=True)
    fields = ArrayField(models.CharField(max_length=60), verbose_name=_("fields"), default=list)
    reason_code = models.CharField(_("reason"), max_length=40, blank=True)
    # The writing transaction; tells the sealer which rows may still have older neighbours to come.
    cluster = models.BigIntegerField(editable=False, db_default=CLUSTER)
    xid = models.BigIntegerField(editable=False, db_default=TRANSACTION)

    class Meta:
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        indexes = [
            models.Index(name="entry_by_subject", fields=["subject_kind", "subject_id", "-at"]),
            models.Index(name="entry_by_user", fields=["user_id", "-at"]),
            models.Index(name="entry_by_xid", fields=["cluster", "xid"]),
        ]
        constraints = [
            models.CheckConstraint(name="entry_action_is_a_code", condition=Q(action__regex=r"^[a-z][a-z0-9_.]*$")),
            models.CheckConstraint(
                name="entry_reason_is_a_code", condition=Q(reason_code__regex=r"^([a-z][a-z0-9_.]*)?$")
            ),
            # 16 digits are a NIK, never one of our numbers.
            models.CheckConstraint(
                name="entry_subject_is_an_id",
                condition=Q(subject_id__regex=r"^[A-Za-z0-9._-]*$") & ~Q(subject_id__regex=r"^[0-9]{16}$"),
            ),
        ]

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M:%S} {self.action}"


class Seal(models.Model):
    """One link of the chain: the hashes of some entries, bound to the link before and signed."""

    number = models.BigIntegerField(primary_key=True)  # 1, 2, 3 … without a gap
    at = models.DateTimeField(_("sealed"))
    month = models.DateField(_("month of the entries"))  # the first day; a seal never spans two months
    # Every entry of a transaction of this cluster below this one is in this seal or an earlier one.
    cluster = models.BigIntegerField()
    below_xid = models.BigIntegerField()
    entry_ids = ArrayField(models.BigIntegerField())
    entry_hashes = models.BinaryField()  # SHA-256 of each entry, 32 bytes apiece, in the order of entry_ids
    hash = models.BinaryField()  # SHA-256 over all of the above and the hash of the link before
    key_id = models.CharField(max_length=16)
    signature = models.BinaryField()  # Ed25519 over ``hash``

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        constraints = [models.CheckConstraint(name="seal_numbers_begin_at_one", condition=Q(number__gte=1))]
        # By which the seal of an entry is found.
        indexes = [models.Index(name="seal_by_transaction", fields=["cluster", "below_xid", "number"])]

    def __str__(self):
        return f"{self.number} {self.at:%Y-%m-%d %H:%M:%S}"
