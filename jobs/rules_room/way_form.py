"""What officers write down about a procedure: a text for everybody, and the steps that a placement has to reach."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.choices import Actor, DueStep, Milestone, StepGuard
from jobs.models import ProcedureRule
from jobs.procedures import stations_of, ways
from jobs.rules_room.facts import NewRuleForm
from jobs.way_lines import lines_of, way_of
from portal.lib.dates import WIB, today_in
from portal.lib.labels import optional

LONGEST_WAY = 6000


class WayField(forms.CharField):
    """Its value is a way as in ProcedureRule.way, its text one step to a line."""

    widget = forms.Textarea(attrs={"rows": 16, "wrap": "off", "spellcheck": "false"})

    def prepare_value(self, value):
        return value if isinstance(value, str) else lines_of(value or [])

    def clean(self, value):
        way, problems = way_of(super().clean(value))
        if problems:
            raise forms.ValidationError(problems)
        return way


class ProcedureForm(NewRuleForm):
    way = WayField(
        label=optional(gettext_lazy("Steps of a placement")),
        required=False,
        max_length=LONGEST_WAY,
        help_text=gettext_lazy(
            "One to a line, its parts between strokes, as explained above. "
            "Left empty: from its first day on nobody can apply under this scheme."
        ),
    )

    class Meta:
        model = ProcedureRule
        fields = ["scheme", "steps", "steps_en", "way"]
        widgets = {"steps": forms.Textarea(attrs={"rows": 8}), "steps_en": forms.Textarea(attrs={"rows": 8})}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("steps", "steps_en"):
            self.fields[name].help_text = gettext_lazy(
                "In their order, one to a line: its title, a colon, what happens. Example: Selection: at the labour office."
            )

    def clean_steps(self):
        return _lines(self.cleaned_data["steps"])

    def clean_steps_en(self):
        return _lines(self.cleaned_data["steps_en"])

    def clean(self):
        facts = super().clean()
        both = [facts[name].splitlines() for name in ("steps", "steps_en") if facts.get(name)]
        if len(both) == 2 and len(both[0]) != len(both[1]):
            self.add_error("steps_en", _("Each step stands in both languages, one to a line."))
        elif both and facts.get("way"):
            wanted = len(stations_of(ways(ProcedureRule(way=facts["way"]))))
            if len(both[0]) != wanted:
                self.add_error("steps", _told_stations(wanted, len(both[0])))
        return facts

    @property
    def explained(self):
        """(part of a line, how it is written, what may stand there as (code, words)) in their order."""
        due = [(code, label) for code, label in DueStep.choices if code not in {"submitted", "verified"}]
        return [
            (_("1. What is reached"), "", Milestone.choices),
            (_("2. Whose turn it is"), "", Actor.choices),
            (_("3. What it waits for"), _("Codes of the first part, with commas; or nothing."), []),
            (_("4. Papers in order by then"), _("Those due before this step; or nothing."), due),
            (
                _("5. Usual days"),
                _("First and last day since the step before, as 3-14; nothing when nobody knows."),
                [],
            ),
            (_("6. and 7. Title"), _("In Indonesian, then in English."), []),
            (_("8. Further conditions"), _("With commas; may be left out."), StepGuard.choices),
        ]

    @property
    def to_copy(self):
        """(scheme, its way in force as lines) of each scheme that has one."""
        rules = ProcedureRule.objects.in_force(today_in(WIB)).exclude(way=[]).order_by("scheme")
        return [(rule.get_scheme_display(), lines_of(rule.way)) for rule in rules]


def _told_stations(wanted, found):
    return _(
        "With steps of a placement it has one line for each station, the registration first: %(wanted)d, not %(found)d."
    ) % {
        "wanted": wanted,
        "found": found,
    }


def _lines(text):
    return "\n".join(" ".join(line.split()) for line in text.splitlines() if line.strip())
