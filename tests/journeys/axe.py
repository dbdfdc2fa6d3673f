"""The accessibility check of every page."""

from axe_playwright_python.sync_playwright import Axe


def violations(page):
    """What axe finds on the page once it has loaded, one line per element; empty when all is well."""
    page.wait_for_load_state()
    found = Axe().run(page).response["violations"]
    return [f"{rule['id']} at {node['target']}: {node['failureSummary']}" for rule in found for node in rule["nodes"]]
