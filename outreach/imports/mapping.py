"""From the words of a source to our lists, where that is certain; everything else stays as published."""

import re
from functools import lru_cache

from outreach.choices import Category, Kind, Mode, Topic, VenueKind


def _table(*lines):
    return tuple((re.compile(words, re.IGNORECASE), code.value) for words, code in lines)


def _first(table, text):
    return next((code for words, code in table if words.search(text)), "")


# What a title begins with is what the source calls the event; the rest of it says what it is about.
_KINDS = _table(
    (r"^sosialisasi\b", Kind.SOSIALISASI),
    (r"^(?:diseminasi|penyebar(?:luas)?an informasi)\b", Kind.DISEMINASI),
    (r"^edukasi pra-?\s?pendaftaran\b", Kind.EDUKASI_PRA_PENDAFTARAN),
    (r"^konsultasi\b", Kind.KONSULTASI),
    (r"^(?:job (?:fair|festival)|bursa kerja)\b", Kind.JOB_FAIR),
    (r"^kuliah umum\b", Kind.KULIAH_UMUM),
    (r"^webinar\b", Kind.WEBINAR),
)
_BOTH = re.compile(r"\bhibrida\b|\bhybrid\b|\bluring dan daring\b|\bdaring dan luring\b", re.IGNORECASE)
_ONLINE = re.compile(r"\bdaring\b|\bonline\b|\bzoom\b", re.IGNORECASE)
_AUDIENCE = _table(
    (r"^(?:cpmi|calon pekerja migran(?: indonesia)?)$", Category.CPMI),
    (r"^(?:siswa|pelajar)\b", Category.PUPIL),
    (r"^mahasiswa\b", Category.STUDENT),
    (r"^(?:perangkat|aparat|aparatur|kepala|pemerintah|pamong) desa$|^lurah$", Category.VILLAGE_OFFICIAL),
    (r"^tokoh(?: masyarakat| agama| adat)?$", Category.COMMUNITY_LEADER),
    (r"^(?:purna pmi|pmi purna)$", Category.RETURNED_WORKER),
    (r"^keluarga pmi$", Category.FAMILY),
    (r"^(?:instansi(?: pemerintah)?|dinas tenaga kerja|pemerintah daerah|petugas imigrasi)$", Category.AGENCY_STAFF),
    (r"^(?:lpk|p3mi)$", Category.TRAINING_OR_COMPANY),
    (r"^(?:masyarakat|warga|warga desa|umum)$", Category.PUBLIC),
)
_TOPICS = _table(
    (r"^hak\b|\bhak dan kewajiban\b", Topic.RIGHTS),
    (r"^(?:peluang (?:kerja|formal)|lowongan|job order|kuota)\b", Topic.VACANCIES),
    (r"\bjaminan sosial\b|\bbpjs\b", Topic.SOCIAL_SECURITY),
    (r"\bprosedur\b|\bskema\b(?! pelaporan)|\bjalur (?:resmi|legal)\b|\balur resmi\b|^penempatan (?:resmi|prosedural)$", Topic.PROCEDURE),
    (r"\bbiaya\b|\bzero cost\b", Topic.COST),
    (r"\btppo\b|\btppm\b|\bperdagangan orang\b|\bterorisme\b|\bradikal|\bnarkoba\b", Topic.RISKS),
    (r"^(?:hukum|budaya) (?:dan (?:hukum|budaya) )?negara\b", Topic.LAW_AND_CULTURE),
    (r"\bkontrak kerja\b|\bperjanjian (?:kerja|penempatan)\b", Topic.CONTRACTS),
    (r"^perusahaan resmi$|\blegalitas perusahaan\b", Topic.COMPANIES),
    (r"^negara tujuan$|\bmoratorium\b", Topic.COUNTRIES),
    (r"\bpengaduan\b|\b(?:skema )?pelaporan\b", Topic.COMPLAINTS),
)  # fmt: skip
# In this order: the hall of a hotel is a hotel, that of a village office a village office.
_VENUES = _table(
    (r"\bkantor (?:desa|kepala desa|lurah|kelurahan)\b|\bbalai desa\b", VenueKind.VILLAGE_OFFICE),
    (r"\bkantor (?:camat|kecamatan)\b", VenueKind.DISTRICT_OFFICE),
    (r"\bhotel\b|\bnovotel\b", VenueKind.HOTEL),
    (r"\bgereja\b|\bparoki\b|\bmasjid\b|\bpura\b|\bvihara\b", VenueKind.WORSHIP),
    (r"\buniversitas\b|\bpoliteknik\b|\bpoltekkes\b|\bstikes\b|\binstitut\b|\bkampus\b", VenueKind.CAMPUS),
    (r"\bsmkn?\b|\bsman?\b|\bsmpn?\b|\bsekolah\b", VenueKind.SCHOOL),
    (r"\baula\b|\bgedung\b|\bauditorium\b|\bballroom\b", VenueKind.HALL),
    (r"\bkantor\b", VenueKind.OFFICE),
    (r"\blapangan\b|\balun-alun\b", VenueKind.OPEN_AIR),
)


def kind_of(title):
    """The Kind that the title begins with, "" for any other beginning."""
    return _first(_KINDS, title)


def mode_of(*texts):
    """DARING when everything is said to be online, HIBRIDA when part of it is, else LURING: sources name halls, not that
    people met there."""
    text = " ".join(texts)
    if _first(_KINDS, texts[0]) == Kind.WEBINAR:
        return Mode.DARING.value
    return Mode.HIBRIDA.value if _BOTH.search(text) or _ONLINE.search(text) else Mode.LURING.value


def audience_of(text):
    """The Category codes of those among the words that mean one for certain."""
    return _codes(_AUDIENCE, Category, text)


def topics_of(text):
    """The Topic codes, likewise."""
    return _codes(_TOPICS, Topic, text)


def venue_kind_of(name):
    return _first(_VENUES, name)


def parts(text):
    """What stands between the semicolons."""
    return [part for raw in text.split(";") if (part := raw.strip())]


def _codes(table, order, text):
    return list(_codes_of(table, order, text))


@lru_cache(10_000)  # the same words stand in many rows of a list
def _codes_of(table, order, text):
    found = {code for part in parts(text) for words, code in table if words.search(part)}
    return [code for code in order.values if code in found]
