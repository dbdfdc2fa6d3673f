"""Who held an event: an office of this portal where the name can mean no other, else the name with its kind."""

import re
from functools import cache, lru_cache

from outreach.choices import PartyKind
from portal.places.models import Office
from portal.places.names import words_of

# BP2MI and BNP2TKI went before it: they stay as published.
_HEAD_OFFICE = {"kp2mi", "kemenp2mi", "kementerianp2mi", "kp2mibp2mi", "kementerianpelindunganpekerjamigranindonesia"}
_BP3MI = re.compile(r"BP3MI (.+)", re.IGNORECASE)
# "Disnakertrans NTB", "Dinas Koperasi, UMKM dan Tenaga Kerja Kota Palu".
_LABOUR = re.compile(
    r"(?:dis(?:trans)?naker(?:trans)?|dinas\b.*\b(?:ketenagakerjaan|tenaga kerja)(?: dan transmigrasi)?) (.+)",
    re.IGNORECASE,
)
_GOVERNMENT = (
    r"\bkementerian\b|^kem(?:en|dik|nak|ko)\w*|\bdinas\b|^dis(?:trans)?naker|^pem(?:prov|kab|kot)|\bpemerintah\b|\bimigrasi\b|"
    r"\bkanwil\b|\bdprd?\b|\bbp2mi\b|\bbp3mi\b|\bp4mi\b|\bbnp2tki\b|\bkp2mi\b|\buptd?\b|\bk[bj]ri\b|"
    r"\bbnpt\b|\bpol(?:res|da|sek)\b|\bdirektorat\b|\bkecamatan\b"
)
_KINDS = tuple(
    (re.compile(words, re.IGNORECASE), kind.value)
    for words, kind in (
        (r"^(?:pt|cv)\b|\bp3mi$", PartyKind.COMPANY),
        (_GOVERNMENT, PartyKind.GOVERNMENT),
        (r"\buniversitas\b|\bpoliteknik\b|\bpoltekkes\b|\bstikes\b|\binstitut\b|\bsekolah tinggi\b|\bakademi\b", PartyKind.CAMPUS),
        (r"^(?:smkn?|sman?|smpn?)\b|^sekolah\b", PartyKind.SCHOOL),
        (r"^lpk\b|^blk\b", PartyKind.TRAINING),
        (r"^(?:desa|kelurahan)\b", PartyKind.VILLAGE),
        (r"\baspataki\b|\bapjati\b|^sbmi\b|^asosiasi\b|^serikat\b", PartyKind.ASSOCIATION),
        (r"\bparoki\b|\bkeuskupan\b|\bsinode\b|\bgereja\b|\bpesantren\b|^komunitas\b", PartyKind.COMMUNITY),
        (r"^giz\b|^iom\b|^ilo\b", PartyKind.DONOR),
    )
)  # fmt: skip


@lru_cache(10_000)
def kind_of(name):
    """The PartyKind that the words tell, "" where they tell none."""
    return next((kind for words, kind in _KINDS if words.search(name)), "")


class OfficeNames:
    """The offices in force by every name that means one alone. ``areas``: the AreaNames; ``today``: a date."""

    def __init__(self, areas, today):
        self.areas, self.find = areas, cache(self._find)
        self.by_name, self.of_regency, self.of_province = {}, {}, {}
        for office in Office.objects.in_force(today).order_by("code"):
            name = "".join(words_of(office.name))
            self.by_name[name] = None if name in self.by_name else office.pk
            if office.kind == Office.Kind.HEAD_OFFICE:
                self.by_name |= dict.fromkeys(_HEAD_OFFICE, office.pk)
            elif office.kind == Office.Kind.REGENCY_LABOUR:
                self.of_regency[office.regency_id] = office.pk
            elif office.kind == Office.Kind.PROVINCE_LABOUR:
                self.of_province[office.province_id] = office.pk

    def _find(self, text):
        """``find``: key of the one office that bears the name, None where it is no office of ours or may be several."""
        found = self.by_name.get("".join(words_of(text)))
        if found or not (labour := _LABOUR.fullmatch(text)):
            return found or self._bp3mi(text)
        return self._labour_office(labour[1])

    def _bp3mi(self, text):
        named = _BP3MI.fullmatch(text)
        province = named and self.areas.province(named[1])
        names = [name for name, code in self.areas.provinces.items() if province and code == province]
        found = {office for name in names if (office := self.by_name.get(f"bp3mi{name}"))}
        return found.pop() if len(found) == 1 else None

    def _labour_office(self, area):
        province = self.areas.province(area)
        if province:
            return None if self.areas.is_of_a_regency(area) else self.of_province.get(province)
        return self.of_regency.get(self.areas.regency(area))
