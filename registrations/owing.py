"""What a step owes the person, written in the same act: no page and no task could forget it. Texts and when they are no
longer due stand in ``registrations/notifications.py``.
"""

from portal.messaging.kinds import kind_named
from portal.messaging.services import contact_at, contact_of, owe

WITH_OFFICE, RETURNED, UNSAFE = "registrations.with_office", "registrations.returned", "registrations.paper_unsafe"
# A hold owes nothing: the person never reads a suspicion.
OWED = {
    "assign": WITH_OFFICE,
    "resubmit": WITH_OFFICE,
    "renew": WITH_OFFICE,
    "data_changed": WITH_OFFICE,
    "transfer": WITH_OFFICE,
    "return": RETURNED,
    "approve": "registrations.verified",
    "record_external_id": "registrations.recorded",
    "reject": "registrations.rejected",
    "lapse": "registrations.lapsed",
}


def owe_word_of(step):
    """Owe the person word of ``step``, a RegistrationStep just taken. Returns whether anything was owed."""
    name = OWED.get(step.event)
    contact = contact_of_candidate(step.registration.candidate) if name else None
    if contact is None:
        return False
    return owe(kind_named(name), subject=step, contact=contact, office=step.registration.office)


def owe_word_of_malware(document):
    """Owe the person word of a Document whose file was thrown away. Returns whether anything was owed."""
    candidate = document.candidate
    contact = contact_of_candidate(candidate) if document.is_current else None
    if contact is None:
        return False
    file = candidate.registrations.holding_nik().select_related("office").order_by("-pk").first()
    return owe(kind_named(UNSAFE), subject=document, contact=contact, office=file.office if file else None)


def contact_of_candidate(candidate):
    """The account's, else that of the phone somebody gave for the person, an own one first; None without both.

    A number that nobody proved gets no more than that there is a message, or a call by the office.
    """
    if candidate.user_id:
        return contact_of(candidate.user)
    phones = sorted(candidate.phones.all(), key=lambda phone: (phone.whose != "own", phone.pk))
    return contact_at(phone=phones[0].number) if phones else None
