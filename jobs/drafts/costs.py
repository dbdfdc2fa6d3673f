"""The cost table of a draft: one line per component and payer; a line that is emptied is taken out."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.choices import CostComponent, Payer
from jobs.drafts.fields import AmountField, CurrencyField

SPARE_LINES = 4
MOST_LINES = 60  # 15 components, 4 payers


class CostForm(forms.Form):
    component = forms.ChoiceField(
        label=gettext_lazy("Component"), choices=[("", "–"), *CostComponent.choices], required=False
    )
    payer = forms.ChoiceField(label=gettext_lazy("Paid by"), choices=[("", "–"), *Payer.choices], required=False)
    amount = AmountField(label=gettext_lazy("Amount"), required=False)
    currency = CurrencyField(label=gettext_lazy("Currency"), required=False, initial="IDR")
    note = forms.CharField(label=gettext_lazy("Note"), max_length=250, required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            is_choice = isinstance(field, forms.ChoiceField)
            field.widget.attrs["class"] = "form-select" if is_choice else "form-control"

    @property
    def is_blank(self):
        facts = getattr(self, "cleaned_data", {})
        return not facts.get("component") and not facts.get("payer") and facts.get("amount") is None

    def clean(self):
        facts = super().clean()
        if self.errors or self.is_blank:
            return facts
        for name in ("component", "payer"):
            if not facts.get(name):
                self.add_error(name, _("Please choose."))
        if facts.get("amount") is None:
            self.add_error("amount", _("Please give the amount; 0 when nothing is paid."))
        facts["currency"] = facts.get("currency") or "IDR"
        return facts


class _Lines(forms.BaseFormSet):
    def clean(self):
        seen = set()
        for form in self.forms:
            if form.errors or form.is_blank:
                continue
            key = form.cleaned_data["component"], form.cleaned_data["payer"]
            if key in seen:
                form.add_error("component", _("This component already stands above with the same payer."))
            seen.add(key)

    @property
    def lines(self):
        """The filled lines as dicts of CostItem's fields."""
        return [form.cleaned_data for form in self.forms if not form.is_blank]


CostLines = forms.formset_factory(
    CostForm, formset=_Lines, extra=SPARE_LINES, max_num=MOST_LINES, absolute_max=MOST_LINES, validate_max=True
)


def lines_for(vacancy, data=None):
    """The formset of a vacancy, or of a new draft (None)."""
    items = list(vacancy.cost_items.order_by("pk")) if vacancy else []
    names = ("component", "payer", "amount", "currency", "note")
    return CostLines(data, prefix="cost", initial=[{name: getattr(item, name) for name in names} for item in items])
