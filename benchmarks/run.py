"""Runs the measurements beside this file and writes results.md: python -m benchmarks.run [NAME ...]

A measurement is a module with ``measure()``, which yields Ratio rows; the first line of its docstring is its heading.
Only ratios within one run are kept: seconds tell more about the machine than about the portal.
"""

import importlib
import os
import sys
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results.md"


class Ratio(NamedTuple):
    """``what`` took (or gave) ``value`` times as much as ``of``, both measured in the same run."""

    what: str
    value: float
    of: str


def names():
    return sorted(path.stem for path in HERE.glob("[!_]*.py") if path.stem not in {"run", "database"})


def section(name):
    """One measurement as lines of Markdown."""
    module = importlib.import_module(f"benchmarks.{name}")
    title, _, explanation = module.__doc__.partition("\n")
    rows = [f"| {row.what} | {row.value:.2g} | {row.of} |" for row in module.measure()]
    return [f"## {title}", explanation.strip(), "", "| What | Ratio | To |", "|---|---|---|", *rows, ""]


def main(chosen):
    if unknown := set(chosen) - set(names()):
        sys.exit(f"There is no measurement {', '.join(sorted(unknown))}; there are {', '.join(names())}.")
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    from django.conf import settings

    from portal import embedded

    lines = ["# Results of `make bench`", "", f"Measured with {os.cpu_count()} cores; only the ratios travel.", ""]
    with embedded.running(settings.EMBEDDED_SERVERS):
        django.setup()
        for name in chosen or names():
            print(f"Measuring {name}", flush=True)
            lines += section(name)
    text = "\n".join(lines)
    print(text)
    if not chosen:
        RESULTS.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
