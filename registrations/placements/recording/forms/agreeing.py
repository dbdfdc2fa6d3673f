"""Selection and placement agreement."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.choices import Actor, Payer
from jobs.drafts.costs import CostLines
from portal.lib.fields import DAY_HINT, day_field
from portal.lib.money import number
from registrations.placements.models import (
    Agreement,
    AgreementCost,
    Selection,
)
from registrations.placements.models.agreement import forbidden_lines
from registrations.placements.recording.forms.step import StepForm

# As an officer reads them: "you" is nobody there.
PAYERS = dict(Payer.choices) | {Payer.CANDIDATE.value: Actor.PERSON.label}


def _line(item):
    """A line of the order's cost table, its amount as it is read."""
    whole = item.amount is not None and item.amount == item.amount.to_integral_value()
    shown = number(item.amount) if whole else item.amount
    return {"component": item.component, "payer": item.payer, "amount": shown, "currency": item.currency}


class SelectionForm(StepForm):
    held_on = day_field(gettext_lazy("Day of the selection"), help_text=DAY_HINT)
    where = forms.ChoiceField(label=gettext_lazy("Held at"), choices=[("", "–"), *Selection.Where.choices])

    evidence, facts = Selection, ("held_on", "where")


class AgreementForm(StepForm):
    signed_on = day_field(gettext_lazy("Day of the signature"), help_text=DAY_HINT)
    number = forms.CharField(label=gettext_lazy("Number of the agreement"), max_length=64)
    copy_given = forms.BooleanField(
        label=gettext_lazy("The worker has a copy of the agreement and its cost table"), required=False
    )

    evidence, facts = Agreement, ("signed_on", "number", "copy_given")

    def __init__(self, *args, case, **kwargs):
        super().__init__(*args, case=case, **kwargs)
        items = case.vacancy.cost_items.order_by("pk") if case.vacancy else []
        self.costs = CostLines(
            self.data if self.is_bound else None,
            prefix="cost",
            initial=[_line(item) for item in items],
            form_kwargs={"use_required_attribute": False},
        )
        for line in self.costs:
            del line.fields["note"]
            line.fields["payer"].choices = [("", "–"), *PAYERS.items()]

    def clean(self):
        cleaned = super().clean()
        if not self.costs.is_valid():
            self.add_error(None, _("The cost table has a line to put right."))
            return cleaned
        day = cleaned.get("signed_on") or self.today
        rows = [AgreementCost(**line) for line in self.lines]
        for row in forbidden_lines(self.case, rows, day):
            facts = {"component": row.get_component_display()}
            self.add_error(None, _("%(component)s: by the rule in force the worker pays nothing for this.") % facts)
        return cleaned

    @property
    def lines(self):
        names = ("component", "payer", "amount", "currency")
        return [{name: line[name] for name in names} for line in self.costs.lines]
