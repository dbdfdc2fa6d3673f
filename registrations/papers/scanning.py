"""Papers wait unseen until clamd has looked at them."""

import structlog
from django.db import transaction

from portal.accounts.acting import Acting
from portal.audit.services import record
from portal.lib import clamd
from portal.lib.clamd import ScannerAway
from registrations.models import Document
from registrations.owing import owe_word_of_malware
from registrations.papers import storage

logger = structlog.get_logger(__name__)
State = Document.State
BATCH = 200


def scan_waiting():
    """Look at papers that wait, oldest first. While clamd is away they wait; without clamd nobody waits."""
    waiting = Document.objects.filter(state=State.WAITING_SCAN)
    if not clamd.is_configured():
        waiting.update(state=State.HANDED_IN)
        return
    for document in waiting.order_by("pk")[:BATCH]:
        try:
            is_clean = _is_clean(document)
        except ScannerAway as reason:
            logger.warning("scanner_away", reason=str(reason))
            return
        if is_clean:
            waiting.filter(pk=document.pk).update(state=State.HANDED_IN)
        else:
            _throw_away(document)


def _is_clean(document):
    for name in document.pages.values_list("file", flat=True):
        try:
            if clamd.malware_in(storage.read(name)):
                return False
        except FileNotFoundError:
            continue  # nothing to be seen, nothing to be caught by
    return True


@transaction.atomic
def _throw_away(document):
    """The files go, the row stays and says so."""
    document = Document.objects.select_for_update().get(pk=document.pk)
    if document.state != State.WAITING_SCAN:
        return
    storage.abandon(document.pages.values_list("file", flat=True))
    document.pages.all().delete()
    document.state = State.INFECTED
    document.save(update_fields=["state"])
    record(Acting.for_system("scan_papers"), "papers.malware_found", document)
    owe_word_of_malware(document)
