"""Villages of a list by code or by name: a wrong one would send the file to another office, so nothing is guessed."""

from collections import defaultdict
from functools import cached_property

from django.utils.translation import gettext as _

from portal.places.models import District, Regency, Village
from portal.places.names import KINDS, words_of

COLUMNS = ("village_code", "village", "district", "regency")
MOST_NAMED = 3  # villages of one name that a sentence tells apart
_REGENCY, _DISTRICT, _VILLAGE = {"kabupaten", "kota"}, {"kecamatan"}, {"desa"}


class Places:
    """``regency``: code of the one outside which no row may lie, or None. What a list doesn't ask for isn't read."""

    def __init__(self, regency=None):
        self.regency = regency

    @cached_property
    def codes(self):
        return {code.replace(".", ""): code for code in Village.objects.current().values_list("pk", flat=True)}

    @cached_property
    def regencies(self):
        return dict(Regency.objects.current().values_list("pk", "name"))

    @cached_property
    def districts(self):
        return dict(District.objects.current().values_list("pk", "name"))

    @cached_property
    def _regencies_by_name(self):
        return _by_name(self.regencies, _REGENCY)

    @cached_property
    def _districts_by_name(self):
        return _by_name(self.districts, _DISTRICT)

    @cached_property
    def _villages_by_name(self):
        return _by_name(dict(Village.objects.current().values_list("pk", "name")), _VILLAGE)

    def find(self, said):
        """(code of the village or None, code of the regency or None, column and sentence of what is wrong or None).

        ``said``: texts by COLUMNS, "" for what the row doesn't say.
        """
        village, wrong = None, None
        regencies = _codes(said["regency"], self._regencies_by_name, _REGENCY) if said["regency"] else set()
        if said["village_code"]:
            village = self.codes.get(said["village_code"].replace(".", ""))
            if village is None:
                wrong = ("village_code", _("There is no village with this code, like 53.04.01.2003, today."))
        elif said["village"]:
            village, wrong = self._named(said, regencies)
        elif said["regency"] and len(regencies) != 1:
            wrong = ("regency", _("There is no such regency or city, or several: write it like Kabupaten Belu."))
        if wrong:
            return None, None, wrong
        found = village[:5] if village else next(iter(regencies)) if said["regency"] else self.regency
        if self.regency and found != self.regency:
            column = next(name for name in COLUMNS if said[name])
            return None, None, (column, _("Lies outside the area of your office."))
        return village, found, None

    def _named(self, said, regencies):
        if said["regency"] and not regencies:
            return None, ("regency", _("There is no regency or city of this name today."))
        found = _codes(said["village"], self._villages_by_name, _VILLAGE)
        if said["district"]:
            districts = _codes(said["district"], self._districts_by_name, _DISTRICT)
            found = {code for code in found if code[:8] in districts}
        if said["regency"]:
            found = {code for code in found if code[:5] in regencies}
        elif self.regency:
            found = {code for code in found if code[:5] == self.regency} or found
        if len(found) == 1:
            return found.pop(), None
        if not found:
            return None, ("village", _("There is no village of this name there today. Please compare the spelling."))
        return None, ("village", self._several(found))

    def _several(self, found):
        places = [f"{self.districts.get(code[:8], '')}, {self.regencies.get(code[:5], '')}" for code in sorted(found)]
        facts = {"count": len(found), "places": "; ".join(places[:MOST_NAMED])}
        return (
            _(
                "%(count)s villages bear this name, for example in %(places)s. Please add district and regency, or the code."
            )
            % facts
        )


def _by_name(names, kinds):
    """One spelling of each name, with the word for its kind and without, to the codes that bear it."""
    found = defaultdict(set)
    for code, name in names.items():
        kind, bare = _split(name, kinds)
        found[bare].add(code)
        if kind:
            found[f"{kind} {bare}"].add(code)
    return found


def _split(text, kinds):
    first, *rest = words_of(text) or [""]
    kind = KINDS.get(first)
    return (kind, "".join(rest)) if rest and kind in kinds else ("", "".join((first, *rest)))


def _codes(text, names, kinds):
    """Of what somebody wrote: Kabupaten Kupang is one, Kupang the city as well. Names of villages bear no kind."""
    kind, bare = _split(text, kinds)
    spelt = f"{kind} {bare}" if kind and kinds is _REGENCY else bare
    return names.get(spelt, set()) if bare else set()
