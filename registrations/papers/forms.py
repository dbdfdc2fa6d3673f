import re

from django import forms
from django.core.exceptions import ValidationError
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from jobs.choices import Paper
from portal.lib import passport
from portal.lib.dates import WIB, today_in
from portal.lib.fields import DAY_HINT, day_field
from portal.lib.labels import optional
from portal.lib.uploads import ACCEPTED, MOST_BYTES, read_upload
from registrations.models import Disclosure
from registrations.papers.asked import FACTS_OF
from registrations.papers.services import MOST_PAGES

MEGABYTES = MOST_BYTES // 1024**2
LABELS = {
    "issued_on": gettext_lazy("Date of the paper"),
    "number": gettext_lazy("Number of the paper"),
    "issuer": pgettext_lazy("paper", "Issued by"),
    "expires_on": pgettext_lazy("paper", "Valid until"),
}
NUMBER_HINT = gettext_lazy("It stands at the top of most papers.")


class FilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data, files, name):
        return files.getlist(name)


class FilesField(forms.FileField):
    """Several files, each read to a portal.lib.uploads.Upload. ``accepted``: the good ones beside those with an error."""

    widget = FilesInput(attrs={"accept": ACCEPTED})

    def clean(self, data, initial=None):
        self.accepted, problems, files = [], [], [file for file in data or [] if file]
        for place, file in enumerate(files, 1):
            try:
                self.accepted.append(read_upload(file))
            except ValidationError as error:
                sentence = " ".join(error.messages)
                problems.append(
                    sentence if len(files) == 1 else _("File %(place)s:") % {"place": place} + f" {sentence}"
                )
        if problems:
            raise ValidationError(problems)
        return self.accepted


class PaperForm(forms.Form):
    """One paper: what is written on it, pages that arrived already (``kept``) and new ones (``photos``)."""

    def __init__(self, data=None, files=None, *, paper, waiting, initial=None):
        super().__init__(data, files, initial=initial)
        self.paper = paper
        self.facts = FACTS_OF.get(paper, {})
        for name, is_needed in self.facts.items():
            self.fields[name] = _fact(name, is_needed)
        self.fields["kept"] = forms.MultipleChoiceField(
            label=gettext_lazy("Pages that have arrived"), required=False, widget=forms.CheckboxSelectMultiple
        )
        self.fields["photos"] = FilesField(
            label=gettext_lazy("Choose photos or take them with the camera"),
            required=False,
            help_text=gettext_lazy(
                "JPG, PNG or PDF, at most %(most)s MB together. Several pages: choose them in their order."
            )
            % {"most": MEGABYTES},
        )
        self.offer(waiting)

    def offer(self, waiting):
        """Show these Uploads as pages to keep, all ticked unless the person has chosen."""
        self.waiting = {str(upload.key): upload for upload in waiting}
        choices = [(key, _page_label(place, upload)) for place, (key, upload) in enumerate(self.waiting.items(), 1)]
        self.fields["kept"].choices = choices
        self.initial.setdefault("kept", list(self.waiting))

    def keep_ticked(self, waiting):
        """After an error: offer what arrived with this form as well, ticked."""
        before = set(self.waiting)
        self.offer(waiting)
        self.data = self.data.copy()
        ticked = [key for key in self.waiting if key not in before or key in self.data.getlist("kept")]
        self.data.setlist("kept", ticked)

    def drop_pages(self, sentence):
        """Keep none of the pages sent now: ``sentence`` says why."""
        self.fields["photos"].accepted, self.data = [], self.data.copy()
        self.data.setlist("kept", [])
        self.add_error("photos", sentence)

    @property
    def fact_fields(self):
        return [self[name] for name in self.facts]

    @property
    def accepted(self):
        return getattr(self.fields["photos"], "accepted", [])

    def chosen(self):
        """The Uploads of the ticked pages, in the order in which they came."""
        return [upload for key, upload in self.waiting.items() if key in self.cleaned_data["kept"]]

    def facts_given(self):
        return {name: self.cleaned_data[name] for name in self.facts}

    def clean_number(self):
        number = " ".join(self.cleaned_data["number"].split())
        return passport.parse_number(number) if self.paper == Paper.PASSPORT and number else number

    def clean_issued_on(self):
        day = self.cleaned_data["issued_on"]
        if day and day > today_in(WIB):
            raise ValidationError(_("This date lies in the future."))
        return day

    def clean(self):
        cleaned = super().clean()
        issued, expires = cleaned.get("issued_on"), cleaned.get("expires_on")
        if issued and expires and expires < issued:
            self.add_error("expires_on", _("This lies before the date of the paper."))
        pages = len(cleaned.get("kept", [])) + len(self.accepted)
        if not pages and "photos" not in self.errors:
            self.add_error("photos", _("Choose a photo or a PDF of the paper."))
        if pages > MOST_PAGES:
            self.add_error("photos", _("At most %(most)s pages.") % {"most": MOST_PAGES})
        return cleaned


def _fact(name, is_needed):
    label = LABELS[name] if is_needed else optional(LABELS[name])
    if name.endswith("_on"):
        return day_field(label, required=is_needed, help_text=DAY_HINT)
    most, hint = (60, NUMBER_HINT) if name == "number" else (120, "")
    return forms.CharField(label=label, required=is_needed, max_length=most, help_text=hint)


def _page_label(place, upload):
    told = {"place": place, "kind": upload.get_kind_display(), "size": filesizeformat(upload.said_size)}
    return _("Page %(place)s: %(kind)s, %(size)s") % told


class StartForm(forms.Form):
    """A file that a script is about to send."""

    size = forms.IntegerField(min_value=1, max_value=2**31 - 1)
    digest = forms.RegexField(re.compile(r"[0-9a-f]{64}\Z"))


class PartForm(forms.Form):
    mulai = forms.IntegerField(min_value=0, max_value=MOST_BYTES)


class DownloadForm(forms.Form):
    purpose = forms.ChoiceField(
        label=gettext_lazy("What do you need the file for?"),
        choices=Disclosure.Purpose,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("The person can read this in their own list of who saw their data."),
    )

    def __init__(self, *args, is_on_hold, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_on_hold:
            others = [one for one in Disclosure.Purpose if one != Disclosure.Purpose.INVESTIGATION]
            self.fields["purpose"].choices = [(one.value, one.label) for one in others]
