"""Runs the measurements beside this file and puts them into results.md: python -m benchmarks.run [NAME ...]

NAME=ROWS measures with fewer rows, where a measurement takes a number; the results say so.

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
    return sorted(
        path.stem for path in HERE.glob("[!_]*.py") if path.stem not in {"run", "database", "served", "moving"}
    )


def section(name, size=None):
    """One measurement as lines of Markdown, with ``size`` rows instead of as many as it is made for."""
    module = importlib.import_module(f"benchmarks.{name}")
    title, _, explanation = module.__doc__.partition("\n")
    rows = [f"| {row.what} | {row.value:.2g} | {row.of} |" for row in module.measure(*([size] if size else []))]
    said = ["", f"Measured with {size:,} rows, while {os.getloadavg()[2]:.0f} processes wanted to run."] if size else []
    return [f"## {title}", explanation.strip(), *said, "", "| What | Ratio | To |", "|---|---|---|", *rows, ""]


def main(chosen):
    sizes = {name: int(size) if size else None for name, _, size in (word.partition("=") for word in chosen)}
    if unknown := set(sizes) - set(names()):
        sys.exit(f"There is no measurement {', '.join(sorted(unknown))}; there are {', '.join(names())}.")
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
    from django.conf import settings

    from portal import embedded

    head = f"# Results of `make bench`\n\nMeasured with {os.cpu_count()} cores; only the ratios travel.\n\n"
    with embedded.running(settings.EMBEDDED_SERVERS):
        django.setup()
        for name in sizes or names():
            print(f"Measuring {name}", flush=True)
            measured = "\n".join(section(name, sizes.get(name)))
            print(measured, flush=True)
            RESULTS.write_text(head + "\n".join(put(measured, sections())), encoding="utf-8")


def sections():
    """The sections of results.md as they are, the head left out."""
    text = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    return [f"## {part.rstrip()}\n" for part in text.split("\n## ")[1:]]


def put(measured, there):
    """``there`` with ``measured`` in the place of the section of the same title, else behind all."""
    title = measured.split("\n", 1)[0]
    kept = [measured if one.split("\n", 1)[0] == title else one for one in there]
    return kept if measured in kept else [*kept, measured]


if __name__ == "__main__":
    main(sys.argv[1:])
