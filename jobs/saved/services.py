"""Keep for somebody, and let go again."""

from contextlib import contextmanager
from datetime import timedelta

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from jobs import listing
from jobs.choices import SearchShelf
from jobs.models import SavedSearch, SavedVacancy, VacancySearch
from jobs.models.saved import TOPIC_CODE
from portal.accounts.acting import ActRefused
from portal.messaging.models import Contact, Message, OptOut

MOST_VACANCIES, MOST_SEARCHES = 100, 20
# Of whoever has no e-mail address: each may cost an SMS a day.
MOST_SEARCHES_BY_SMS = 5
# Of addresses without account. Proposals, as docs/privacy.md says.
KEPT_AFTER_REFUSAL = timedelta(days=30)
KEPT_AFTER_CLOSING = timedelta(days=90)

TOLD_BY = ["jobs.saved_search", "jobs.closing"]  # names of the kinds in jobs/notifications.py

log = structlog.get_logger(__name__)


def save_vacancy(contact, vacancy):
    """Raises ActRefused for one too many. Saving again changes nothing."""
    with _one_at_a_time(contact):
        if not contact.saved_vacancies.filter(vacancy=vacancy).exists():
            _refuse_beyond(contact.saved_vacancies, MOST_VACANCIES)
            SavedVacancy.objects.create(contact=contact, vacancy=vacancy)


def save_search(contact, wish, rhythm):
    """Raises ActRefused for one too many. Saving again changes the ``rhythm`` at most."""
    query = listing.query(listing.without_order(wish))
    with _one_at_a_time(contact):
        if contact.saved_searches.filter(query=query).update(rhythm=rhythm):
            return
        _refuse_beyond(contact.saved_searches, MOST_SEARCHES if _has_email(contact) else MOST_SEARCHES_BY_SMS)
        SavedSearch.objects.create(contact=contact, query=query, rhythm=rhythm)


def move(bare, contact):
    """What ``bare`` saved is ``contact``'s from now on, with the messages about it: nothing is told a second time."""
    for rows, what in ((bare.saved_vacancies, "vacancy"), (bare.saved_searches, "query")):
        own = rows.model.objects.filter(contact=contact).values(what)
        rows.exclude(**{f"{what}__in": own}).update(contact=contact)
        rows.all().delete()
    Message.objects.filter(contact=bare, kind__in=TOLD_BY).update(contact=contact)


def forget_unused():
    """Let go of what addresses without account saved and no longer want; returns how many rows went, by kind.

    Those who refused the messages may want them again for a while; a vacancy that closed long ago is of no use.
    """
    now = timezone.now()
    refused = OptOut.objects.filter(
        contact=OuterRef("contact"), topic=TOPIC_CODE, channel="", at__lt=now - KEPT_AFTER_REFUSAL
    )
    searches = SavedSearch.objects.of_bare_contacts().filter(Exists(refused)).delete()[0]
    vacancies = SavedVacancy.objects.of_bare_contacts()
    listed = VacancySearch.objects.filter(vacancy=OuterRef("vacancy"), shelf__lt=SearchShelf.ARCHIVE)
    is_over = ~Exists(listed)
    is_old = vacancies.filter(
        is_over, created_at__lt=now - KEPT_AFTER_CLOSING, vacancy__state_since__lt=now - KEPT_AFTER_CLOSING
    )
    gone = {"searches": searches, "vacancies": (vacancies.filter(Exists(refused)) | is_old).delete()[0]}
    log.info("saved_forgotten", **gone)
    return gone


@contextmanager
def _one_at_a_time(contact):
    """Two clicks at once don't pass the limit together."""
    with transaction.atomic():
        Contact.objects.select_for_update().get(pk=contact.pk)
        yield


def _has_email(contact):
    return bool(contact.user.email if contact.user_id else contact.email)


def _refuse_beyond(rows, most):
    if rows.count() >= most:
        raise ActRefused(_("You have saved %(most)d already. Please remove some first.") % {"most": most})
