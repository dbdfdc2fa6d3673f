"""From the names of places in a source to the official areas, where only one can be meant."""

import re
from collections import defaultdict
from functools import cache

from portal.places.models import District, Province, Regency, Village
from portal.places.names import KINDS, words_of

# As everybody writes them, beside the name and the short name of each province.
ABBREVIATIONS = {
    "sumut": "12", "sumbar": "13", "sumsel": "16", "babel": "19", "kepri": "21", "dki": "31", "jabar": "32",
    "jateng": "33", "diy": "34", "jatim": "35", "kalbar": "61", "kalteng": "62", "kalsel": "63", "kaltim": "64",
    "kaltara": "65", "sulut": "71", "sulteng": "72", "sulsel": "73", "sultra": "74", "sulbar": "76", "malut": "82",
}  # fmt: skip
_LOCAL = {"kalurahan": "desa", "gampong": "desa", "nagari": "desa", "camat": "kecamatan", "lurah": "desa"}
_KINDS = KINDS | _LOCAL
# "Aula Kantor Desa Narmada" stands in that village, "Kantor Camat Woja" in that district.
_WITHIN = re.compile(r"\b(?:desa|kelurahan|kalurahan|kecamatan|camat)\s+\S.*", re.IGNORECASE)
_NOWHERE = (None, None)


def _kind_and_name(text):
    """("kabupaten", "kotawaringinbarat"): the kind that the text begins with, "" for none; the rest without spaces."""
    words = [word for word in words_of(text) if word != "administrasi"]
    kind = _KINDS.get(words[0], "") if len(words) > 1 else ""
    return kind, "".join(words[1:] if kind else words)


def _only(found):
    return found[0] if len(found) == 1 else None


class AreaNames:
    """The current areas by name; districts and villages of a province are read when a row first names a place there."""

    def __init__(self):
        provinces = list(Province.objects.current())
        self.zones = {province.code: province.time_zone for province in provinces}
        self.provinces = {
            "".join(words_of(name)): province.code
            for province in provinces
            for name in (province.name, province.short_name)
        }
        self.provinces |= {name: code for name, code in ABBREVIATIONS.items() if code in self.zones}
        self._regencies = defaultdict(list)
        for code, province, name in Regency.objects.current().values_list("code", "province", "name"):
            kind, bare = _kind_and_name(name)
            for key in ((province, kind, bare), (province, "", bare), (None, kind, bare), (None, "", bare)):
                self._regencies[key].append(code)
        self._of_province = cache(_of_province)

    def province(self, text):
        """Code, None unless exactly one bears that name."""
        words = words_of(text)
        if words[:1] in (["provinsi"], ["prov"]):
            words = words[1:]
        return self.provinces.get("".join(words))

    def regency(self, text, province=None):
        """Code of the regency or city of that name in the province, or in the whole country where that is None."""
        kind, name = _kind_and_name(text)
        return _only(self._regencies.get((province, kind, name), ()))

    def is_of_a_regency(self, text):
        """Whether any regency or city of the country bears that name."""
        return (None, *_kind_and_name(text)) in self._regencies

    def place(self, text, regency):
        """(district, village) of a place like "Desa Kepuhdoko, Kecamatan Tembelang" in the regency (a code).

        (district, None) for a district, (None, None) where the name is no one's or several'. A bare name that a
        district and one of its own villages share means the district at least.
        """
        if not (text and regency):
            return _NOWHERE
        district = village = None
        for part in text.split(","):
            kind, name = _kind_and_name(part)
            if kind == "kecamatan":
                district = _only(self._districts(name, regency))
            elif kind == "desa":
                village = name
            else:
                return self._bare(name, regency) if "," not in text else _NOWHERE
            if kind == "kecamatan" and not district:
                return _NOWHERE
        return self._village(village, regency, district) if village else (district, None)

    def venue(self, text, regency, district):
        """As ``place``, for a venue whose name says in which village or district it stands."""
        found = _WITHIN.search(text)
        if not (found and regency):
            return _NOWHERE
        kind, name = _kind_and_name(found[0])
        if kind == "kecamatan":
            return _only(self._districts(name, regency)), None
        return self._village(name, regency, district)

    def _districts(self, name, regency):
        return self._of_province(District, regency[:2]).get((regency, name), ())

    def _villages(self, name, regency):
        return self._of_province(Village, regency[:2]).get((regency, name), ())

    def _village(self, name, regency, district):
        villages = self._villages(name, regency)
        code = _only([code for code in villages if district is None or code.startswith(district)])
        return (code[:8], code) if code else _NOWHERE

    def _bare(self, name, regency):
        districts, villages = self._districts(name, regency), self._villages(name, regency)
        if not districts:
            return self._village(name, regency, None)
        district = _only(districts)
        is_sure = district and all(code.startswith(district) for code in villages)
        return (district, None) if is_sure else _NOWHERE


def _of_province(areas, province):
    """{(regency, name without spaces): codes} of the districts or villages."""
    found = defaultdict(list)
    for code, name in areas.objects.current().filter(code__startswith=f"{province}.").values_list("code", "name"):
        found[code[:5], "".join(words_of(name))].append(code)
    return found
