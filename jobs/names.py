"""Names and titles in the one form in which two spellings of the same thing are equal."""

import re
import unicodedata

from django.utils.text import slugify

_REMARKS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
# "PT Zisra Dwi Jaya Cabang Namlea" is the same company as its head office.
_BRANCH = re.compile(r"(?<=\w)\W+(?:kantor\s+)?cabang\b.*", re.DOTALL)
_LEGAL_FORM = re.compile(r"^\W*(?:p\W{0,2}t|c\W{0,2}v)\b|\b(?:p\.?t|c\.?v)\W*$")
# Addresses beside those of companies that say something else.
_RESERVED_SLUGS = {"sanksi", "tambah"}
_MARKS = re.compile(r"[\W_]+")


def title_key(title):
    """A title without case and spare spaces: part of a vacancy's identity."""
    return " ".join(unicodedata.normalize("NFKC", title).lower().split())[:250].rstrip()


def company_key(name):
    """A company's name without PT or CV, bracketed remarks, branch, punctuation and case.

    "PT. AMALINDO LANGGENG" and "Amalindo Langgeng (Cabang Solo)" give "amalindo langgeng"; "" when nothing is left.
    """
    text = _REMARKS.sub(" ", unicodedata.normalize("NFKC", name).lower())
    text = _LEGAL_FORM.sub(" ", _BRANCH.sub("", text).strip())
    return " ".join(_MARKS.sub(" ", text).split())[:200].rstrip()


def free_slug(key, taken):
    """A company's part of an address, made from its key; ``taken``: the slugs that are used already."""
    slug = base = slugify(key)[:200].strip("-") or "perusahaan"
    number = 1
    while slug in taken or slug in _RESERVED_SLUGS:
        number += 1
        slug = f"{base}-{number}"
    return slug
