"""What a visitor may ask the lists for. Nonsense in an address is ignored, never an error page."""

import re

from django import forms

from jobs.choices import Education, EmployerKind, FigureKind, OccupationGroup, Scheme, Sex, Shelf, Sort, WorkLanguage
from jobs.search import Wish
from portal.lib import codes

LONGEST_QUERY = 100  # characters
MOST_COUNTRIES = 20
YOUNGEST, OLDEST = 15, 80  # years that anybody would type here
MOST_PAY = 1_000_000_000  # rupiah a month
_NOT_DIGITS = re.compile(r"[^0-9]+")
_ISO2 = re.compile(r"[A-Z]{2}\Z")


class CountriesField(forms.Field):
    """Two-letter codes; what is none is dropped."""

    widget = forms.SelectMultiple
    empty_value = ()

    def to_python(self, value):
        wanted = {text.strip().upper() for text in (value or [])[:MOST_COUNTRIES]}
        return sorted(code for code in wanted if _ISO2.match(code))


class CodeField(forms.CharField):
    """A public code in its one spelling, or "" ."""

    def to_python(self, value):
        return codes.parse(value or "") or ""


class NumberField(forms.Field):
    """A whole number as people type it ("5.000.000", "Rp 5 000 000"); None outside of its limits."""

    empty_value = None

    def __init__(self, lowest, highest):
        super().__init__(required=False)
        self.lowest, self.highest = lowest, highest

    def to_python(self, value):
        digits = _NOT_DIGITS.sub("", str(value or "")[:20])
        return int(digits) if digits and self.lowest <= int(digits) <= self.highest else None


class LenientForm(forms.Form):
    """A form for query strings: a field that can't be read counts as not given."""

    def wish(self, name):
        self.is_valid()
        return self.cleaned_data.get(name) or getattr(self.fields[name], "empty_value", False)


class SeveralField(forms.Field):
    """Codes of a closed list; what stands in no list is dropped."""

    widget = forms.SelectMultiple
    empty_value = ()

    def __init__(self, choices):
        super().__init__(required=False)
        self.codes = list(choices.values)

    def to_python(self, value):
        wanted = set(value or [])
        return [code for code in self.codes if code in wanted]


class VacancySearchForm(LenientForm):
    q = forms.CharField(required=False, max_length=LONGEST_QUERY)
    negara = CountriesField(required=False)
    kelompok = SeveralField(OccupationGroup)
    majikan = SeveralField(EmployerKind)
    skema = SeveralField(Scheme)
    bahasa = SeveralField(WorkLanguage)
    pendidikan = forms.TypedChoiceField(required=False, choices=Education, empty_value="")
    kelamin = forms.TypedChoiceField(required=False, choices=Sex, empty_value="")
    usia = NumberField(YOUNGEST, OLDEST)
    gratis = forms.BooleanField(required=False)
    gaji = NumberField(0, MOST_PAY)
    segera = forms.BooleanField(required=False)
    urut = forms.TypedChoiceField(required=False, choices=Sort, empty_value=Sort.NEWEST)
    rak = forms.TypedChoiceField(required=False, choices=Shelf, empty_value=Shelf.OPEN)
    sesudah = CodeField(required=False)

    def as_wish(self):
        """What can be read of it, as a search.Wish."""
        return Wish(
            words=self.wish("q"),
            countries=tuple(self.wish("negara")),
            kinds=tuple(self.wish("majikan")),
            groups=tuple(self.wish("kelompok")),
            schemes=tuple(self.wish("skema")),
            languages=tuple(self.wish("bahasa")),
            education=self.wish("pendidikan"),
            sex=self.wish("kelamin"),
            age=self.wish("usia"),
            is_free=bool(self.wish("gratis")),
            pay=self.wish("gaji") or 0,
            is_closing_soon=bool(self.wish("segera")),
            sort=Sort(self.wish("urut")),
        )


class CompanySearchForm(LenientForm):
    q = forms.CharField(required=False, max_length=LONGEST_QUERY)
    sesudah = forms.SlugField(required=False, max_length=220)


class SanctionListForm(LenientForm):
    sesudah = forms.RegexField(r"\A[0-9]{1,15}\Z", required=False)


class FigureListForm(LenientForm):
    jenis = forms.TypedChoiceField(required=False, choices=FigureKind, empty_value=FigureKind.PLACEMENTS)
    sesudah = forms.RegexField(r"\A[0-9]{1,15}\Z", required=False)
