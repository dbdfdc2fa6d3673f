"""What the packaged files say, read into rows for sync_places; no database here."""

import csv
import gzip
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from portal.lib.dates import parse_partial
from portal.places.names import lexemes_of, words_of

DATA = Path(__file__).parent / "data"

# The provinces of Papua call their districts distrik (UU 21/2001 on special autonomy).
PAPUA = {"91", "92", "93", "94", "95", "96"}
REGENCY_LABOUR_BASIS = "Permen P2MI 31/2025 Pasal 1"
# Words of a regency's name that aren't its bare name.
_REGENCY_KINDS = {"kabupaten", "kota", "administrasi"}


class PackagedDataError(Exception):
    """A packaged file that can't be used; the text is one sentence that names it."""


@dataclass(frozen=True)
class Areas:
    provinces: list
    regencies: list
    districts: list
    villages: list


def read(name, columns, folder=DATA):
    """The rows of a CSV file (``.gz``: packed) as tuples in the order of ``columns``."""
    path = folder / name
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = next(reader, [])
            if missing := [column for column in columns if column not in header]:
                raise PackagedDataError(f"{name} has no column {', '.join(missing)}.")
            places = [header.index(column) for column in columns]
            rows = [tuple(row[place] for place in places) for row in reader]
    except (OSError, EOFError, UnicodeDecodeError, csv.Error, IndexError) as error:
        raise PackagedDataError(f"{name} can't be read: {error}.") from error
    if not rows:
        raise PackagedDataError(f"{name} has no rows.")
    return rows


def read_areas(folder=DATA):
    zones = {row[0]: row[1:] for row in read("province_zones.csv", ["code", "short_name", "time_zone"], folder)}
    provinces = read("provinces.csv", ["code", "name"], folder)
    if unzoned := [code for code, _name in provinces if code not in zones]:
        raise PackagedDataError(f"province_zones.csv has no zone for {', '.join(unzoned)}.")
    return Areas(
        provinces=[(code, name, *zones[code]) for code, name in provinces],
        regencies=read("regencies.csv", ["code", "province_code", "name"], folder),
        districts=read("districts.csv", ["code", "regency_code", "name"], folder),
        villages=read("villages.csv.gz", ["code", "district_code", "name"], folder),
    )


def gazetteer(areas):
    """One row per regency, district and village: code, level, regency, path, bare name, lexemes (space between)."""
    rows, paths, around = [], {}, {}
    for code, name, short_name, _zone in areas.provinces:
        paths[code], around[code] = short_name, words_of(f"{name} {short_name}")
    for code, parent, name in areas.regencies:
        words = words_of(name)
        bare = [word for word in words if word not in _REGENCY_KINDS] or words
        _add(rows, paths, around, code, 2, name, bare, parent, words[0])
    for code, parent, name in areas.districts:
        label = f"Distrik {name}" if code[:2] in PAPUA else f"Kecamatan {name}"
        _add(rows, paths, around, code, 3, label, words_of(name), parent, "kecamatan")
    for code, parent, name in areas.villages:
        label = f"Kelurahan {name}" if code[9] == "1" else f"Desa {name}"
        _add(rows, paths, around, code, 4, label, words_of(name), parent, "desa")
    return rows


def _add(rows, paths, around, code, level, label, own, parent, kind):
    paths[code] = f"{label}, {paths[parent]}"
    around[code] = [*own, *around[parent]]
    lexemes = " ".join(lexemes_of(own, around[parent], kind))
    rows.append((code, level, code[:5], paths[code], " ".join(own), lexemes))


def read_offices(areas, folder=DATA):
    """Offices and the areas they cover, as two lists of rows, and what became of each published statement.

    Address, telephone and source of an office are those of its newest statement that has an address or a
    telephone, else of its newest statement.
    """
    columns = ["code", "kind", "name", "name_en", "city", "regency_code", "province_code", "covers", "coverage_basis"]
    listed = read("offices.csv", columns, folder)
    statements, uses = _statements(folder)
    offices, coverage = [], []
    for code, kind, name, name_en, city, regency, province, covers, basis in listed:
        facts = statements.pop(code, ("", "", "", "", ""))
        offices.append((code, kind, name, name_en, city, province or None, regency or None, *facts))
        for area in filter(None, covers.split(";")):
            coverage.append((code, *((None, area) if "." in area else (area, None)), basis))
    if statements:
        raise PackagedDataError(f"office_statements.csv names offices that aren't listed: {', '.join(statements)}.")
    for office, area in _labour_offices(areas):
        offices.append(office)
        coverage.append(area)
    return offices, coverage, uses


def _statements(folder):
    columns = ["use", "office", "address", "phone", "source_name", "source_url", "source_date"]
    best, uses = {}, Counter()
    for use, office, address, phone, *source in read("office_statements.csv", columns, folder):
        uses[use] += 1
        if use != "office":
            continue
        day = parse_partial(source[2])
        rank = (bool(address or phone), day.last.isoformat() if day else "")
        if office not in best or rank > best[office][0]:
            best[office] = rank, (address, phone, *source)
    return {office: facts for office, (_rank, facts) in best.items()}, dict(uses)


def _labour_offices(areas):
    """One labour office per province and per regency. What each is really called has to be checked there."""
    nothing = ("", "", "", "", "")
    for code, name, _short_name, _zone in areas.provinces:
        office = f"disnaker-{code}"
        names = f"Dinas ketenagakerjaan Provinsi {name}", f"Labour office of the province of {name}"
        yield (office, "province_labour", *names, "", code, None, *nothing), (office, code, None, "")
    for code, province, name in areas.regencies:
        office = f"disnaker-{code.replace('.', '')}"
        names = f"Dinas ketenagakerjaan {name}", f"Labour office of {name}"
        yield (
            (office, "regency_labour", *names, name, province, code, *nothing),
            (office, None, code, REGENCY_LABOUR_BASIS),
        )


def read_countries(folder=DATA):
    return read("countries.csv", ["iso2", "name", "name_en", "currency"], folder)


def read_holidays(folder=DATA):
    return read("holidays.csv", ["day", "kind", "name", "name_en", "legal_basis"], folder)


def read_contacts(folder=DATA):
    columns = ["code", "name", "name_en", "channel", "number", "reach", "source_name", "source_date"]
    return read("contacts.csv", columns, folder)
