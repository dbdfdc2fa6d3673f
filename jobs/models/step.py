from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.workflow import StepEntry, StepReason


class VacancyStep(StepEntry):
    """The history of a vacancy; the database refuses to change it."""

    vacancy = models.ForeignKey("jobs.Vacancy", on_delete=models.PROTECT, related_name="history")

    class Meta:
        verbose_name = _("step of a vacancy")
        verbose_name_plural = _("steps of vacancies")
        indexes = [models.Index(name="vacancy_history", fields=["vacancy", "id"])]


class VacancyStepReason(StepReason):
    step = models.OneToOneField(VacancyStep, on_delete=models.PROTECT, related_name="reason")

    class Meta:
        verbose_name = _("reason of a step")
        verbose_name_plural = _("reasons of steps")
