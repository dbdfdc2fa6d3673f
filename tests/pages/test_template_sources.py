"""Rules of templates and styles that can be read off their sources."""

import re
from functools import cache
from pathlib import Path

import allauth
import crispy_bootstrap5
import django
import pytest
from django.conf import settings
from django.contrib import admin

from portal.messaging.kinds import all_kinds
from tests.project import files, name

TEMPLATES = files("templates/*")
HTML = [path for path in TEMPLATES if path.suffix == ".html"]
LIBRARIES = [module.__path__[0] for module in (allauth, crispy_bootstrap5, django, admin)]
# The same in both languages: the site's name, signs, and names of the examples.
NOT_WORDS = {
    "Jalur",
    "Resmi",
    "Rp",
    "CSV",
    "XLSX",
    "NIK",
    "WIB",
    "PT",
    "Contoh",
    "TW",
    "Taiwan",
    "Taoyuan",
    "KH",
    "Brunei",
}

TAG = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
COMMENT = re.compile(r"\{#.*?#\}|\{% comment %\}.*?\{% endcomment %\}|<!--.*?-->", re.DOTALL)
TRANSLATED = re.compile(r"\{% blocktrans(?:late)?\b.*?\{% endblocktrans(?:late)? %\}", re.DOTALL)
ATTRIBUTES_READ = re.compile(r"\b(?:aria-label|title|alt|placeholder|aria-description)=\"([^\"]*)\"")
ELEMENT = re.compile(r"<[^>]*>")
WORD = re.compile(r"[A-Za-zÀ-ÿ]{2,}")
# Which entry of the menu is lit, and attributes that a page hands to its layout.
NOT_READ = re.compile(r"\{% block nav_current %\}.*?\{% endblock %\}|\b[a-z-]+=\"[^\"]*\"", re.DOTALL)
# The way to the other language is written in that language.
OTHER_LANGUAGE = re.compile(r"This page in English|Halaman ini dalam bahasa Indonesia")
# White and black are no colours of ours.
COLOUR = re.compile(r"#(?!fff\b|000\b)[0-9a-f]{3,8}\b|\b(?:rgb|hsl|hwb|lab|lch|oklab|oklch)a?\((?!\$)", re.IGNORECASE)


@cache
def templates_named():
    """Every string in code and templates that names a template."""
    text = "\n".join(path.read_text() for path in files("*.py", "templates/*", ":!tests/*"))
    # A mail of ours is named without its folder: letter("way_changed", ...), tell(user, "recovered", ...).
    mails = {f"account/email/{word}_message.txt" for word in re.findall(r"[\"']([a-z_]+)[\"']", text)}
    # The texts of a message are found by its kind.
    texts = {f"{kind.app}/messages/{kind.what}{end}.txt" for kind in all_kinds() for end in ("_subject", "", "_sms")}
    return set(re.findall(r"[\"']([\w/.-]+\.(?:html|txt|xml))[\"']", text)) | mails | texts


def is_used(template):
    """Named in code or in another template, or taking the place of a library's own."""
    own_name = str(template.relative_to(settings.BASE_DIR / "templates"))
    takes_a_place = any((Path(library) / "templates" / own_name).exists() for library in LIBRARIES)
    return own_name in templates_named() or takes_a_place


def words_without_translation(source):
    """Words people would read in whatever language the template was written in."""
    text = TRANSLATED.sub(" ", COMMENT.sub(" ", source))
    read_aloud = " ".join(ATTRIBUTES_READ.findall(TAG.sub(" ", text)))
    for unread in (NOT_READ, TAG, ELEMENT, re.compile(r"&\w+;"), OTHER_LANGUAGE):
        text = unread.sub(" ", text)
    return WORD.findall(f"{text} {read_aloud}")


@pytest.mark.parametrize("template", TEMPLATES, ids=name)
def test_each_template_is_used(template):
    assert is_used(template)


@pytest.mark.parametrize("template", TEMPLATES, ids=name)
def test_each_word_of_a_template_can_be_translated(template):
    assert [word for word in words_without_translation(template.read_text()) if word not in NOT_WORDS] == []


@pytest.mark.parametrize(
    "bad",
    [
        re.compile(r"<style", re.IGNORECASE),
        re.compile(r"\sstyle\s*=", re.IGNORECASE),
        re.compile(r"<script(?![^>]*\ssrc=|\stype=\"application/ld\+json\">)", re.IGNORECASE),
        re.compile(r"\son[a-z]+\s*=", re.IGNORECASE),
        re.compile(r"javascript:", re.IGNORECASE),
        re.compile(r"\|\s*safe\b|\{%\s*autoescape"),
    ],
    ids=lambda pattern: pattern.pattern,
)
def test_no_template_holds_inline_code_or_trusts_a_value_blindly(bad):
    assert [name(path) for path in HTML if bad.search(path.read_text())] == []


def test_colours_are_named_in_the_tokens_only():
    styles = [path for path in files("scss/*.scss") if path.name != "_tokens.scss"]

    raw = [
        f"{name(path)}:{number}"
        for path in styles
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if COLOUR.search(line.split("//")[0])
    ]
    assert raw == []


def test_a_component_says_what_it_takes():
    silent = [
        name(path)
        for path in files("templates/components/*.html")
        if not re.match(r"(\{% load [^%]*%\})?\{% comment %\}", path.read_text())
    ]

    assert silent == []
