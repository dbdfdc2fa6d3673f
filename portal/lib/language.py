"""Facts that are kept in two languages."""

from django.utils.translation import get_language


def is_english():
    """Whether the active language is English; any other, or none, reads Indonesian."""
    return (get_language() or "").startswith("en")


def in_page_language(indonesian, english):
    """``english`` on an English page if there is one, else ``indonesian``."""
    return english if english and is_english() else indonesian


def as_sentence(text):
    """``text`` with the full stop that some sources leave out; "" stays empty."""
    return f"{text}." if text and not text.endswith((".", "!", "?")) else text
