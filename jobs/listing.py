"""What the vacancy list shows beside its cards: filters with their counts, chips, addresses. All ready to print."""

from dataclasses import dataclass, replace
from urllib.parse import parse_qsl

from django.http import QueryDict
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from jobs import search
from jobs.choices import Education, EmployerKind, OccupationGroup, Scheme, Sex, Shelf, Sort, WorkLanguage
from portal.lib import money, prepared
from portal.lib.language import in_page_language
from portal.places.models import Country

MOST_COUNTRIES = 8  # shown in the filter; the list of countries has them all
# The names in the address stay Indonesian in both languages, like the slugs.
PARAMETERS = {
    "words": "q", "countries": "negara", "groups": "kelompok", "kinds": "majikan", "schemes": "skema",
    "languages": "bahasa", "education": "pendidikan", "sex": "kelamin", "age": "usia", "is_free": "gratis",
    "pay": "gaji", "is_closing_soon": "segera", "sort": "urut",
}  # fmt: skip
_CHOICES = {
    "groups": OccupationGroup, "kinds": EmployerKind, "schemes": Scheme, "languages": WorkLanguage,
    "education": Education, "sex": Sex,
}  # fmt: skip
_LEGENDS = {
    "countries": gettext_lazy("Destination country"),
    "groups": gettext_lazy("Kind of work"),
    "kinds": gettext_lazy("Employer"),
    "schemes": gettext_lazy("Scheme"),
    "languages": gettext_lazy("Language asked for"),
}


@dataclass(frozen=True)
class Option:
    id: str  # of its field on the page
    value: str
    label: str
    count: str  # "" where it isn't counted
    is_chosen: bool


@dataclass(frozen=True)
class Facet:
    name: str  # of the field in the address
    legend: str
    options: list[Option]


@dataclass(frozen=True)
class Chip:
    label: str
    address: str  # of the list without it


def query(wish, shelf=Shelf.OPEN, after=""):
    """The wish as a query string; what is usual is left out, so that an address to share is short."""
    pairs = []
    for name, parameter in PARAMETERS.items():
        value = getattr(wish, name)
        if isinstance(value, tuple):
            pairs += [(parameter, one) for one in value]
        elif value is True:
            pairs.append((parameter, "1"))
        elif value and not (name == "sort" and value == Sort.NEWEST):
            pairs.append((parameter, value))
    pairs += [("rak", shelf)] if shelf != Shelf.OPEN else []
    pairs += [("sesudah", after)] if after else []
    return urlencode(pairs)


def wish_of(query):
    """The Wish whose ``query`` was kept; a code that the list knows no more is left out."""
    said, facts = QueryDict(query), {}
    for name, parameter in PARAMETERS.items():
        usual, values = getattr(search.Wish(), name), said.getlist(parameter)
        if name in _CHOICES:
            values = [value for value in values if value in _CHOICES[name].values]
        if not values or name == "sort":
            continue
        if isinstance(usual, tuple):
            facts[name] = tuple(values)
        elif isinstance(usual, bool):
            facts[name] = True
        else:
            facts[name] = int(values[0]) if name in {"age", "pay"} else values[0]
    return search.Wish(**facts)


def without_order(wish):
    """What is looked for, whatever the order in which it is shown."""
    return replace(wish, sort=Sort.NEWEST)


def facets(wish, shelf, day, counted):
    """The facets with several choices; ``counted``: the Counts of the wish itself.

    What would be found with another choice of the same facet is counted without the present one, in a query more.
    """
    return [
        _facet(name, wish, shelf, day, counted) for name in ("countries", "groups", "kinds", "languages", "schemes")
    ]


def _facet(name, wish, shelf, day, counted):
    chosen = getattr(wish, name)
    if chosen:
        counted = search.counts(replace(wish, **{name: ()}), shelf, day)
    labels = _country_names(counted, chosen) if name == "countries" else dict(_CHOICES[name].choices)
    options = [
        Option(f"{PARAMETERS[name]}-{code}", code, str(label), _number(counted, counted.of(name, code)), code in chosen)
        for code, label in labels.items()
        if counted.of(name, code) or code in chosen
    ]
    if name != "countries":
        options.sort(key=lambda option: (-counted.of(name, option.value), option.label))
    return Facet(PARAMETERS[name], str(_LEGENDS[name]), options)


def _country_names(counted, chosen):
    """{iso2: name} of the countries with most vacancies; the chosen ones always among them."""
    prefix = search.TOKENS["countries"]
    found = {token.removeprefix(prefix): count for token, count in counted.by_token.items() if token.startswith(prefix)}
    most = sorted(found, key=lambda iso2: (-found[iso2], iso2))[:MOST_COUNTRIES]
    wanted = [*most, *(iso2 for iso2 in chosen if iso2 not in most)]
    names = {iso2: in_page_language(*both) for iso2, *both in prepared.rows(_countries, iso2=wanted)} if wanted else {}
    return {iso2: names[iso2] for iso2 in wanted if iso2 in names}


def _countries():
    return Country.objects.order_by().values_list("iso2", "name", "name_en")


def country_names(iso2s):
    """{iso2: name} in the page's language."""
    return _country_names(search.Counts({}), iso2s)


def _number(counted, count):
    return str(search.CappedCount(count)) if counted.is_exact else ""


def chips(wish, shelf, names=None):
    """One chip for each wish in force; its address takes it away and keeps the rest.

    ``names``: {iso2: name} of its countries, where somebody has looked them up for many wishes at once.
    """
    found = []

    def add(label, **without):
        found.append(Chip(str(label), "?" + query(replace(wish, **without), shelf)))

    if wish.words:
        add(f"“{wish.words}”", words="")
    for name in ("countries", "groups", "kinds", "languages", "schemes"):
        chosen = getattr(wish, name)
        labels = dict(_CHOICES[name].choices) if name != "countries" else names
        if labels is None:
            labels = country_names(chosen)
        for code in chosen:
            if code in labels:
                add(labels[code], **{name: tuple(other for other in chosen if other != code)})
    for name in ("education", "sex"):
        if value := getattr(wish, name):
            add(_CHOICES[name](value).label, **{name: ""})
    if wish.age is not None:
        add(ngettext("%(age)d year old", "%(age)d years old", wish.age) % {"age": wish.age}, age=None)
    if wish.is_free:
        add(_("Nothing to pay"), is_free=False)
    if wish.pay:
        add(_("From %(pay)s a month") % {"pay": money.amount(wish.pay, "IDR")}, pay=0)
    if wish.is_closing_soon:
        add(_("Closing soon"), is_closing_soon=False)
    return found


def fields_beside_the_words(wish, shelf):
    """(name, value) of all that a search for other words keeps."""
    return parse_qsl(query(replace(wish, words=""), shelf))
