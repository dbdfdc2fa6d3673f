"""Taking back what a list brought: set by set, and nobody whom somebody has worked on since."""

from django.db import connection, transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from portal.audit.services import record
from portal.lib.importing import wait_for_turn
from portal.workflow import StepRefused
from registrations.lists.importing import UNTOUCHED, ListImporter
from registrations.models import Candidate, CandidateList, CandidatePhone, ListedPerson, Registration


@transaction.atomic
def take_back(by, batch):
    """Remove the people whom the list brought, but for those who were opened, worked on or changed by a later list.

    Undone twice is once. Raises StepRefused for a list that is not written.
    """
    wait_for_turn(ListImporter.name)
    batch = CandidateList.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.state == CandidateList.State.UNDONE:
        return batch
    if batch.state != CandidateList.State.WRITTEN:
        raise StepRefused(_("This step is not open to you now."))
    registrations = _untouched(batch)
    candidates = list(registrations.values_list("candidate", flat=True))
    keys = list(registrations.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        # Not through the ORM, which would ask each table for each row.
        for table, column, gone in (
            ("listedperson", "registration_id", keys),
            ("registration", "id", keys),
            ("candidatephone", "candidate_id", candidates),
            ("candidate", "id", candidates),
        ):
            cursor.execute(f"DELETE FROM registrations_{table} WHERE {column} = ANY(%s)", [gone])  # noqa: S608
    batch.removed, batch.left = len(keys), batch.created - len(keys)
    batch.state = CandidateList.State.UNDONE
    batch.save()
    record(by, "registrations.list_undone", batch)
    return batch


def _untouched(batch):
    """Registrations that are as the list wrote them, and to which nothing but its own rows refers."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT r.id FROM registrations_listedperson l
                JOIN registrations_registration r ON r.id = l.registration_id
                JOIN registrations_candidate c ON c.id = r.candidate_id
                WHERE l.source_id = %s AND l.written_at <= %s AND {UNTOUCHED} FOR UPDATE OF r, c""",  # noqa: S608
            [batch.pk, batch.written_at],
        )
        keys = [key for (key,) in cursor.fetchall()]
    found = Registration.objects.filter(pk__in=keys)
    another = Registration.objects.filter(candidate=OuterRef("candidate")).exclude(pk=OuterRef("pk"))
    found = found.exclude(Exists(another))
    for model, own, key in (
        (Registration, {ListedPerson}, "pk"),
        (Candidate, {CandidatePhone, Registration}, "candidate"),
    ):
        for link in model._meta.related_objects:
            if link.related_model not in own:
                found = found.exclude(Exists(link.related_model.objects.filter(**{link.field.name: OuterRef(key)})))
    return found
