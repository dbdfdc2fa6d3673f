"""Occupations, destinations and their figures, rules of every kind, search words from the files beside this app (jobs/data/README.md).

A row that a person has checked is left alone; a rule that left the file is ended, nothing is deleted.
"""

import csv
import tomllib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from jobs.choices import FigureKind
from jobs.models import (
    AgeRule,
    CostRule,
    Destination,
    Occupation,
    PaperRule,
    PlacementRule,
    ProcedureRule,
    ProofRule,
    PublishedFigure,
    SearchWord,
    Vacancy,
    VacancySearch,
    ValidityRule,
)
from jobs.way_lines import way_of
from portal.lib.dates import WIB, parse_partial, today_in
from portal.lib.importing import NotReady
from portal.places.models import Country

DATA = Path(__file__).parent / "data"
FIGURES_YEAR = "2024"
# No packaged paper rule speaks of one sex, one marital status or of some ages.
_FOR_WHOM = ("destination", "occupation_id", "sex", "marital", "age_min", "age_max")
_SOURCE = ("source_name", "source_url", "source_date")


@dataclass
class Counts:
    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    ended: int = 0

    def keep(self, model, identity, facts, *, is_kept=None):
        """Make the row as the file says, counting what had to be done; ``is_kept`` (row): what people decided stays."""
        self.rows += 1
        row, is_new = model.objects.get_or_create(**identity, defaults=facts)
        changed = [name for name, value in facts.items() if getattr(row, name) != value]
        if is_new:
            self.created += 1
        elif not changed or (is_kept and is_kept(row)):
            self.unchanged += 1
        else:
            for name in changed:
                setattr(row, name, facts[name])
            row.save(update_fields=changed)
            self.updated += 1
        return row


@transaction.atomic
def sync(*, dry_run=False):
    """Bring the tables in line with the files and return Counts. Raises NotReady when places has no countries."""
    counts = Counts()
    destination_rows = _read("destinations.csv")
    missing = {row["iso2"] for row in destination_rows} - set(Country.objects.values_list("iso2", flat=True))
    if missing:
        raise NotReady(
            _("Countries are missing: %(codes)s. Please run manage.py sync_places first.")
            % {"codes": ", ".join(sorted(missing)[:5])}
        )
    for row in _read("occupations.csv"):
        facts = {"title": row["title"], "title_en": row["title_en"]}
        counts.keep(Occupation, {"isco08": row["isco08"]}, facts, is_kept=_is_checked)
    destinations = {row["iso2"]: _keep_destination(counts, row) for row in destination_rows}
    placement_rules = [_rule(row, destinations) for row in _read("placement_rules.csv")]
    _keep_rules(counts, PlacementRule, ("destination", "employer_kind", "occupation_id"), placement_rules)
    cost_rules = [_cost_rule(row, destinations) for row in _read("cost_rules.csv")]
    _keep_rules(counts, CostRule, ("destination", "occupation_id", "component", "stance"), cost_rules)
    paper_rules = [_paper_rule(row, destinations) for row in _read("papers.csv")]
    _keep_rules(counts, PaperRule, ("scheme", "paper", *_FOR_WHOM), paper_rules)
    validity_rules = [_validity_rule(row) for row in _read("validity.csv")]
    _keep_rules(counts, ValidityRule, ("paper", "scheme", "counted"), validity_rules)
    age_rules = [_age_rule(row, destinations) for row in _read("age_rules.csv")]
    _keep_rules(counts, AgeRule, ("destination", "employer_kind", "occupation_id"), age_rules)
    procedures = [_procedure(row) for row in _read("procedures.csv")]
    _keep_rules(counts, ProcedureRule, ("scheme",), procedures)
    proof_rules = [_proof_rule(row) for row in _read("proofs.csv")]
    _keep_rules(counts, ProofRule, ("scheme", "proof"), proof_rules)
    for row in _read("search_words.csv"):
        counts.keep(SearchWord, {"phrase": row["phrase"]}, {"means": row["means"], "group": row["group"]})
    if counts.created or counts.updated or counts.ended:
        VacancySearch.objects.refresh(Vacancy.objects.all())
    transaction.set_rollback(dry_run)
    return counts


def _read(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _keep_destination(counts, row):
    source = {name: row[name] for name in _SOURCE}
    facts = {name: row[name] for name in ("mission", "languages", "languages_en")} | source
    destination = counts.keep(Destination, {"country_id": row["iso2"]}, facts, is_kept=_is_checked)
    if row["placements_2024"]:
        counts.keep(PublishedFigure, _figure_of(destination) | source, {"value": int(row["placements_2024"])})
    return destination


def _figure_of(destination):
    """What makes it one figure (PublishedFigure.identity), but for its source."""
    return {
        "kind": FigureKind.PLACEMENTS,
        "country": destination.country,
        "country_name": destination.country.name,
        "period_from": FIGURES_YEAR,
        "period_to": FIGURES_YEAR,
        "sort_day": parse_partial(FIGURES_YEAR).last,
    }


def _is_checked(row):
    return row.is_checked


def _keep_rules(counts, model, case, wanted):
    """Keep the packaged rules of one kind; ``case``: the columns that tell one case from another."""
    in_file = Q(pk__in=[])
    for identity, _facts in wanted:
        in_file |= Q(**identity)
    # The last day of a rule that left the file: yesterday, so that another may begin today.
    yesterday = today_in(WIB) - timedelta(days=1)
    gone = model.objects.filter(Q(valid_from=None) | Q(valid_from__lte=yesterday)).filter(
        is_packaged=True, is_checked=False, ended_in=None, valid_to=None
    )
    counts.ended += gone.exclude(in_file).update(valid_to=yesterday)
    for identity, facts in wanted:
        if _decided_otherwise(model, case, identity, facts):
            counts.rows += 1
            counts.unchanged += 1
        else:
            counts.keep(model, identity | {"is_packaged": True}, facts, is_kept=lambda rule: rule.is_kept)


def _rule(row, destinations):
    identity = {
        "destination": destinations[row["iso2"]],
        "employer_kind": row["employer_kind"],
        "occupation_id": row["isco08"] or None,
        "action": row["action"],
        "valid_from": _day(row["valid_from"]),
    }
    return identity, _rule_facts(row)


def _cost_rule(row, destinations):
    identity = {
        "destination": destinations[row["iso2"]] if row["iso2"] else None,
        "occupation_id": row["isco08"] or None,
        "component": row["component"],
        "stance": row["stance"],
        "valid_from": _day(row["valid_from"]),
    }
    return identity, _rule_facts(row) | {name: row[name].replace(" | ", "\n") for name in ("position", "position_en")}


def _age_rule(row, destinations):
    identity = {
        "destination": destinations[row["iso2"]] if row["iso2"] else None,
        "employer_kind": row["employer_kind"],
        "occupation_id": row["isco08"] or None,
        "valid_from": _day(row["valid_from"]),
    }
    return identity, _rule_facts(row) | {"min_age": int(row["min_age"])}


def _paper_rule(row, destinations):
    identity = {
        "scheme": row["scheme"],
        "paper": row["paper"],
        "destination": destinations[row["iso2"]] if row["iso2"] else None,
        "occupation_id": row["isco08"] or None,
        "sex": "",
        "marital": "",
        "age_min": None,
        "age_max": None,
        "valid_from": _day(row["valid_from"]),
    }
    return identity, _rule_facts(row) | {name: row[name] for name in ("need", "due", "issuer", "issuer_en")}


def _validity_rule(row):
    identity = {name: row[name] for name in ("paper", "scheme", "counted")} | {"valid_from": _day(row["valid_from"])}
    return identity, _rule_facts(row) | {"months": int(row["months"])}


def _procedure(row):
    identity = {"scheme": row["scheme"], "valid_from": _day(row["valid_from"])}
    way, _no_problems = way_of(tomllib.loads((DATA / "ways.toml").read_text(encoding="utf-8"))[row["scheme"]])
    texts = {name: row[name].replace(" | ", "\n") for name in ("steps", "steps_en")}
    return identity, _rule_facts(row) | texts | {"way": way}


def _proof_rule(row):
    identity = {name: row[name] for name in ("scheme", "proof")} | {"valid_from": _day(row["valid_from"])}
    return identity, _rule_facts(row) | {name: row[name] for name in ("instead", "text", "text_en")}


def _rule_facts(row):
    facts = {name: row[name] for name in ("legal_basis", "legal_basis_en", *_SOURCE)}
    return facts | {"valid_to": _day(row["valid_to"])}


def _day(text):
    return parse_partial(text).first if text else None


def _decided_otherwise(model, case, identity, facts):
    """Whether somebody wrote, checked or ended a rule for the same case and time."""
    same_case = model.objects.filter(**{name: identity[name] for name in case}).filter(
        Q(is_packaged=False, withdrawn_on=None) | Q(is_checked=True) | Q(ended_in__isnull=False)
    )
    begins, ends = identity["valid_from"], facts["valid_to"]
    if begins:
        same_case = same_case.filter(Q(valid_to=None) | Q(valid_to__gte=begins))
    if ends:
        same_case = same_case.filter(Q(valid_from=None) | Q(valid_from__lte=ends))
    return same_case.exists()
