"""The audit read at night, and letting go

Steps of placements whose way ended long ago, each with a reason in words, both kept in the audit: first a tenth of them, then
all, in one database of their own. "Growth" is the time per row with all of them against the time per row with the tenth: 1 is
linear. Sealing, reading the whole chain again with every row that it keeps, emptying the words by the nightly retention, and
reading once more, when each emptied row has two entries. Larger with `python -m benchmarks.run audit=1000000` (entries).
"""

import logging

from benchmarks.database import empty_database
from benchmarks.messages import ask, seconds
from benchmarks.run import Ratio

ENTRIES = 40_000
KEPT_AT_ONCE = 5000
AIM_OF_NIGHT = 120  # seconds


def measure(entries=ENTRIES):
    logging.disable(logging.INFO)
    with empty_database():
        case = _ended_case()
        small = _night(case, entries // 20)
        large = _night(case, entries // 2 - entries // 20)
    rows = {"keeping": entries // 20, "sealing": entries // 20, "emptying": entries // 20}
    for name, taken in large.items():
        # Reading goes over all that was written so far, everything else over what is new.
        share = 9 if name in rows else 10
        growth = taken / small[name] / share
        yield Ratio(f"{name}, growth", growth, "the time per row with a tenth of the rows")
        yield Ratio(f"{name}: here {taken:.1f} s for {entries:,} entries", taken / AIM_OF_NIGHT, "2 minutes")


def _ended_case():
    from tests.factories.placements import PlacementFactory

    case = PlacementFactory(state="withdrawn")
    ask("UPDATE placements_placement SET state_since = now() - interval '6 years'")
    return case


def _night(case, count):
    """Seconds of each, with ``count`` steps more."""
    from portal.audit.check import Check
    from portal.audit.sealing import seal_entries
    from registrations.placements import retention

    taken = {"keeping": seconds(lambda: _write(case, count)), "sealing": seconds(seal_entries)}
    taken["reading"] = seconds(_sound(Check))
    taken["emptying"] = seconds(retention.apply)
    seal_entries()
    taken["reading after emptying"] = seconds(_sound(Check))
    return taken


def _sound(check):
    def read():
        found = check().run().findings
        if found:
            raise RuntimeError(found[0])

    return read


def _write(case, count):
    from portal.accounts.acting import Acting
    from portal.audit import kept
    from registrations.placements.models import PlacementStep, PlacementStepReason

    by, last = Acting.for_system("bench"), PlacementStep.objects.order_by("pk").last()
    before = last.pk if last else 0
    PlacementStep.objects.bulk_create(
        (PlacementStep(placement=case, event="close", source="fit", target="closed", version=n) for n in range(count)),
        batch_size=KEPT_AT_ONCE,
    )
    steps = PlacementStep.objects.filter(pk__gt=before)
    PlacementStepReason.objects.bulk_create(
        (PlacementStepReason(step_id=key, text="Alasan") for key in steps.values_list("pk", flat=True)),
        batch_size=KEPT_AT_ONCE,
    )
    for rows in (steps, PlacementStepReason.objects.filter(step__in=steps)):
        rows = list(rows)
        for start in range(0, len(rows), KEPT_AT_ONCE):
            kept.keep(by, *rows[start : start + KEPT_AT_ONCE])
    ask("ANALYZE audit_entry, placements_placementstep, placements_placementstepreason")
