"""Moves sealed texts under the newest key and blind indexes under the next one, while the portal runs.

Batch by batch, each in a transaction that locks its rows: what was done stays done when the command is ended, and a
second run goes on. The order of the steps: docs/operations.md.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import F, Func
from django.db.models.functions import Cast

from portal.lib.sealed import (
    BlindIndexField,
    SealBroken,
    SealedTextField,
    blind_index,
    blind_indexes,
    next_blind_index,
    unseal,
)

BATCH = 500  # rows


@dataclass
class Outcome:
    """``counts`` by the name of the pass; ``problems``: a sentence each, with model and key of the row, never a value."""

    counts: Counter = field(default_factory=Counter)
    problems: list = field(default_factory=list)
    on_batch: Callable = lambda counts: None

    def add(self, what, count):
        self.counts[what] += count
        self.on_batch(self.counts)

    def refuse(self, row, sentence):
        self.problems.append(f"{row._meta.label} {row.pk}: {sentence}")


@dataclass(frozen=True)
class Pass:
    """One walk over ``rows``: ``rewrite(row, text)`` changes ``names`` of a row and tells whether it did."""

    what: str
    rows: models.QuerySet
    source: str  # lookup of the sealed column that is read
    purpose: str
    names: tuple
    rewrite: Callable


@dataclass(frozen=True)
class IndexColumns:
    """A blind index: names of its columns, ``following`` "" where nothing is unique; lookup and purpose of its text."""

    model: type
    present: str
    following: str
    source: str
    purpose: str

    @property
    def lacking(self):
        """The rows that would lose their index if it were swapped now."""
        if not self.following:
            return self.model._base_manager.none()
        return self.model._base_manager.filter(**{f"{self.present}__isnull": False, f"{self.following}__isnull": True})


def sealed_columns(installed):
    """Pairs of model and SealedTextField, of all ``installed`` models."""
    return [(model, column) for model in installed for column in _fields(model, SealedTextField)]


def index_columns(installed):
    """The IndexColumns of all ``installed`` models."""
    found = []
    for model in installed:
        indexes = _fields(model, BlindIndexField)
        following = {index.of: index.name for index in indexes if index.is_next}
        for index in indexes:
            if not index.is_next:
                source, purpose = _sealed_text(model, index.of)
                found.append(IndexColumns(model, index.name, following.get(index.of, ""), source, purpose))
    return found


def reseal(model, column):
    """The pass that brings one column under the newest key; what is under it already is not read."""
    newest = bytes([next(iter(settings.DATA_KEYS))])
    version = Func(F(column.name), 1, 1, function="substring", output_field=models.BinaryField())
    stale = model._base_manager.alias(key_of_the_seal=version).exclude(key_of_the_seal__in=[b"", newest])

    def rewrite(row, text):
        setattr(row, column.name, text)
        return True

    return Pass("resealed", stale, column.name, column.purpose, (column.name,), rewrite)


def fill(columns):
    """The pass that writes the next index of every row that has the present one alone."""
    fresh = {columns.following: next_blind_index} if columns.following else {}
    return _reindex("filled", columns, columns.lacking, fresh)


def swap(columns):
    """The pass that puts the next index in the place of the present one.

    The next column keeps it too, so that a process still at work under both keys meets it there: uniqueness holds
    through the swap.
    """
    return _reindex("swapped", columns, _indexed(columns), _both(columns, next_blind_index, next_blind_index))


def settle(columns):
    """The pass that brings every index under the one key that is set, with nothing waiting in the next column."""
    fresh = _both(columns, blind_index, lambda purpose, text: None)
    return _reindex("settled", columns, _indexed(columns), fresh, is_checked=False)


def run(task, outcome, *, dry_run):
    """Walk over the rows of a Pass. ``dry_run`` opens and computes all, and saves nothing."""
    last, batch = None, [None] * BATCH
    while len(batch) == BATCH:
        with transaction.atomic():
            batch = _batch(task, last)
            changed = [row for row in batch if _is_rewritten(task, row, outcome)]
            saved = len(changed) if dry_run else _save(task, changed, outcome)
        outcome.add(task.what, saved)
        last = batch[-1].pk if batch else None


def _batch(task, last):
    rows = task.rows if last is None else task.rows.filter(pk__gt=last)
    # The text is opened here, not by its field: one that can't be opened stops nothing.
    rows = rows.annotate(sealed_text=Cast(F(task.source), models.BinaryField())).order_by("pk")
    stored = [name for name in task.names if name != task.source]
    return list(rows.only("pk", *stored).select_for_update(of=("self",))[:BATCH])


def _is_rewritten(task, row, outcome):
    try:
        return task.rewrite(row, unseal(task.purpose, row.sealed_text).decode() if row.sealed_text else "")
    except SealBroken as broken:
        outcome.refuse(row, str(broken))
        return False


def _save(task, rows, outcome):
    """Save the rows, all at once or, where two have the same index, one by one; returns how many."""
    manager, saved = task.rows.model._base_manager, 0
    try:
        with transaction.atomic():
            return manager.bulk_update(rows, task.names) if rows else 0
    except IntegrityError:
        pass
    for row in rows:
        try:
            with transaction.atomic():
                manager.bulk_update([row], task.names)
            saved += 1
        except IntegrityError:
            outcome.refuse(row, "Another row has the same index.")
    return saved


def _reindex(what, columns, rows, fresh, *, is_checked=True):
    def rewrite(row, text):
        if is_checked and bytes(getattr(row, columns.present)) not in blind_indexes(columns.purpose, text):
            raise SealBroken(f"{columns.present} is the index of another text.")
        before = [getattr(row, name) for name in fresh]
        after = [index(columns.purpose, text) for index in fresh.values()]
        for name, value in zip(fresh, after, strict=True):
            setattr(row, name, value)
        return after != before

    # The present index is read along to be checked; saved as it is, it stays the same, for the row is locked.
    names = tuple({columns.present: None, **fresh})
    return Pass(what, rows, columns.source, columns.purpose, names, rewrite)


def _indexed(columns):
    return columns.model._base_manager.filter(**{f"{columns.present}__isnull": False})


def _both(columns, present, following):
    return {columns.present: present, **({columns.following: following} if columns.following else {})}


def _fields(model, kind):
    return [column for column in model._meta.local_fields if isinstance(column, kind)]


def _sealed_text(model, of):
    """Lookup and purpose of the sealed field that ``of`` leads to, "candidate.nik" from a registration."""
    *way, name = of.split(".")
    for step in way:
        model = model._meta.get_field(step).related_model
    return "__".join([*way, name]), model._meta.get_field(name).purpose
