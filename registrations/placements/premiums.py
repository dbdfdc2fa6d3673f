"""The premium of BPJS Ketenagakerjaan for work accident and death, by the packaged table (data/premiums.toml)."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jobs.choices import Scheme

# Who goes on one's own is insured for the time at work alone.
_ON_ONES_OWN = {Scheme.PERSEORANGAN, Scheme.SSW_MANDIRI}


@dataclass(frozen=True)
class Premium:
    """``before``, ``at_work``: rupiah; ``legal_basis`` names the decree."""

    before: int
    at_work: int
    legal_basis: str

    @property
    def total(self):
        return self.before + self.at_work


@cache
def _table():
    return tomllib.loads((Path(__file__).parent / "data/premiums.toml").read_text())


def premium_for(scheme, months, *, with_time_before):
    """The Premium for ``months`` at work (0: none); None where the table names no figure.

    ``with_time_before``: whether the part for the time before work is due with it.
    """
    table = _table()
    terms = {int(term): rupiah for term, rupiah in table["terms"].items()}
    whole = max((term for term in terms if term <= months), default=0)
    if scheme == Scheme.RE_ENTRY or (months and not whole):
        return None
    at_work = terms.get(whole, 0) + (months - whole) * table["extra_month"]
    before = table["before_work"] if with_time_before and scheme not in _ON_ONES_OWN else 0
    return Premium(before, at_work, table["legal_basis"])
