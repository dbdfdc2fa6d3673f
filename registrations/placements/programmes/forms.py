"""What officers write down of programmes, batches and scores, and what lists are asked for."""

from decimal import Decimal, InvalidOperation

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.check_room.forms import SeenForm
from jobs.drafts.fields import AmountField, CurrencyField
from jobs.forms import CodeField, LenientForm
from jobs.models import Destination, Occupation
from portal.lib import codes, money
from portal.lib.dates import today_in
from portal.lib.fields import DAY_HINT, day_field
from portal.lib.labels import optional
from portal.lib.tabular import FORMULA_SIGNS
from registrations.placements.models import Batch, Programme, TestPart
from registrations.placements.models.terms import TERMS
from registrations.placements.programmes.scores import NUMBER
from registrations.placements.programmes.workflow import State

MOST_PARTS = 10
MOST_POINTS = Decimal(1000)
LONGEST_TEXT = 2000
MOST_BYTES = 3 * 1024**2  # 20,000 rows of a list of scores are a third of it
_OF_A_PART = 3  # name, name in English, points


class BatchListForm(LenientForm):
    negara = forms.RegexField(r"\A[A-Z]{2}\Z", required=False)
    sesudah = CodeField(required=False)


class _OptionalModelForm(forms.ModelForm):
    """Fields that may be empty say so; every constraint of the table is told as its sentence."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            label = capfirst(str(field.label))
            field.label = label if field.required else optional(label)
            if isinstance(field, forms.ModelChoiceField):
                field.empty_label = "–" if field.required else _("Not stated")

    def validate_constraints(self):
        try:
            self.instance.validate_constraints()
        except ValidationError as refusal:
            self._update_errors(refusal)


class ProgrammeForm(_OptionalModelForm):
    source_url = forms.URLField(
        label=gettext_lazy("Address of the source"), max_length=500, required=False, assume_scheme="https"
    )

    class Meta:
        model = Programme
        fields = (
            "code", "name", "name_en", "scheme", "destination", "occupation", "employer_kind", "age_min", "age_max",
            "education_min", "language_requirement", "language_requirement_en", "other_requirements",
            "other_requirements_en", "source_name", "source_url", "source_date",
        )  # fmt: skip
        field_classes = {"code": forms.SlugField}
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("other_requirements", "other_requirements_en")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["code"].help_text = _("Short, like EPS. It stays.")
        self.fields["code"].disabled = self.instance.pk is not None
        self.fields["destination"].queryset = Destination.objects.select_related("country").order_by("country__name")
        self.fields["destination"].label = _("Country")
        self.fields["occupation"].queryset = Occupation.objects.order_by("title")
        self.fields["source_name"].required, self.fields["source_name"].label = True, _("Source")
        self.fields["source_date"].help_text = _("Year, month or day: 2026, 2026-07 or 2026-07-17.")
        for name in ("other_requirements", "other_requirements_en"):
            self.fields[name].max_length = LONGEST_TEXT


class BatchForm(_OptionalModelForm):
    """Before it opens everything; afterwards a longer time to sign up, when and where the test is, and of the terms of
    work what was not stated before.
    """

    opens_on = day_field(gettext_lazy("First day to sign up"), help_text=DAY_HINT)
    closes_on = day_field(gettext_lazy("Last day to sign up"), help_text=DAY_HINT)
    pass_mark = AmountField(label=gettext_lazy("Points needed at least"), required=False)
    test_fee = AmountField(
        label=gettext_lazy("Fee of the test"), required=False, help_text=gettext_lazy("0: nothing. Empty: not stated.")
    )
    fee_currency = CurrencyField(label=gettext_lazy("Its currency"), initial="IDR")
    test_on = day_field(gettext_lazy("Day of the test"), required=False, help_text=DAY_HINT)
    wage_amount_min = AmountField(
        label=gettext_lazy("Lowest wage"),
        required=False,
        help_text=gettext_lazy("As the programme states it. The contract is held against it; empty: not stated."),
    )
    wage_amount_max = AmountField(label=gettext_lazy("Highest wage"), required=False)
    currency = CurrencyField(label=gettext_lazy("Currency"), required=False, help_text="KRW, JPY, EUR …")
    parts = forms.CharField(
        label=gettext_lazy("Parts of the test"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "One to a line: name | name in English | points at most. Example: Membaca | Reading | 100"
        ),
    )

    class Meta:
        model = Batch
        fields = (
            "programme", "name", "opens_on", "closes_on", "places_total", "places_male", "places_female", "parts",
            "pass_mark", "tie_rule", "test_on", "test_place", "test_fee", "fee_currency", *TERMS,
        )  # fmt: skip
        localized_fields = ("hours_per_day", "days_per_week")
        widgets = {"tie_rule": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.order_fields(self.Meta.fields)
        self.fields["programme"].queryset = Programme.objects.order_by("name", "pk")
        if self.instance.state != State.PREPARED:
            missing = {name for name in TERMS if getattr(self.instance, name) in (None, "")}
            for name in {*self.fields} - {"closes_on", "test_on", "test_place"} - missing:
                del self.fields[name]
            self.fields["closes_on"].help_text = _(
                "May become later, never earlier. A closed batch is opened again after."
            )
        elif self.instance.pk:
            self.initial["parts"] = "\n".join(_line(part) for part in self.instance.parts.all())

    def clean_closes_on(self):
        day, before = self.cleaned_data["closes_on"], self.initial.get("closes_on")
        if self.instance.state != State.PREPARED and day < before:
            raise ValidationError(_("People rely on this day: it can become later only."))
        return day

    def clean_parts(self):
        lines = [line for line in self.cleaned_data["parts"].splitlines() if line.strip()]
        if len(lines) > MOST_PARTS:
            raise ValidationError(_("A test has at most %(most)d parts.") % {"most": MOST_PARTS})
        parts = [_part(place, line) for place, line in enumerate(lines, 1)]
        names = [part.name.casefold() for part in parts]
        if len({*names, NUMBER}) <= len(names):
            raise ValidationError(_("Each part has a name of its own."))
        return parts


def _line(part):
    return " | ".join([part.name, part.name_en, str(part.most.normalize() if part.most % 1 else int(part.most))])


def _part(place, line):
    cells = [cell.strip() for cell in line.split("|")]
    facts = {"line": place}
    if len(cells) != _OF_A_PART or not cells[0]:
        raise ValidationError(_("Line %(line)d: write name | name in English | points.") % facts)
    if max(map(len, cells[:2])) > TestPart._meta.get_field("name").max_length:
        raise ValidationError(_("Line %(line)d: the name is too long.") % facts)
    if any(cell.startswith(FORMULA_SIGNS) for cell in cells[:2]):  # it heads a column of the sheet that is fetched
        raise ValidationError(_("Line %(line)d: a name begins with a letter.") % facts)
    try:
        most = Decimal(cells[2].replace(",", "."))
    except InvalidOperation:
        most = Decimal(0)
    if not most.is_finite() or not 0 < most <= MOST_POINTS or most.as_tuple().exponent < -2:
        raise ValidationError(_("Line %(line)d: points are a number up to %(most)s.") % (facts | {"most": MOST_POINTS}))
    return TestPart(place=place, name=cells[0], name_en=cells[1], most=most)


class ScoreFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("List of scores"),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text=gettext_lazy("CSV (UTF-8) or XLSX. First you see what would come of it."),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(_("The file is larger than %(most)s MB.") % {"most": MOST_BYTES // 1024**2})
        return file


class OneScoreForm(forms.Form):
    """The points of one person, part by part."""

    number = forms.CharField(label=gettext_lazy("Number of the person"), max_length=40)

    def __init__(self, *args, batch, **kwargs):
        super().__init__(*args, **kwargs)
        self.parts = list(batch.parts.all())
        for part in self.parts:
            label = _("%(part)s, at most %(most)s points") % {"part": part, "most": money.number(part.most)}
            self.fields[f"part_{part.place}"] = AmountField(label=label)

    def clean_number(self):
        number = codes.parse(self.cleaned_data["number"])
        if number is None:
            raise ValidationError(_("This is no number of a sign-up. Please compare it with the paper."))
        return number

    def clean(self):
        cleaned = super().clean()
        for part in self.parts:
            score = cleaned.get(f"part_{part.place}")
            if score is not None and score > part.most:
                self.add_error(f"part_{part.place}", _("Is larger than %(most)s.") % {"most": money.number(part.most)})
        return cleaned

    @property
    def scores(self):
        return [self.cleaned_data[f"part_{part.place}"] for part in self.parts]


class BatchStepForm(SeenForm):
    reason = forms.CharField(
        label=gettext_lazy("Why it is called off"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Everybody reads this, and whoever signed up is told."),
    )

    def __init__(self, *args, needs_reason, **kwargs):
        super().__init__(*args, **kwargs)
        if not needs_reason:
            del self.fields["reason"]


class PublishForm(SeenForm):
    roster_until = day_field(gettext_lazy("Last day of the roster"), help_text=DAY_HINT)


class ChooseForm(forms.Form):
    employer = forms.CharField(label=gettext_lazy("Employer abroad"), max_length=150)
    held_on = day_field(gettext_lazy("Chosen on"), help_text=DAY_HINT)
    paper_on = day_field(gettext_lazy("Date of its paper"), help_text=DAY_HINT)

    def __init__(self, *args, zone, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean(self):
        cleaned = super().clean()
        for name in ("held_on", "paper_on"):
            if cleaned.get(name) and cleaned[name] > today_in(self.zone):
                self.add_error(name, _("This date lies in the future."))
        return cleaned
