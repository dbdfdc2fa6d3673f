"""The extractor finds what GNU xgettext finds (compared once with makemessages on these very lines)."""

from io import BytesIO
from pathlib import Path

import allauth
import django
import phonenumber_field
import pytest
from babel.messages.pofile import read_po
from django import forms
from django.utils.translation import override

from portal.pages import borrowed_messages, catalogue

TEMPLATE = """
<div>
  {# Translators: x #}
    {% translate "Plain" %} {% translate 'He said "hi"' context "speech" %} {% translate "100 % sure"|upper as x %}
  {% if a %}
{{ _("In a variable") }} {% include "x" with label=_("In a tag") b='c' only %}
    {% endif %}
        <p title="unclosed ' quote (paren">it's "odd</p>
  {% blocktranslate trimmed count n=list|length with a=b %}
     One vacancy at {{ place }}
  {% plural %}
     {{ n }} vacancies at
       {{ place }}, 100% sure
  {% endblocktranslate %}
  {% blocktranslate trimmed context "verb" %}
     Open
  {% endblocktranslate %}
  {% comment %}{% translate "commented out" %}{% endcomment %}
   {# {% translate "also out" %} #}
</div>
"""


def read(lines):
    return read_po(BytesIO(catalogue.HEADER.encode() + lines.encode()), locale="id")


def wanted(*ids, context=None):
    result = catalogue.empty()
    for message_id in ids:
        result.add(message_id, context=context)
    return result


def test_a_template_gives_its_messages_with_context_and_plural(tmp_path):
    (tmp_path / "a.html").write_text(TEMPLATE)

    with (tmp_path / "a.html").open("rb") as file:
        found = {
            (m, context) for _, m, _, context in catalogue.extract(catalogue.extract_template, file, catalogue.KEYWORDS)
        }

    assert found == {
        ("Plain", None),
        ('He said "hi"', "speech"),
        ("100 %% sure", None),
        ("In a variable", None),
        ("In a tag", None),
        (("One vacancy at %(place)s", "%(n)s vacancies at %(place)s, 100%% sure"), None),
        ("Open", "verb"),
    }


def test_merging_keeps_translations_takes_new_ones_drops_the_unused_and_guesses_nothing():
    kept = read('msgid "Save"\nmsgstr "Simpan"\n\nmsgid "Gone"\nmsgstr "Hilang"\n')
    offered = read(
        'msgid "Save"\nmsgstr "Lain"\n\nmsgid "Send"\nmsgstr "Kirim"\n\n#, fuzzy\nmsgid "Sent"\nmsgstr "Kirim"\n'
    )

    result = catalogue.merged(wanted("Save", "Send", "Sent"), kept, offered)

    assert {m.id: m.string for m in result if m.id} == {"Save": "Simpan", "Send": "Kirim", "Sent": ""}


def test_writing_twice_gives_the_same_file(tmp_path):
    path = tmp_path / "id" / "django.po"
    catalogue.write(
        catalogue.merged(wanted("Save", ("One row", "%(n)s rows"), "b"), read('msgid "b"\nmsgstr "c"\n')), path
    )
    first = path.read_text()

    catalogue.write(catalogue.merged(wanted("b", "Save", ("One row", "%(n)s rows")), catalogue.read(path)), path)

    assert path.read_text() == first
    assert first.startswith(catalogue.HEADER)


@pytest.mark.parametrize(
    ("lines", "problem"),
    [
        ("", "Not in the catalogue: 'Hello %(name)s'"),
        ('msgid "Hello %(name)s"\nmsgstr ""\n', "Not translated: 'Hello %(name)s'"),
        ('#, fuzzy\nmsgid "Hello %(name)s"\nmsgstr "Halo %(name)s"\n', "Marked fuzzy: 'Hello %(name)s'"),
        ('msgid "Hello %(name)s"\nmsgstr "Halo %(nama)s"\n', "Placeholders differ: 'Hello %(name)s'"),
    ],
)
def test_each_gap_is_named(lines, problem):
    assert catalogue.problems(wanted("Hello %(name)s"), read(lines)) == [problem]


def test_a_message_nobody_shows_any_more_is_named():
    assert catalogue.problems(wanted(), read('msgid "Gone"\nmsgstr "Hilang"\n')) == ["No longer used: 'Gone'"]


def test_one_indonesian_form_is_measured_against_the_english_plural():
    good = read('msgid "One row"\nmsgid_plural "%(n)s rows"\nmsgstr[0] "%(n)s baris"\n')
    bad = read('msgid "One row"\nmsgid_plural "%(n)s rows"\nmsgstr[0] "Satu baris"\n')

    assert catalogue.problems(wanted(("One row", "%(n)s rows")), good) == []
    assert catalogue.problems(wanted(("One row", "%(n)s rows")), bad) == ["Placeholders differ: 'One row'"]


def test_a_catalogue_is_compiled_once(tmp_path):
    source = tmp_path / "django.po"
    source.write_text(catalogue.HEADER + 'msgid "Save"\nmsgstr "Simpan"\n')

    assert catalogue.compile_catalogue(source) is True
    assert catalogue.compile_catalogue(source) is False
    assert source.with_suffix(".mo").stat().st_size > 0


def test_each_borrowed_sentence_is_still_one_of_its_library():
    folders = [Path(library.__file__).parent for library in (django, allauth, phonenumber_field)]
    known = {
        message.id
        for folder in folders
        for path in folder.glob("**/locale/id/LC_MESSAGES/django.po")
        for message in catalogue.read(path)
    }

    with Path(borrowed_messages.__file__).open("rb") as file:
        borrowed = {message for _, message, _, _ in catalogue.extract("python", file, catalogue.KEYWORDS)}

    assert borrowed - known == set()
    assert len(borrowed) == len(borrowed_messages.BORROWED)


def test_ours_wins_over_the_librarys_own_indonesian():
    with override("id"):
        assert forms.CharField().error_messages["required"] == "Isi dulu bagian ini."
