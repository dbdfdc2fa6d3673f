"""Raising a concern."""

from django.db import transaction
from django.utils.translation import gettext as _

from portal.workflow import StepRefused
from registrations.placements.models import Concern, ConcernWords

MOST_OPEN = 5  # of one case


@transaction.atomic
def raise_concern(case, *, kind, is_about_office, reach, text, key):
    """Keep what the person says is wrong; the same ``key`` twice is one. Raises StepRefused with a sentence."""
    known = Concern.objects.filter(submission_key=key, placement=case).first()
    if known:
        return known
    # One after the other, so that a double click is counted.
    type(case).objects.select_for_update(of=("self",)).get(pk=case.pk)
    if case.concerns.open().count() >= MOST_OPEN:
        raise StepRefused(_("You have told us five things that are not settled yet. Call or visit an office as well."))
    facts = {"kind": kind, "is_about_office": is_about_office, "reach": reach}
    concern, is_new = Concern.objects.get_or_create(submission_key=key, defaults={"placement": case, **facts})
    if is_new and text:
        ConcernWords.objects.create(concern=concern, text=text)
    return concern
