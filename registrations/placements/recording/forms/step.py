"""The small form of each step: what is written down with it, on whose behalf, and why."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.check_room.forms import LONGEST_REASON, SeenForm
from jobs.choices import Actor
from portal.lib.dates import today_in
from portal.lib.fields import DAY_HINT, day_field
from portal.lib.labels import optional
from registrations.models import Document
from registrations.placements.models import OnBehalf
from registrations.placements.workflow import READ_BY_PERSON

# They have an account here, so nobody records for them on a paper of theirs.
WITH_ACCOUNT = {Actor.PERSON, Actor.DISNAKER, Actor.BP3MI, Actor.KP2MI}
BEHALF = ("behalf_body", "behalf_name", "behalf_on", "behalf_document")
# Whose name in one step says nothing of the next: the embassy that gives a visa is not ours that sees a contract.
_ANOTHER_EACH_TIME = {Actor.MISSION}
_WITHOUT_ACCOUNT = [(one.value, one.label) for one in Actor if one not in WITH_ACCOUNT]

# No paper of a placement is older, or lasts longer: what lies beyond is a slip, and no calendar counts on from the year 9999.
_FARTHEST_YEARS = 30


class StepForm(SeenForm):
    """What every step asks: on whose behalf where that body has no account, and a reason where the table wants one.

    ``case``: a Placement. ``actor``: whose turn the step is, None when nobody's.
    """

    behalf_body = forms.ChoiceField(label=gettext_lazy("On behalf of"), choices=_WITHOUT_ACCOUNT)
    behalf_name = forms.CharField(label=gettext_lazy("Its name"), max_length=150)
    behalf_on = day_field(gettext_lazy("Date of its paper"), help_text=DAY_HINT)
    behalf_document = forms.ModelChoiceField(
        Document.objects.none(),
        label=optional(gettext_lazy("Its paper, among those handed in")),
        required=False,
        empty_label=gettext_lazy("None of them"),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )

    evidence = None  # the model whose row is written down with the step
    facts = ()  # its columns, and fields of this form
    lie_ahead = ()  # days that may be in the future

    def __init__(self, *args, case, event, actor=None, **kwargs):
        self.case, self.event, self.today = case, event, today_in(case.office.zone)
        initial = {"seen": case.version, "behalf_body": actor, "behalf_name": self._name_known(actor)}
        initial |= kwargs.pop("initial", {})
        super().__init__(*args, initial=initial, **kwargs)
        if actor is None or actor in WITH_ACCOUNT:
            for name in BEHALF:
                del self.fields[name]
        else:
            self._offer_papers(case)
            self._take_day_of_step()
        if not case.steps[event].needs_reason:
            del self.fields["reason"]
        elif event in READ_BY_PERSON:
            self.fields["reason"].help_text = _("The person reads this. Write it to them, in plain words.")
        last = [name for name in (*BEHALF, "reason") if name in self.fields]
        self.order_fields([*(name for name in self.fields if name not in last), *last])
        self._begin_at_what_is_empty()

    def _name_known(self, actor):
        """Who it was before in this case, or who stands in the order; "" where that is not known."""
        if actor is None or actor in WITH_ACCOUNT | _ANOTHER_EACH_TIME:
            return ""
        before = OnBehalf.objects.filter(step__placement=self.case, body=actor).order_by("-pk")
        if name := before.values_list("name", flat=True).first():
            return name
        company = self.case.vacancy and self.case.vacancy.placement_company
        return str(company.name) if actor == Actor.P3MI and company else ""

    def _begin_at_what_is_empty(self):
        """Whoever types all day starts typing at once."""
        shown = [(name, field) for name, field in self.fields.items() if not field.widget.is_hidden]
        empty = (field for name, field in shown if not self.get_initial_for_field(field, name))
        if shown:
            next(empty, shown[0][1]).widget.attrs["autofocus"] = not self.is_bound

    @property
    def _day_of_step(self):
        """The name of the field with the day on which it happened, None where none is asked."""
        own = (name for name in self.facts if isinstance(self.fields.get(name), forms.DateField))
        return next((name for name in own if name not in self.lie_ahead), None)

    def _take_day_of_step(self):
        """Most papers are of the day of which they tell."""
        if self._day_of_step:
            field = self.fields["behalf_on"]
            field.required, field.label = False, optional(field.label)
            field.help_text = _("Empty: the same day as above.")

    def _offer_papers(self, case):
        """Those of the person that somebody may look at; nothing is asked where there is none."""
        field = self.fields["behalf_document"]
        field.queryset = Document.objects.current().usable().filter(candidate=case.candidate_id).order_by("paper")
        field.label_from_instance = lambda document: document.get_paper_display()
        if not field.queryset.exists():
            del self.fields["behalf_document"]

    def clean(self):
        cleaned = super().clean()
        for name, field in self.fields.items():
            day = cleaned.get(name)
            if not isinstance(field, forms.DateField) or not day:
                continue
            if abs(day.year - self.today.year) > _FARTHEST_YEARS:
                self.add_error(name, _("Please look at the year once more."))
            elif day > self.today and name not in self.lie_ahead:
                self.add_error(name, _("This date lies in the future."))
        if self.evidence and not self.errors:
            self._hold_against_the_table()
        return cleaned

    def _hold_against_the_table(self):
        """What the database would refuse is told as its sentence."""
        row = self.evidence_row()
        try:
            row.full_clean(exclude=["step"], validate_unique=False)
        except ValidationError as refusal:
            for name, problems in refusal.error_dict.items():
                self.add_error(name if name in self.fields else None, problems)

    def evidence_row(self):
        """The row to be kept, without its step; None where a step leaves none."""
        return self.evidence(**{name: self.cleaned_data[name] for name in self.facts}) if self.evidence else None

    @property
    def taken(self):
        """The step that is taken by what was filled in."""
        return self.event

    @property
    def lines(self):
        return []

    @property
    def columns(self):
        """Columns of the case itself."""
        return {}

    @property
    def behalf(self):
        """Facts of OnBehalf, None where whoever acts has an account."""
        if "behalf_body" not in self.fields:
            return None
        found = self.cleaned_data
        facts = {"body": found["behalf_body"], "name": found["behalf_name"], "document": found.get("behalf_document")}
        return facts | {"dated_on": found["behalf_on"] or found[self._day_of_step]}


def tell_missions(field, case):
    """The only mission of a country stands ready; of several one is meant, so they stand beside the field."""
    told = case.destination.mission
    if ";" in told or "," in told:
        field.help_text = told
    else:
        field.initial = told
