"""The accessibility check of every page."""

from axe_playwright_python.base import AXE_SCRIPT

# What passed stays in the browser: to tell of it takes as long again as to find nothing.
LOOK = f"{AXE_SCRIPT}\naxe.run({{resultTypes: ['violations']}}).then(found => found.violations)"


def violations(page):
    """What axe finds on the page once it has loaded, one line per element; empty when all is well."""
    page.wait_for_load_state()
    found = page.evaluate(LOOK)
    return [f"{rule['id']} at {node['target']}: {node['failureSummary']}" for rule in found for node in rule["nodes"]]
