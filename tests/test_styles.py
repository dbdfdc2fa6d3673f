"""The committed stylesheets are those that scss/ and the pages ask for, and small."""

import brotli
import pytest

from scss import check


def test_the_stylesheets_are_current():
    assert check.problem() == ""


@pytest.mark.parametrize(("sheet", "budget"), [("public", 7 * 1024), ("staff", 4 * 1024)])
def test_a_stylesheet_keeps_to_its_budget_of_bytes(sheet, budget):
    assert len(brotli.compress((check.ROOT / f"static/css/{sheet}.css").read_bytes())) <= budget


@pytest.fixture
def tree(tmp_path, monkeypatch):
    """A small project of its own, whose stylesheets are current."""
    for folder in ("templates", "portal", "scss", "static/css"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "scss/_base.scss").write_text(".btn { margin: 0; } .note { margin: 0; } .on { margin: 0; }")
    for name in ("build-css.js", "package.json"):
        (tmp_path / "scss" / name).write_text("")
    (tmp_path / "static/css/public.css").write_text(".btn{}")
    (tmp_path / "templates/a.html").write_text('<p class="btn">')
    monkeypatch.setattr(check, "ROOT", tmp_path)
    monkeypatch.setattr(check, "HERE", tmp_path / "scss")
    monkeypatch.setattr(check, "RECORD", tmp_path / "scss/built.json")
    monkeypatch.setattr(check, "SHEETS", [tmp_path / "static/css/public.css"])
    check.main(["--write"])
    assert check.problem() == ""
    return tmp_path


@pytest.mark.parametrize(
    ("file", "text", "reason"),
    [
        ("scss/_base.scss", ".btn { margin: 1px; }", "scss/ has changed"),
        ("static/css/public.css", ".btn{color:red}", "not the compiled one"),
        ("templates/a.html", '<p class="btn note">', "may lack: note"),
        ("templates/a.html", '<p class="btn {% if a == "b" %}on{% endif %}">', "may lack: on"),
        ("templates/a.html", "<p>", "No page uses these classes any more: btn"),
        ("scss/built.json", "<<<<<<< HEAD", "cannot be read"),
        ("portal/forms.py", 'Field("a", css_class="note")', "may lack: note"),
        ("portal/views.py", """'<b class="on">'""", "may lack: on"),
    ],
)
def test_a_change_that_needs_compiling_is_noticed(tree, file, text, reason):
    (tree / file).write_text(text)

    assert reason in check.problem()
    assert "make css" in check.problem()


def test_a_class_that_no_stylesheet_knows_needs_no_compiling(tree):
    (tree / "templates/a.html").write_text('<p class="btn js-kait">')

    assert check.problem() == ""


@pytest.mark.parametrize("name", ["f-b", "f-k", "f-o", "free", "rule", "soon"])
def test_a_colour_that_the_code_chooses_is_in_the_sheet(name):
    assert f".{name}" in (check.ROOT / "static/css/public.css").read_text(encoding="utf-8")


def test_hint_and_error_stand_before_the_field_they_speak_of():
    sheet = (check.ROOT / "static/css/public.css").read_text(encoding="utf-8")

    for part in ("form-label", "form-text", "invalid-feedback", "form-control"):
        assert f"[id^=div_id_] .{part}" in sheet
