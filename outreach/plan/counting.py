"""The form of a head count: everything may be empty; where all parts of a split are known they make the total."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.check_room.forms import SeenForm
from outreach.choices import Category
from outreach.models import HeadCount
from outreach.models.count import AGES, SEXES
from outreach.plan.counts import COLUMNS, LINE_COLUMNS
from portal.lib.labels import optional

MOST = 1_000_000
SPARE_INSTITUTIONS = 3
MOST_INSTITUTIONS = 60


def number_field(label, **options):
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=MOST,
        required=False,
        widget=forms.NumberInput(attrs={"class": "w-tgl", "inputmode": "numeric"}),
        **options,
    )


def _label(name):
    text = str(HeadCount._meta.get_field(name).verbose_name)
    return text[:1].upper() + text[1:]


class CountForm(SeenForm):
    """``count``: what stands, or None. Whoever changes what stands says why."""

    reason = forms.CharField(
        label=gettext_lazy("Why it is corrected"),
        max_length=250,
        required=False,
        help_text=gettext_lazy("What it was before is kept beside it."),
    )

    def __init__(self, *args, event, count, **kwargs):
        initial = {name: getattr(count, name) for name in COLUMNS} if count else {}
        super().__init__(*args, initial=initial | {"seen": event.version}, **kwargs)
        for name in COLUMNS[:-1]:
            self.fields[name] = number_field(_label(name))
        self.fields["note"] = forms.CharField(label=optional(_label("note")), max_length=250, required=False)
        if count is None:
            del self.fields["reason"]
        self.order_fields(["seen", *COLUMNS, "reason"])

    def clean(self):
        found = super().clean()
        if self.errors:
            return found
        total = found["total"]
        for parts, sentence in (
            (SEXES, _("Women, men and those not noted make %(sum)s, not %(total)s.")),
            (AGES, _("The ages make %(sum)s, not %(total)s.")),
        ):
            numbers = [found[name] for name in parts]
            if None not in [total, *numbers] and sum(numbers) != total:
                self.add_error("total", sentence % {"sum": sum(numbers), "total": total})
        if None not in (total, found["with_disability"]) and found["with_disability"] > total:
            self.add_error("with_disability", _("More people with a disability than came in all."))
        return found

    def hold_lines(self, lines):
        """Of two valid forms: refuse lines that don't make the total."""
        if sentence := lines.disagreement(self.cleaned_data["total"]):
            self.add_error("total", sentence)

    @property
    def facts(self):
        return {name: self.cleaned_data[name] for name in COLUMNS}

    def groups(self):
        """(title, fields) in the order of the page."""
        splits = [
            (_("In all"), ["total"]),
            (_("By sex"), SEXES),
            (_("By age"), AGES),
            (_("Besides"), ["with_disability", "note"]),
        ]
        return [(title, [self[name] for name in names]) for title, names in splits]


class CountLineForm(forms.Form):
    category = forms.ChoiceField(choices=[("", ""), *Category.choices], required=False, widget=forms.HiddenInput)
    institution = forms.CharField(label=gettext_lazy("Institution"), max_length=150, required=False)
    total = number_field(gettext_lazy("Came"))
    female = number_field(gettext_lazy("Women"))
    male = number_field(gettext_lazy("Men"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.of_category = Category(self.initial["category"]) if self.initial.get("category") else None
        if self.of_category:
            self.fields["institution"].widget = forms.HiddenInput()
        for name in ("institution", "total", "female", "male"):
            self.fields[name].widget.attrs["class"] = "form-control"

    @property
    def is_blank(self):
        found = getattr(self, "cleaned_data", {})
        numbers = [found.get(name) for name in ("total", "female", "male")]
        return numbers == [None, None, None] and not found.get("institution")

    def clean(self):
        found = super().clean()
        # Which category a line is of stands in the page, not in the answer.
        found["category"] = self.of_category.value if self.of_category else ""
        if self.of_category:
            found["institution"] = ""
        found["institution"] = " ".join((found.get("institution") or "").split())
        if self.errors or self.is_blank:
            return found
        if not self.of_category and not found["institution"]:
            self.add_error("institution", _("Name the institution."))
        numbers = [found.get(name) for name in ("total", "female", "male")]
        if None not in numbers and numbers[1] + numbers[2] != numbers[0]:
            self.add_error("total", _("Women and men don't make the total of the line."))
        return found

    def numbers(self):
        return [self[name] for name in ("total", "female", "male")]

    def label(self):
        return str(self.of_category.label) if self.of_category else ""


class _Lines(forms.BaseFormSet):
    def clean(self):
        known = set()
        for form in self.forms:
            if form.errors or form.is_blank or form.of_category:
                continue
            name = form.cleaned_data["institution"].casefold()
            if name in known:
                form.add_error("institution", _("This stands above already."))
            known.add(name)

    @property
    def lines(self):
        return [{name: form.cleaned_data[name] for name in LINE_COLUMNS} for form in self.forms if not form.is_blank]

    def disagreement(self, total):
        """A sentence where the categories miss the ``total``, or institutions pass it; "" where something is not known."""
        for is_category, sentence in (
            (True, _("The categories make %(sum)s, not %(total)s.")),
            (False, _("From institutions came %(sum)s, more than %(total)s in all.")),
        ):
            numbers = [line["total"] for line in self.lines if bool(line["category"]) == is_category]
            if total is None or not numbers or None in numbers:
                continue
            if sum(numbers) > total or (is_category and sum(numbers) != total):
                return sentence % {"sum": sum(numbers), "total": total}
        return ""


def lines_for(count, data=None):
    """A line for each category, then one for each institution and some to spare."""
    stand = list(count.lines.all()) if count else []
    of_category = {line.category: line for line in stand if line.category}
    initial = [_line(of_category.get(category.value), category=category.value) for category in Category]
    initial += [_line(line) for line in stand if line.institution]
    most = len(Category) + MOST_INSTITUTIONS
    made = forms.formset_factory(
        CountLineForm, formset=_Lines, extra=SPARE_INSTITUTIONS, max_num=most, absolute_max=most, validate_max=True
    )
    return made(data, prefix="baris", initial=initial)


def _line(line, **facts):
    return {name: getattr(line, name) for name in LINE_COLUMNS} | facts if line else facts
