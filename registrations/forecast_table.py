"""The forecasts of many papers by one statement: what ``registrations.forecast.outlook`` says of each, compared by a test.

Rules, usual days and schemes are few, so all their combinations go in as arrays; papers and files stay in the database.
"""

from dataclasses import dataclass

from django.db import connection

from jobs.choices import Counted, DueStep, Paper, Scheme
from registrations.choices import OutlookKind
from registrations.models import Document
from registrations.usual import days_of

_SCHEMES = ("", *Scheme.values)
_USABLE = [Document.State.WAITING_SCAN, Document.State.HANDED_IN, Document.State.ACCEPTED]

_WANTED = """
WITH term AS (
    SELECT * FROM unnest(%(term_schemes)s::text[], %(term_papers)s::text[], %(from_issue)s::int[], %(beyond)s::int[])
        AS t (scheme, paper, from_issue, beyond)
), usual AS (
    SELECT * FROM unnest(%(usual_schemes)s::text[], %(usual_steps)s::text[], %(least)s::int[], %(most)s::int[])
        AS u (scheme, due, least, most)
), dated AS (
    SELECT asked.holder, asked.paper, asked.departure, term.beyond, usual.least, usual.most,
        LEAST(
            COALESCE(document.expires_on, booklet.expires_on),
            (document.issued_on + make_interval(months => term.from_issue))::date
        ) AS last_day
    FROM ({asked}) asked
    JOIN registrations_document document ON document.candidate_id = asked.candidate_id
        AND document.paper = asked.paper AND document.is_current AND document.state = ANY(%(usable)s)
    LEFT JOIN registrations_passport booklet ON booklet.candidate_id = document.candidate_id
        AND document.paper = %(passport)s AND booklet.is_current
    LEFT JOIN term ON term.scheme = asked.scheme AND term.paper = asked.paper
    LEFT JOIN usual ON usual.scheme = asked.scheme AND usual.due = asked.due
), judged AS (
    SELECT holder, paper, last_day, CASE
        WHEN last_day < %(day)s THEN %(over)s
        WHEN last_day < (departure + make_interval(months => beyond))::date THEN %(short)s
        WHEN last_day < departure - most THEN %(before_step)s
        WHEN last_day < departure - least THEN %(maybe)s
    END AS kind FROM dated
), wanted AS (
    SELECT holder, paper, kind, last_day FROM judged WHERE kind IS NOT NULL
)"""
_DIFFERING = """
SELECT DISTINCT COALESCE(wanted.holder, known.{column}) FROM wanted
FULL JOIN (SELECT * FROM {table} WHERE {column} > %(above)s AND {column} <= %(upto)s) known
    ON known.{column} = wanted.holder AND known.paper = wanted.paper
WHERE (wanted.kind, wanted.last_day) IS DISTINCT FROM (known.kind, known.last_day)
"""
_WRITTEN = """, gone AS (
    DELETE FROM {table} known WHERE known.{column} = ANY(%(keys)s) AND NOT EXISTS (
        SELECT FROM wanted WHERE wanted.holder = known.{column} AND wanted.paper = known.paper)
)
INSERT INTO {table} AS known ({column}, paper, kind, last_day) SELECT holder, paper, kind, last_day FROM wanted
ON CONFLICT ({column}, paper) DO UPDATE SET kind = EXCLUDED.kind, last_day = EXCLUDED.last_day
    WHERE (known.kind, known.last_day) IS DISTINCT FROM (EXCLUDED.kind, EXCLUDED.last_day)
"""


@dataclass(frozen=True)
class Forecasts:
    """Where forecasts stand, and of which papers.

    ``asked``: SELECT holder, candidate_id, scheme, departure, paper, due of every paper that somebody needs, ending in a
    condition on ``holder_key``, to which more is added; ``facts``: what it names besides.
    """

    table: str
    column: str  # of the holder
    asked: str
    holder_key: str
    facts: dict

    def differing(self, rules, day, above, upto):
        """Keys of the holders in (above, upto] of whom something else stands there than ``day`` says. Locks nothing."""
        where = f"{self.holder_key} > %(above)s AND {self.holder_key} <= %(upto)s"
        with connection.cursor() as cursor:
            cursor.execute(self._sql(_DIFFERING, where), self._facts(rules, day) | {"above": above, "upto": upto})
            return [key for (key,) in cursor.fetchall()]

    def write(self, rules, day, keys):
        """Put down what ``day`` says of these holders, and take away what it says no longer. For a transaction."""
        with connection.cursor() as cursor:
            cursor.execute(
                self._sql(_WRITTEN, f"{self.holder_key} = ANY(%(keys)s)"), self._facts(rules, day) | {"keys": keys}
            )

    def _sql(self, act, where):
        names = {"table": self.table, "column": self.column}
        return _WANTED.format(asked=f"{self.asked} AND {where}") + act.format(**names)

    def _facts(self, rules, day):
        kinds = {kind.value: kind.value for kind in OutlookKind}
        return (
            {"day": day, "usable": _USABLE, "passport": Paper.PASSPORT} | _terms(rules) | _usual() | kinds | self.facts
        )


def rules_of(paper, rules, scheme):
    """The ValidityRules that count for a paper, one of each sort: that of the scheme wins over that of any."""
    fitting = [rule for rule in rules if rule.paper == paper and rule.scheme in {"", scheme}]
    return list({rule.counted: rule for rule in sorted(fitting, key=lambda rule: rule.scheme)}.values())


def _terms(rules):
    """How many months each paper counts under each scheme."""
    rows = []
    for scheme in _SCHEMES:
        for paper in {rule.paper for rule in rules}:
            months = {rule.counted: rule.months for rule in rules_of(paper, rules, scheme)}
            rows.append((scheme, paper, months.get(Counted.FROM_ISSUE), months.get(Counted.AFTER_DEPARTURE)))
    return _columns(("term_schemes", "term_papers", "from_issue", "beyond"), rows)


def _usual():
    found = {(scheme, step): days_of(step, scheme) for scheme in _SCHEMES for step in DueStep}
    rows = [(*key, *days) for key, days in found.items() if days]
    return _columns(("usual_schemes", "usual_steps", "least", "most"), rows)


def _columns(names, rows):
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}
