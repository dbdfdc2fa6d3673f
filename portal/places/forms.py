"""Choosing a place without JavaScript: type, submit, choose from a short list; what was typed stays."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.places.models import GazetteerEntry
from portal.places.search import LIMIT, LONGEST_QUERY, find_places

_CODE = re.compile(r"[0-9]{2}(\.[0-9]{2}){1,2}(\.[0-9]{4})?\Z")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f]+")


def printable(text):
    """What was typed, fit to be shown and searched: one line, no control character, bounded."""
    text = text[: LONGEST_QUERY * 4].encode("utf-8", "ignore").decode("utf-8")
    return _UNPRINTABLE.sub(" ", text).strip()[:LONGEST_QUERY]


class PlaceWidget(forms.Widget):
    """A text field and, once something was typed, a few places to choose from.

    Three names are sent: ``name`` (typed), ``name_kode`` (chosen) and ``name_untuk`` (the text the list was
    made for: a choice made for another text is not taken).
    """

    template_name = "places/place_widget.html"
    levels = None  # set by the field

    def value_from_datadict(self, data, files, name):
        typed, code, searched = (printable(data.get(key) or "") for key in (name, f"{name}_kode", f"{name}_untuk"))
        return typed, code if code and searched == typed else ""

    def value_omitted_from_data(self, data, files, name):
        return name not in data

    def use_required_attribute(self, initial):
        return False  # the server says what is missing, in the person's words

    def get_context(self, name, value, attrs):
        context = super().get_context(name, None, attrs)
        # An entry that stands already is chosen as it stands.
        typed, code = value if isinstance(value, tuple) else (value.path, value.code) if value else ("", "")
        matches = find_places(typed, levels=self.levels) if typed else []
        css = context["widget"]["attrs"].get("class", "")
        context["widget"]["attrs"]["class"] = " ".join(dict.fromkeys(["form-control", *css.split()]))
        context["widget"] |= {
            "typed": typed,
            "longest": LONGEST_QUERY,
            # The only match is chosen already; the person still sees it and confirms by submitting.
            "choices": [
                {"code": match.code, "path": match.path, "checked": match.code == code or len(matches) == 1}
                for match in matches
            ],
            "is_asking": isinstance(value, tuple) and not code,
            "is_cut": len(matches) == LIMIT,
        }
        return context


class PlaceField(forms.Field):
    """A regency, district or village as a GazetteerEntry.

    ``levels``: which levels may be chosen, None for all. ``takes_only_match``: a typed name that means one
    place alone needs no second click; for forms that change nothing.
    """

    widget = PlaceWidget
    default_error_messages = {
        "required": _("Write the name of your regency, district or village."),
        "choose": _("Choose the right place from the list."),
        "not_found": _("No place of this name is in our list. Write it another way, or write the name of the regency."),
        "level": _("This place is too large or too small here. Choose another one."),
    }

    def __init__(self, *, levels=None, takes_only_match=False, **options):
        self.levels, self.takes_only_match = levels, takes_only_match
        super().__init__(**options)
        self.widget.levels = levels

    def clean(self, value):
        typed, code = value if isinstance(value, tuple) else ("", "")
        if not typed:
            if self.required:
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        place = self._chosen(code) or self._only_match(typed)
        if self.levels and place.level not in self.levels:
            raise ValidationError(self.error_messages["level"], code="level")
        return place

    def _chosen(self, code):
        if not _CODE.match(code):
            return None
        return GazetteerEntry.objects.select_related("regency__province").filter(code=code).first()

    def _only_match(self, typed):
        matches = find_places(typed, limit=2, levels=self.levels)
        if not matches:
            raise ValidationError(self.error_messages["not_found"], code="not_found")
        if len(matches) > 1 or not self.takes_only_match:
            raise ValidationError(self.error_messages["choose"], code="choose")
        return matches[0]


class OfficeFinderForm(forms.Form):
    q = PlaceField(label=_("Your regency, district or village"), takes_only_match=True)
