"""What stands with an event line by line: parties, letters, speakers, materials. A line that is emptied is taken out."""

import re

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jobs.choices import WorkLanguage
from outreach.choices import LetterKind, MaterialKind, PartyKind, PartyRole, Topic
from portal.lib.dates import today_in
from portal.lib.fields import day_field
from portal.places.models import Office

SPARE_LINES = 2
MOST_LINES = 60
LONGEST_SPEECH = 600  # minutes
_NO_LETTER = re.compile(r"[^a-z]+")
# Spoken here and in the countries orders come from; "" for goods.
LANGUAGES = [("id", pgettext_lazy("language", "Indonesian")), *WorkLanguage.choices]


def _choices(choices):
    return [("", "–"), *choices]


class LineForm(forms.Form):
    """``event``, ``by``: whose line it is, and who writes. ``NEEDED``: without one of them the line is blank."""

    NEEDED = ()

    def __init__(self, *args, event, by, **kwargs):
        self.event, self.by = event, by
        super().__init__(*args, **kwargs)

    @property
    def is_blank(self):
        facts = getattr(self, "cleaned_data", {})
        return not any(facts.get(name) for name in self.NEEDED)

    @property
    def line(self):
        """The columns of the row."""
        return self.cleaned_data

    def key(self):
        """By which two lines are one."""
        return self.cleaned_data[self.NEEDED[0]].casefold()


class PartyForm(LineForm):
    NEEDED = ("office", "name")
    FIELDS = ("role", "office", "name", "kind")
    role = forms.ChoiceField(label=gettext_lazy("As what"), choices=PartyRole, initial=PartyRole.PARTNER)
    office = forms.ModelChoiceField(
        label=gettext_lazy("Office of this portal"), queryset=Office.objects.none(), required=False
    )
    name = forms.CharField(
        label=gettext_lazy("or by name"),
        max_length=150,
        required=False,
        help_text=gettext_lazy("An office of another province: its name as it stands in the list of offices."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("What they are"), choices=_choices(PartyKind.choices), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = offices_near(self.event, self.by)
        self.fields["office"].empty_label = "–"

    def clean(self):
        facts = super().clean()
        name = " ".join((facts.get("name") or "").split())
        if facts.get("office") and name:
            self.add_error("name", _("Choose an office or write a name, not both."))
        elif name:
            known = Office.objects.filter(name__iexact=name, valid_to=None)[:2]
            if len(known) == 1:
                facts["office"], name = known[0], ""
        facts["name"] = name
        facts["kind"] = "" if facts.get("office") else facts.get("kind")
        return facts

    def key(self):
        facts = self.cleaned_data
        return facts["office"] or facts["name"].casefold()


def offices_near(event, by):
    """Offices of the provinces of the event and of the officer's own, the ministry's, and whoever is a party already."""
    provinces = {code for code in event.areas if len(code) == 2} | {by.membership.office.province_id}
    parties = [party.office_id for party in event.parties.all() if party.office_id]
    near = Office.objects.filter(province__in=provinces - {None}, valid_to=None)
    near |= Office.objects.filter(kind=Office.Kind.HEAD_OFFICE, valid_to=None) | Office.objects.filter(pk__in=parties)
    return near.exclude(kind=Office.Kind.MISSION).order_by("name")


class LetterForm(LineForm):
    NEEDED = ("number",)
    FIELDS = ("kind", "number", "dated_on")
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=LetterKind, initial=LetterKind.ASSIGNMENT)
    number = forms.CharField(label=gettext_lazy("Number"), max_length=100, required=False)
    dated_on = day_field(gettext_lazy("Date"), required=False)

    def key(self):
        return self.cleaned_data["kind"], self.cleaned_data["number"].casefold()


class TopicsField(forms.CharField):
    """Letters of the legal list as people write them: ``a, b, d`` or ``abd``."""

    def prepare_value(self, value):
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value):
        letters = sorted(set(_NO_LETTER.sub("", super().clean(value).casefold())))
        if unknown := [letter for letter in letters if letter not in Topic.values]:
            raise forms.ValidationError(_("No topic has this letter: %(letters)s.") % {"letters": ", ".join(unknown)})
        return letters


class SpeakerForm(LineForm):
    NEEDED = ("name",)
    FIELDS = ("name", "institution", "position", "topics", "minutes", "confirmed_on")
    name = forms.CharField(label=gettext_lazy("Name"), max_length=150, required=False)
    institution = forms.CharField(label=gettext_lazy("Institution"), max_length=150, required=False)
    position = forms.CharField(label=gettext_lazy("Position"), max_length=150, required=False)
    topics = TopicsField(
        label=gettext_lazy("Topics, by letter"), max_length=40, required=False, help_text=gettext_lazy("Example: a, d")
    )
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=1, max_value=LONGEST_SPEECH, required=False)
    confirmed_on = forms.BooleanField(label=gettext_lazy("Has confirmed"), required=False)

    @property
    def line(self):
        """Confirmed on the day on which it was first written down."""
        given = self.initial.get("confirmed_on") or today_in(self.event.zone)
        return self.cleaned_data | {"confirmed_on": given if self.cleaned_data["confirmed_on"] else None}


class MaterialForm(LineForm):
    NEEDED = ("title",)
    FIELDS = ("kind", "title", "language", "copies")
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=MaterialKind, initial=MaterialKind.LEAFLET)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200, required=False)
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=_choices(LANGUAGES), required=False)
    copies = forms.IntegerField(label=gettext_lazy("Handed out"), min_value=0, max_value=1_000_000, required=False)

    def key(self):
        return self.cleaned_data["kind"], self.cleaned_data["title"].casefold()


class _Lines(forms.BaseFormSet):
    def clean(self):
        known = set()
        for form in self.forms:
            if form.errors or form.is_blank:
                continue
            if form.key() in known:
                form.add_error(form.NEEDED[-1], _("This stands above already."))
            known.add(form.key())
        self._hold_parties()

    def _hold_parties(self):
        """One organiser, and the own office stays: nobody shuts themselves out by mistake."""
        if self.form is not PartyForm or any(form.errors for form in self.forms):
            return
        lines, by = self.lines, self.form_kwargs["by"]
        if sum(line["role"] == PartyRole.ORGANISER for line in lines) != 1:
            raise forms.ValidationError(_("Name one organiser, and only one."))
        if all(line["office"] is None or line["office"].pk != by.office_id for line in lines):
            raise forms.ValidationError(_("Your own office has to stay among them."))

    @property
    def lines(self):
        """The filled lines by column."""
        return [form.line for form in self.forms if not form.is_blank]


FORMS = {"parties": PartyForm, "letters": LetterForm, "speakers": SpeakerForm, "materials": MaterialForm}
# What stands in the address.
SLUGS = {"pihak": "parties", "surat": "letters", "narasumber": "speakers", "bahan": "materials"}
TITLES = {
    "parties": gettext_lazy("Organiser and partners"),
    "letters": gettext_lazy("Letters"),
    "speakers": gettext_lazy("Speakers"),
    "materials": gettext_lazy("Materials handed out"),
}


def legend():
    """The topics with their letters."""
    return [f"{letter}. {label}" for letter, label in Topic.choices]


def lines_for(name, event, by, data=None):
    """The formset of one sort of lines."""
    form = FORMS[name]
    initial = [{field: getattr(row, field) for field in form.FIELDS} for row in getattr(event, name).all()]
    if name == "parties":
        initial = [row | {"office": row["office"] and row["office"].pk} for row in initial]
    made = forms.formset_factory(
        form, formset=_Lines, extra=SPARE_LINES, max_num=MOST_LINES, absolute_max=MOST_LINES, validate_max=True
    )
    return made(data, prefix="baris", initial=initial, form_kwargs={"event": event, "by": by})
