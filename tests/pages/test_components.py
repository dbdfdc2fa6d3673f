"""The page of components, and the components that carry a promise of their own."""

from django import forms
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse

from portal.lib.labels import optional

PAGES = ["pages:components", "pages:staff_components"]


def test_every_component_is_shown(staff_client):
    shown = {template.name for name in PAGES for template in staff_client.get(reverse(name)).templates if template.name}

    folder = settings.BASE_DIR / "templates/components"
    # Fields are shown through crispy's own tag here; messages and the strip have tests of their own.
    elsewhere = {"components/form_fields.html", "components/messages.html", "components/official_strip.html"}
    assert {f"components/{file.name}" for file in folder.glob("*.html")} - elsewhere <= shown


class FormOfTwo(forms.Form):
    name = forms.CharField(label=optional("Nama"))
    status = forms.ChoiceField(label="Status", choices=[("a", "A")], widget=forms.RadioSelect)


def test_the_error_summary_leads_to_each_field_and_names_it():
    form = FormOfTwo({})
    form.add_error(None, "Kantor tutup.")

    html = render_to_string("components/error_summary.html", {"form": form})

    assert "<strong>Kantor tutup.</strong>" in html
    assert '<a href="#id_name">Nama: ' in html
    assert '<a href="#id_status_0">Status: ' in html


def test_a_page_with_errors_says_so_in_its_title():
    assert "<title>Kesalahan: " in render_to_string("base.html", {"form": FormOfTwo({})})
    assert "<title>Kesalahan: " not in render_to_string("base.html", {"form": FormOfTwo()})


def test_only_four_checks_make_the_solid_frame():
    checks = [{"title": "Izin", "text": "", "state": "done"}] * 4

    whole = render_to_string("components/four_checks.html", {"checks": checks, "complete": True})
    part = render_to_string("components/four_checks.html", {"checks": checks[:2], "complete": False})

    assert 'class="seal"' in whole
    assert 'class="seal seal-p"' in part
