"""The forms of the pages, one thing each. ``told`` says what was answered before, as the form shows it again."""

from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from jobs.choices import Marital, Scheme, Sex
from jobs.models import Destination, Occupation, Vacancy
from portal.accounts.models import Channel
from portal.accounts.models.consent import LANGUAGES
from portal.lib import codes, nik, passport, phone
from portal.lib.dates import WIB, add_months, today_in
from portal.lib.fields import DAY_HINT, day_field
from portal.lib.labels import optional
from portal.places.forms import PlaceField
from portal.places.models import GazetteerEntry, Village
from registrations.choices import SCHOOLS, WhosePhone
from registrations.guards import MIN_AGE

_OLDEST = date(1900, 1, 1)
_FARTHEST_MONTHS = 60
_PLAIN = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


def grown_up_on(birth_date):
    """The day on which somebody born on ``birth_date`` is ``MIN_AGE`` years old."""
    try:
        return birth_date.replace(year=birth_date.year + MIN_AGE)
    except ValueError:  # born on 29 February
        return date(birth_date.year + MIN_AGE, 3, 1)


class PageForm(forms.Form):
    """A page of the wizard. ``registration``: None on the first page, before anything was saved."""

    def __init__(self, *args, registration=None, **kwargs):
        self.registration = registration
        super().__init__(*args, **kwargs)

    def answers(self):
        """Of a valid form: field of registrations.asked to value."""
        return self.cleaned_data

    def asking_further(self):
        """The same form without errors, where nothing is wrong but one thing to choose now; None otherwise."""


class NameForm(PageForm):
    name = forms.CharField(
        label=_("Name"), help_text=_("As on your identity card (KTP). One name is enough."), max_length=150
    )
    birth_date = day_field(_("Birth date"), help_text=DAY_HINT)
    birth_place = forms.CharField(label=_("Birth place"), help_text=_("As on your KTP."), max_length=80)
    sex = forms.ChoiceField(label=_("Sex"), choices=Sex, widget=forms.RadioSelect)

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def clean_birth_place(self):
        return " ".join(self.cleaned_data["birth_place"].split())

    def clean_birth_date(self):
        born = self.cleaned_data["birth_date"]
        if not _OLDEST <= born <= today_in(WIB):
            raise ValidationError(_("Nobody alive was born on this day. Please check the year."))
        return born

    def too_young_until(self):
        """Of a valid form: the day from which registering is possible, or None when it is today."""
        day = grown_up_on(self.cleaned_data["birth_date"])
        return day if day > today_in(WIB) else None


class NumbersForm(PageForm):
    nik = forms.CharField(
        label=_("NIK"),
        help_text=_("16 digits, on your KTP and your family card (KK)."),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "w-nik"}),
    )
    kk = forms.CharField(
        label=_("Number of the family card (KK)"),
        help_text=_("16 digits, at the top of the card."),
        max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "w-nik"}),
    )

    def clean_nik(self):
        return nik.parse(self.cleaned_data["nik"])

    def clean_kk(self):
        # Only its length: the card gets a new number whenever the family changes.
        digits = nik.BETWEEN.sub("", self.cleaned_data["kk"])
        if not nik.DIGITS.fullmatch(digits) or len(digits) != nik.LENGTH:
            raise ValidationError(_("A family card has 16 digits. Please compare it with the card."))
        return digits


class PassportForm(PageForm):
    number = forms.CharField(
        label=optional(_("Passport number")),
        help_text=_("Like C1234567. It stands on the page with the photo."),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs=_PLAIN | {"class": "w-nik"}),
    )
    expires_on = day_field(optional(_("Valid until")), required=False, help_text=DAY_HINT)
    line1 = forms.CharField(
        label=optional(_("First line below the photo")),
        help_text=_("It begins with P and has 44 signs, each < too."),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs=_PLAIN),
    )
    line2 = forms.CharField(
        label=optional(_("Second line below the photo")),
        help_text=_("It begins with the passport number."),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs=_PLAIN),
    )

    zone = None

    def clean_number(self):
        return passport.parse_number(self.cleaned_data["number"]) if self.cleaned_data["number"] else ""

    def clean(self):
        given = super().clean()
        if given.get("line1") or given.get("line2"):
            self._read_zone(given)
        elif given.get("expires_on") and not given.get("number") and "number" not in self.errors:
            self.add_error("number", _("Write the passport number too, or leave all of this empty."))
        return given

    def _read_zone(self, given):
        zone = passport.read_zone(given.get("line1", ""), given.get("line2", ""), today_in(WIB))
        upper = {"line1", "name", "issuer"}
        for part, sentence in zone.problems.items():
            line = "line1" if part in upper else "line2"
            if sentence not in self.errors.get(line, []):
                self.add_error(line, sentence)
        if zone.problems or "number" in self.errors:
            return
        if given.get("number") and given["number"] != zone.number:
            self.add_error("number", _("This is another number than in the second line. Please compare both."))
        given |= {"number": zone.number, "expires_on": zone.expires_on or given.get("expires_on")}
        self.zone = zone

    def answers(self):
        number, zone = self.cleaned_data["number"], self.zone
        facts = {
            "number": number,
            "expires_on": self.cleaned_data["expires_on"],
            "is_zone_read": zone is not None,
            "name_as_printed": zone.name if zone else "",
            "birth_date_as_printed": zone.birth_date if zone else None,
        }
        return {"passport": facts if number else None}


class HomeForm(PageForm):
    village = PlaceField(
        label=_("Village where you live now"),
        help_text=_("Write its name, press “Save and go on”, then choose it from the list."),
        levels={GazetteerEntry.Level.VILLAGE},
    )
    address = forms.CharField(
        label=optional(_("Street, RT/RW, or a landmark")),
        help_text=_("For instance: second house after the church. Kept encrypted."),
        max_length=200,
        required=False,
    )

    def asking_further(self):
        typed = self["village"].value()
        found = {name: [error.code for error in errors] for name, errors in self.errors.as_data().items()}
        is_new = typed and self.data.get(self.add_prefix("village_untuk")) != typed[0]
        if not is_new or found != {"village": ["choose"]}:
            return None
        answers = {"village": typed, "address": self["address"].value()}
        return type(self)(initial=answers, registration=self.registration)

    def answers(self):
        villages = Village.objects.select_related("district__regency__province")
        return {**self.cleaned_data, "village": villages.get(pk=self.cleaned_data["village"].code)}


class SchoolForm(PageForm):
    education = forms.ChoiceField(label=_("Your last school"), choices=SCHOOLS, widget=forms.RadioSelect)
    marital = forms.ChoiceField(label=_("Are you married?"), choices=Marital, widget=forms.RadioSelect)


def _phone(label, hint=""):
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=phone.LONGEST,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "class": "w-nik"}),
    )


class ReachForm(PageForm):
    phone = _phone(optional(_("Phone number")), _("For instance 0812 3456 7890. Others of your family may use it too."))
    whose = forms.ChoiceField(
        label=_("Whose number is it?"), choices=WhosePhone, initial=WhosePhone.OWN, widget=forms.RadioSelect
    )
    second_phone = _phone(optional(_("A second number")), _("Of somebody who can pass on a message."))
    second_whose = forms.ChoiceField(
        label=_("Whose is the second number?"),
        choices=WhosePhone,
        initial=WhosePhone.FAMILY,
        widget=forms.RadioSelect,
    )
    email = forms.EmailField(
        label=optional(_("E-mail address")),
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "off"}),
    )
    language = forms.ChoiceField(label=_("We write to you in"), choices=LANGUAGES, widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.registration.candidate.user_id is None:
            del self.fields["language"]

    def clean_phone(self):
        return self._number("phone")

    def clean_second_phone(self):
        return self._number("second_phone")

    def clean_email(self):
        return self.cleaned_data["email"].lower()

    def _number(self, name):
        return phone.parse(self.cleaned_data[name]) if self.cleaned_data[name] else ""

    def clean(self):
        given = super().clean()
        is_reached = given.get("phone") or given.get("second_phone") or given.get("email")
        if not is_reached and not self.errors and self.registration.candidate.user_id is None:
            raise ValidationError(_("Write one number at least, also of a neighbour or the village office."))
        if given.get("phone") and given.get("phone") == given.get("second_phone"):
            self.add_error(
                "second_phone", _("This is the first number once more. Leave it empty if there is no other.")
            )
        return given

    def answers(self):
        given = self.cleaned_data
        pairs = [(given["phone"], given["whose"]), (given["second_phone"], given["second_whose"])]
        others = {name: given[name] for name in ("email", "language") if name in given}
        return others | {"phones": {number: whose for number, whose in pairs if number}}


class InterestForm(PageForm):
    destination = forms.ChoiceField(label=optional(_("Country")), required=False)
    isco08 = forms.ChoiceField(label=optional(_("Kind of work")), required=False)
    scheme = forms.ChoiceField(
        label=optional(_("Way to go")), required=False, choices=[("", _("I don't know yet")), *Scheme.choices]
    )
    planned_departure_on = day_field(
        optional(_("When do you want to leave?")),
        required=False,
        help_text=_("Then your page warns you of papers that will have run out by that day. Day/month/year."),
    )
    keeps_vacancy = forms.BooleanField(label=_("I am interested in this vacancy"), required=False)
    vacancy = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        destinations = Destination.objects.select_related("country")
        countries = sorted(((str(row.pk), str(row)) for row in destinations), key=lambda pair: pair[1])
        works = sorted(((work.pk, str(work)) for work in Occupation.objects.all()), key=lambda pair: pair[1])
        self.fields["destination"].choices = [("", _("Any country")), *countries]
        self.fields["isco08"].choices = [("", _("I don't know yet")), *works]
        if not self.initial.get("vacancy") and not self.data.get(self.add_prefix("vacancy")):
            del self.fields["keeps_vacancy"], self.fields["vacancy"]

    def clean_planned_departure_on(self):
        day, today = self.cleaned_data["planned_departure_on"], today_in(WIB)
        was = self.registration.planned_departure_on if self.registration else None
        if day and day != was and not today < day <= add_months(today, _FARTHEST_MONTHS):
            raise ValidationError(_("Please write a day within the next five years."))
        return day

    def answers(self):
        given = self.cleaned_data
        number = codes.parse(given.get("vacancy", "")) if given.get("keeps_vacancy") else None
        return {
            "destination": Destination.objects.filter(pk=given["destination"] or None).first(),
            "isco08": given["isco08"],
            "scheme": given["scheme"],
            "planned_departure_on": given["planned_departure_on"],
            "vacancy": Vacancy.objects.reachable().filter(number=number).first() if number else None,
        }


class NoticeForm(PageForm):
    """``asked``: rows of purposes that rest on consent, with ``code``, ``label``, ``version`` and ``seen``.

    ``held``: of somebody whom an officer asks, rows of what they agreed to, with ``code`` and ``purpose``.
    """

    version = forms.IntegerField(widget=forms.HiddenInput)
    has_read = forms.BooleanField(
        label=_("I have read how my data are used"),
        error_messages={"required": _("Please read it and tick this box. Without it nothing can be handed in.")},
    )
    channel = forms.ChoiceField(
        label=_("How was it told, and how does the person answer?"),
        choices=[
            (Channel.COUNTER, _("I read it aloud, the person answers aloud")),
            (Channel.PAPER, _("On paper, which the person signs")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, asked=(), held=(), is_for_another=False, **kwargs):
        super().__init__(*args, **kwargs)
        self.asked, self.held = asked, held
        if is_for_another:
            self.fields["has_read"].label = _("I have read it to the person, or given it on paper")
        else:
            del self.fields["channel"]
        for row in asked:
            self.fields[f"agrees_{row['code']}"] = forms.BooleanField(label=row["label"], required=False)
            for name in ("version", "seen"):
                self.fields[f"{name}_{row['code']}"] = forms.IntegerField(
                    widget=forms.HiddenInput, initial=row[name], required=False
                )
        for row in held:
            label = _("No longer: %(purpose)s") % {"purpose": row["purpose"]}
            self.fields[f"stops_{row['code']}"] = forms.BooleanField(label=label, required=False)

    def stopped(self):
        """Of a valid form: codes of what the person takes back."""
        return [row["code"] for row in self.held if self.cleaned_data[f"stops_{row['code']}"]]

    def agreed(self):
        """Of a valid form: (code, version, seen) of each box that was ticked."""
        given = self.cleaned_data
        return [
            (row["code"], given[f"version_{row['code']}"] or 0, given[f"seen_{row['code']}"] or 0)
            for row in self.asked
            if given[f"agrees_{row['code']}"]
        ]


class AsItIsForm(forms.Form):
    """Why nothing is changed where an officer asked for it."""

    words = forms.CharField(
        label=_("Why is it right as it is?"),
        help_text=_("In your own words. For instance: my KTP has only this one name."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class SeenForm(forms.Form):
    """A step's button: the version of the registration that the page showed."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
