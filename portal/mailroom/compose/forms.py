"""What somebody writes to many, and when it leaves."""

import re
from datetime import datetime, time

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.lib.fields import day_field
from portal.mailroom.audiences import open_to

LONGEST_BODY = 2000
LARGEST_VERSION = 2**31 - 1
# A subject is read by whoever holds the phone: no number, no address, no name belongs there. The first two can be seen.
PERSONAL = re.compile(r"[0-9]{7,}|[^\s@]+@[^\s@]+")


class AnnouncementForm(forms.Form):
    """``by``: an Acting, whose audiences are offered: each with its parts as one choice ``code`` or ``code:part``."""

    key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    to = forms.ChoiceField(label=gettext_lazy("To whom"))
    subject = forms.CharField(
        label=gettext_lazy("Subject in Indonesian"),
        max_length=80,
        help_text=gettext_lazy("No names and no numbers: others may read it on the screen of a phone."),
    )
    body = forms.CharField(
        label=gettext_lazy("Text in Indonesian"),
        max_length=LONGEST_BODY,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    subject_en = forms.CharField(label=gettext_lazy("Subject in English (optional)"), max_length=80, required=False)
    body_en = forms.CharField(
        label=gettext_lazy("Text in English (optional)"),
        max_length=LONGEST_BODY,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Without it everybody gets the Indonesian text."),
    )

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].choices = _choices(by)

    def clean_subject(self):
        return _nothing_personal(self.cleaned_data["subject"])

    def clean_subject_en(self):
        return _nothing_personal(self.cleaned_data["subject_en"])

    def clean(self):
        answers = super().clean()
        if bool(answers.get("subject_en")) != bool(answers.get("body_en")):
            missing = "body_en" if answers.get("subject_en") else "subject_en"
            if missing not in self.errors:
                self.add_error(missing, _("In English either both or none: subject and text."))
        return answers

    @property
    def words(self):
        """The columns of the announcement."""
        answers = dict(self.cleaned_data)
        answers.pop("key")
        audience, _colon, part = answers.pop("to").partition(":")
        return answers | {"audience": audience, "part": part}


def answers_of(announcement):
    """What its form shows of a draft."""
    to = f"{announcement.audience}:{announcement.part}" if announcement.part else announcement.audience
    return {name: getattr(announcement, name) for name in ("subject", "subject_en", "body", "body_en")} | {"to": to}


def _choices(by):
    found = []
    for audience in open_to(by):
        parts = audience.parts(by)
        if parts is None:
            found.append((audience.code, audience.label))
        else:
            found += [(f"{audience.code}:{part}", f"{audience.label}: {label}") for part, label in parts]
    return found


def _nothing_personal(subject):
    subject = " ".join(subject.split())
    if PERSONAL.search(subject):
        raise forms.ValidationError(_("A subject has no long numbers and no addresses."))
    return subject


class SeenForm(forms.Form):
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=LARGEST_VERSION)


class ScheduleForm(SeenForm):
    """Now, or on a day at an hour by the clock of the office."""

    day = day_field(gettext_lazy("Day (empty: now)"), required=False)
    hour = forms.TimeField(
        label=gettext_lazy("Hour"),
        required=False,
        input_formats=["%H:%M", "%H.%M"],
        widget=forms.TimeInput(format="%H.%M", attrs={"class": "w-tgl", "inputmode": "numeric"}),
        help_text=gettext_lazy("By the clock of your office. Example: 09.30"),
    )

    def __init__(self, *args, zone, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean(self):
        answers = super().clean()
        day, hour = answers.get("day"), answers.get("hour")
        if hour and not day and "day" not in self.errors:
            self.add_error("day", _("Please say on which day."))
        answers["send_at"] = datetime.combine(day, hour or time(8), tzinfo=self.zone) if day else None
        if answers["send_at"] and answers["send_at"] < timezone.now():
            self.add_error("day", _("This moment has passed. Please give a later one."))
        return answers


class ListForm(forms.Form):
    """What the address of a list asks for; nonsense is left aside."""

    sesudah = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)

    @property
    def after(self):
        self.is_valid()
        return self.cleaned_data.get("sesudah")
