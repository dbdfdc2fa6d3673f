"""What an officer writes of an event: what and for whom, a session with its place, a step, an answer to a likely double."""

from datetime import datetime
from uuid import uuid4

from django import forms
from django.utils.html import strip_tags
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.check_room.forms import LONGEST_REASON, SeenForm
from jobs.drafts.fields import AmountField
from jobs.forms import CodeField, LenientForm
from jobs.models import Destination
from outreach.choices import BudgetSource, Category, Kind, Mode, Topic, VenueKind
from outreach.models import Series
from outreach.plan.lists import Tab
from outreach.plan.venues import place_of
from portal.lib.dates import WIB, long_date, zone_label
from portal.lib.fields import DAY_HINT, day_field
from portal.lib.labels import optional
from portal.places.forms import PlaceField
from portal.places.models import Country

MOST_SEATS = 100_000
LONGEST_TEXT = 4000


class ListForm(LenientForm):
    tab = forms.TypedChoiceField(required=False, choices=Tab, empty_value=Tab.COMING)
    sesudah = CodeField(required=False)


class PlacedForm(forms.Form):
    """Fields in two columns; those in ``WIDE`` take both."""

    WIDE = frozenset()

    def placed(self):
        return [(field, "col-12" if field.name in self.WIDE else "col-md-6") for field in self.visible_fields()]


class StepForm(PlacedForm, SeenForm):
    WIDE = frozenset({"reason"})
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Everybody reads it on the page of the event. Nothing about single people."),
    )

    def __init__(self, *args, needs_reason, is_draft=False, **kwargs):
        super().__init__(*args, **kwargs)
        if not needs_reason:
            del self.fields["reason"]
        elif is_draft:
            self.fields["reason"].help_text = _("Your office alone reads it.")


class DoubleForm(SeenForm):
    """The answer to a likely double."""

    answer = forms.ChoiceField(choices=[("same", ""), ("other", "")])


def choice_field(label, choices, **options):
    return forms.ChoiceField(
        label=optional(label), choices=[("", gettext_lazy("Not stated")), *choices], required=False, **options
    )


def several_field(label, choices):
    return forms.MultipleChoiceField(
        label=optional(label), choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


def yes_no_field(label):
    """True, False, or None where nobody knows."""
    return forms.TypedChoiceField(
        label=optional(label),
        choices=[("", gettext_lazy("Not recorded")), ("1", gettext_lazy("Yes")), ("0", gettext_lazy("No"))],
        coerce=lambda value: value == "1",
        empty_value=None,
        required=False,
    )


def _as_answer(value):
    """A True, False or None as ``yes_no_field`` shows it."""
    return "" if value is None else str(int(value))


class _WhatForm(PlacedForm):
    """What the first form of an event and the later one have in common."""

    WIDE = frozenset({"audience", "purpose", "topics", "countries"})

    title = forms.CharField(
        label=gettext_lazy("Title"), max_length=250, help_text=gettext_lazy("As the public will read it.")
    )
    kind = choice_field(gettext_lazy("Kind"), Kind.choices)
    mode = forms.ChoiceField(label=gettext_lazy("How it is held"), choices=Mode, initial=Mode.LURING)
    audience = several_field(gettext_lazy("For whom"), Category.choices)
    budget_source = choice_field(gettext_lazy("Paid from"), BudgetSource.choices)
    expects_minors = forms.BooleanField(
        label=gettext_lazy("People under 18 come: no NIK is asked, no photo bears a name"), required=False
    )


class NewForm(_WhatForm):
    WIDE = _WhatForm.WIDE | {"title", "expects_minors"}
    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    letter = forms.CharField(
        label=optional(gettext_lazy("Basis: number of the letter of assignment")), max_length=100, required=False
    )
    field_order = ["key", "title", "kind", "mode", "audience", "letter", "budget_source", "expects_minors"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, initial={"key": uuid4()}, **kwargs)

    @property
    def facts(self):
        return {name: value for name, value in self.cleaned_data.items() if name not in {"key", "letter"}}


class FactsForm(_WhatForm, SeenForm):
    """``series``: those the officer may choose; a new one is made by its name."""

    title_en = forms.CharField(label=optional(gettext_lazy("Title in English")), max_length=250, required=False)
    purpose = forms.CharField(
        label=optional(gettext_lazy("Aim")),
        max_length=LONGEST_TEXT,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    topics = several_field(
        gettext_lazy("Topics, by the letters of PP 59/2021 art. 4(4)"),
        [(letter, format_lazy("{}. {}", letter, label)) for letter, label in Topic.choices],
    )
    countries = forms.MultipleChoiceField(
        label=optional(gettext_lazy("Countries")),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
        help_text=gettext_lazy("Several: hold Ctrl, or tap one after the other on a phone."),
    )
    series = forms.ModelChoiceField(
        label=optional(gettext_lazy("Series")), queryset=Series.objects.none(), required=False
    )
    new_series = forms.CharField(
        label=optional(gettext_lazy("Name of a new series")),
        max_length=150,
        required=False,
        help_text=gettext_lazy("A programme that several events belong to."),
    )
    has_consultation = yes_no_field(gettext_lazy("Papers are looked at there"))
    has_sign_language = yes_no_field(gettext_lazy("Sign language"))
    takes_sign_ups = forms.BooleanField(label=gettext_lazy("People sign up before"), required=False)
    budget_amount = AmountField(label=optional(gettext_lazy("Amount in rupiah")), required=False)
    field_order = [
        "seen", "title", "title_en", "kind", "mode", "audience", "purpose", "topics", "countries", "series", "new_series",
        "has_consultation", "has_sign_language", "takes_sign_ups", "expects_minors", "budget_source", "budget_amount",
    ]  # fmt: skip

    def __init__(self, *args, event, series, **kwargs):
        names = [name for name in self.base_fields if name not in {"seen", "new_series"}]
        initial = {name: getattr(event, name) for name in names} | {"seen": event.version}
        initial |= {name: _as_answer(getattr(event, name)) for name in ("has_consultation", "has_sign_language")}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["series"].queryset = series
        self.fields["series"].empty_label = _("None")
        self.fields["countries"].choices = _countries(event.countries)

    def clean(self):
        facts = super().clean()
        if facts.get("series") and facts.get("new_series"):
            self.add_error("new_series", _("Choose a series or name a new one, not both."))
        return facts

    @property
    def facts(self):
        return {name: value for name, value in self.cleaned_data.items() if name not in {"seen", "new_series"}}


def _countries(chosen):
    """Destinations, and what stands there already; by their name in the page's language."""
    known = Country.objects.filter(pk__in={*Destination.objects.values_list("country_id", flat=True), *chosen})
    return sorted(((one.pk, str(one)) for one in known), key=lambda pair: pair[1])


def hour_field(label, **options):
    return forms.TimeField(
        label=optional(label),
        input_formats=["%H:%M", "%H.%M"],
        required=False,
        widget=forms.TimeInput(format="%H.%M", attrs={"class": "w-tgl", "inputmode": "numeric"}),
        **options,
    )


class SessionForm(PlacedForm):
    """When and where. Everything may be empty; the hours are those of the place."""

    field_order = [
        "seen", "place", "venue", "day", "capacity", "begins", "ends", "venue_kind", "address", "has_step_free_way",
        "has_wheelchair_toilet", "access_note", "title", "link",
    ]  # fmt: skip
    day = day_field(optional(gettext_lazy("Day")), required=False, help_text=DAY_HINT)
    begins = hour_field(gettext_lazy("Begins"), help_text=gettext_lazy("By the clock of the place. Example: 09.00"))
    ends = hour_field(gettext_lazy("Ends"))
    place = PlaceField(
        label=optional(gettext_lazy("Village, district or regency")),
        required=False,
        help_text=gettext_lazy("Write its name, save, then choose it from the list."),
    )
    venue = forms.CharField(
        label=optional(gettext_lazy("Place")),
        max_length=150,
        required=False,
        help_text=gettext_lazy("Example: hall of the regent's office. Left empty it bears the name of the village."),
    )
    venue_kind = choice_field(gettext_lazy("What kind of place"), VenueKind.choices)
    address = forms.CharField(label=optional(gettext_lazy("Address")), max_length=250, required=False)
    has_step_free_way = yes_no_field(gettext_lazy("Way in without steps, for wheelchairs"))
    has_wheelchair_toilet = yes_no_field(gettext_lazy("Toilet for wheelchairs"))
    access_note = forms.CharField(
        label=optional(gettext_lazy("On getting in")),
        max_length=250,
        required=False,
        help_text=gettext_lazy("Example: two steps at the door, helpers carry."),
    )
    capacity = forms.IntegerField(
        label=optional(gettext_lazy("Seats")),
        min_value=1,
        max_value=MOST_SEATS,
        required=False,
        help_text=gettext_lazy("Empty: whoever comes finds room."),
    )
    title = forms.CharField(label=optional(gettext_lazy("Name of this session")), max_length=150, required=False)
    link = forms.URLField(
        label=optional(gettext_lazy("Address online")), max_length=300, required=False, assume_scheme="https"
    )

    def clean(self):
        found = super().clean()
        day, begins, ends = (found.get(name) for name in ("day", "begins", "ends"))
        if begins and ends and ends <= begins:
            self.add_error("ends", _("It ends after it begins."))
        if bool(begins) != bool(ends) and not self.errors.keys() & {"begins", "ends"}:
            self.add_error("ends" if begins else "begins", _("Write both hours, or none."))
        if begins and not day and "day" not in self.errors:
            self.add_error("day", _("Say on which day."))
        return found

    @property
    def is_blank(self):
        return not any(self.cleaned_data.get(name) for name in self.fields)

    @property
    def facts(self):
        """As services.keep_session takes them."""
        found = self.cleaned_data
        place = found["place"]
        zone = place.regency.province.zone if place else WIB
        hours = {
            f"{name}_at": datetime.combine(found["day"], found[name], tzinfo=zone) if found[name] else None
            for name in ("begins", "ends")
        }
        venue = {
            "name": " ".join(found["venue"].split()),
            "place": place,
            "kind": found["venue_kind"],
            **{name: found[name] for name in _OF_VENUE},
        }
        facts = {name: found[name] for name in ("title", "link", "capacity")} | hours | {"held_on": found["day"]}
        return facts | {"venue": venue if venue["name"] or place else None}


_OF_VENUE = ("address", "has_step_free_way", "has_wheelchair_toilet", "access_note")


class ChangeSessionForm(SessionForm, SeenForm):
    """A further session for ``session`` None."""

    def __init__(self, *args, event, session, **kwargs):
        super().__init__(*args, initial=_now(session) | {"seen": event.version}, **kwargs)
        if session and session.held_on:
            weekday = long_date(session.held_on, weekday=True).partition(",")[0]
            self.fields["day"].help_text = f"{weekday}. {DAY_HINT}"
        if session and session.time_zone:
            zone = {"zone": zone_label(session.zone)}
            self.fields["begins"].help_text = _("%(zone)s, by the clock of the place. Example: 09.00") % zone


def _now(session):
    """What stands of a session, by field."""
    if session is None:
        return {}
    facts = {name: getattr(session, name) for name in ("title", "link", "capacity")} | {"day": session.held_on}
    for name in ("begins", "ends"):
        moment = getattr(session, f"{name}_at")
        facts[name] = moment.astimezone(session.zone).time() if moment else None
    venue = session.venue
    if venue is None:
        return facts
    facts |= {"place": place_of(venue), "venue": venue.name, "venue_kind": venue.kind}
    facts |= {name: getattr(venue, name) for name in ("address", "access_note")}
    return facts | {name: _as_answer(getattr(venue, name)) for name in ("has_step_free_way", "has_wheelchair_toilet")}


def differing(form):
    """Labels of what was typed that is not what stands there now, for whoever saves after somebody else."""
    mark = str(optional(""))  # what optional() puts behind a label
    return [strip_tags(str(form[name].label).removesuffix(mark)) for name in form.changed_data if name != "seen"]
