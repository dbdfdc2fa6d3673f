"""Finds the Chromium of the browser tests; as a program it tries to install one: python -m tests.journeys.chromium"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ABSENCE = "No Chromium was found, so the browser tests are left out: install one, or name it in CHROMIUM."
FLAGS = [
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-gpu",
    # Each window would bring two hidden pages for suggestions in an address bar that nobody sees.
    "--disable-features=WebUIOmniboxPopup,WebUIOmniboxAimPopup",
    # A container's shared memory is too small for it.
    "--disable-dev-shm-usage",
    *(["--no-sandbox"] if os.geteuid() == 0 else []),
]


def find():
    """Path of a Chromium, or "" when there is none."""
    if named := os.environ.get("CHROMIUM"):
        return shutil.which(named) or ""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    return playwrights_own()


def playwrights_own():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else ""


def must_be_there():
    return os.environ.get("CI", "").lower() in {"true", "1"}


def install():
    """Install Debian's Chromium if that can be done without asking anybody."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return
    print("Installing Debian's Chromium for the browser tests", flush=True)
    quietly = {
        "stdin": subprocess.DEVNULL,
        "stdout": subprocess.DEVNULL,
        "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
    }
    subprocess.call(["apt-get", "-q", "update"], **quietly)
    subprocess.call(
        ["apt-get", "-q", "-y", "install", "--no-install-recommends", "chromium", "fonts-liberation"], **quietly
    )


def main():
    if not find():
        install()
    if not find():
        print(ABSENCE, file=sys.stderr)
        return 1 if must_be_there() else 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
