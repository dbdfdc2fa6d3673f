"""The daily control of cards: what was found, the official lists it was held against, and when it ran."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ControlRun(models.Model):
    """One run. Of the audit None: the chain was not read this time."""

    ran_at = models.DateTimeField(auto_now_add=True)
    cases = models.PositiveIntegerField(_("cases looked at"))
    cards = models.PositiveIntegerField(_("cards on official lists"))
    found = models.PositiveIntegerField(_("differences found"))
    audit_findings = models.PositiveIntegerField(null=True)
    audit_remarks = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name = _("run of the control of cards")
        verbose_name_plural = _("runs of the control of cards")

    def __str__(self):
        return f"{self.ran_at:%Y-%m-%d}"


class CardList(models.Model):
    """A list of cards that the official system issued between two days. Only its numbers are kept, no name."""

    # None: of all offices.
    office = models.ForeignKey("places.Office", on_delete=models.PROTECT, null=True, related_name="+")
    membership = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    issued_from = models.DateField(_("cards issued from"))
    issued_until = models.DateField(_("cards issued until"))
    read_at = models.DateTimeField(auto_now_add=True)
    # None: tried out only, nothing is held against it yet.
    kept_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("official list of cards")
        verbose_name_plural = _("official lists of cards")
        constraints = [
            models.CheckConstraint(
                name="card_list_days_in_order",
                condition=Q(issued_from__lte=models.F("issued_until")),
                violation_error_message=_("The first day comes before the last one."),
            ),
        ]

    def __str__(self):
        return f"{self.issued_from} {self.issued_until}"


class ListedCard(models.Model):
    card_list = models.ForeignKey(CardList, on_delete=models.CASCADE, related_name="cards")
    number = models.CharField(_("number of the E-KPMI"), max_length=40, db_index=True)

    class Meta:
        verbose_name = _("card of an official list")
        verbose_name_plural = _("cards of official lists")
        constraints = [
            models.UniqueConstraint(name="card_stands_once_on_a_list", fields=["card_list", "number"]),
        ]

    def __str__(self):
        return self.number


class ControlFinding(models.Model):
    """That cards and clearances differ. It stands until somebody who had no part in it settles it with a reason."""

    class Kind(models.TextChoices):
        NOT_CLEARED = "not_cleared", _("Ready or gone, but no clearance stands in the history")
        ANOTHER_CLEARED = "another_cleared", _("The history names another person than the case as who cleared it")
        SAME_PERSON = "same_person", _("Who cleared it had verified or prepared it")
        OTHER_OFFICE = "other_office", _("It was cleared by another office")
        NOT_SEALED = "not_sealed", _("The audit knows nothing of the clearance")
        CARD_UNKNOWN = "card_unknown", _("The official list has a card that no case here bears")
        CARD_NOT_CLEARED = "card_not_cleared", _("The official list has a card of a case that was never cleared")
        NOT_ON_LIST = "not_on_list", _("Cleared here, but the card is not on the official list")
        AUDIT = "audit", _("The audit is not as it was written")

    kind = models.CharField(_("what differs"), max_length=16, choices=Kind)
    placement = models.ForeignKey("placements.Placement", on_delete=models.PROTECT, null=True, related_name="+")
    card_number = models.CharField(_("number of the E-KPMI"), max_length=40, blank=True)
    office = models.ForeignKey("places.Office", on_delete=models.PROTECT, null=True, related_name="+")
    found_at = models.DateTimeField(auto_now_add=True)
    settled_at = models.DateTimeField(null=True, editable=False)
    settled_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, null=True, related_name="+")
    reason = models.TextField(_("what it was"), blank=True)

    class Meta:
        verbose_name = _("finding of the control of cards")
        verbose_name_plural = _("findings of the control of cards")
        constraints = [
            models.UniqueConstraint(
                name="difference_of_cards_is_found_once",
                fields=["kind", "placement", "card_number"],
                condition=~Q(kind="audit") | Q(settled_at=None),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="finding_is_settled_by_somebody_with_a_reason",
                condition=Q(settled_at=None, settled_by=None, reason="")
                | Q(settled_at__isnull=False, settled_by__isnull=False) & ~Q(reason=""),
            ),
        ]
        indexes = [
            models.Index(name="standing_findings", fields=["office", "-id"], condition=Q(settled_at=None)),
        ]

    def __str__(self):
        return self.kind
