"""Taking back what a list did: set by set, and nobody whom somebody has worked on since."""

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from portal.audit.services import record
from portal.lib.importing import wait_for_turn
from portal.workflow import StepRefused
from registrations.choices import WhosePhone
from registrations.duplicates.services import forget_doubts
from registrations.lists.importing import PERSON, UNTOUCHED, ListImporter
from registrations.models import (
    Candidate,
    CandidateList,
    CandidatePhone,
    ListedPerson,
    PersonBefore,
    Registration,
    Suspicion,
)

# SQL below is put together from names of columns and from nothing else.
# ruff: noqa: S608


@transaction.atomic
def take_back(by, batch):
    """Remove the people whom the list brought and give those whom it changed their earlier saying back, but for those who
    were opened, worked on or changed by a later list.

    Undone twice is once. Raises StepRefused for a list that is not written, or too long ago.
    """
    wait_for_turn(ListImporter.name)
    batch = CandidateList.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if batch.state == CandidateList.State.UNDONE:
        return batch
    if not batch.is_undoable:
        raise StepRefused(_("This step is not open to you now."))
    batch.removed = _remove(by, batch)
    batch.restored = _restore(by, batch)
    batch.left = batch.created + batch.updated - batch.removed - batch.restored
    batch.state = CandidateList.State.UNDONE
    batch.save()
    record(by, "registrations.list_undone", batch)
    return batch


def _remove(by, batch):
    registrations = _untouched(batch)
    candidates = list(registrations.values_list("candidate", flat=True))
    keys = list(registrations.values_list("pk", flat=True))
    forget_doubts(Suspicion.objects.filter(Q(first__in=candidates) | Q(second__in=candidates)), by)
    with connection.cursor() as cursor:
        # Not through the ORM, which would ask each table for each row.
        cursor.execute(
            """DELETE FROM registrations_personbefore b USING registrations_listedperson l
               WHERE l.id = b.listed_id AND l.registration_id = ANY(%s)""",
            [keys],
        )
        for table, column, gone in (
            ("listedperson", "registration_id", keys),
            ("registration", "id", keys),
            ("candidatephone", "candidate_id", candidates),
            ("candidate", "id", candidates),
        ):
            cursor.execute(f"DELETE FROM registrations_{table} WHERE {column} = ANY(%s)", [gone])
    return len(keys)


def _untouched(batch):
    """Registrations that are as the list wrote them, and to which nothing but its own rows and open doubts refer."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT r.id FROM registrations_listedperson l
                JOIN registrations_registration r ON r.id = l.registration_id
                JOIN registrations_candidate c ON c.id = r.candidate_id
                WHERE l.source_id = %s AND l.written_at <= %s AND {UNTOUCHED} ORDER BY r.id FOR UPDATE OF r, c""",
            [batch.pk, batch.written_at],
        )
        keys = [key for (key,) in cursor.fetchall()]
    found = Registration.objects.filter(pk__in=keys)
    another = Registration.objects.filter(candidate=OuterRef("candidate")).exclude(pk=OuterRef("pk"))
    found = found.exclude(Exists(another))
    decided = Suspicion.objects.exclude(state="open", version=0)
    for way in ("first", "second"):
        found = found.exclude(Exists(decided.filter(**{way: OuterRef("candidate")})))
    for model, own, key in (
        (Registration, {ListedPerson}, "pk"),
        (Candidate, {CandidatePhone, Registration, Suspicion}, "candidate"),
    ):
        # Those without a name for the way back are hidden.
        for link in model._meta.get_fields(include_hidden=True):
            if link.auto_created and not link.concrete and link.related_model not in own:
                found = found.exclude(Exists(link.related_model.objects.filter(**{link.field.name: OuterRef(key)})))
    return found


def _restore(by, batch):
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS back")
        # Not where another person of the office bears the earlier case number by now.
        cursor.execute(
            f"""CREATE TEMPORARY TABLE back ON COMMIT DROP AS
                SELECT b.id AS before_id, l.id AS listed_id, r.id AS registration_id, c.id AS candidate_id
                FROM registrations_personbefore b JOIN registrations_listedperson l ON l.id = b.listed_id
                JOIN registrations_registration r ON r.id = l.registration_id
                JOIN registrations_candidate c ON c.id = r.candidate_id
                WHERE b.changed_by_id = %s AND l.written_at <= %s AND {UNTOUCHED} AND NOT EXISTS (
                    SELECT FROM registrations_listedperson other WHERE b.old_number <> '' AND other.id <> l.id
                        AND other.office_id = l.office_id AND other.old_number <> ''
                        AND upper(other.old_number) = upper(b.old_number))
                ORDER BY r.id FOR UPDATE OF r, c""",
            [batch.pk, batch.written_at],
        )
        # Raised because of what is taken back: in the same transaction as the change.
        cursor.execute(
            """SELECT s.id FROM back JOIN registrations_candidate c ON c.id = back.candidate_id
               JOIN registrations_suspicion s ON c.id IN (s.first_id, s.second_id) AND s.raised_at = c.updated_at"""
        )
        forget_doubts(Suspicion.objects.filter(pk__in=[key for (key,) in cursor.fetchall()]), by)
        names = ", ".join(PERSON)
        earlier = "FROM registrations_personbefore b JOIN back ON back.before_id = b.id"
        cursor.execute(
            f"""UPDATE registrations_candidate c
                SET ({names}, updated_at) = ({", ".join(f"b.{name}" for name in PERSON)}, b.written_at)
                {earlier} WHERE c.id = back.candidate_id"""
        )
        cursor.execute(
            f"""UPDATE registrations_registration r SET regency_id = b.regency_id, updated_at = b.written_at
                {earlier} WHERE r.id = back.registration_id"""
        )
        cursor.execute(
            f"""UPDATE registrations_listedperson l
                SET old_number = b.old_number, digest = b.digest, written_at = b.written_at
                {earlier} WHERE l.id = back.listed_id"""
        )
        restored = cursor.rowcount
        cursor.execute("DELETE FROM registrations_candidatephone p USING back WHERE p.candidate_id = back.candidate_id")
        cursor.execute(
            f"""INSERT INTO registrations_candidatephone (candidate_id, number, whose)
                SELECT back.candidate_id, b.phone, %s {earlier} WHERE b.phone <> ''""",
            [WhosePhone.OWN],
        )
    PersonBefore.objects.filter(changed_by=batch).delete()
    return restored
