"""What published vacancies say of work, pay and needs, for invented ones that read like them.

Names of companies and employers, places counted for a whole country, and dates stay behind: nobody is said to offer it.
"""

import csv

from jobs.choices import EmployerKind, RuleAction, Scheme, WagePeriod
from jobs.imports import mapping
from jobs.names import title_key
from jobs.occupations import OccupationNames
from jobs.reference import DATA

# A rupiah amount is a source's own estimate, not what a contract says.
_ESTIMATED_IN = "IDR"
_LARGEST_ORDER = 300  # people; more is a programme, not one order
_NUMBERS = {
    "quota_total": "quota_total", "wage_amount_min": "salary_min", "wage_amount_max": "salary_max",
    "contract_months": "contract_months", "age_min": "age_min", "age_max": "age_max",
}  # fmt: skip


def published_rows(destinations):
    """Columns of a vacancy for each published row that states work and pay in an open country, in the file's order.

    ``destinations``: by country code, with their ``rules_in_force``.
    """
    names = OccupationNames()
    with (DATA / "vacancies.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if _is_fit(row, destinations)]
    return [_columns(row, destinations[row["destination_country_iso2"]], names) for row in rows]


def _is_fit(row, destinations):
    destination = destinations.get(row["destination_country_iso2"])
    states_pay = row["salary_min"] and row["salary_period"] and row["salary_currency"] not in {"", _ESTIMATED_IN}
    if not (destination and states_pay and row["occupation"]):
        return False
    return not mapping.is_traineeship(row["title"], row["occupation"]) and _is_open(destination, _kind(row))


def _is_open(destination, kind):
    fitting = [
        rule for rule in destination.rules_in_force if rule.employer_kind in {"", kind} and rule.occupation_id is None
    ]
    return bool(fitting) and all(rule.action == RuleAction.OPEN for rule in fitting)


def _kind(row):
    return mapping.EMPLOYER_KINDS[row["sector"]] or EmployerKind.CORPORATE.value


def _columns(row, destination, names):
    work, city = row["occupation"].split(";")[0].strip(), row["destination_city"].split(";")[0].strip()
    title = f"{work[:1].upper()}{work[1:]} di {city or destination.country.name}"
    numbers = {name: _number(row[column]) for name, column in _NUMBERS.items()}
    if numbers["quota_total"] and numbers["quota_total"] > _LARGEST_ORDER:
        numbers["quota_total"] = _LARGEST_ORDER
    occupation = names.of(work)
    return numbers | {
        "title": title,
        "title_en": "",
        "title_key": title_key(title),
        "occupation_id": occupation.certain,
        "occupation_as_published": work,
        "destination_id": destination.pk,
        "city": city,
        "employer_kind": _kind(row),
        "scheme": mapping.SCHEMES.get(row["scheme"], Scheme.P_TO_P.value),
        "scheme_as_published": row["scheme"],
        "currency": row["salary_currency"],
        "wage_period": WagePeriod(row["salary_period"]).value,
        "education_min": mapping.lowest_education(row["education_min"]),
        "education_as_published": row["education_min"],
        "language_requirement": row["language_requirement"],
        "description": "",
    }


def _number(text):
    return int(float(text)) if text else None
