"""What officers write down about a rule: its decree, and of each kind its own facts."""

from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.choices import CheckKind, CostStance, DueStep
from jobs.models import (
    AgeRule,
    CostRule,
    Destination,
    Occupation,
    PaperRule,
    PlacementRule,
    ProofRule,
    ValidityRule,
)
from jobs.scans.fields import ScanForm, scan_field
from portal.lib.dates import WIB, today_in
from portal.lib.fields import DAY_HINT, day_field
from portal.lib.labels import optional


class DecreeForm(ScanForm):
    """What a rule, its end or its check rests on."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)
    decree_fields = ("decree_number", "article", "decree_date", "source_name", "source_url", "file_reference")

    decree_number = forms.CharField(
        label=gettext_lazy("Decree and its number"),
        max_length=200,
        help_text=gettext_lazy("As the public reads it. Example: Keputusan Menteri P2MI 12/2026"),
    )
    article = forms.CharField(label=optional(gettext_lazy("Article")), max_length=60, required=False)
    decree_date = day_field(gettext_lazy("Date of the decree"), help_text=DAY_HINT)
    source_name = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=200,
        help_text=gettext_lazy("Who published it. The public sees this."),
    )
    source_url = forms.URLField(
        label=optional(gettext_lazy("Address of the source")), max_length=500, required=False, assume_scheme="https"
    )
    file_reference = forms.CharField(
        label=optional(gettext_lazy("Where the decree is filed")),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For colleagues, never public."),
    )

    scan = scan_field()

    def clean_decree_date(self):
        day = self.cleaned_data["decree_date"]
        if day > today_in(WIB):
            raise forms.ValidationError(_("This date lies in the future."))
        return day

    def draft_facts(self):
        """Columns of the draft, as written here."""
        return {name: self.cleaned_data[name] for name in self.decree_fields}

    @staticmethod
    def initial_of(draft):
        names = (*DecreeForm.decree_fields, "valid_from", "valid_to")
        return {name: getattr(draft, name) for name in names} | draft.facts


class NewRuleForm(DecreeForm, forms.ModelForm):
    """A kind's own facts stand in ``Meta.fields``, the first ones of the form."""

    valid_from = day_field(
        optional(gettext_lazy("In force from")),
        required=False,
        help_text=gettext_lazy("Left empty: from the day it is published. Day/month/year."),
    )
    valid_to = day_field(
        optional(gettext_lazy("In force until")),
        required=False,
        help_text=gettext_lazy("Left empty: until it is ended. After the last day no earlier rule comes back."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields([*self._meta.fields, *self.decree_fields, "scan", "valid_from", "valid_to"])
        if "destination" in self.fields:
            self.fields["destination"].queryset = Destination.objects.select_related("country").order_by(
                "country__name"
            )
            self.fields["destination"].label = gettext_lazy("Country")
        if "occupation" in self.fields:
            self.fields["occupation"].queryset = Occupation.objects.order_by("title")
            self.fields["occupation"].label = gettext_lazy("Occupation")
            self.fields["occupation"].empty_label = gettext_lazy("Any work")

    def clean(self):
        facts = super().clean() or self.cleaned_data
        first, last = facts.get("valid_from"), facts.get("valid_to")
        if first and last and last < first:
            self.add_error("valid_to", _("It ends before it begins."))
        if last and last < today_in(WIB):
            self.add_error("valid_to", _("It would be over already."))
        return facts

    def draft_facts(self):
        """Columns of the draft; those of the rule as codes, so that they can be kept until it is published."""
        own = {name: _code(self.cleaned_data[name]) for name in self._meta.fields}
        dates = {name: self.cleaned_data[name] for name in ("valid_from", "valid_to")}
        return super().draft_facts() | dates | {"facts": own}


def _code(value):
    return getattr(value, "pk", value)


class PlacementForm(NewRuleForm):
    class Meta:
        model = PlacementRule
        fields = ["destination", "employer_kind", "occupation", "action"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        _any_employer(self)


def _any_employer(form):
    kinds = form.fields["employer_kind"]
    kinds.choices = [("", gettext_lazy("Any kind of employer")), *kinds.choices[1:]]


class PaperForm(NewRuleForm):
    due = forms.ChoiceField(label=gettext_lazy("Due before"), choices=[("", "---------"), *DueStep.choices])
    age_min = forms.IntegerField(label=gettext_lazy("From which age"), min_value=0, max_value=100, required=False)
    age_max = forms.IntegerField(label=gettext_lazy("Up to which age"), min_value=0, max_value=100, required=False)

    anybody = {"sex": gettext_lazy("Man or woman"), "marital": gettext_lazy("Any marital status")}

    class Meta:
        model = PaperRule
        fields = [
            "scheme", "paper", "need", "due", "issuer", "issuer_en",
            "destination", "occupation", "sex", "marital", "age_min", "age_max",
            "why", "why_en", "where_to_get", "where_to_get_en", "cost", "cost_en",
        ]  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["destination"].empty_label = gettext_lazy("Any country")
        for name, text in self.anybody.items():
            self.fields[name].choices = [("", text), *self.fields[name].choices[1:]]
        for name in ("age_min", "age_max"):
            self.fields[name].label = optional(self.fields[name].label)
        for name in ("issuer", "why", "where_to_get", "cost"):
            for column in (name, f"{name}_en"):
                self.fields[column].label = optional(self.fields[column].label)
        for name in ("why", "where_to_get", "cost"):
            self.fields[name].help_text = gettext_lazy("Left empty: what the guide says of the paper.")

    def clean(self):
        facts = super().clean()
        youngest, oldest = facts.get("age_min"), facts.get("age_max")
        if youngest is not None and oldest is not None and youngest > oldest:
            self.add_error("age_max", _("The highest age lies below the lowest."))
        for name in ("issuer", "why", "where_to_get", "cost"):
            if facts.get(f"{name}_en") and not facts.get(name):
                self.add_error(name, _("Please write it in Indonesian too."))
        return facts


class ValidityForm(NewRuleForm):
    months = forms.IntegerField(label=gettext_lazy("Months"), min_value=1, max_value=240)

    class Meta:
        model = ValidityRule
        fields = ["paper", "scheme", "months", "counted"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        schemes = self.fields["scheme"]
        schemes.choices = [("", gettext_lazy("Any scheme")), *schemes.choices[1:]]


class ProofRuleForm(NewRuleForm):
    class Meta:
        model = ProofRule
        fields = ["scheme", "proof", "instead", "text", "text_en"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        proofs = self.fields["proof"]
        proofs.choices = [choice for choice in proofs.choices if choice[0] != CheckKind.RULES]
        self.fields["text"].help_text = gettext_lazy(
            "Without a full stop. Officers find it filled in as the proof, before the decree in brackets."
        )

    def clean_text(self):
        return self.cleaned_data["text"].rstrip(". ")

    def clean_text_en(self):
        return self.cleaned_data["text_en"].rstrip(". ")


class AgeForm(NewRuleForm):
    min_age = forms.IntegerField(label=gettext_lazy("Youngest age in years"), min_value=15, max_value=60)

    class Meta:
        model = AgeRule
        fields = ["destination", "employer_kind", "occupation", "min_age"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["destination"].empty_label = gettext_lazy("Any country")
        _any_employer(self)


class CostForm(NewRuleForm):
    class Meta:
        model = CostRule
        fields = ["destination", "occupation", "component", "stance", "position", "position_en"]
        widgets = {"position": forms.Textarea(attrs={"rows": 3}), "position_en": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["destination"].empty_label = gettext_lazy("Any country")
        parts = self.fields["component"]
        parts.choices = [("", gettext_lazy("All 14 components")), *parts.choices[1:]]
        for name in ("position", "position_en"):
            self.fields[name].label = optional(self.fields[name].label)
            self.fields[name].help_text = gettext_lazy("Only of a dispute: what each side says, one to a line.")

    def clean(self):
        facts = super().clean()
        if facts.get("stance") == CostStance.DISPUTED:
            for name in ("position", "position_en"):
                if not facts.get(name) and name not in self.errors:
                    self.add_error(name, _("A dispute tells what each side says."))
        elif facts.get("stance"):
            facts["position"] = facts["position_en"] = ""
        return facts


class EndForm(DecreeForm):
    valid_to = day_field(
        optional(gettext_lazy("Last day in force")),
        required=False,
        help_text=gettext_lazy("Left empty: it ends the day before it is published. Day/month/year."),
    )

    def __init__(self, *args, rule, **kwargs):
        super().__init__(*args, **kwargs)
        self.rule = rule

    def clean_valid_to(self):
        day, rule = self.cleaned_data["valid_to"], self.rule
        if day and rule.valid_to and day >= rule.valid_to:
            raise forms.ValidationError(_("It ends earlier already. A longer time is a new rule."))
        if day and rule.valid_from and day < rule.valid_from:
            raise forms.ValidationError(_("It ends before it begins."))
        return day

    def draft_facts(self):
        return super().draft_facts() | {"valid_to": self.cleaned_data["valid_to"]}


class CheckForm(DecreeForm):
    """The rule was compared with this decree, and says what it says."""

    def __init__(self, *args, rule, **kwargs):
        super().__init__(*args, **kwargs)
