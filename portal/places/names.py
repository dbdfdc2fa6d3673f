"""How the name of a place is cut into words, for the index and for the question alike."""

import re
import unicodedata

# Words that say what kind of place is meant, as people write them.
KINDS = {
    "kab": "kabupaten",
    "kabupaten": "kabupaten",
    "regency": "kabupaten",
    "kota": "kota",
    "kodya": "kota",
    "kotamadya": "kota",
    "city": "kota",
    "kec": "kecamatan",
    "kecamatan": "kecamatan",
    "distrik": "kecamatan",
    "district": "kecamatan",
    "desa": "desa",
    "ds": "desa",
    "kel": "desa",
    "kelurahan": "desa",
    "village": "desa",
}
_APOSTROPHES = re.compile("['\"`\u00b4\u02bc\u2018\u2019\u201c\u201d]")
# ASCII only, so that no digit of another script and no control character gets through.
_WORD = re.compile("[0-9a-z]+")


def words_of(text):
    """The bare words of a name: small letters a-z and digits, accents and apostrophes dropped (Du'en -> duen)."""
    plain = _APOSTROPHES.sub("", text)
    if not plain.isascii():
        plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return _WORD.findall(plain.lower())


def lexemes_of(own, around, kind):
    """What the index holds for one place: its own words, /words of the places around it, :its kind."""
    return list(dict.fromkeys([*own, *(f"/{word}" for word in around), f":{kind}"]))
