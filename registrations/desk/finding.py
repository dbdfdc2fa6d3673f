"""Finding a file by number, NIK, earlier case number or the beginning of a name, within the officer's own scope."""

from django.core.exceptions import ValidationError

from portal.audit.services import record
from portal.lib import codes, nik
from portal.lib.sealed import blind_indexes
from registrations.disclosures import disclose
from registrations.models import Disclosure, Registration
from registrations.models.candidate import NIK
from registrations.workflow import State

MOST_FOUND = 25
SHORTEST_NAME = 3


def find(by, words):
    """Files for what was typed, at most MOST_FOUND + 1. A search by NIK is noted in the audit, found or not, and for
    each person who was found."""
    scope = Registration.objects.at_desk(by).exclude(state=State.DRAFT)
    if number := codes.parse(words):
        return list(scope.filter(number=number))
    if digits := _nik(words):
        return _by_nik(by, scope, digits)
    name = " ".join(words.split())
    if listed := _by_old_number(by, name):
        return listed
    if len(name) < SHORTEST_NAME:
        return []
    return list(scope.filter(candidate__name__istartswith=name).order_by("candidate__name", "pk")[: MOST_FOUND + 1])


def _by_old_number(by, words):
    """Also who has not been reached yet: an earlier case number is of the office's own lists."""
    listed = Registration.objects.visible_to(by).filter(listed__office=by.office_id, listed__old_number__iexact=words)
    return list(listed.order_by("-pk")[:MOST_FOUND]) if words else []


def _nik(words):
    try:
        return nik.parse(words)
    except ValidationError:
        return ""


def _by_nik(by, scope, digits):
    found = scope.filter(candidate__nik_index__in=blind_indexes(NIK, digits)).select_related("candidate")
    found = list(found.order_by("-pk")[: MOST_FOUND + 1])
    record(by, "registrations.searched_by_nik", found[0] if found else None)
    for registration in found:
        disclose(by, registration.candidate, Disclosure.Seen.NIK_SEARCH, registration=registration)
    return found
