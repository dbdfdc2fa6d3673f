"""The check that a page needs no scrolling sideways."""

TOO_MUCH = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def sticks_out(page):
    """By how many CSS pixels the page is wider than its window; 0 when it fits."""
    # After a click the browser may hold a document that has no root element yet.
    page.wait_for_load_state()
    return page.evaluate(TOO_MUCH)
