"""The guide's pages, from the packaged tables; no database here."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jobs.choices import CostComponent, Paper, Scheme
from portal.lib.language import in_page_language

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Words:
    """One text in both languages."""

    id: str
    en: str

    def __str__(self):
        return in_page_language(self.id, self.en)


@dataclass(frozen=True)
class Point:
    """``source`` "": advice, no fact. ``is_seen``: somebody read in the source that it is so."""

    text: Words
    source: str
    is_seen: bool
    term: Words | None = None


@dataclass(frozen=True)
class Part:
    title: Words
    points: list


@dataclass(frozen=True)
class GuidePage:
    slug: str
    title: Words
    lead: Words
    parts: list
    lists_costs: bool = False
    lists_contacts: bool = False
    country: str = ""  # iso2 of the destination it leads on to


@dataclass(frozen=True)
class SchemePage:
    slug: str
    scheme: Scheme
    lead: Words
    facts: list  # what the tables of rules don't say of it


@dataclass(frozen=True)
class PaperPage:
    """What the tables of rules don't say of a paper. A list without a Point: nobody has recorded that."""

    slug: str
    paper: Paper
    why: list
    where: list
    cost: list
    validity: list
    care: list
    component: str = ""  # of CostComponent; "": no cost rule speaks of it


@cache
def pages():
    """GuidePages by slug, in the order of the index."""
    rows = _load("pages.toml")["page"]
    return {row["slug"]: _page(row) for row in rows}


@cache
def schemes():
    """SchemePages by slug, in the order of the index."""
    return {row["slug"]: _scheme(row) for row in _load("schemes.toml")["scheme"]}


@cache
def papers():
    """PaperPages by slug, in the order in which the papers fall due."""
    return {row["slug"]: _paper(row) for row in _load("papers.toml")["paper"]}


def _load(name):
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def _page(row):
    return GuidePage(
        slug=row["slug"],
        title=Words(row["title"], row["title_en"]),
        lead=Words(row["lead"], row["lead_en"]),
        parts=[
            Part(Words(part["title"], part["title_en"]), [_point(*point) for point in part["points"]])
            for part in row["part"]
        ],
        lists_costs=row.get("lists_costs", False),
        lists_contacts=row.get("lists_contacts", False),
        country=row.get("country", ""),
    )


def _point(text, text_en, source, is_seen, term=None):
    return Point(Words(text, text_en), source, is_seen, term)


def _scheme(row):
    return SchemePage(
        slug=row["slug"],
        scheme=Scheme(row["code"]),
        lead=Words(row["lead"], row["lead_en"]),
        facts=[
            _point(text, text_en, source, is_seen, Words(term, term_en))
            for term, term_en, text, text_en, source, is_seen in row["facts"]
        ],
    )


def _paper(row):
    lists = {
        name: [_point(*point) for point in row.get(name, [])] for name in ("why", "where", "cost", "validity", "care")
    }
    component = CostComponent(row["component"]).value if "component" in row else ""
    return PaperPage(slug=row["slug"], paper=Paper(row["code"]), component=component, **lists)
