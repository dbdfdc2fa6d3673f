"""Looking at a paper: who may, and that it was looked at."""

from django.db import transaction

from portal.audit.services import record
from registrations import permissions as may
from registrations.disclosures import disclose
from registrations.models import Disclosure, Document, DocumentPage, Registration
from registrations.papers import storage

UNSEEN = {Document.State.WAITING_SCAN, Document.State.INFECTED}
Purpose, Seen = Disclosure.Purpose, Disclosure.Seen


def page_for(by, name):
    """The DocumentPage of a name that ``by`` may see, and the Registration through which an officer may (None for the
    person's own). (None, None) where there is nothing for them; that they tried a page of somebody else is noted.
    """
    page = DocumentPage.objects.select_related("document__candidate").filter(file=name).first()
    if page is None:
        return None, None
    document = page.document
    if by.is_same_person(document.candidate.user_id):
        return (None if document.state in UNSEEN else page), None
    if document.state not in UNSEEN and (registration := _reason_to_look(by, document.candidate)):
        return page, registration
    record(by, "papers.refused", document)
    return None, None


def _reason_to_look(by, candidate):
    files = Registration.objects.visible_to(by).filter(candidate=candidate).order_by("-pk")
    files = files.select_related("candidate", "assisted_by")
    return next((registration for registration in files if may.read(by, registration)), None)


@transaction.atomic
def open_page(by, page, registration, *, purpose="", is_download=False):
    """The page's bytes. For an officer the audit's entry and the person's disclosure are written in the same act.

    ``registration`` as ``page_for`` gave it. ``purpose``: a Disclosure.Purpose, "" for what the role is there for.
    Raises FileNotFoundError when the file is lost; nothing was seen then.
    """
    content = storage.read(page.file)
    if registration is not None:
        purpose = purpose or (Purpose.COUNTER if may.assist(by, registration) else Purpose.REVIEW)
        action = "papers.downloaded" if is_download else "papers.seen"
        record(by, action, page.document, fields=(page.document.paper,), reason_code=purpose)
        seen = Seen.DOWNLOAD if is_download else Seen.PAPER
        facts = {"purpose": purpose, "registration": registration, "paper": page.document.paper}
        disclose(by, page.document.candidate, seen, **facts)
    return content
