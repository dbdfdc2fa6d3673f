"""That an officer called somebody who fell silent. What was said stands nowhere."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Call(models.Model):
    """One call, and what came of it. A later one is a row of its own."""

    class Outcome(models.TextChoices):
        TOLD = "told", _("Told")
        PASSED_ON = "passed_on", _("Somebody passes it on")
        NO_ANSWER = "no_answer", _("No answer")
        WRONG_NUMBER = "wrong_number", _("Wrong number")
        GIVES_UP = "gives_up", _("Wants no more")

    registration = models.ForeignKey("registrations.Registration", on_delete=models.PROTECT, related_name="calls")
    outcome = models.CharField(_("what came of it"), max_length=12, choices=Outcome)
    made_by = models.ForeignKey("accounts.Membership", on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("call")
        verbose_name_plural = _("calls")
        indexes = [models.Index(name="calls_of_a_file", fields=["registration", "id"])]

    def __str__(self):
        return self.outcome
