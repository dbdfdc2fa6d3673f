"""What no single page owns: the way past the header, and the page for an error."""

from tests.journeys.axe import violations


def test_the_skip_link_is_the_first_stop_and_leads_to_the_content(page):
    page.goto("/")

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "isi"


def test_an_error_page_is_accessible(any_page):
    any_page.goto("/tidak-ada/")

    assert violations(any_page) == []
