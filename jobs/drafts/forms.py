"""The facts of a draft as a job order states them, in the order of an officer's reading."""

from uuid import uuid4

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.check_room.forms import SeenForm
from jobs.drafts.fields import AmountField, CompanyField, CurrencyField
from jobs.models import Destination, Occupation, RecruitmentPermit, Vacancy
from jobs.occupations import suggestion_for
from portal.lib.dates import WIB, parse_partial, today_in
from portal.lib.fields import DAY_HINT, day_field
from portal.lib.labels import optional

LARGEST_NUMBER = 32_000  # of a small integer column
MOST_PEOPLE = 1_000_000
LONGEST_TEXT = 10_000
# Title of a group, its fields.
GROUPS = (
    (gettext_lazy("The job"), ("title", "title_en", "occupation", "description", "is_traineeship", "job_order_number")),
    (
        gettext_lazy("Place and parties"),
        (
            "destination", "city", "scheme", "placement_company", "permit_number", "employer_name", "employer_kind",
            "agency_name", "quota_total", "quota_male", "quota_female",
        ),
    ),
    (gettext_lazy("Pay"), ("wage_amount_min", "wage_amount_max", "currency", "wage_period")),
    (
        gettext_lazy("Terms"),
        (
            "contract_months", "hours_per_day", "days_per_week", "overtime_rule", "annual_leave_days", "accommodation",
            "meals", "insurance",
        ),
    ),
    (
        gettext_lazy("What is asked"),
        ("age_min", "age_max", "education_min", "language_requirement", "experience_months", "other_requirements"),
    ),
    (gettext_lazy("Dates and source"), ("opens_on", "closes_on", "source_name", "source_url", "source_date")),
    (gettext_lazy("Cost"), ("cost_note",)),
)  # fmt: skip
# Without these a check can't begin (guards.is_complete); they are not marked as optional.
_NEEDED_FOR_THE_CHECK = {
    "title", "destination", "occupation", "employer_name", "employer_kind", "scheme", "placement_company",
    "wage_amount_min", "currency", "wage_period", "contract_months", "closes_on", "is_traineeship",
}  # fmt: skip
_WHOLE = (
    "quota_total", "quota_male", "quota_female", "contract_months", "annual_leave_days", "age_min", "age_max",
    "experience_months",
)  # fmt: skip
_IN_ORDER = (
    ("wage_amount_min", "wage_amount_max", gettext_lazy("The highest wage is below the lowest.")),
    ("age_min", "age_max", gettext_lazy("The oldest age is below the youngest.")),
    ("opens_on", "closes_on", gettext_lazy("It closes before it opens.")),
)


class KeyForm(forms.Form):
    """A button that makes something new: pressed twice, it makes one."""

    key = forms.UUIDField()


class DraftForm(SeenForm, forms.ModelForm):
    placement_company = CompanyField(
        label=gettext_lazy("Placement company"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Name or licence number."),
    )
    permit_number = forms.CharField(
        label=gettext_lazy("Recruitment permit (SIP2MI)"),
        max_length=64,
        required=False,
        help_text=gettext_lazy("A number that stands on the company's page."),
    )
    employer_name = forms.CharField(label=gettext_lazy("Employer"), max_length=250, required=False)
    agency_name = forms.CharField(label=gettext_lazy("Partner agency abroad"), max_length=250, required=False)
    wage_amount_min = AmountField(label=gettext_lazy("Lowest wage"), required=False)
    wage_amount_max = AmountField(label=gettext_lazy("Highest wage"), required=False)
    currency = CurrencyField(label=gettext_lazy("Currency"), required=False, help_text="IDR, MYR, TWD, JPY …")
    source_url = forms.URLField(
        label=gettext_lazy("Address of the source"), max_length=500, required=False, assume_scheme="https"
    )
    opens_on = day_field(gettext_lazy("Opens"), required=False, help_text=DAY_HINT)
    closes_on = day_field(gettext_lazy("Closes"), required=False, help_text=DAY_HINT)

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)  # of a new one

    class Meta:
        model = Vacancy
        fields = (
            "title", "title_en", "occupation", "description", "is_traineeship", "job_order_number", "destination",
            "city", "scheme", "employer_kind", "quota_total", "quota_male", "quota_female", "wage_period",
            "contract_months", "hours_per_day", "days_per_week", "overtime_rule", "annual_leave_days",
            "accommodation", "meals", "insurance", "age_min", "age_max", "education_min", "language_requirement",
            "experience_months", "other_requirements", "source_name", "source_url", "source_date", "cost_note",
        )  # fmt: skip
        widgets = {
            name: forms.Textarea(attrs={"rows": 3}) for name in ("description", "other_requirements", "cost_note")
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        now = self.instance
        self.fields["destination"].queryset = Destination.objects.select_related("country").order_by("country__name")
        self.fields["destination"].label = _("Country")
        self.fields["occupation"].queryset = Occupation.objects.order_by("title")
        self.fields["occupation"].help_text = suggestion_for(now)
        self.fields["source_date"].help_text = _("Year, month or day: 2026, 2026-07 or 2026-07-17.")
        for name in ("description", "other_requirements", "cost_note"):
            self.fields[name].max_length = LONGEST_TEXT
        for name in _WHOLE:
            most = MOST_PEOPLE if name.startswith("quota") else LARGEST_NUMBER
            self.fields[name].validators.append(MaxValueValidator(most))
        self._word_fields()
        self.initial |= {"seen": now.version, "key": uuid4()}
        if now.pk:
            self.initial |= {
                "placement_company": now.placement_company,
                "permit_number": now.permit.number if now.permit else "",
                "employer_name": now.employer.name if now.employer else now.employer_as_published,
                "agency_name": now.partner_agency.name if now.partner_agency else now.partner_agency_as_published,
                "opens_on": now.opens_on,
                "closes_on": now.closes_on,
            }
            self.initial |= {name: getattr(now, name) for name in ("wage_amount_min", "wage_amount_max", "currency")}

    def _word_fields(self):
        for name, field in self.fields.items():
            label = str(field.label)[:1].upper() + str(field.label)[1:]
            field.label = label if name in _NEEDED_FOR_THE_CHECK | {"seen", "key"} else optional(label)
            if isinstance(field, forms.ModelChoiceField):
                field.empty_label = _("Not stated")
            elif isinstance(field, forms.TypedChoiceField):
                field.choices = [("", _("Not stated")), *(choice for choice in field.choices if choice[0])]

    def groups(self):
        """(title, [(field, width)]) of each group, ready to print."""
        wide = {"title", "title_en", *self.Meta.widgets}
        return [
            (title, [(self[name], "col-12" if name in wide else "col-md-6") for name in names])
            for title, names in GROUPS
        ]

    def clean_job_order_number(self):
        number = self.cleaned_data["job_order_number"]
        other = Vacancy.objects.filter(job_order_number=number).exclude(pk=self.instance.pk).first() if number else None
        if other:
            raise forms.ValidationError(
                _("The vacancy %(number)s already has this job order number.") % {"number": other.number}
            )
        return number

    def clean_source_date(self):
        text = self.cleaned_data["source_date"].strip()
        try:
            day = parse_partial(text)
        except ValueError:
            raise forms.ValidationError(_("Is not a date like 2026, 2026-07 or 2026-07-17.")) from None
        if day and day.first > today_in(WIB):
            raise forms.ValidationError(_("This date lies in the future."))
        return text

    def clean(self):
        facts = super().clean()
        for low, high, sentence in _IN_ORDER:
            if facts.get(low) is not None and facts.get(high) is not None and facts[high] < facts[low]:
                self.add_error(high, sentence)
        if facts.get("wage_amount_min") is not None or facts.get("wage_amount_max") is not None:
            for name in ("currency", "wage_period"):
                if not facts.get(name) and name not in self.errors:
                    self.add_error(name, _("Needed with a wage."))
        by_sex = [facts.get(name) or 0 for name in ("quota_male", "quota_female")]
        if facts.get("quota_total") is not None and sum(by_sex) > facts["quota_total"]:
            self.add_error("quota_total", _("Men and women together are more than all places."))
        self._find_permit(facts)
        return facts

    def _find_permit(self, facts):
        facts["permit"] = None
        number, company = facts.get("permit_number"), facts.get("placement_company")
        if not number or "placement_company" in self.errors:
            return
        if company is None:
            self.add_error("permit_number", _("Name the company as well: a permit belongs to one."))
            return
        facts["permit"] = RecruitmentPermit.objects.filter(company=company, number=number).first()
        if facts["permit"] is None:
            self.add_error(
                "permit_number",
                _("%(company)s has no permit of this number here. Add it on the company's page first.")
                % {"company": company},
            )

    @property
    def facts(self):
        """What services.save_draft takes: values by field of Vacancy, and the two names to be looked up."""
        left_out = {"seen", "key", "permit_number", "employer_name", "agency_name"}
        return {name: value for name, value in self.cleaned_data.items() if name not in left_out}
