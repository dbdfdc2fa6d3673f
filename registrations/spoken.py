"""Consents of people who have no account yet: given aloud or on paper before an officer, and carried into the account."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.accounts.consent.services import ConsentRefused, give, note_notice_shown, withdraw
from portal.accounts.models import PolicyText
from portal.accounts.roles import COUNTER_ROLES
from portal.audit.services import record
from registrations.models import SpokenConsent


@transaction.atomic
def write_down(by, candidate, notice, *, agreed=(), stopped=(), channel, language):
    """Note that ``notice`` was told to ``candidate`` by ``by``, an officer, and what they decided then.

    ``agreed``: (code of a purpose, version of its text, anything); ``stopped``: codes. What stands already is not
    written twice. Raises ConsentRefused for a text that is no longer the one in force.
    """
    _note(by, candidate, notice, channel, language)
    for purpose, version, *_seen in agreed:
        text = PolicyText.objects.about(purpose).current()
        if text is None or version != text.number:
            raise ConsentRefused(_("This page is out of date. Please read it again."))
        _note(by, candidate, text, channel, language)
    standing = candidate.spoken_consents.standing()
    if standing.filter(text__purpose__in=stopped).update(withdrawn_at=timezone.now()):
        record(by, "registrations.consent_taken_back", candidate, fields=sorted(stopped))
    if candidate.user:
        _stop(by, candidate.user, stopped, channel, language)
        carry_over(by, candidate)


def _note(by, candidate, text, channel, language):
    facts = {"channel": channel, "language": language, "taken_by": by.membership}
    _row, is_new = SpokenConsent.objects.get_or_create(
        candidate=candidate, text=text, withdrawn_at=None, defaults=facts
    )
    if is_new:
        record(by, "registrations.consent_spoken", candidate, fields=[text.purpose_id or "notice"], reason_code=channel)


def _stop(by, user, stopped, channel, language):
    if by.role in COUNTER_ROLES:
        for purpose in stopped:
            withdraw(by, user, purpose, language=language, channel=channel)


def carry_over(by, candidate):
    """Write what stands into the account that ``candidate`` has now; ``by``, who opens it, vouches for it there.

    What has a newer text meanwhile is asked anew on the site.
    """
    if by.role not in COUNTER_ROLES:
        return
    for row in candidate.spoken_consents.standing().select_related("text").order_by("pk"):
        facts = {"version": row.text.number, "language": row.language, "channel": row.channel}
        try:
            if row.text.purpose_id is None:
                note_notice_shown(by, candidate.user, **facts)
            else:
                give(by, candidate.user, row.text.purpose_id, **facts)
        except ConsentRefused:
            continue
