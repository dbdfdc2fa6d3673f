"""The places of a vacancy that cases hold. The database never lets them pass the order's number."""

from django.db import models, transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from jobs.choices import Sex

ANY = ""  # the whole of the order, whoever comes


class PlacesTaken(models.Model):
    """One number of an order: of all its places, or of those for one sex. No row: the order states no number."""

    vacancy = models.ForeignKey("jobs.Vacancy", on_delete=models.PROTECT, related_name="places_taken")
    sex = models.CharField(_("sex"), max_length=10, choices=Sex, blank=True)
    quota = models.PositiveIntegerField(_("places"))
    filled = models.PositiveIntegerField(_("taken"), default=0)

    class Meta:
        verbose_name = _("places taken")
        verbose_name_plural = _("places taken")
        constraints = [
            models.UniqueConstraint(name="places_of_a_vacancy_are_counted_once_per_sex", fields=["vacancy", "sex"]),
            models.CheckConstraint(name="places_taken_never_exceed_the_quota", condition=Q(filled__lte=F("quota"))),
        ]

    def __str__(self):
        return f"{self.vacancy_id} {self.sex}: {self.filled}/{self.quota}"


def quotas_of(vacancy):
    """{sex or ANY: places} as far as the order states them."""
    stated = {ANY: vacancy.quota_total, Sex.MALE: vacancy.quota_male, Sex.FEMALE: vacancy.quota_female}
    return {sex: places for sex, places in stated.items() if places is not None}


def is_full(vacancy, sex):
    """Whether nothing is left for a person of ``sex``, by a look that waits for nobody; ``reserve`` has the last word."""
    quotas = quotas_of(vacancy)
    rows = PlacesTaken.objects.filter(vacancy=vacancy, sex__in=[ANY, sex])
    filled = dict(rows.values_list("sex", "filled"))
    return any(filled.get(one, 0) >= quotas[one] for one in (ANY, sex) if one in quotas)


@transaction.atomic
def reserve(vacancy, sex):
    """Take one place for a person of ``sex``; False when none is left. Others wait their turn at the order's own row."""
    quotas = quotas_of(vacancy)
    PlacesTaken.objects.bulk_create(
        [PlacesTaken(vacancy=vacancy, sex=one, quota=places) for one, places in quotas.items()], ignore_conflicts=True
    )
    concerned = [one for one in (ANY, sex) if one in quotas]
    # One after the other in one order, so that no two people wait for each other.
    rows = PlacesTaken.objects.filter(vacancy=vacancy, sex__in=concerned).order_by("sex")
    taken = {row.sex: row for row in rows.select_for_update()}
    # The order may have been changed since; what is taken stays taken.
    for one, row in taken.items():
        row.quota = max(quotas[one], row.filled)
    if any(row.filled >= row.quota for row in taken.values()):
        return False
    for row in taken.values():
        PlacesTaken.objects.filter(pk=row.pk).update(quota=row.quota, filled=F("filled") + 1)
    return True


def give_back(vacancy, sex):
    """The place that ``reserve`` took."""
    rows = PlacesTaken.objects.filter(vacancy=vacancy, sex__in=[ANY, sex]).order_by("sex")
    keys = [row.pk for row in rows.select_for_update()]
    PlacesTaken.objects.filter(pk__in=keys).update(filled=Greatest(F("filled") - 1, Value(0)))
