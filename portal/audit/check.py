"""Reads the whole chain again and says in a sentence each what isn't as it was written."""

from collections import Counter, defaultdict
from datetime import timedelta

from django.db.models import BooleanField, Q
from django.db.models.expressions import RawSQL

from portal.audit import chain, heads, kept
from portal.audit.models import Entry, Seal
from portal.audit.sealing import IN_NO_SEAL, clock

SEALS_AT_A_TIME = 100
# Of that many entries at least; a seal has 10,000 at most.
ENTRIES_AT_A_TIME = 5000
# The sealer comes every minute; older than this without a seal means it stands still.
SEALED_AFTER = timedelta(minutes=15)
OF_NO_TRANSACTION_YET = RawSQL(
    "audit_entry.xid >= pg_snapshot_xmax(pg_current_snapshot())::text::bigint", [], output_field=BooleanField()
)


class Check:
    """One run. ``findings`` are sentences about damage, ``remarks`` about what is only late."""

    def __init__(self, say_progress=lambda done, total: None):
        self.findings, self.remarks = [], []
        self.counts = Counter(entries=0, seals=0, heads=0, unsealed=0)
        self._verifier = chain.Verifier()
        self._progress = say_progress
        self._rows = {}  # of other tables, whose digests stand in entries: {kind: (first, last id)}

    def run(self, printed=()):
        """Check chain, entries and heads; ``printed``: short lines that somebody kept on paper."""
        self._walk_the_chain()
        self._look_for_entries_outside()
        self._look_for_rows_outside()
        self._look_for_missing_heads()
        for path in heads.files():
            self._compare_file(path)
        for line in printed:
            self._compare_line(line)
        return self

    def _walk_the_chain(self):
        total = Seal.objects.count()
        previous, expected = chain.BEFORE_THE_FIRST, 1
        batch, held = [], 0
        for seal in Seal.objects.order_by("number").iterator(chunk_size=SEALS_AT_A_TIME):
            if seal.number != expected:
                self.findings.append(f"{_range('Seal', expected, seal.number - 1)} missing.")
            self._check_seal(seal, previous, follows=seal.number == expected)
            previous, expected = bytes(seal.hash), seal.number + 1
            batch.append(seal)
            held += len(seal.entry_ids)
            if held >= ENTRIES_AT_A_TIME:
                self._check_entries(batch)
                batch, held = [], 0
                self._progress(self.counts["seals"], total)
        self._check_entries(batch)

    def _check_seal(self, seal, previous, *, follows):
        self.counts["seals"] += 1
        if not self._verifier.accepts(seal.key_id, seal.signature, bytes(seal.hash)):
            self.findings.append(f"Seal {seal.number} is not signed by a key of ours.")
        if follows and chain.seal_hash(seal, previous) != bytes(seal.hash):
            self.findings.append(f"Seal {seal.number} was changed, or doesn't follow from the one before it.")

    def _check_entries(self, seals):
        found = defaultdict(list)
        ids = [number for seal in seals for number in seal.entry_ids]
        rows = list(Entry.objects.filter(id__in=ids).values_list(*chain.ENTRY_COLUMNS))
        for row in rows:
            found[row[0]].append(chain.entry_hash(row))
        self._check_rows(rows)
        for seal in seals:
            digests = bytes(seal.entry_hashes)
            for place, number in enumerate(seal.entry_ids):
                start = place * chain.HASH_BYTES
                self._check_entry(number, found[number], digests[start : start + chain.HASH_BYTES], seal)

    def _check_rows(self, entries):
        """What the entries say of rows of other tables."""
        self.findings += [sentence for _kind, _number, sentence in kept.faults(entries)]
        for kind, (first, last) in kept.numbers_of(entries).items():
            before = self._rows.get(kind, (first, last))
            self._rows[kind] = min(first, before[0]), max(last, before[1])

    def _look_for_rows_outside(self):
        for kind, (first, last) in self._rows.items():
            for number in kept.added(kind, first, last):
                self.findings.append(f"Row {number} of {kind} was added outside the chain.")

    def _check_entry(self, number, hashes, digest, seal):
        self.counts["entries"] += 1
        if not hashes:
            self.findings.append(
                f"Entry {number} is missing; seal {seal.number} of {seal.at:%Y-%m-%d %H:%M} UTC has it."
            )
        elif digest not in hashes:
            self.findings.append(
                f"Entry {number} was changed after seal {seal.number} of {seal.at:%Y-%m-%d %H:%M} UTC."
            )
        elif len(hashes) > 1:
            self.findings.append(f"Entry {number} stands there {len(hashes)} times; one was sealed.")

    def _look_for_entries_outside(self):
        now, cluster, _ = clock()
        last = Seal.objects.order_by("-number").first()
        outside = Entry.objects.filter(IN_NO_SEAL)
        self.counts["unsealed"] = outside.count()
        if not last or last.cluster != cluster:
            return  # nothing sealed yet, or just restored: the next seal takes all that is outside
        # Where the chain has passed by, or where no transaction has been yet, the sealer never looks.
        added = outside.filter(~Q(cluster=cluster) | Q(xid__lt=last.below_xid) | Q(OF_NO_TRANSACTION_YET))
        for number in added.order_by("id").values_list("id", flat=True):
            self.findings.append(f"Entry {number} was added outside the chain.")
        late = outside.filter(cluster=cluster, xid__gte=last.below_xid, at__lt=now - SEALED_AFTER).count()
        if late:
            self.remarks.append(f"{late} entries older than 15 minutes wait for a seal: does the sealer run?")

    def _look_for_missing_heads(self):
        now, _, _ = clock()
        kept = {path.stem for path in heads.files()}
        for day in heads.closed_days(now):
            if str(day) not in kept:
                # After the newest file it is only late: the next midnight's task writes it.
                late = str(day) > max(kept, default="")
                (self.remarks if late else self.findings).append(f"The head of {day} is missing from {heads.folder()}.")

    def _compare_file(self, path):
        self.counts["heads"] += 1
        day = path.stem
        try:
            head = heads.Head.read(path)
            lines = path.read_text("ascii").splitlines()
        except (ValueError, IndexError, OSError):
            self.findings.append(f"The head of {day} can't be read: {path}.")
            return
        if head.day != day or not head.is_signed(self._verifier) or lines[1:] != [head.short_line]:
            self.findings.append(f"The head of {day} was changed: its signature doesn't fit.")
        elif _stored_hash(head.number) != head.hash:
            self.findings.append(
                f"The chain differs from the head of {day}: seal {head.number} is missing or another one."
            )

    def _compare_line(self, line):
        try:
            day, number, _ = line.split()
            expected = heads.short_line(day, int(number), _stored_hash(int(number)))
        except ValueError:
            self.findings.append(f"This is not a line of a head: {line!r}.")
            return
        if expected != line:
            self.findings.append(f"The chain differs from the printed line of {day}.")


def _stored_hash(number):
    """Hexadecimal; "" where there is no such seal."""
    found = Seal.objects.filter(number=number).values_list("hash", flat=True).first()
    return bytes(found).hex() if found else ""


def _range(noun, first, last):
    return f"{noun} {first} is" if first == last else f"{noun}s {first} to {last} are"
