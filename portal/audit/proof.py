"""Whether some rows are as they were written, for a page that is printed: by their digests and the seals over them."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from portal.audit import chain, kept
from portal.audit.models import Entry, Seal

MOST_SEALS = 3  # of one moment: a seal never spans two months


@dataclass(frozen=True)
class Proof:
    """``sealed``: rows whose entry is in an unbroken seal; ``waiting``: kept, for the next seal to take.

    ``unkept``: rows of which no entry was ever written. ``faults``: sentences. ``last``: the newest of the Seals, None
    without any.
    """

    sealed: int
    waiting: int
    unkept: int
    faults: list
    last: Seal | None


def proof_of(rows):
    """The Proof of saved ``rows`` of any tables."""
    asked = defaultdict(set)
    for row in rows:
        asked[row._meta.label_lower].add(str(row.pk))
    newest = {}
    for kind, numbers in asked.items():
        entries = Entry.objects.filter(action=kept.ROW_KEPT, subject_kind=kind, subject_id__in=sorted(numbers))
        for entry in entries.order_by("id").values_list(*chain.ENTRY_COLUMNS):
            newest[kind, entry[chain.ENTRY_COLUMNS.index("subject_id")]] = entry
    faults = [sentence for _kind, _number, sentence in kept.faults(newest.values())]
    found = _Seals()
    for entry in newest.values():
        found.look_for(entry)
    unkept = sum(map(len, asked.values())) - len(newest)
    return Proof(found.sealed, found.waiting, unkept, faults + found.faults, found.last)


class _Seals:
    def __init__(self):
        self.sealed = self.waiting = 0
        self.faults, self.last = [], None
        self._verifier, self._sound = chain.Verifier(), {}

    def look_for(self, entry):
        seal, digest = _seal_of(entry)
        if seal is None:
            self.waiting += 1
        elif digest != chain.entry_hash(entry) or not self._is_sound(seal):
            self.faults.append(f"Entry {entry[0]} or seal {seal.number} was changed.")
        else:
            self.sealed += 1
            if self.last is None or seal.number > self.last.number:
                self.last = seal

    def _is_sound(self, seal):
        """Whether it follows from the one before it and bears a signature of ours."""
        if seal.number not in self._sound:
            before = Seal.objects.filter(number=seal.number - 1).values_list("hash", flat=True).first()
            previous = chain.BEFORE_THE_FIRST if seal.number == 1 else bytes(before or b"")
            is_signed = self._verifier.accepts(seal.key_id, seal.signature, bytes(seal.hash))
            self._sound[seal.number] = is_signed and chain.seal_hash(seal, previous) == bytes(seal.hash)
        return self._sound[seal.number]


def _seal_of(entry):
    """(the seal that took this entry, its hash there); (None, b"") while none has."""
    facts = dict(zip(chain.ENTRY_COLUMNS, entry, strict=True))
    there = Q(cluster=facts["cluster"], below_xid__gt=facts["xid"])
    near = list(Seal.objects.filter(there).order_by("below_xid", "number")[:MOST_SEALS])
    # What a restored database brought along was sealed by another cluster: rare, so it may take a while.
    for seal in near or Seal.objects.filter(entry_ids__contains=[facts["id"]]).exclude(cluster=facts["cluster"])[:1]:
        if facts["id"] in seal.entry_ids:
            start = seal.entry_ids.index(facts["id"]) * chain.HASH_BYTES
            return seal, bytes(seal.entry_hashes)[start : start + chain.HASH_BYTES]
    return None, b""
