"""Facts that are kept in two languages."""

from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _


def is_english():
    """Whether the active language is English; any other, or none, reads Indonesian."""
    return (get_language() or "").startswith("en")


def in_page_language(indonesian, english):
    """``english`` on an English page if there is one, else ``indonesian``."""
    return english if english and is_english() else indonesian


def listed(words):
    """``words`` as one reads them out: "KTP, KK and diploma"; "" for none."""
    *first, last = [str(word) for word in words] or [""]
    return _("%(words)s and %(last)s") % {"words": ", ".join(first), "last": last} if first else last


def with_capital(name):
    """``name`` as a line begins with it; nobody writes "E-KTP"."""
    name = str(name)
    return name if name.startswith("e-") else capfirst(name)


def as_sentence(text):
    """``text`` with the full stop that some sources leave out; "" stays empty."""
    return f"{text}." if text and not text.endswith((".", "!", "?")) else text
