"""The acts of the audit: write entries."""

import re

from portal.audit.models import Entry

CODE = re.compile(r"[a-z][a-z0-9_.]*\Z")


def record(by, action, subject=None, *, fields=(), reason_code=""):
    """Write that ``by`` did ``action``, in the caller's transaction, and return the entry.

    ``by``: anything with ``user``, ``membership``, ``system`` and ``ip`` (an Acting). ``action`` and
    ``reason_code`` are codes such as ``registration.papers_seen``; ``subject`` a saved model object or None;
    ``fields`` the names of the fields seen or changed. A value never comes here: raises ValueError for
    anything that is not a code, so a name or number passed by mistake fails in the first test.
    """
    entry = entry_of(by, action, subject, fields, reason_code)
    entry.save(force_insert=True)
    return entry


def record_each(by, action, subjects, *, fields=(), reason_code=""):
    """Write that ``by`` did ``action`` to each of ``subjects``, one entry apiece in one statement: a list that was seen."""
    Entry.objects.bulk_create([entry_of(by, action, subject, fields, reason_code) for subject in subjects])


def entry_of(by, action, subject=None, fields=(), reason_code=""):
    """An Entry that is not written yet, for acts that write many in one statement. Raises ValueError as ``record`` does."""
    for code in (action, *([reason_code] if reason_code else []), *fields):
        if not CODE.match(code):
            raise ValueError("The audit takes codes and field names only, never values.")
    membership = by.membership
    return Entry(
        user_id=by.user.pk if by.user else None,
        membership_id=membership.pk if membership else None,
        role=membership.role if membership else "",
        office_id=membership.office_id if membership else None,
        system=by.system or "",
        ip=by.ip or None,
        action=action,
        subject_kind=subject._meta.label_lower if subject else "",
        subject_id=str(subject.pk) if subject else "",
        fields=list(fields),
        reason_code=reason_code,
    )
