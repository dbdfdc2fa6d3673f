"""Handing in a paper: its pages into the storage, a new version into the wallet, both or neither."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from portal.accounts.acting import ActRefused
from portal.audit.services import record
from portal.lib import clamd
from portal.lib.uploads import as_pictures
from portal.workflow import take_step
from registrations import forecast
from registrations import permissions as may
from registrations.models import Candidate, CorrectionPoint, Document, DocumentPage, Registration
from registrations.models.registration import BEFORE_VERIFIED
from registrations.papers import storage
from registrations.tasks import scan_papers
from registrations.workflow import WITH_OFFICE, State

FACTS = ("number", "issuer", "issued_on", "expires_on")
MOST_PAGES = 20


class SameAgain(ActRefused):
    """What an officer gave back, unchanged: none of it is worth keeping for another try."""


def hand_in(by, candidate, paper, files, facts=None):
    """The Document of ``files`` (portal.lib.uploads.Upload, in reading order): from now on the current one of ``paper``.

    ``facts``: of FACTS what the paper has. The same files with the same facts again are no second version: the
    Document of before is returned. Points that asked for this paper are corrected by it. Raises ActRefused with a sentence.
    Not to be called inside a transaction: then a killed process would leave files that nobody knows of.
    """
    if not may.hand_in(by, candidate):
        raise ActRefused(_("These papers are somebody else's."))
    files = _as_pages(files)
    if not 1 <= len(files) <= MOST_PAGES:
        raise ActRefused(_("A paper has one to %(most)s pages.") % {"most": MOST_PAGES})
    facts = {name: (facts or {}).get(name) or empty for name, empty in zip(FACTS, ("", "", None, None), strict=True)}
    if known := _the_same(candidate, paper, files, facts):
        if known.state == Document.State.RETURNED:
            raise SameAgain(_("This is the same photo that came back. Please take a new one."))
        return known
    names = storage.keep([file.content for file in files])
    try:
        with transaction.atomic():
            document, is_new = _written(by, candidate, paper, list(zip(files, names, strict=True)), facts)
            if is_new:
                storage.claim(names)
    except BaseException:
        storage.drop(names)
        raise
    if not is_new:
        storage.drop(names)
        return document
    forecast.renew(candidate.registrations.all())
    return document


def _as_pages(files):
    try:
        return [page for file in files for page in as_pictures(file)]
    except ValidationError as error:
        raise ActRefused(" ".join(error.messages)) from error


def _the_same(candidate, paper, files, facts):
    """The current Document, if it has these files and facts and may still be looked at; else None."""
    known = Document.objects.current().filter(candidate=candidate, paper=paper).exclude(state="infected").first()
    if known is None or any(getattr(known, name) != value for name, value in facts.items()):
        return None
    digests = list(known.pages.order_by("place").values_list("digest", flat=True))
    return known if digests == [file.digest for file in files] else None


def _written(by, candidate, paper, pages, facts):
    """(Document, whether it is new): of two hand-ins at once of the same files, one writes."""
    Candidate.objects.select_for_update().get(pk=candidate.pk)
    if known := _the_same(candidate, paper, [file for file, _name in pages], facts):
        return known, False
    earlier = Document.objects.filter(candidate=candidate, paper=paper)
    replaced = earlier.filter(is_current=True).first()
    earlier.filter(is_current=True).update(is_current=False)
    last = earlier.order_by("-version").values_list("version", flat=True).first() or 0
    document = Document.objects.create(
        candidate=candidate,
        paper=paper,
        version=last + 1,
        state=Document.State.WAITING_SCAN if clamd.is_configured() else Document.State.HANDED_IN,
        handed_in_by=None if by.is_same_person(candidate.user_id) else by.membership,
        **facts,
    )
    DocumentPage.objects.bulk_create(
        DocumentPage(
            document=document, place=place, kind=file.kind, digest=file.digest, size=len(file.content), file=name
        )
        for place, (file, name) in enumerate(pages, 1)
    )
    candidate.uploads.filter(paper=paper).delete()
    record(by, "papers.handed_in", document, fields=(paper,))
    _tell_registrations(by, candidate, paper, replaced)
    if clamd.is_configured():
        transaction.on_commit(scan_papers.delay)
    return document, True


def _tell_registrations(by, candidate, paper, replaced):
    """What was asked for is done; a file that was verified, or half so, with another paper is looked at again."""
    CorrectionPoint.objects.filter(registration__candidate=candidate, paper=paper, corrected_at=None).update(
        corrected_at=Now()
    )
    if replaced is None or replaced.state != Document.State.ACCEPTED:
        return
    # Whoever decides this moment is waited for: they have not seen this paper.
    decided = candidate.registrations.filter(state__in=sorted(WITH_OFFICE | {State.VERIFIED}))
    for registration in decided.select_for_update(of=("self",)).order_by("pk"):
        if registration.state in WITH_OFFICE and registration.first_by_id:
            Registration.objects.filter(pk=registration.pk).update(first_by=None)
            record(by, "registrations.first_yes_ended", registration, fields=(paper,))
    verified = candidate.registrations.filter(
        state=State.VERIFIED, pinned__paper=paper, pinned__due__in=sorted(BEFORE_VERIFIED)
    )
    for registration in verified:
        take_step(registration, "data_changed", by=by)
