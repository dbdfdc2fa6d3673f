import pytest
from crispy_forms.utils import render_crispy_form
from django import forms

from portal.places.forms import PlaceField
from portal.places.models import GazetteerEntry

pytestmark = pytest.mark.django_db


class VillageForm(forms.Form):
    village = PlaceField(levels=[GazetteerEntry.Level.VILLAGE], help_text="As on the family card")


def submitted(**answers):
    return VillageForm(answers)


def test_a_form_that_writes_wants_the_place_confirmed(places):
    form = submitted(village="tohe")

    assert form.has_error("village", "choose")
    assert 'value="53.04.04.2001" checked' in str(form["village"])


def test_the_confirmed_place_is_the_answer(places):
    form = submitted(village="tohe", village_untuk="tohe", village_kode="53.04.04.2001")

    assert form.is_valid()
    assert form.cleaned_data["village"].code == "53.04.04.2001"


def test_a_place_of_another_level_is_neither_offered_nor_taken(places):
    assert submitted(village="belu").has_error("village", "not_found")
    assert submitted(village="belu", village_untuk="belu", village_kode="53.04").has_error("village", "level")


def test_an_empty_answer_is_asked_for_and_an_optional_one_is_none(places):
    assert submitted(village=" \x00 ").has_error("village", "required")
    assert PlaceField(required=False).clean(("", "")) is None


def test_a_place_kept_before_is_shown_by_its_path(places):
    entry = GazetteerEntry.objects.get(code="53.04.04.2001")

    html = str(VillageForm(initial={"village": entry})["village"])

    assert 'value="Desa Tohe, Kecamatan Raihat, Kabupaten Belu, NTT"' in html


def test_crispy_draws_it_with_its_hint_and_what_was_typed(places):
    html = render_crispy_form(submitted(village="<tohe>"))

    assert 'aria-describedby="id_village_helptext id_village_error"' in html
    assert 'value="&lt;tohe&gt;"' in html
