"""A list of scores from a file: one row per number, one column per part of the test; looked at first, then written."""

import tempfile
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.audit.services import record
from portal.lib import codes
from portal.lib.importing import run_import
from portal.lib.tabular import Table, Unusable
from portal.workflow import StepRefused, problems, take_step
from registrations.placements.models import Batch, ScoreList, SignUp, TestResult
from registrations.placements.programmes import permissions as may
from registrations.placements.programmes import ranking
from registrations.placements.programmes.workflow import BEFORE_RESULT, STEPS

NUMBER = "nomor"
MOST_REFUSED = 100  # kept to be shown
LIFE = timedelta(days=1)
FULL_STOP, COMMA = ".", ","


class ScoreImporter:
    """For ``run_import``: reads rows into (key of the sign-up, {key of the part: Decimal})."""

    name = "scores"

    def __init__(self, batch):
        self.batch, self.parts = batch, list(batch.parts.all())
        self.columns = (NUMBER, *(part.name for part in self.parts))
        self.seen = Counter()

    def prepare(self):
        people = self.batch.sign_ups.values_list("number", "pk", "standing")
        self.people = {number: (key, standing) for number, key, standing in people}
        self.known = {}
        results = TestResult.objects.filter(sign_up__batch=self.batch)
        for key, part, score in results.values_list("sign_up", "part", "score"):
            self.known.setdefault(key, {})[part] = score

    def read(self, row):
        number = codes.parse(row.text(NUMBER, 40, required=True))
        key, standing = self.people.get(number, (None, None))
        if key is None:
            row.refuse(NUMBER, _("Nobody in this batch has this number."))
        elif standing not in BEFORE_RESULT:
            row.refuse(NUMBER, _("Whoever has this number has withdrawn."))
        elif self.seen[key]:
            row.refuse(NUMBER, _("This number stands in the list twice."))
        self.seen[key] += 1
        return key, {part.pk: self._score(row, part) for part in self.parts}

    def _score(self, row, part):
        if row.cells.get(part.name, "").count(COMMA) == 1 and FULL_STOP not in row.cells[part.name]:
            row.cells[part.name] = row.cells[part.name].replace(COMMA, FULL_STOP)  # as decimals are written here
        score = row.amount(part.name, part.most)
        if score is None and not row.cells.get(part.name, "").strip():
            row.refuse(part.name, _("Must not be empty."))
        return score

    def write(self, records):
        new, changed, rows = 0, 0, []
        for key, scores in records:
            before = self.known.get(key, {})
            differing = {part: score for part, score in scores.items() if before.get(part) != score}
            new += bool(differing and not before)
            changed += bool(differing and before)
            rows += [TestResult(sign_up_id=key, part_id=part, score=score) for part, score in differing.items()]
        TestResult.objects.bulk_create(
            rows,
            batch_size=2000,
            update_conflicts=True,
            unique_fields=["sign_up", "part"],
            update_fields=["score"],
        )
        return new, changed


def look(by, batch, content):
    """Keep the file (bytes) as a ScoreList with what writing it would do now. Raises Unusable and StepRefused."""
    _open_to(by, batch)
    kept = ScoreList(batch=batch, membership=by.membership, content=content)
    _go_through(kept, dry_run=True)
    if not kept.rows:
        raise Unusable(_("The file is empty."))
    with transaction.atomic():
        kept.save()
        record(by, "programmes.scores_uploaded", batch)
    return kept


@transaction.atomic
def write(by, kept):
    """Write a list that somebody has looked at; sent twice, it is written once. Raises Unusable and StepRefused.

    Whoever brings scores that change something publishes nothing of this batch.
    """
    batch = Batch.objects.select_for_update(of=("self",)).get(pk=kept.batch_id)
    kept = ScoreList.objects.select_for_update(of=("self",)).get(pk=kept.pk)
    if kept.written_at:
        return kept
    _open_to(by, batch)
    if not kept.content:
        raise Unusable(_("The file is no longer here. Please upload it again."))
    kept.batch = batch
    _go_through(kept, dry_run=False)
    if kept.created or kept.updated:
        _counted(by, batch)
    kept.written_at, kept.content = timezone.now(), b""
    kept.save()
    return kept


@transaction.atomic
def write_one(by, batch, number, scores):
    """Write the points (Decimals, part by part in their order) of the person with this number; returns whether they changed.

    Raises StepRefused with a sentence.
    """
    batch = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    _open_to(by, batch)
    sign_up = SignUp.objects.filter(batch=batch, number=codes.parse(number) or "").first()
    if sign_up is None or sign_up.standing not in BEFORE_RESULT:
        raise StepRefused(_("Nobody in this batch has this number."))
    importer = ScoreImporter(batch)
    importer.prepare()
    keys = [part.pk for part in importer.parts]
    new, changed = importer.write([(sign_up.pk, dict(zip(keys, map(Decimal, scores), strict=True)))])
    if new or changed:
        _counted(by, batch)
    return bool(new or changed)


def forget_old_content():
    """The content of lists that nobody wrote within a day."""
    old = ScoreList.objects.filter(uploaded_at__lt=timezone.now() - LIFE).exclude(content=b"")
    old.update(content=b"")


def _open_to(by, batch):
    if batch.state not in STEPS["score"].sources or not may.score(by, batch):
        raise StepRefused(_("This step is not open to you now."))
    if said := problems(batch, "score"):
        raise StepRefused(" ".join(said))


def _counted(by, batch):
    """The step that says who brought them, and everybody's rank anew."""
    take_step(batch, "score", by=by)
    ranking.rank(batch)


def _go_through(kept, *, dry_run):
    refused = []
    importer = ScoreImporter(kept.batch)
    with _on_disk(bytes(kept.content)) as path, Table(path, importer.columns) as table:
        counts = run_import(
            importer, table, dry_run=dry_run, on_rejected=lambda row, sentences: refused.append((row, sentences))
        )
    for name, count in vars(counts).items():
        setattr(kept, name, count)
    kept.refused = refused[:MOST_REFUSED]


@contextmanager
def _on_disk(content):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scores.xlsx"  # openpyxl wants the ending; whether it is one, the content says
        path.write_bytes(content)
        yield path
