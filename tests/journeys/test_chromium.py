"""A browser is found, or its absence is one line; where nobody watches it is a failure."""

import pytest

from tests.journeys import chromium


@pytest.fixture
def _no_browser(monkeypatch):
    monkeypatch.setattr(chromium, "find", lambda: "")
    monkeypatch.setattr(chromium, "install", lambda: None)


@pytest.mark.usefixtures("_no_browser")
@pytest.mark.parametrize(("ci", "code"), [("", 0), ("false", 0), ("true", 1), ("1", 1)])
def test_without_a_browser_one_line_says_so_and_only_a_build_fails(monkeypatch, capsys, ci, code):
    monkeypatch.setenv("CI", ci)

    assert chromium.main() == code
    assert capsys.readouterr().err == f"{chromium.ABSENCE}\n"


def test_a_browser_that_is_named_is_taken_and_no_other(monkeypatch, tmp_path):
    named = tmp_path / "my-browser"
    named.write_text("#!/bin/sh\n")
    named.chmod(0o755)

    monkeypatch.setenv("CHROMIUM", str(named))
    assert chromium.find() == str(named)

    monkeypatch.setenv("CHROMIUM", str(tmp_path / "not there"))
    assert chromium.find() == ""
